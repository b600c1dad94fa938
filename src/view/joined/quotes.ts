import { isDecimalDigit } from '../../ascii.ts';
import { BLANKS, byteClass, type ByteClass, isTokenCharacter } from '../byte-class.ts';
import type { Family } from './family.ts';
import { seamViews, type Seam } from './seams.ts';

const [DOT, SPACE, LF, BACKSLASH] = [0x2e, 0x20, 10, 0x5c] as const;
const [DOUBLE, SINGLE, BACKTICK] = [0x22, 0x27, 0x60] as const;
/** Longest text between a closing and an opening quote: operator, line breaks, indentation. */
const MOST_GLUE = 160;
/**
 * Operators that concatenate strings: `+` `.` `..` `&` `||` `~` `<>` `<<` `++`, with a continuation mark after them and the diff mark of
 * the next line; calls that append one string to another.
 */
const GLUE =
  /\)[ \t\r\n]{0,64}\.[aA]ppend\([ \t\r\n]*|\.concat\([ \t\r\n]*|(?:[ \t\r\n]*(?:\+\+?|\.\.?|&|\|\||~|<>|<<)[ \t]*(?:[_\\]?\r?\n[+-]?)?|[ \t]*\\\r?\n[+-]?)[ \t\r\n]*|[ \t\r\n]+/y;
/** Prefix letters of strings: bytes, raw, formatted, wide. */
const PREFIX = /(?:[bBrRuUfFlLN@$]{1,2}(?=["'`]))?/y;

/** Quotation marks of strings. */
export const QUOTES: ByteClass = byteClass('"\'`');
/** The characters of {@link GLUE}. */
export const BETWEEN_STRINGS: ByteClass = byteClass(' \t\r\n+-.&|~<>_\\');
/** The letters of {@link PREFIX}. */
export const STRING_PREFIXES: ByteClass = byteClass('bBrRuUfFlLN@$');

function isQuote(byte: number | undefined): boolean {
  return byte === DOUBLE || byte === SINGLE || byte === BACKTICK;
}

/** First characters of an operator, or of a string with prefix letters. */
const JOINING: ByteClass = byteClass(')+.&|~<\\bBrRuUfFlLN@$');

/** Longest string, and maximum number of strings in a row, before which a number is looked for. */
const MOST_FIELD = 2048;
const MOST_FIELDS = 8;

/** Start of the string that ends with the quote at `at`, on the same line; -1 if there is none. */
function openingQuote(bytes: Buffer, at: number): number {
  const quote = bytes[at];
  const least = Math.max(0, at - MOST_FIELD);
  for (let open = at - 1; open >= least && bytes[open] !== LF; open--)
    if (bytes[open] === quote && bytes[open - 1] !== BACKSLASH) return open;
  return -1;
}

/**
 * Whether the string that ends at `at` is a field of a log, like the strings next to it: an unquoted number precedes them (`200 512 "…"
 * "…"`), which no programming language allows before a string.
 */
function isField(bytes: Buffer, at: number): boolean {
  let close = at;
  for (let field = 0; field < MOST_FIELDS; field++) {
    let before = openingQuote(bytes, close) - 1;
    if (before < 0 || bytes[before] !== SPACE) return false;
    while (bytes[before] === SPACE) before--;
    if (isDecimalDigit(bytes[before])) return isNumber(bytes, before);
    if (bytes[before] !== bytes[at]) return false;
    close = before;
  }
  return false;
}

/** Whether a blank precedes the number whose last digit is at `last`. */
function isNumber(bytes: Buffer, last: number): boolean {
  let at = last;
  while (isDecimalDigit(bytes[at]) || bytes[at] === DOT) at--;
  return bytes[at] === SPACE;
}

/** The seam from the quote at `at` to the inside of the next string; undefined if the two are not joined. */
function glued(bytes: Buffer, at: number): Seam | undefined {
  let next = at + 1;
  while (next <= at + MOST_GLUE && BLANKS[bytes[next] ?? 0] === 1) next++;
  if (!isQuote(bytes[next])) return JOINING[bytes[next] ?? 0] === 1 ? joinedBehind(bytes, at) : undefined;
  // Markdown puts code between backticks, and often several pieces of it side by side.
  if (bytes[at] === BACKTICK || !isTokenCharacter(bytes[next + 1])) return undefined;
  if (next === at + 1 && bytes[next] !== bytes[at]) return undefined;
  if (isField(bytes, at)) return undefined;
  return { start: at, end: next + 1, trust: 'unsure' };
}

/** The same if more than blanks are between the strings. */
function joinedBehind(bytes: Buffer, at: number): Seam | undefined {
  const text = bytes.toString('latin1', at + 1, at + 1 + MOST_GLUE);
  GLUE.lastIndex = 0;
  const glue = GLUE.exec(text)?.[0];
  if (glue === undefined || glue === '') return undefined;
  PREFIX.lastIndex = glue.length;
  const open = at + 1 + glue.length + (PREFIX.exec(text)?.[0].length ?? 0);
  if (!isQuote(bytes[open]) || !isTokenCharacter(bytes[open + 1])) return undefined;
  const isOperator = /\S/.test(glue);
  if (!isOperator && bytes[at] === BACKTICK) return undefined;
  return { start: at, end: open + 1, trust: isOperator ? 'sure' : 'unsure' };
}

function* concatSeams(bytes: Buffer, places: readonly number[]): Generator<Seam> {
  let floor = 0;
  for (const at of places) {
    const seam = at < floor ? undefined : glued(bytes, at);
    if (seam === undefined) continue;
    yield seam;
    floor = seam.end;
  }
}

/** Strings in source code that are concatenated by operators or adjacent to each other. */
export const concatViews: Family = ({ bytes, context }, { quotes }) =>
  seamViews('concat', concatSeams(bytes, quotes), bytes, context);
