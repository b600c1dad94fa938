import { isChosenWord } from '../chosen.ts';
import { isRandom } from '../generated.ts';
import { isDrawn } from './qualified.ts';
import { readValue, type ValueSpan } from './value.ts';

/** What a cell between a name and its value may contain: a type, whether it is required, a dash. */
const BETWEEN =
  /^(?:str(?:ing)?|text|secret|password|sensitive|object|map|list|bool(?:ean)?|int(?:eger)?|number|tpl(?:\/\w{2,8})?|env|optional|required|true|false|yes|no|n\/a|x|[-\u2014]{0,3}|\u00e2\u0080[\u0093\u0094]|\u00e2[\u009c\u009d]\S{1,5})$/i;
/** Formatting marks around the text of a cell. */
const MARKS = /[`*_]+/g;
const LONGEST_CELL = 240;
const MOST_BETWEEN = 2;
const LEAST = 8;
/** What may follow a value up to the end of its cell. */
const CELL_BEHIND = /^[`*"']{0,3}[ \t]{0,80}(?:\||\r?\n|$)/;

/** Whether a cell ends after the text that ends at `at`. */
export function endsCell(text: string, at: number): boolean {
  return CELL_BEHIND.test(text.slice(at, at + 90));
}

/** Whether a cell contains a type or the like, or a description: words separated by blanks. */
function isBetween(cell: string): boolean {
  const said = cell.replace(MARKS, '').trim();
  return BETWEEN.test(said) || /[A-Za-z]{2} [A-Za-z(]/.test(said);
}

/** What the credential is for, except things that have digests or ids. */
const PLAIN_NAME =
  /^(?!(?:.*[-_. ])?(?:id|hash|digest|sha\d*|md5|commit|etag|fingerprint|checksum|public)\b)[A-Za-z][\w .-]{1,30}$/i;

function isPlainName(cell: string): boolean {
  return PLAIN_NAME.test(cell.replace(MARKS, '').trim());
}

/**
 * The value in a row of a manual or a chart's settings, with its type or purpose in cells between name and value: `| db.password | string |
 * "…" | … |`. Accepts only generated values and passwords that people choose: everything else in such rows is words.
 *
 * @param from start of the cell after the name's
 */
export function laterCell(text: string, from: number): ValueSpan | undefined {
  let at = from;
  for (let passed = 0; passed < MOST_BETWEEN; passed++) {
    const cell = cellAt(text, at);
    if (cell === undefined || !(isBetween(cell) || isPlainName(cell))) return undefined;
    at += cell.length + 1;
    while (text.charCodeAt(at) === 32) at++;
    const value = readValue(text, at);
    if (value !== undefined && isMade(text, value, isBetween(cell))) return value;
  }
  return undefined;
}

/** The text of a cell that ends with a bar on the same line. */
function cellAt(text: string, at: number): string | undefined {
  // Sliced, because a text may be one line of megabytes.
  const rest = text.slice(at, at + LONGEST_CELL);
  const end = rest.search(/[|\n]/);
  return end < 0 || rest.charAt(end) !== '|' ? undefined : rest.slice(0, end);
}

/** Whether a value is the whole of its cell and not a word; for a qualified name, it must be generated. */
function isMade(text: string, { start, end, quote }: ValueSpan, isTyped: boolean): boolean {
  const value = text.slice(start, end);
  if (value.length < LEAST || !endsCell(text, end + quote.length)) return false;
  if (!isTyped) return isDrawn(value);
  return isRandom(value) || isChosenWord(value);
}
