import type { SnapshotCursor } from './cursor.ts';
import { listpack } from './packed-list.ts';
import type { Cell } from './values.ts';

/** Flag of an entry with the same names as the first one (stream.h of Redis). */
const SAME_FIELDS = 2;
/** Bytes of an entry's identifier, and of a time. */
const [IDENTIFIER, TIME] = [16, 8] as const;

/** Texts of a packed part of a stream: names shared by its entries, then the entries, with or without their own names. */
class StreamPart {
  readonly #texts: Iterator<Buffer>;

  constructor(bytes: Buffer) {
    this.#texts = listpack(bytes)[Symbol.iterator]();
  }

  #next(): Buffer | undefined {
    const { done, value } = this.#texts.next();
    return done === true ? undefined : value;
  }

  #number(): number | undefined {
    const text = this.#next();
    return text === undefined ? undefined : Number(text.toString('latin1'));
  }

  *cells(): Generator<Cell> {
    // Numbers of current and deleted entries.
    this.#next();
    this.#next();
    const names = this.#names(this.#number() ?? 0);
    this.#next();
    for (let flags = this.#number(); flags !== undefined; flags = this.#number()) {
      // The identifier is relative to that of the part.
      this.#next();
      this.#next();
      if ((flags & SAME_FIELDS) === 0) yield* this.#pairs(this.#number() ?? 0);
      else yield* this.#valuesOf(names);
      // Number of texts in the entry.
      this.#next();
    }
  }

  #names(count: number): Buffer[] {
    const names: Buffer[] = [];
    for (let name; names.length < count && (name = this.#next()) !== undefined;) names.push(name);
    return names;
  }

  *#valuesOf(names: readonly Buffer[]): Generator<Cell> {
    for (const name of names) {
      const value = this.#next();
      if (value === undefined) return;
      yield { name, value };
    }
  }

  *#pairs(count: number): Generator<Cell> {
    for (let left = count; left > 0; left--) {
      const [name, value] = [this.#next(), this.#next()];
      if (name === undefined || value === undefined) return;
      yield { name, value };
    }
  }
}

/** Skips numbers encoded like lengths. */
function numbers(cursor: SnapshotCursor, count: number): void {
  for (let left = count; left > 0; left--) cursor.length();
}

/** A group of consumers: its name, and its consumers. */
function* group(cursor: SnapshotCursor, version: number): Generator<Cell> {
  yield { value: cursor.string() };
  numbers(cursor, version > 1 ? 3 : 2);
  for (let pending = cursor.length(); pending > 0; pending--) {
    cursor.skip(IDENTIFIER + TIME);
    cursor.length();
  }
  for (let consumers = cursor.length(); consumers > 0; consumers--) {
    yield { value: cursor.string() };
    cursor.skip(version > 2 ? 2 * TIME : TIME);
    for (let pending = cursor.length(); pending > 0; pending--) cursor.skip(IDENTIFIER);
  }
}

/** Fields of a stream's entries, and names of its groups and consumers. @param version of its encoding: 1 to 3 */
export function* streamCells(cursor: SnapshotCursor, version: number): Generator<Cell> {
  for (let parts = cursor.length(); parts > 0; parts--) {
    cursor.string();
    yield* new StreamPart(cursor.string()).cells();
  }
  // Number of entries, the last identifier; the first one, the highest deleted one, the number of entries added.
  numbers(cursor, version > 1 ? 8 : 3);
  for (let groups = cursor.length(); groups > 0; groups--) yield* group(cursor, version);
}
