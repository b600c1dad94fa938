import { isSpaceOrTab } from '../../ascii.ts';
import { behindPrefix, lineFinderFor, readRow } from '../../engine/line-finder.ts';
import { warming } from '../../engine/web-assembly.ts';
import { byteClass, TOKEN_CHARACTERS, type ByteClass } from '../byte-class.ts';
import { NO_VIEWS } from '../decoded-view.ts';
import type { Family } from './family.ts';
import { seamViews, type Seam } from './seams.ts';

const [CR, BACKSLASH, CARET, BACKTICK] = [13, 0x5c, 0x5e, 0x60] as const;
const MOST_TOKEN = 256;
/** Kinds of value characters: 1 digit, 2 small letter, 3 capital, 4 another one; 0 for what stands in no value. */
const OTHER = 4;
const KINDS: Readonly<Uint8Array> = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x30 && byte <= 0x39) return 1;
  if (byte >= 0x61 && byte <= 0x7a) return 2;
  if (byte >= 0x41 && byte <= 0x5a) return 3;
  return '+/-_.=~%'.includes(String.fromCharCode(byte)) ? OTHER : 0;
});
/** What the last line of a part ends with: characters of values, marks of continuation. */
const TAILS: ByteClass = byteClass('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_.=~%\\^`');
const MARKS: ByteClass = byteClass('\\^`');
/** What a prefix of lines ends with: time, level, process, container, marks of quotations, comments and differences. */
const PREFIX_ENDS: ByteClass = byteClass(' \t|:]>)#*+-"\'');
/** What may stand behind the last part of a value. */
const CLOSERS: ByteClass = byteClass('"\'`,;)]}<| ');

/** A line that ends at a line break: start, end of its text without blanks and CR, and the break itself. */
interface Line {
  readonly start: number;
  readonly end: number;
  readonly newline: number;
}

/** The continuation mark at the end of a line: its own place, or -1. */
function markBefore(bytes: Buffer, end: number, start: number): number {
  const mark = bytes[end - 1];
  if (mark !== BACKSLASH && mark !== CARET && mark !== BACKTICK) return -1;
  let first = end - 1;
  while (first > start && bytes[first - 1] === mark) first--;
  if ((end - first) % 2 === 0) return -1;
  return mark === BACKTICK && closesCode(bytes, first, start) ? -1 : end - 1;
}

/** Whether a backtick ends a text in code marks, as Markdown has them: one more stands in front of it that ends nothing itself. */
function closesCode(bytes: Buffer, at: number, start: number): boolean {
  let isOpen = false;
  for (let i = Math.max(start, at - MOST_TOKEN); i < at; i++) if (bytes[i] === BACKTICK) isOpen = !isOpen;
  return isOpen;
}

/** The seam over a line break that a mark takes back. */
function continued(bytes: Buffer, line: Line): Seam | undefined {
  const mark = markBefore(bytes, line.end, line.start);
  if (mark < 0 || TOKEN_CHARACTERS[bytes[mark - 1] ?? 0] !== 1) return undefined;
  const start = behindPrefix(bytes, { first: line.start, second: line.newline + 1, limit: mark }, PREFIX_ENDS);
  return TOKEN_CHARACTERS[bytes[start] ?? 0] === 1 ? { start: mark, end: start, trust: 'sure' } : undefined;
}

/** Whether a run begins like a line of its own: `NAME=`, an option. */
function beginsOther(bytes: Buffer, start: number, end: number): boolean {
  const equals = bytes.subarray(start, end).indexOf(0x3d);
  return equals >= 0 && start + equals < end - 2;
}

/** The seam over a line break that looks as if it cut a value, unless the next line begins like one of its own. */
function wrapped(bytes: Buffer, line: Line): Seam | undefined {
  // A mark that does not take its line break back is no character of a value.
  if (KINDS[bytes[line.end - 1] ?? 0] === 0) return undefined;
  const next = line.newline + 1;
  const start = behindPrefix(bytes, { first: line.start, second: next, limit: line.end }, PREFIX_ENDS);
  const head = readRow(bytes, start, 1, MOST_TOKEN, KINDS);
  if (beginsOther(bytes, start, start + head.length)) return undefined;
  return { start: line.end, end: start, trust: 'unsure' };
}

/** The line from `start` to the line break at `newline`. */
function lineOf(bytes: Buffer, start: number, newline: number): Line {
  let end = newline;
  while (end > start && (bytes[end - 1] === CR || isSpaceOrTab(bytes[end - 1]))) end--;
  return { start, end, newline };
}

function* lineSeams(bytes: Buffer, places: readonly number[]): Generator<Seam> {
  for (let i = 0; i < places.length; i += 2) {
    const line = lineOf(bytes, places[i] ?? 0, places[i + 1] ?? 0);
    const seam = continued(bytes, line) ?? wrapped(bytes, line);
    if (seam !== undefined) yield seam;
  }
}

const TABLES = { kinds: KINDS, tails: TAILS, marks: MARKS, prefixEnds: PREFIX_ENDS, closers: CLOSERS } as const;
const finderFor = warming((plain) => lineFinderFor(TABLES, plain));

/** Lines that a mark or a fixed width broke, whatever prefix each of them has. */
export const lineViews: Family = ({ bytes, range, context }, { firstLine, isBroken }) => {
  if (!isBroken) return NO_VIEWS;
  const places = finderFor(bytes.length).find(bytes, range, firstLine);
  return places.length === 0 ? NO_VIEWS : seamViews('joined-lines', lineSeams(bytes, places), bytes, context);
};
