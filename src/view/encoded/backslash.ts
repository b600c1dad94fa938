import { isOctalDigit } from '../../ascii.ts';
import { hexNumber } from '../byte-class.ts';
import type { Finder } from '../decoded-view.ts';
import { C_SIMPLE, JSON_SIMPLE } from './backslash-codes.ts';
import { isPair, pairOf, REPLACEMENT } from './code-point.ts';
import { escapeFinder } from './escape-regions.ts';
import type { Escape, EscapeFamily } from './escape-search.ts';

const BACKSLASH = 0x5c;
const LOWER_U = 0x75;
const UPPER_U = 0x55;
const LOWER_X = 0x78;
const [OPEN, CLOSE] = [0x7b, 0x7d] as const;

function found(escape: Escape, length: number, code: number, isByte: boolean): true {
  escape.length = length;
  escape.code = code;
  escape.isByte = isByte;
  return true;
}

function readSimple(table: Readonly<Int16Array>, bytes: Buffer, at: number, end: number, escape: Escape): boolean {
  const code = at + 1 < end ? (table[bytes[at + 1] ?? 0] ?? -1) : -1;
  return code >= 0 && found(escape, 2, code, true);
}

/** `\uXXXX`, or two of them if they are a surrogate pair; a lone surrogate is U+FFFD. */
function readUnicode(bytes: Buffer, at: number, end: number, escape: Escape): boolean {
  const unit = hexNumber(bytes, at + 2, 4, end);
  if (unit < 0) return false;
  if (unit < 0xd800 || unit > 0xdfff) return found(escape, 6, unit, false);
  const isNext = bytes[at + 6] === BACKSLASH && bytes[at + 7] === LOWER_U;
  const low = isNext ? hexNumber(bytes, at + 8, 4, end) : -1;
  return isPair(unit, low) ? found(escape, 12, pairOf(unit, low), false) : found(escape, 6, REPLACEMENT, false);
}

/** `\UXXXXXXXX`. */
function readLongUnicode(bytes: Buffer, at: number, end: number, escape: Escape): boolean {
  const code = hexNumber(bytes, at + 2, 8, end);
  return code >= 0 && found(escape, 10, code > 0x10ffff ? REPLACEMENT : code, false);
}

/** Maximum number of digits in the braces of `\u{…}`. */
const MOST_BRACED = 6;

/** `\u{XX}` in JavaScript, Rust, Swift and Ruby, `\x{XX}` in Perl and PCRE: one to six digits. */
function readBraced(bytes: Buffer, at: number, end: number, escape: Escape): boolean {
  let close = at + 3;
  while (close < end && close - at - 3 < MOST_BRACED && bytes[close] !== CLOSE) close++;
  const code = close > at + 3 && bytes[close] === CLOSE ? hexNumber(bytes, at + 3, close - at - 3, end) : -1;
  return code >= 0 && close < end && found(escape, close + 1 - at, code > 0x10ffff ? REPLACEMENT : code, false);
}

/** `\ooo`: one to three octal digits. */
function readOctal(bytes: Buffer, at: number, end: number, escape: Escape): boolean {
  let length = 1;
  let code = 0;
  while (length < 4 && at + length < end && isOctalDigit(bytes[at + length])) {
    code = code * 8 + ((bytes[at + length] ?? 0) - 0x30);
    length++;
  }
  return length > 1 && found(escape, length, code & 0xff, true);
}

function readC(bytes: Buffer, at: number, end: number, escape: Escape): boolean {
  const letter = at + 1 < end ? bytes[at + 1] : undefined;
  if (letter === LOWER_X && bytes[at + 2] === OPEN) return readBraced(bytes, at, end, escape);
  if (letter === LOWER_X) {
    const code = hexNumber(bytes, at + 2, 2, end);
    return code >= 0 && found(escape, 4, code, true);
  }
  if (letter === LOWER_U)
    return bytes[at + 2] === OPEN ? readBraced(bytes, at, end, escape) : readUnicode(bytes, at, end, escape);
  if (letter === UPPER_U) return readLongUnicode(bytes, at, end, escape);
  return isOctalDigit(letter) ? readOctal(bytes, at, end, escape) : readSimple(C_SIMPLE, bytes, at, end, escape);
}

/** Reads the JSON string escape at `at` into `escape`; false if there is none before `end`. */
export function readJsonEscape(bytes: Buffer, at: number, end: number, escape: Escape): boolean {
  return at + 1 < end && bytes[at + 1] === LOWER_U
    ? readUnicode(bytes, at, end, escape)
    : readSimple(JSON_SIMPLE, bytes, at, end, escape);
}

/** Escapes of JSON strings (RFC 8259, section 7). */
export const JSON_ESCAPES: EscapeFamily = {
  kind: 'json-escape',
  coding: 'json',
  trigger: BACKSLASH,
  read: readJsonEscape,
};

/**
 * Escapes of C, shells, Python and strace. Only `\xHH`, `\x{…}`, `\u{…}`, `\UXXXXXXXX` and three octal digits distinguish them from those
 * of JSON.
 */
export const C_ESCAPES: EscapeFamily = {
  kind: 'c-escape',
  coding: 'c',
  trigger: BACKSLASH,
  read: readC,
  isTelling: (bytes, at) =>
    bytes[at + 1] === LOWER_X ||
    bytes[at + 1] === UPPER_U ||
    (bytes[at + 1] === LOWER_U && bytes[at + 2] === OPEN) ||
    (isOctalDigit(bytes[at + 1]) && isOctalDigit(bytes[at + 2]) && isOctalDigit(bytes[at + 3])),
};

/** Views of {@link JSON_ESCAPES}, one level; the text between them need not be JSON. */
export const jsonEscapeViews: Finder = escapeFinder(JSON_ESCAPES);

/** Views of {@link C_ESCAPES}. */
export const cEscapeViews: Finder = escapeFinder(C_ESCAPES);
