import { isUtf8 } from 'node:buffer';
import { cutName } from '../../cut-name.ts';
import type { Blob, SourceEvent } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { chunkReader, type ChunkSource, type Loss, memoryReader, Meter, nestedBlob, skipOf } from '../nested-blob.ts';
import { expandWith, restAt, type RandomAccess } from '../random-access.ts';
import { BrokenParts } from '../access-cursor.ts';
import { SnapshotCursor } from './cursor.ts';
import { entriesOf, type Entry, HEAD } from './entries.ts';
import { lineOf } from './lines.ts';

/** Lines are given in pieces of this many characters. */
const PIECE = 256 * 1024;
/** Longest name of a key or field in a view step. */
const LONGEST_NAME = 256;

/** One pass over a snapshot, from its start. */
class Pass {
  readonly cursor: SnapshotCursor;
  readonly #entries: Iterator<Entry>;
  #loss: Loss | undefined;

  constructor(access: RandomAccess) {
    this.cursor = new SnapshotCursor(access, HEAD);
    this.#entries = entriesOf(this.cursor);
  }

  /** The next text; undefined after the last readable one. */
  next(): Entry | undefined {
    try {
      const { done, value } = this.#entries.next();
      return done === true ? undefined : value;
    } catch (error) {
      if (!(error instanceof BrokenParts)) throw error;
      this.#loss = { reason: error.reason, detail: `it is not read on: ${error.message}` };
      return undefined;
    }
  }

  get loss(): Loss | undefined {
    const { broken, tooLong } = this.cursor;
    if (this.#loss !== undefined) return this.#loss;
    if (broken > 0) return { reason: 'corrupt', detail: `${broken} packed strings are broken` };
    return tooLong > 0
      ? { reason: 'too-large', detail: `${tooLong} strings are too long to be put together` }
      : undefined;
  }
}

/** The texts as lines of JSON. */
class LineChunks implements ChunkSource {
  readonly #pass: Pass;
  /** Number of texts that are data. */
  data = 0;
  /** Position after the last readable text, once reached. */
  end: number | undefined;

  constructor(access: RandomAccess) {
    this.#pass = new Pass(access);
  }

  next(): Promise<Buffer | undefined> {
    const lines: string[] = [];
    for (let length = 0; length < PIECE;) {
      const entry = this.#pass.next();
      if (entry === undefined) {
        this.end = this.#pass.cursor.position;
        break;
      }
      if (!isUtf8(entry.value)) this.data++;
      const line = lineOf(entry);
      length += line.length;
      lines.push(line);
    }
    return Promise.resolve(lines.length === 0 ? undefined : Buffer.from(lines.join('')));
  }

  close(): Loss | undefined {
    return this.#pass.loss;
  }
}

/** The texts once more: those that are data, each as a member, until the budget is spent. */
function* dataEvents(blob: Blob, access: RandomAccess, budget: Budget): Generator<SourceEvent> {
  const pass = new Pass(access);
  for (let entry = pass.next(); entry !== undefined; entry = pass.next()) {
    const { key, name, value } = entry;
    if (isUtf8(value)) continue;
    const place = [key, name]
      .filter((part) => part !== undefined)
      .map((part) => cutName(part.toString(), LONGEST_NAME));
    const step = `redis:${place.join('.')}`;
    if (!budget.spend(value.length)) {
      yield skipOf(blob, { reason: 'too-expanded', detail: 'this value and those behind it were not scanned' }, step);
      return;
    }
    yield nestedBlob(blob, step, value.length, () => memoryReader(value));
  }
}

function* events(blob: Blob, access: RandomAccess, budget: Budget): Generator<SourceEvent> {
  const meter = new Meter(budget);
  let chunks: LineChunks | undefined;
  yield nestedBlob(blob, 'redis', undefined, () => chunkReader((chunks = new LineChunks(access)), meter));
  if ((chunks?.data ?? 0) > 0) yield* dataEvents(blob, access, budget);
  // An append-only file begins with a snapshot and continues with commands; the rest of a broken one is read as data.
  const end = access.size;
  if (chunks?.end !== undefined)
    yield* restAt({ blob, access, budget }, 'redis', { start: Math.min(chunks.end, end), end });
}

/**
 * Gives the unpacked texts of a Redis or Valkey snapshot (RDB), each as a line of JSON under its key and field; values that are data as
 * separate members; and the data after the snapshot.
 */
export function expandRedis(blob: Blob, budget: Budget): AsyncGenerator<SourceEvent> {
  return expandWith(blob, (access) => events(blob, access, budget));
}
