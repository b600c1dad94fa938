import type { Span } from '../../types.ts';
import type { Family } from './family.ts';
import { joinedTexts, Joiner } from './joiner.ts';
import { type SpelledText, writeText } from './spelled-text.ts';

/**
 * A character written by its code: `chr(65)` in PHP, Python and Oracle, `Chr(65)`, `ChrW(&H41)`, `Chr$(65)` in Basic, `CHAR(65)`,
 * `NCHAR(65)`, `UNICHAR(65)` in SQL and spreadsheets, `String.fromCharCode(65)`, `[char]65` in PowerShell.
 */
const CHARACTER =
  /(?:(?:String\.from(?:CharCode|CodePoint)|(?:n|uni)?char|u?chr[wb]?\$?)[ \t]?\([ \t]?(?<number>(?:0x|&h)?[\da-f]{1,6})[ \t]?\)|\[char\][ \t]?(?<cast>(?:0x)?[\da-f]{1,6}))/iy;
const STRING = /"(?<double>[^"\\\r\n]{0,200})"|'(?<single>[^'\\\r\n]{0,200})'/y;
/** Operators that concatenate strings, with a line continuation mark; a comma between the arguments of a call. */
const OPERATOR = /[ \t\r\n]{0,40}(?:\+|\.\.?|&|\|\||~|<>|,)[ \t]{0,8}(?:[_\\]?\r?\n)?[ \t\r\n]{0,40}/y;
/** The name or type before a bracket, and a string concatenated to it. */
const NAME_BEFORE = /(?<![\w$.])(?:String\.from(?:CharCode|CodePoint)|[A-Za-z]{3,7}\$?|\[char)[ \t]?$/i;
const STRING_BEFORE = /(?:"[^"\\\r\n]{1,200}"|'[^'\\\r\n]{1,200}')[ \t]{0,8}(?:\+|\.\.?|&|\|\||~)[ \t]{0,8}$/;
const [MOST_NAME, MOST_BEFORE, MOST_OPERAND] = [24, 224, 288] as const;
/** Minimum number of characters; longer strings are not part of a hidden value. */
const LEAST = 8;
const LAST_CODE = 0x10ffff;

type Part = SpelledText['parts'][number];

/** The code of a character, decimal or after `0x` or `&H`; undefined if it is not one. */
function codeOf(digits: string): number | undefined {
  const hex = /^(?:0x|&h)/i.exec(digits)?.[0];
  if (hex === undefined && /\D/.test(digits)) return undefined;
  const code = hex === undefined ? Number(digits) : Number.parseInt(digits.slice(hex.length), 16);
  return code > 0 && code <= LAST_CODE ? code : undefined;
}

/** The operand at the start of `text`, whose own offset is `at`; undefined if there is none. */
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

/** Start of the chain of operands that contains the bracket at `at`; -1 if no name precedes the bracket. */
function chainStart(bytes: Buffer, at: number, floor: number): number {
  const name = NAME_BEFORE.exec(bytes.toString('latin1', Math.max(floor, at - MOST_NAME), at))?.[0];
  if (name === undefined) return -1;
  const start = at - name.length;
  const string = STRING_BEFORE.exec(bytes.toString('latin1', Math.max(floor, start - MOST_BEFORE), start))?.[0];
  return start - (string?.length ?? 0);
}

/** The operands from `start` on as one text; undefined if there are too few. */
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

/** Strings with some or all characters written as calls with their codes, joined by operators or commas. */
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
