import { cutName } from '../../cut-name.ts';
import type { Blob, SourceEvent } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { chunkReader, type ChunkSource, type Loss, Meter, nestedBlob, skipOf, unusedStep } from '../nested-blob.ts';
import { expandWith, memberAt, type RandomAccess } from '../random-access.ts';
import { type Columns, columnsOf } from './columns.ts';
import { freeRuns } from './free-pages.ts';
import { HEADER, readHeader, type TextEncoding } from './header.ts';
import { Pages } from './pages.ts';
import { readRecord } from './record.ts';
import { dataEvents, type DataRow, LONGEST_NAME, RowLines, textOf } from './row-lines.ts';
import { rowsOf } from './tree.ts';

/** Rows are given in pieces of so many characters. */
const PIECE = 256 * 1024;
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

  /** The tables of the schema, the schema itself first. */
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
      // The root of a virtual table is 0: its rows are in tables of their own.
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

/** The rows of a table as lines of JSON, without data that is no text. */
class RowChunks implements ChunkSource {
  readonly #database: Database;
  readonly #table: Table;
  readonly #rows: ReturnType<typeof rowsOf>;
  readonly #lines: RowLines;
  #cut = 0;
  #lost = 0;

  constructor(database: Database, table: Table) {
    this.#database = database;
    this.#table = table;
    this.#rows = rowsOf(database.pages, table.root, () => this.#lost++);
    this.#lines = new RowLines(database.encoding);
  }

  /** Cells that hold such data. */
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
      const line = this.#lines.write(next.value.id, readRecord(record), this.#table.columns);
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
  yield nestedBlob(blob, stepOf(table), undefined, () => chunkReader((chunks = new RowChunks(database, table)), meter));
  if ((chunks?.data ?? 0) > 0) yield* dataEvents(blob, dataRows(database, table), budget);
}

/** The rows once more: the table is read again, so that cells of data are not kept while its text is looked at. */
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
 * Gives the tables of an SQLite database (https://www.sqlite.org/fileformat2.html), each row as a line of JSON with the
 * names of its columns, put together from overflow pages; and cells of data that is no text as blobs of their own. Pages
 * of which nothing is in use are blobs too. Indices hold nothing else, and what was deleted from other pages stands in the raw bytes.
 */
export function expandSqlite(blob: Blob, budget: Budget): AsyncGenerator<SourceEvent> {
  return expandWith(blob, (access) => events(blob, access, budget));
}
