import type { Span } from '../../types.ts';
import { NO_VIEWS, type DecodedView, type ViewContext } from '../decoded-view.ts';
import type { Family } from '../joined/family.ts';
import { credentialHeadings, Labels, tableHeadings } from './labels.ts';
import type { OpenRows, SqlTables } from './sql-tables.ts';
import { comparedAt, valuesOfRow } from './sql-values.ts';
import { definedName, INTO, listAt, NOTHING, stringInside, TABLE, tableKey, unquoted } from './sql-text.ts';

const [LF, TAB, BACKSLASH, COMMA, OPEN] = [10, 9, 0x5c, 0x2c, 0x28] as const;
/** Longest head of a statement. */
const LONGEST_HEAD = 8192;
/** Number of unterminated lists after which a text is not considered SQL. */
const MOST_BROKEN = 16;
const INSERT = new RegExp(
  String.raw`^${INTO}(?<table>[^\s(]{1,200})[ \t\r\n]{0,16}(?:\((?<columns>[^()]{1,6000})\)[ \t\r\n]{0,16})?(?:overriding \w+ value[ \t\r\n]+)?values?[ \t\r\n]{0,16}(?=\()`,
  'i',
);
const COPY = /^COPY (?<table>[^\s(]{1,200}) (?:\((?<columns>[^()]{1,6000})\) )?FROM stdin;\r?\n/;
const CREATE = new RegExp(String.raw`^${TABLE}(?<table>[^\s(]{1,200})[ \t\r\n]{0,16}(?=\()`, 'i');

/** The columns in a list of names. */
function namesIn(bytes: Buffer, start: number, end: number): readonly Span[] {
  const names: Span[] = [];
  const list = bytes.subarray(0, end);
  for (let from = start; from <= end;) {
    const comma = list.indexOf(COMMA, from);
    const to = comma < 0 ? end : comma;
    names.push(unquoted(bytes, { start: from, end: to }));
    from = to + 1;
  }
  return names;
}

/** Start of the row after `end`; -1 if there is none. After another row (`isNext`), a comma separates the two. */
function nextRow(bytes: Buffer, end: number, isNext: boolean): number {
  let at = end;
  while (at < bytes.length && at < end + 64 && ((bytes[at] ?? 0) <= 0x20 || bytes[at] === COMMA)) at++;
  if (at === bytes.length) return at;
  return bytes[at] === OPEN && (!isNext || bytes.subarray(end, at).includes(COMMA)) ? at : -1;
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

/** Reads the statements of a text. */
class Statements {
  readonly #bytes: Buffer;
  readonly #context: ViewContext;
  readonly #tables: SqlTables;
  readonly #labels: Labels;
  #broken = 0;

  constructor(bytes: Buffer, context: ViewContext, labels: Labels) {
    this.#bytes = bytes;
    this.#context = context;
    this.#tables = context.layout.sql;
    this.#labels = labels;
  }

  /** Continues the rows that the previous bytes left open; gives their end. */
  resume(): number {
    const open = this.#tables.takeOpen();
    return open === undefined ? 0 : this.#rows(open, open.at, NOTHING);
  }

  /** Reads the statement at `at`, whose values are in `room`; gives its end, or `at` if it is of no interest. */
  read(at: number, room: Span): number {
    if (this.#broken >= MOST_BROKEN) return at;
    const verb = this.#bytes.toString('latin1', at, at + 2).toUpperCase();
    if (verb === 'UP' || verb === 'SE' || verb === 'DE') return this.#compare(at, room);
    const head = this.#bytes.toString('latin1', at, at + LONGEST_HEAD);
    if (verb === 'CR') return this.#define(at, head);
    const isCopy = verb === 'CO';
    const match = (isCopy ? COPY : INSERT).exec(head);
    if (match === null) return at;
    const headings = this.#headings(at, match);
    return headings.length === 0 ? at : this.#rows({ isCopy, headings, at: at + match[0].length }, at, room);
  }

  #headings(at: number, match: RegExpExecArray): OpenRows['headings'] {
    const { table = '', columns } = match.groups ?? {};
    if (columns === undefined) return this.#tables.columnsOf(tableKey(table));
    const start = at + match[0].indexOf('(') + 1;
    const names = namesIn(this.#bytes, start, start + columns.length);
    return tableHeadings(this.#bytes, tableKey(table), names, this.#context);
  }

  /** Remembers the columns of `CREATE TABLE`. */
  #define(at: number, head: string): number {
    const match = CREATE.exec(head);
    if (match === null) return at;
    const list = listAt(this.#bytes, at + match[0].length);
    if (typeof list === 'string') return this.#fail(at);
    const names = list.members.map((member) => definedName(this.#bytes, member));
    const table = tableKey(match.groups?.['table'] ?? '');
    this.#tables.define(table, tableHeadings(this.#bytes, table, names, this.#context));
    return list.end;
  }

  /** Writes the values that a log gives separately from a statement that sets or compares columns. */
  #compare(at: number, room: Span): number {
    const compared = comparedAt(this.#bytes, at, room);
    const headings = credentialHeadings(this.#bytes, compared.columns, this.#context);
    // Looking for values is expensive.
    const values = headings.length === 0 ? [] : compared.values();
    for (const heading of headings) this.#labels.add(heading, values[heading.column]);
    return at;
  }

  #fail(at: number): number {
    this.#broken++;
    return at;
  }

  /** @param start start of the statement, as far as it is in the current bytes */
  #rows(rows: OpenRows, start: number, room: Span): number {
    return rows.isCopy ? this.#lines(rows) : this.#lists(rows, start, room);
  }

  /** Reads lists of values. */
  #lists(rows: OpenRows, start: number, room: Span): number {
    const bytes = this.#bytes;
    let end = rows.at;
    for (let at = nextRow(bytes, end, false); at >= 0; at = nextRow(bytes, end, true)) {
      const list = at === bytes.length ? 'cut' : listAt(bytes, at);
      if (list === 'cut') this.#tables.leaveOpen({ ...rows, at });
      if (typeof list === 'string') return this.#fail(end);
      const bound = at === rows.at ? valuesOfRow(bytes, list.members, { start, end: list.end }, room) : undefined;
      for (const heading of rows.headings) {
        const { column } = heading;
        this.#labels.add(heading, bound?.[column] ?? stringInside(bytes, list.members[column]));
      }
      end = list.end;
    }
    return end;
  }

  /** Reads lines of `COPY … FROM stdin`, up to `\.`: values separated by tabs. */
  #lines(rows: OpenRows): number {
    const bytes = this.#bytes;
    let { at } = rows;
    while (!(bytes[at] === BACKSLASH && bytes[at + 1] === 0x2e)) {
      const newline = bytes.indexOf(LF, at);
      if (newline < 0) {
        this.#tables.leaveOpen({ ...rows, at });
        break;
      }
      for (const heading of rows.headings) this.#labels.add(heading, lineValue(bytes, at, newline, heading.column));
      at = newline + 1;
    }
    return at;
  }
}

function* labelled(bytes: Buffer, context: ViewContext, statements: readonly number[]): Generator<DecodedView> {
  const labels = new Labels(bytes, context);
  const reader = new Statements(bytes, context, labels);
  let floor = reader.resume();
  yield* labels.full();
  for (const [index, at] of statements.entries()) {
    if (at < floor) continue;
    floor = reader.read(at, { start: statements[index - 1] ?? 0, end: statements[index + 1] ?? bytes.length });
    yield* labels.full();
    if (context.stopped) return;
  }
  yield* labels.rest();
}

/**
 * Values of `INSERT`, `REPLACE` and `COPY` statements (SQL, MySQL, PostgreSQL), and those that a log gives separately for `UPDATE`,
 * `SELECT` and `DELETE`, each next to the name of its column; if a statement names no columns, those of the preceding `CREATE TABLE` apply.
 * Rows may continue in the next window of a text.
 */
export const sqlViews: Family = ({ bytes, context }, { statements }) =>
  statements.length === 0 && !context.layout.sql.isOpen ? NO_VIEWS : labelled(bytes, context, statements);
