import type { Span } from '../../types.ts';
import type { ViewContext } from '../decoded-view.ts';
import type { Family } from '../joined/family.ts';
import { credentialHeadings, Labels, type Heading } from './labels.ts';

const [LF, TAB, SINGLE, DOUBLE, BACKSLASH, COMMA, OPEN, CLOSE] = [10, 9, 0x27, 0x22, 0x5c, 0x2c, 0x28, 0x29] as const;
/** Longest head of a statement. */
const LONGEST_HEAD = 8192;
const INSERT =
  /^INSERT (?:(?:IGNORE|OR \w+) )?INTO[ \t]{1,8}[^\s(]{1,200}[ \t\r\n]{0,16}\((?<columns>[^()]{1,6000})\)[ \t\r\n]{0,16}(?:overriding \w+ value[ \t\r\n]+)?values?[ \t\r\n]{0,16}/i;
const COPY = /^COPY [^\s(]{1,200} \((?<columns>[^()]{1,6000})\) FROM stdin;\r?\n/;

/** A statement with its rows behind it. */
interface Statement {
  readonly isCopy: boolean;
  readonly headings: readonly Heading[];
  readonly rows: number;
}

/** The columns between `start` and `end`, without what quotes their names. */
function columnsOf(bytes: Buffer, start: number, end: number): readonly Span[] {
  const columns: Span[] = [];
  for (let from = start; from <= end;) {
    const comma = bytes.indexOf(COMMA, from);
    const to = comma < 0 || comma > end ? end : comma;
    columns.push(unquoted(bytes, from, to));
    from = to + 1;
  }
  return columns;
}

function isMark(byte: number | undefined): boolean {
  return byte !== undefined && (byte <= 0x20 || byte === DOUBLE || byte === 0x60 || byte === 0x5b || byte === 0x5d);
}

function unquoted(bytes: Buffer, from: number, to: number): Span {
  let [start, end] = [from, to];
  while (start < end && isMark(bytes[start])) start++;
  while (end > start && isMark(bytes[end - 1])) end--;
  return { start, end };
}

/** End of the string that begins at `at`: behind its closing quote, -1 where it has none. */
function stringEnd(bytes: Buffer, at: number): number {
  const quote = bytes[at];
  for (let end = at + 1; end < bytes.length; end++) {
    if (bytes[end] === BACKSLASH) end++;
    else if (bytes[end] === quote && bytes[end + 1] === quote) end++;
    else if (bytes[end] === quote) return end + 1;
  }
  return -1;
}

/** The values of the row `(…)` that begins at `at`, and where it ends; undefined where it does not. */
function rowAt(bytes: Buffer, at: number): { readonly values: readonly Span[]; readonly end: number } | undefined {
  const values: Span[] = [];
  let depth = 0;
  let start = at + 1;
  for (let i = at; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === SINGLE || byte === DOUBLE) {
      const end = stringEnd(bytes, i);
      if (end < 0) return undefined;
      i = end - 1;
    } else if (byte === OPEN) depth++;
    else if (byte === COMMA && depth === 1) {
      values.push({ start, end: i });
      start = i + 1;
    } else if (byte === CLOSE && --depth === 0) return { values: [...values, { start, end: i }], end: i + 1 };
  }
  return undefined;
}

const STRING = /^\s*(?:[NnEeBb]|_\w{1,16}\s{0,4})?(?<quote>['"])/;
const NOTHING: Span = { start: 0, end: 0 };

/** The inside of a value that is a string; empty for numbers, calls and NULL. */
function inside(bytes: Buffer, { start, end }: Span = NOTHING): Span {
  const head = STRING.exec(bytes.toString('latin1', start, Math.min(end, start + 32)));
  if (head === null) return NOTHING;
  const from = start + head[0].length;
  return { start: from, end: Math.max(from, stringEnd(bytes, from - 1) - 1) };
}

/** The row behind the one that ends at `end`: -1 where none follows. */
function nextRow(bytes: Buffer, end: number): number {
  let at = end;
  while (at < bytes.length && at < end + 64 && ((bytes[at] ?? 0) <= 0x20 || bytes[at] === COMMA)) at++;
  return bytes[at] === OPEN ? at : -1;
}

function addRows(bytes: Buffer, headings: readonly Heading[], first: number, labels: Labels): number {
  let end = first;
  for (let at = bytes[first] === OPEN ? first : -1; at >= 0; at = nextRow(bytes, end)) {
    const row = rowAt(bytes, at);
    if (row === undefined) break;
    for (const heading of headings) labels.add(heading, inside(bytes, row.values[heading.column]));
    end = row.end;
  }
  return end;
}

/** Lines of `COPY … FROM stdin`, up to `\.`: values between tabs. */
function addLines(bytes: Buffer, headings: readonly Heading[], first: number, labels: Labels): number {
  let at = first;
  while (at < bytes.length && !(bytes[at] === BACKSLASH && bytes[at + 1] === 0x2e)) {
    const newline = bytes.indexOf(LF, at);
    if (newline < 0) break;
    for (const heading of headings) labels.add(heading, lineValue(bytes, at, newline, heading.column));
    at = newline + 1;
  }
  return at;
}

function lineValue(bytes: Buffer, start: number, end: number, column: number): Span {
  let from = start;
  for (let i = 0; i < column; i++) {
    const tab = bytes.indexOf(TAB, from);
    if (tab < 0 || tab > end) return NOTHING;
    from = tab + 1;
  }
  const tab = bytes.indexOf(TAB, from);
  return { start: from, end: tab < 0 || tab > end ? end : tab };
}

/** The statement whose head begins at `at`: its columns of secrets, and where its rows begin. */
function statementAt(bytes: Buffer, at: number, context: ViewContext): Statement | undefined {
  const head = bytes.toString('latin1', at, at + LONGEST_HEAD);
  const isCopy = head.startsWith('COPY');
  const match = (isCopy ? COPY : INSERT).exec(head);
  if (match === null) return undefined;
  const columns = at + match[0].indexOf('(') + 1;
  const cells = columnsOf(bytes, columns, columns + (match.groups?.['columns'] ?? '').length);
  return { isCopy, headings: credentialHeadings(bytes, cells, context), rows: at + match[0].length };
}

/** Values of `INSERT` and `COPY` statements (SQL, PostgreSQL), each beside the name of its column. */
export const sqlViews: Family = function* ({ bytes, context }, { statements }) {
  const labels = new Labels(bytes, context);
  let floor = 0;
  for (const at of statements) {
    const statement = at < floor ? undefined : statementAt(bytes, at, context);
    if (statement === undefined || statement.headings.length === 0) continue;
    floor = (statement.isCopy ? addLines : addRows)(bytes, statement.headings, statement.rows, labels);
    yield* labels.full();
    if (context.stopped) return;
  }
  yield* labels.rest();
};
