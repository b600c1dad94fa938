import { cutName } from '../../cut-name.ts';
import type { Blob, ByteReader, SourceEvent, Span } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { chunkReader, type ChunkSource, type Loss, Meter, nestedBlob, skipOf, unusedStep } from '../nested-blob.ts';
import { expandWith, memberAt, type RandomAccess } from '../random-access.ts';
import { type Columns, columnsOf } from './columns.ts';
import { freeRuns } from './free-pages.ts';
import { HEADER, readHeader, type TextEncoding } from './header.ts';
import { Pages } from './pages.ts';
import { readRecord } from './record.ts';
import { dataEvents, type DataRow, LONGEST_NAME, RowLines, textOf } from './row-lines.ts';
import { type Row, rowsOf } from './tree.ts';

/** Rows are given in pieces of this many characters. */
const PIECE = 256 * 1024;
/** Maximum number of bytes between the payloads of two rows: sizes and row ids. */
const MOST_BETWEEN = 18;
const SCHEMA_ROOT = 1;
const SCHEMA = ['type', 'name', 'tbl_name', 'rootpage', 'sql'] as const;

interface Table {
  readonly name: string;
  readonly root: number;
  readonly columns: Columns;
}

class Database {
  readonly pages: Pages;
  readonly encoding: TextEncoding;

  constructor(pages: Pages, encoding: TextEncoding) {
    this.pages = pages;
    this.encoding = encoding;
  }

  /** The tables of the schema, beginning with the schema itself. */
  tables(onLost: (page: number) => void): Table[] {
    const tables: Table[] = [{ name: 'sqlite_schema', root: SCHEMA_ROOT, columns: { names: SCHEMA, rowId: -1 } }];
    for (const { payload } of rowsOf(this.pages, SCHEMA_ROOT, onLost)) {
      const [type, name, , root, sql] = readRecord(this.pages.whole(payload));
      if (
        type?.kind !== 'text' ||
        textOf(type.bytes, this.encoding) !== 'table' ||
        root?.kind !== 'number' ||
        name?.kind !== 'text'
      )
        continue;
      const statement = sql?.kind === 'text' ? textOf(sql.bytes, this.encoding) : '';
      // The root of a virtual table is 0: its rows are in other tables.
      if (Number(root.value) > 0)
        tables.push({
          name: textOf(name.bytes, this.encoding),
          root: Number(root.value),
          columns: columnsOf(statement),
        });
    }
    return tables;
  }
}

/** Spans of rows in the file; adjacent rows on a page, which is filled from its end, are merged. */
class RowPlaces {
  readonly spans: Span[] = [];
  readonly #pages: Pages;

  constructor(pages: Pages) {
    this.#pages = pages;
  }

  add({ page, at, payload }: Row): void {
    const start = this.#pages.startOf(page) + at;
    const end = start + payload.local.length;
    const last = this.spans.at(-1);
    const between = last === undefined ? -1 : last.start - end;
    if (last !== undefined && between >= 0 && between <= MOST_BETWEEN)
      this.spans[this.spans.length - 1] = { start, end: last.end };
    else this.spans.push({ start, end });
  }
}

/** The rows of a table as lines of JSON, without data that is not text. */
class RowChunks implements ChunkSource {
  readonly #database: Database;
  readonly #table: Table;
  readonly #rows: ReturnType<typeof rowsOf>;
  readonly #lines: RowLines;
  readonly #places: RowPlaces;
  #cut = 0;
  #lost = 0;

  constructor(database: Database, table: Table, places: RowPlaces) {
    this.#database = database;
    this.#table = table;
    this.#rows = rowsOf(database.pages, table.root, () => this.#lost++);
    this.#lines = new RowLines(database.encoding);
    this.#places = places;
  }

  /** Number of data cells. */
  get data(): number {
    return this.#lines.data;
  }

  next(): Promise<Buffer | undefined> {
    const lines: string[] = [];
    for (let length = 0; length < PIECE;) {
      const next = this.#rows.next();
      if (next.done === true) break;
      const record = this.#database.pages.whole(next.value.payload);
      if (record.length < next.value.payload.size) this.#cut++;
      const { data } = this.#lines;
      const line = this.#lines.write(next.value.id, readRecord(record), this.#table.columns);
      // Data that is not text is a separate member, and possibly one that is not read.
      if (this.#lines.data === data) this.#places.add(next.value);
      length += line.length;
      lines.push(line);
    }
    return Promise.resolve(lines.length === 0 ? undefined : Buffer.from(lines.join('')));
  }

  close(): Loss | undefined {
    if (this.#cut > 0) return { reason: 'truncated', detail: `${this.#cut} rows go on on pages that are not there` };
    return this.#lost === 0 ? undefined : { reason: 'corrupt', detail: `${this.#lost} pages of the table are broken` };
  }
}

function* tableEvents(blob: Blob, database: Database, table: Table, budget: Budget): Generator<SourceEvent> {
  const meter = new Meter(budget);
  let chunks: RowChunks | undefined;
  const places = new RowPlaces(database.pages);
  const open = (): ByteReader => chunkReader((chunks = new RowChunks(database, table, places)), meter);
  yield nestedBlob(blob, stepOf(table), undefined, open, places.spans);
  if ((chunks?.data ?? 0) > 0) yield* dataEvents(blob, dataRows(database, table), budget);
}

/** The rows once more: the table is read again, so that data cells need not be kept while its text is scanned. */
function* dataRows({ pages }: Database, table: Table): Generator<DataRow> {
  for (const { id, payload } of rowsOf(pages, table.root, () => undefined))
    yield { step: `${stepOf(table)}:${id}`, values: readRecord(pages.whole(payload)), names: table.columns.names };
}

function stepOf({ name }: Table): string {
  return `sqlite:${cutName(name, LONGEST_NAME)}`;
}

function* events(blob: Blob, access: RandomAccess, budget: Budget): Generator<SourceEvent> {
  const header = readHeader(access.read(0, HEADER));
  if (header === undefined) {
    yield skipOf(blob, { reason: 'corrupt', detail: 'the header of the database is broken' });
    return;
  }
  const database = new Database(new Pages(access, header.pageSize, header.reserved), header.encoding);
  let lost = 0;
  const tables = database.tables(() => lost++);
  for (const table of tables) yield* tableEvents(blob, database, table, budget);
  for (const span of freeRuns(database.pages)) yield memberAt({ blob, access, budget }, unusedStep('sqlite'), span);
  if (lost > 0) yield skipOf(blob, { reason: 'corrupt', detail: `${lost} pages of the schema are broken` });
  const missing = Math.max(header.pages, Math.ceil(access.size / header.pageSize)) * header.pageSize - access.size;
  if (missing > 0) yield skipOf(blob, { reason: 'truncated', detail: `${missing} bytes of its pages are not there` });
}

/**
 * Gives the tables of an SQLite database (https://www.sqlite.org/fileformat2.html), each row as a line of JSON with the names of its
 * columns, including overflow pages; and data cells that are not text as separate blobs. Unused pages are blobs too. Indexes contain
 * nothing else, and data deleted from other pages is in the raw bytes.
 */
export function expandSqlite(blob: Blob, budget: Budget): AsyncGenerator<SourceEvent> {
  return expandWith(blob, (access) => events(blob, access, budget));
}
