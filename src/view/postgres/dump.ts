import { cutName } from '../../cut-name.ts';
import type { Blob, ByteReader, SourceEvent, Span } from '../../types.ts';
import type { Archive } from '../archive/unused.ts';
import type { Budget } from '../budget.ts';
import { ByteFeed } from '../byte-feed.ts';
import { sniffContainer } from '../container-kind.ts';
import { unpackerFor } from '../compressed/formats.ts';
import type { Unpacker } from '../compressed/unpacker.ts';
import { chunkReader, type ChunkSource, type Loss, Meter, nestedBlob, skipOf } from '../nested-blob.ts';
import { expandWith, type RandomAccess } from '../random-access.ts';
import { BrokenParts } from '../access-cursor.ts';
import { DumpCursor, type DumpContents, readContents } from './contents.ts';

/** First byte of data blocks, by type (pg_backup_archiver.h): rows of a table, large objects. */
const [ROWS, OBJECTS] = [1, 3] as const;
const LONGEST_NAME = 1024;
/** Bytes needed to recognise a container, and bytes read at once. */
const [HEAD, CHUNK] = [512, 64 * 1024] as const;

/** Compressed data in pieces, each preceded by its length. */
interface Pieces {
  readonly name: string;
  /** The statement before it. */
  readonly head: Buffer;
  readonly spans: readonly Span[];
}

/** Reads the pieces up to the one of length zero; keeps those before a cut. */
function readPieces(cursor: DumpCursor, spans: Span[]): void {
  for (let length = cursor.int(); length !== 0; length = cursor.int()) {
    if (length < 0) throw new BrokenParts('corrupt', `no length of a piece at byte ${cursor.position}`);
    const start = cursor.position;
    spans.push({ start, end: Math.min(start + length, start + cursor.left) });
    cursor.skip(length);
  }
}

function* piecesOf(cursor: DumpCursor, name: string, head: Buffer): Generator<Pieces> {
  const spans: Span[] = [];
  try {
    readPieces(cursor, spans);
  } catch (error) {
    if (spans.length > 0) yield { name, head, spans };
    throw error;
  }
  if (spans.length > 0) yield { name, head, spans };
}

/** The data after the table of contents. */
function* parts(cursor: DumpCursor, { tables, filled }: DumpContents): Generator<Pieces> {
  let met = 0;
  for (; cursor.left > 0; met++) {
    if (met === filled) throw new BrokenParts('corrupt', `more data than that of ${filled} entries`);
    const type = cursor.byte();
    const id = cursor.int();
    const table = tables.get(id);
    if (type === ROWS) yield* piecesOf(cursor, table?.name ?? String(id), table?.copy ?? Buffer.alloc(0));
    else if (type === OBJECTS)
      for (let object = cursor.int(); object !== 0; object = cursor.int())
        yield* piecesOf(cursor, `object-${object}`, Buffer.alloc(0));
    else throw new BrokenParts('corrupt', `no data of a table begins at byte ${cursor.position}`);
  }
  if (met < filled) throw new BrokenParts('truncated', `data of ${filled - met} of ${filled} entries is not there`);
}

/** Reads the pieces one after the other. */
function piecesReader(access: RandomAccess, spans: readonly Span[]): ByteReader {
  let [index, at] = [0, 0];
  return {
    read(into) {
      for (; index < spans.length; index++, at = 0) {
        const { start, end } = spans[index] as Span;
        const part = access.read(start + at, Math.min(into.length, end - start - at));
        if (part.length === 0) continue;
        into.set(part);
        at += part.length;
        return part.length;
      }
      return 0;
    },
    close: () => undefined,
  };
}

/** A statement, then the rows that it loads. */
class RowsSource implements ChunkSource {
  readonly #unpacker: Unpacker;
  #head: Buffer | undefined;

  constructor(head: Buffer, unpacker: Unpacker) {
    this.#head = head.length > 0 ? head : undefined;
    this.#unpacker = unpacker;
  }

  next(): Promise<Buffer | undefined> {
    const head = this.#head;
    this.#head = undefined;
    return head === undefined ? this.#unpacker.next() : Promise.resolve(head);
  }

  close(): Loss | undefined {
    return this.#unpacker.close();
  }
}

function blobOf({ blob, budget }: Archive, { name }: Pieces, open: () => ChunkSource): SourceEvent {
  const meter = new Meter(budget);
  return nestedBlob(blob, `pgdump:${cutName(name, LONGEST_NAME)}`, undefined, () => chunkReader(open(), meter));
}

/**
 * Uncompressed rows are in the raw bytes. A large object may be a container cut into pieces, and rows that begin like one are compressed
 * after all: the field for the compression is damaged.
 */
async function* plainParts(archive: Archive, all: Iterable<Pieces>): AsyncGenerator<SourceEvent> {
  for (const pieces of all) {
    const open = (): ByteReader => piecesReader(archive.access, pieces.spans);
    const feed = new ByteFeed(open(), HEAD);
    await feed.fill(HEAD);
    if (sniffContainer(feed.bytes) === undefined) continue;
    yield blobOf(archive, pieces, () => readerSource(open()));
  }
}

/** The bytes of a reader. */
function readerSource(reader: ByteReader): ChunkSource {
  const next = async (): Promise<Buffer | undefined> => {
    const into = Buffer.allocUnsafe(CHUNK);
    const count = await reader.read(into);
    return count === 0 ? undefined : into.subarray(0, count);
  };
  return { next, close: () => undefined };
}

async function* events(blob: Blob, access: RandomAccess, budget: Budget): AsyncGenerator<SourceEvent> {
  const cursor = new DumpCursor(access);
  try {
    const contents = readContents(access, cursor);
    const archive = { blob, access, budget };
    if (contents.packing === 'plain') return yield* plainParts(archive, parts(cursor, contents));
    const newUnpacker = await unpackerFor(contents.packing, budget);
    for (const pieces of parts(cursor, contents)) {
      const { head, spans } = pieces;
      yield blobOf(archive, pieces, () => new RowsSource(head, newUnpacker(piecesReader(access, spans))));
    }
  } catch (error) {
    if (!(error instanceof BrokenParts)) throw error;
    yield skipOf(blob, { reason: error.reason, detail: error.message });
  }
}

/**
 * Gives the rows of each table in an archive made by `pg_dump -Fc`, after the statement that loads them, and each large object: their
 * compressed data is cut into pieces preceded by their lengths. The table of contents is in the raw bytes.
 */
export function expandPostgresDump(blob: Blob, budget: Budget): AsyncGenerator<SourceEvent> {
  return expandWith(blob, (access) => events(blob, access, budget));
}
