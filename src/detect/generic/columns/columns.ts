import { lineEnd } from '../line-end.ts';
import type { ValueSpan } from '../value.ts';
import { alignedCells } from './aligned-cells.ts';
import { listedCells } from './listed-cells.ts';
import { partedCells } from './parted-cells.ts';
import { LONGEST_ROW } from './table-text.ts';

/**
 * The cells below a name in the heading of a table: columns aligned by blanks, as command-line tools print them, or separated by a sign, as
 * in wikis, TeX and exports, or lists of lists. Tables with a rule below their heading are handled by a view.
 */
export function cellsBelow(text: string, nameStart: number, nameEnd: number): readonly ValueSpan[] {
  const listed = listedCells(text, nameStart, nameEnd);
  if (listed.length > 0) return listed;
  const end = lineEnd(text, nameEnd, LONGEST_ROW);
  if (end < 0) return [];
  const front = text.slice(Math.max(0, nameStart - LONGEST_ROW), nameStart);
  const start = nameStart - (front.length - front.lastIndexOf('\n') - 1);
  const heading = { start, text: text.slice(start, end).replace(/\r$/, '') };
  if (heading.text.length > LONGEST_ROW) return [];
  const at = nameStart - start;
  return partedCells(text, heading, at, end) ?? alignedCells(text, heading, at, end);
}

/** What may follow a title in the formats below, by the character after its name. */
const BEHIND: Readonly<Record<string, RegExp>> = {
  ' ': /^(?:[ \t\n|!&^\\]|=\|)/,
  '\t': /^[ \tA-Za-z"\n]/,
  '|': /^[|=]/,
  '^': /^[ \n\r^]/,
  '=': /^[|]/,
  '}': /^[ &\\]/,
  ',': /^[A-Za-z"]/,
  ';': /^[A-Za-z"]/,
  '"': /^[,;\n\r\]}]/,
  '\\': /^["]/,
};
/** What may precede the last title of a line. */
const IN_FRONT = /(?:[!,;\t"]|\s\s|! )$/;

/** Whether a heading may continue or end after a name. */
export function mayBeHeading(text: string, nameStart: number, nameEnd: number): boolean {
  const char = text.charAt(nameEnd);
  if (char === '\n' || char === '\r') return IN_FRONT.test(text.slice(Math.max(0, nameStart - 2), nameStart));
  return BEHIND[char]?.test(text.slice(nameEnd + 1, nameEnd + 3)) ?? false;
}
