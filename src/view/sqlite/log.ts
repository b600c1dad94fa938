import { createHash } from 'node:crypto';
import type { Blob, SourceEvent } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { chunkReader, type ChunkSource, type Loss, Meter, nestedBlob, skipOf } from '../nested-blob.ts';
import { expandWith, type RandomAccess } from '../random-access.ts';
import { type Columns, columnsOf } from './columns.ts';
import { readHeader } from './header.ts';
import { type Image, readLog } from './log-images.ts';
import { Chains, type Value } from './pages.ts';
import { readRecord } from './record.ts';
import { dataEvents, type DataRow, nameOf, RowLines, textOf } from './row-lines.ts';
import { type Row, rowsOnPage } from './tree.ts';

/** Logs of changes that accompany a database. */
export type LogKind = 'sqlite-wal' | 'sqlite-journal';

/** Rows are given in pieces of this many characters. */
const PIECE = 256 * 1024;
/** Maximum number of rows remembered to recognise copies: pages are logged again and again. */
const MOST_KNOWN = 2_000_000;

/** Columns of a table whose statement is not in the log: the first of two adjacent texts, as in many tables, usually names the second. */
function guessed(values: readonly Value[]): Columns {
  const first = values.findIndex(({ kind }, index) => kind === 'text' && values[index + 1]?.kind === 'text');
  const names = values.slice(0, Math.max(0, first)).map((_, index) => nameOf([], index));
  return { names: first < 0 ? [] : [...names, 'key', 'value'], rowId: -1 };
}

interface LogRow {
  readonly page: number;
  readonly id: number;
  readonly values: readonly Value[];
}

/** The page images in a log, with what they say about tables. */
class Log {
  readonly #access: RandomAccess;
  readonly #images: readonly Image[];
  readonly #pageSize: number;
  readonly #usable: number;
  readonly #chains: Chains;
  /** For each page, the indexes of its images. */
  readonly #byPage: Map<number, number[]> = new Map();
  readonly #byRoot: Map<number, Columns> = new Map();
  /** Tables by number of columns. */
  readonly #byCount: Map<number, Columns[]> = new Map();
  readonly encoding: ReturnType<typeof encodingOf>;

  constructor(access: RandomAccess, images: readonly Image[], pageSize: number) {
    this.#access = access;
    this.#images = images;
    this.#pageSize = pageSize;
    this.#chains = new Chains(images.length);
    for (const [index, { page }] of images.entries()) put(this.#byPage, page, index);
    const first = images[this.#byPage.get(1)?.at(-1) ?? -1];
    const head = first === undefined ? undefined : readHeader(access.read(first.at, pageSize));
    this.#usable = pageSize - (head?.reserved ?? 0);
    this.encoding = encodingOf(head);
    for (const { values } of this.rows()) this.#learn(values);
  }

  /** New rows, image by image. */
  *rows(): Generator<LogRow> {
    const known = new Set<string>();
    for (const [index, { page, at }] of this.#images.entries()) {
      for (const row of rowsOnPage(this.#access.read(at, this.#pageSize), page, this.#usable)) {
        const record = this.#record(row, index);
        const digest = createHash('sha1').update(record).digest('base64');
        if (known.has(digest)) continue;
        if (known.size < MOST_KNOWN) known.add(digest);
        yield { page, id: row.id, values: readRecord(record) };
      }
    }
  }

  /** Whether rows may be incomplete because their chains were too long. */
  get isCut(): boolean {
    return this.#chains.isExhausted;
  }

  columnsFor({ page, values }: LogRow): Columns {
    const own = this.#byRoot.get(page);
    if (own !== undefined && own.names.length >= values.length) return own;
    const [one, other] = this.#byCount.get(values.length) ?? [];
    return one !== undefined && other === undefined ? one : guessed(values);
  }

  /** Learns from a row of the schema: type, name, table, root, statement. */
  #learn([type, , , root, sql]: readonly Value[]): void {
    if (type?.kind !== 'text' || root?.kind !== 'number' || sql?.kind !== 'text') return;
    if (textOf(type.bytes, this.encoding) !== 'table') return;
    const columns = columnsOf(textOf(sql.bytes, this.encoding));
    const { length } = columns.names;
    if (length === 0 || this.#byRoot.has(Number(root.value))) return;
    this.#byRoot.set(Number(root.value), columns);
    put(this.#byCount, length, columns);
  }

  /**
   * A row including its overflow, taken from the images nearest to its own. Pages that are not there are unchanged, and are in the
   * database.
   */
  #record({ payload }: Row, index: number): Buffer {
    return this.#chains.follow(payload, (page) => {
      const image = this.#images[nearest(this.#byPage.get(page) ?? [], index)];
      return image === undefined ? NO_PAGE : this.#access.read(image.at, this.#usable);
    });
  }
}

const NO_PAGE = Buffer.alloc(0);

function put<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** The nearest of some sorted indexes to another one; -1 if there are none. */
function nearest(places: readonly number[], to: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] as number) < to) low = middle + 1;
    else high = middle;
  }
  const [before = -1, behind = -1] = [places[low - 1], places[low]];
  if (before < 0 || behind < 0) return Math.max(before, behind);
  return to - before < behind - to ? before : behind;
}

function encodingOf(head: ReturnType<typeof readHeader>): NonNullable<typeof head>['encoding'] {
  return head?.encoding ?? 'utf8';
}

/** The rows of a log as lines of JSON. */
class LogChunks implements ChunkSource {
  readonly #log: Log;
  readonly #rows: Generator<LogRow>;
  readonly #lines: RowLines;
  readonly #loss: Loss | undefined;

  constructor(log: Log, loss: Loss | undefined) {
    this.#log = log;
    this.#rows = log.rows();
    this.#lines = new RowLines(log.encoding);
    this.#loss = loss;
  }

  next(): Promise<Buffer | undefined> {
    const lines: string[] = [];
    for (let length = 0; length < PIECE;) {
      const next = this.#rows.next();
      if (next.done === true) break;
      const line = this.#lines.write(next.value.id, next.value.values, this.#log.columnsFor(next.value));
      length += line.length;
      lines.push(line);
    }
    return Promise.resolve(lines.length === 0 ? undefined : Buffer.from(lines.join('')));
  }

  close(): Loss | undefined {
    if (!this.#log.isCut) return this.#loss;
    return { reason: 'truncated', detail: 'rows go on on pages that too many rows share' };
  }
}

function* dataRows(kind: LogKind, log: Log): Generator<DataRow> {
  for (const row of log.rows())
    yield { step: `${kind}:${row.page}:${row.id}`, values: row.values, names: log.columnsFor(row).names };
}

/**
 * Gives the rows on the pages of an SQLite write-ahead log or rollback journal (https://www.sqlite.org/fileformat2.html), each once, as
 * lines of JSON. Columns have their names if the log contains the statement that created their table.
 */
export function expandSqliteLog(blob: Blob, kind: LogKind, budget: Budget): AsyncGenerator<SourceEvent> {
  return expandWith(blob, function* (access) {
    const read = readLog(access, kind);
    if (read === undefined) {
      yield skipOf(blob, { reason: 'corrupt', detail: 'the header of the log is broken' });
      return;
    }
    const log = new Log(access, read.images, read.pageSize);
    const meter = new Meter(budget);
    yield nestedBlob(blob, `${kind}:rows`, undefined, () => chunkReader(new LogChunks(log, read.loss), meter));
    yield* dataEvents(blob, dataRows(kind, log), budget);
  });
}
