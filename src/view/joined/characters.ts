import type { Span } from '../../types.ts';
import type { Family } from './family.ts';
import { joinedTexts, Joiner } from './joiner.ts';
import { type SpelledText, writeText } from './spelled-text.ts';

/**
 * A character by its number: `chr(65)` of PHP, Python and Oracle, `Chr(65)`, `ChrW(&H41)`, `Chr$(65)` of Basic, `CHAR(65)`, `NCHAR(65)`,
 * `UNICHAR(65)` of SQL and spreadsheets, `String.fromCharCode(65)`, `[char]65` of PowerShell.
 */
const CHARACTER =
  /(?:(?:String\.from(?:CharCode|CodePoint)|(?:n|uni)?char|u?chr[wb]?\$?)[ \t]?\([ \t]?(?<number>(?:0x|&h)?[\da-f]{1,6})[ \t]?\)|\[char\][ \t]?(?<cast>(?:0x)?[\da-f]{1,6}))/iy;
const STRING = /"(?<double>[^"\\\r\n]{0,200})"|'(?<single>[^'\\\r\n]{0,200})'/y;
/** Operators that join strings, with the mark of a continued line; a comma between the arguments of a call. */
const OPERATOR = /[ \t\r\n]{0,40}(?:\+|\.\.?|&|\|\||~|<>|,)[ \t]{0,8}(?:[_\\]?\r?\n)?[ \t\r\n]{0,40}/y;
/** The name or type in front of a bracket, and a string that is joined to it. */
const NAME_BEFORE = /(?<![\w$.])(?:String\.from(?:CharCode|CodePoint)|[A-Za-z]{3,7}\$?|\[char)[ \t]?$/i;
const STRING_BEFORE = /(?:"[^"\\\r\n]{1,200}"|'[^'\\\r\n]{1,200}')[ \t]{0,8}(?:\+|\.\.?|&|\|\||~)[ \t]{0,8}$/;
const [MOST_NAME, MOST_BEFORE, MOST_OPERAND] = [24, 224, 288] as const;
/** Fewest characters, and strings longer than that are no value that is hidden. */
const LEAST = 8;
const LAST_CODE = 0x10ffff;

type Part = SpelledText['parts'][number];

/** The number of a character, decimal or behind `0x` or `&H`; undefined where it is none. */
function codeOf(digits: string): number | undefined {
  const hex = /^(?:0x|&h)/i.exec(digits)?.[0];
  if (hex === undefined && /\D/.test(digits)) return undefined;
  const code = hex === undefined ? Number(digits) : Number.parseInt(digits.slice(hex.length), 16);
  return code > 0 && code <= LAST_CODE ? code : undefined;
}

/** The operand at the start of `text`, which stands at `at`; undefined where none does. */
function operandAt(text: string, at: number): Part | undefined {
  CHARACTER.lastIndex = 0;
  const call = CHARACTER.exec(text);
  if (call !== null) {
    const code = codeOf(call.groups?.['number'] ?? call.groups?.['cast'] ?? '');
    const span = { start: at, end: at + call[0].length };
    return code === undefined ? undefined : { text: Buffer.from(String.fromCodePoint(code)), span };
  }
  STRING.lastIndex = 0;
  const string = STRING.exec(text);
  if (string === null) return undefined;
  const inside = string.groups?.['double'] ?? string.groups?.['single'] ?? '';
  return { text: Buffer.from(inside, 'latin1'), span: { start: at + 1, end: at + string[0].length - 1 } };
}

/** Where the operands begin one of which has its bracket at `at`; -1 where no name stands in front of that. */
function chainStart(bytes: Buffer, at: number, floor: number): number {
  const name = NAME_BEFORE.exec(bytes.toString('latin1', Math.max(floor, at - MOST_NAME), at))?.[0];
  if (name === undefined) return -1;
  const start = at - name.length;
  const string = STRING_BEFORE.exec(bytes.toString('latin1', Math.max(floor, start - MOST_BEFORE), start))?.[0];
  return start - (string?.length ?? 0);
}

/** Operands from `start` on, as one text; undefined where they are too few. */
function textFrom(bytes: Buffer, start: number): SpelledText | undefined {
  const parts: Part[] = [];
  let [at, end, length] = [start, start, 0];
  for (;;) {
    const text = bytes.toString('latin1', at, at + MOST_OPERAND);
    const part = operandAt(text, at);
    if (part === undefined) break;
    parts.push(part);
    length += part.text.length;
    end = bytes[part.span.end] === bytes[at] && part.span.start === at + 1 ? part.span.end + 1 : part.span.end;
    OPERATOR.lastIndex = end - at;
    const operator = OPERATOR.exec(text)?.[0];
    if (operator === undefined) break;
    at = end + operator.length;
  }
  return parts.length > 1 && length >= LEAST ? { start, end, parts } : undefined;
}

/** Strings of which some characters, or all, are written as calls by their numbers, with operators or commas between them. */
export const characterViews: Family = ({ bytes, range, context }, { characters }) => {
  const joiner = new Joiner(bytes);
  let floor = 0;
  for (const at of characters) {
    const start = at < floor ? -1 : chainStart(bytes, at, floor);
    const text = start < 0 ? undefined : textFrom(bytes, start);
    if (text === undefined) continue;
    const span: Span = { start: text.start, end: text.end };
    context.reach?.isOne(span);
    writeText(bytes, text, joiner, floor);
    floor = text.end;
  }
  return joinedTexts([joiner], 'concat', { range, context });
};
