import { BLANKS } from '../byte-class.ts';
import { isCredentialHeading } from './headings.ts';
import { INTO, TABLE, unquoted } from './sql-text.ts';

const [SPACE, OPEN, CLOSE, DOT, PERCENT, DOLLAR, AT] = [0x20, 0x28, 0x29, 0x2e, 0x25, 0x24, 0x40] as const;
/** Maximum distance from a row back to the head of its statement, before the column names; maximum length of the names. */
const [LONGEST_HEAD, LONGEST_NAMES] = [300, 6000] as const;
/** Maximum distance from a placeholder back to the start of its statement. */
const LONGEST_STATEMENT = 2048;
const LONGEST_NAME = 64;
const VALUES = /(?:overriding \w{1,8} value\s{1,16})?values?[ \t\r\n]{0,16}$/i;
const ROWS = new RegExp(String.raw`\b${INTO}[^\s(]{1,200}\s{0,24}$`, 'i');
const COLUMNS = new RegExp(String.raw`\b${TABLE}[!-'*-\xff]{1,64}[ \t\r\n]{0,16}$`, 'i');

/** Endings of column names that only describe a credential: `token_id`, `password_changed_at`. */
const BESIDE = /(?:id|_at|count|type|name|expir\w*)$/i;

/** Start of a statement that compares or sets columns. */
const COMPARES =
  /(?<inner>\(\s{0,4})?\b(?:UPDATE\s{1,24}(?:(?:ONLY|IGNORE|OR \w{1,10})\s)?[^\s=]{1,200}(?:\s{1,8}(?:AS\s)?[^\s=]{1,64})?\s{1,24}SET\s|(?:SELECT|DELETE)\s)/gi;
/** A line break after which a statement does not continue. */
const OVER =
  /;|\n(?![ \t]{1,64}(?!bind|[ \t])|(?:SET|WHERE|AND|OR|FROM|VALUES|ON|USING|RETURNING|ORDER|GROUP|LIMIT|LEFT|INNER|JOIN)\b)/gi;

/** End, in `text`, of the statement that continues at `from`, judging by line breaks and semicolons. */
export function statementEnd(text: string, from: number): number {
  OVER.lastIndex = from;
  return OVER.exec(text)?.index ?? text.length;
}

/** The last head in `text`, from `from` on, of a statement that compares or sets columns; a nested one counts only if there is no other. */
function lastHead(text: string, from: number): number {
  let start = -1;
  COMPARES.lastIndex = from;
  for (let head = COMPARES.exec(text); head !== null; head = COMPARES.exec(text)) {
    const inner = head.groups?.['inner'];
    if (inner === undefined || start < 0) start = head.index + (inner ?? '').length;
  }
  return start;
}

/** Latin-1 text of at most `length` bytes before `end`. */
function textBefore(bytes: Buffer, end: number, length: number): string {
  return bytes.toString('latin1', Math.max(0, end - length), end);
}

/** Start of the statement whose first row or column list is opened by the parenthesis at `at`; -1 if there is none. */
export function statementOfList(bytes: Buffer, at: number): number {
  const front = textBefore(bytes, at, 64);
  const values = VALUES.exec(front);
  const table = values === null ? at : namesBefore(bytes, at - (front.length - values.index));
  const text = textBefore(bytes, table, LONGEST_HEAD);
  const head = (values === null ? COLUMNS : ROWS).exec(text);
  return head === null ? -1 : table - text.length + head.index;
}

/** Start of the column names that end before `end`; `end` if there are none. */
function namesBefore(bytes: Buffer, end: number): number {
  let close = end;
  while (close > 0 && BLANKS[bytes[close - 1] ?? 0] === 1) close--;
  if (bytes[close - 1] !== CLOSE) return end;
  const from = Math.max(0, close - LONGEST_NAMES);
  const open = bytes.subarray(from, close).lastIndexOf(OPEN);
  return open < 0 ? end : from + open;
}

/**
 * Start of the statement that compares a credential's column with the operand after the equals sign at `at`, `password = ?`, or sets it; -1
 * if there is none.
 */
export function statementOfHolder(bytes: Buffer, at: number): number {
  if (!isHolder(bytes, at + 1)) return -1;
  const name = nameBefore(bytes, at);
  if (!isCredentialHeading(name) || BESIDE.test(name)) return -1;
  const text = textBefore(bytes, at, LONGEST_STATEMENT);
  let from = 0;
  for (let end = statementEnd(text, 0); end < text.length; end = statementEnd(text, from)) from = end + 1;
  const head = lastHead(text, from);
  return head < 0 ? -1 : at - text.length + head;
}

/** Whether `?`, `%s`, `$1` or `@p0` is at `at`, with or without a blank before it. */
function isHolder(bytes: Buffer, at: number): boolean {
  const start = bytes[at] === SPACE ? at + 1 : at;
  const [first, second = 0] = [bytes[start], bytes[start + 1]];
  if (first === PERCENT) return second === 0x73;
  if (first === DOLLAR) return second >= 0x30 && second <= 0x39;
  return first === 0x3f || (first === AT && second > 0x30);
}

/** The column name before an equals sign, without its table and quotation marks. */
function nameBefore(bytes: Buffer, at: number): string {
  const end = bytes[at - 1] === SPACE ? at - 1 : at;
  let start = end;
  while (start > 0 && end - start < LONGEST_NAME && isNamePart(bytes[start - 1] ?? 0)) start--;
  const name = unquoted(bytes, { start, end });
  return bytes.toString('latin1', name.start, name.end);
}

function isNamePart(byte: number): boolean {
  return byte > SPACE && byte !== DOT && byte !== OPEN && byte !== 0x2c && byte !== 0x27;
}
