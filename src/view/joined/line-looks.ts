import { byteClass, type ByteClass, HEX_DIGITS, isHexDigit } from '../byte-class.ts';
import { isFollowed } from './dump-address.ts';
import type { Found, Look } from './found.ts';

const [TAB, LF, CR, SPACE, PIPE, GT] = [9, 10, 13, 0x20, 0x7c, 0x3e] as const;
const [DASH, EQUALS, LT, TICK, COLON] = [0x2d, 0x3d, 0x3c, 0x60, 0x3a] as const;
/** First byte of box-drawing characters. */
const BOX = 0xe2;
const MOST_INDENT = 16;
/** First bytes of comment marks, and what may be between a mark and a name. */
const REMARKS: ByteClass = byteClass('#/-;*%!');
const REMARKED: ByteClass = byteClass(' \t#/-;*%!"<');
const VALU = 0x756c6176;

/** First characters of the line below the titles of a table. */
export const RULES: ByteClass = byteClass('|+-=\xe2');
/** Last characters of the head of a block scalar. */
export const STYLES: ByteClass = byteClass('|>+-123456789');

/** Checks the line before a line break, and the start of the line after it. */
export const atLineBreak: Look = (bytes, at, found) => {
  let end = at;
  let last = bytes[end - 1] ?? 0;
  while (end > 0 && (last === CR || last === SPACE)) last = bytes[--end - 1] ?? 0;
  if (STYLES[last] === 1 && isScalarHead(bytes, end)) found.scalars.push(at);
  atLineStart(bytes, at + 1, found);
};

/** Whether a block scalar head ends at `end`: `|` `>` `|-` `>2` … after a blank. */
function isScalarHead(bytes: Buffer, end: number): boolean {
  for (let at = end - 1; at >= end - 3; at--) {
    if (bytes[at] === PIPE || bytes[at] === GT) return bytes[at - 1] === SPACE;
  }
  return false;
}

/** Checks the start of a line: table rows and rules, dump lines. */
export function atLineStart(bytes: Buffer, start: number, found: Found): void {
  if (isEvent(bytes, start)) found.events.push(start);
  let at = start;
  let first = bytes[at] ?? 0;
  while (at < start + MOST_INDENT && (first === SPACE || first === TAB)) first = bytes[++at] ?? 0;
  if (isRemark(bytes, at)) found.remarks.push(start);
  if (isBar(bytes, at)) found.rows.push(start);
  if (mayBeDump(bytes, start, at)) found.dumps.push(start);
  if (RULES[first] === 1 && isRuleStart(bytes, at + 1)) found.rules.push(start);
}

/** Whether the line that begins at `start` and has its first character at `at` may be the first one of a dump. */
function mayBeDump(bytes: Buffer, start: number, at: number): boolean {
  const isDigit = HEX_DIGITS[bytes[at] ?? 0] === 1;
  const looksSo = bytes[at] === PIPE || (isDigit ? isDump(bytes, start, at) : isColumn(bytes, start, at));
  // A dump without addresses is indented.
  return looksSo && (bytes[start] === SPACE || isFollowed(bytes, start));
}

/** Whether a line begins like `#   value`, `// "value"`, `-- <value`: `value` after a comment mark. */
function isRemark(bytes: Buffer, start: number): boolean {
  const mark = bytes[start] ?? 0;
  if (REMARKS[mark] !== 1 || (mark === DASH && bytes[start + 1] !== DASH)) return false;
  let at = start + 1;
  while (at < start + MOST_INDENT && REMARKED[bytes[at] ?? 0] === 1) at++;
  return bytes.length >= at + 4 && (bytes.readUInt32LE(at) | 0x20202020) === VALU;
}

/** Whether a line begins like `data:`. */
function isEvent(bytes: Buffer, start: number): boolean {
  return bytes[start] === 0x64 && bytes[start + 4] === COLON && bytes[start + 1] === 0x61;
}

/** Whether a line begins like `|--`, `| :--`, `+--`, `+==`, `---`, `-- ` or two box-drawing characters; `at`: after its first byte. */
function isRuleStart(bytes: Buffer, at: number): boolean {
  if (bytes[at - 1] === BOX) return isBox(bytes, at) && bytes[at + 2] === 0xe2 && isBox(bytes, at + 3);
  let from = at;
  while (from < at + 3 && (bytes[from] === SPACE || bytes[from] === COLON)) from++;
  const [first, second] = [bytes[from], bytes[from + 1]];
  if (first !== DASH && first !== EQUALS) return false;
  return second === first || (second === SPACE && bytes[at - 1] === first);
}

/** Whether a cell separator is at `at`: `|`, or the box-drawing characters `│`, `┃`, `║`. */
function isBar(bytes: Buffer, at: number): boolean {
  if (bytes[at] !== BOX) return bytes[at] === PIPE;
  const [second, third] = [bytes[at + 1], bytes[at + 2]];
  return second === 0x94 ? third === 0x82 || third === 0x83 : second === 0x95 && third === 0x91;
}

function isBox(bytes: Buffer, at: number): boolean {
  return bytes[at] === 0x94 || bytes[at] === 0x95;
}

/** Whether a line begins with the same digits as the line before it, as log lines do. */
function isSameNumber(bytes: Buffer, second: number): boolean {
  if (second === 0) return false;
  const first = second === 1 ? 0 : bytes.lastIndexOf(LF, second - 2) + 1;
  let i = 0;
  while (i < MOST_INDENT && bytes[first + i] === bytes[second + i] && isHexDigit(bytes[first + i])) i++;
  return i > 0 && !isHexDigit(bytes[first + i]) && !isHexDigit(bytes[second + i]);
}

function blanksAt(bytes: Buffer, at: number): number {
  let end = at;
  while (end < at + MOST_INDENT && (bytes[end] === SPACE || bytes[end] === TAB)) end++;
  return end - at;
}

function isPair(bytes: Buffer, at: number): boolean {
  return isHexDigit(bytes[at]) && isHexDigit(bytes[at + 1]);
}

/** Whether a line that begins with a digit may be a dump line. */
function isDump(bytes: Buffer, start: number, at: number): boolean {
  return (isAddress(bytes, at) || (at > start && isCells(bytes, start, at))) && !isSameNumber(bytes, start);
}

/** Whether the first character of a line is in a column of width four. */
function isColumn(bytes: Buffer, start: number, first: number): boolean {
  return first - start === 3 && blanksAt(bytes, first + 1) === 3;
}

/** Whether a line begins, after blanks, with two numbers or with characters in columns of width four, as `od -An` writes them. */
function isCells(bytes: Buffer, start: number, first: number): boolean {
  if (isColumn(bytes, start, first)) return true;
  if (!isPair(bytes, first)) return false;
  const blanks = blanksAt(bytes, first + 2);
  return blanks > 0 && isPair(bytes, first + 2 + blanks);
}

/** Whether there are at least three hexadecimal digits, or `0x`, followed by a pair of digits or a column of characters. */
function isAddress(bytes: Buffer, at: number): boolean {
  const start = bytes[at + 1] === 0x78 ? at + 2 : at;
  let end = start;
  while (end < start + 18 && (isHexDigit(bytes[end]) || bytes[end] === TICK)) end++;
  if (end < start + 3) return false;
  if (bytes[end] === SPACE && bytes[end + 1] === LT) return start > at;
  const next = behindMark(bytes, end);
  const blanks = blanksAt(bytes, next);
  // After the address, `od -c` writes a single character in a column of width four.
  return blanks > 0 && (isNumber(bytes, next + blanks) || (blanks === 3 && end >= start + 6));
}

/** Position after the colon, bar or hyphen of an address. */
function behindMark(bytes: Buffer, at: number): number {
  if (bytes[at] === COLON || bytes[at] === PIPE) return at + 1;
  return bytes[at] === SPACE && bytes[at + 1] === DASH ? at + 2 : at;
}

/** Whether a number begins at `at`: a pair of digits, `0x`, `-1`. */
function isNumber(bytes: Buffer, at: number): boolean {
  const [first, second] = [bytes[at], bytes[at + 1]];
  return isHexDigit(second) ? isHexDigit(first) || first === DASH : first === 0x30 && second === 0x78;
}
