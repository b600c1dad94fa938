import { ScanError } from '../../errors.ts';
import { feed, isDamage, MOST_DAMAGED, parseHeader } from './cat-file.ts';
import { type GitOptions, startGit } from './command.ts';
import { type Listing, TYPES } from './listing.ts';
import { ObjectIds } from './object-ids.ts';
import { PipeReader } from './pipe-reader.ts';

const NEWLINE = 10;
const SPACE = 0x20;
const ZERO = 0x30;

/** Receives objects as they arrive. */
export interface ObjectTaker {
  /**
   * Called for each object, in order; a returned promise is awaited.
   *
   * @param bytes valid until the next call; undefined for an object that git cannot read
   */
  take(index: number, bytes: Buffer | undefined): Promise<void> | undefined;
  /** Called now and then; returning true ends the reading. */
  pause(): boolean;
}

/**
 * Reads objects of a listing, as `readObjects` does but faster: type and size are known, so the header of an answer
 * need only be compared with the expected one.
 *
 * @param indexes of objects in the listing, all small enough for memory
 * @throws {ScanError} as `startGit`
 */
export async function readListed(
  listing: Listing,
  indexes: readonly number[],
  options: GitOptions,
  taker: ObjectTaker,
): Promise<void> {
  const ids = new ObjectIds(2 * listing.ids.width);
  for (const index of indexes) ids.addFrom(listing.ids, index);
  const progress = { next: 0 };
  for (let damaged = 0; progress.next < indexes.length; damaged++) {
    const git = startGit(['cat-file', '--batch', '--buffer'], options);
    void feed(git.stdin, ids, progress.next);
    try {
      const reading = new ListedReading(listing, indexes, new PipeReader(git.stdout), taker);
      if ((await reading.run(progress)) === 'stopped') return;
      await git.ended;
      if (progress.next < indexes.length)
        throw new ScanError('unreadable', 'Cannot read the Git repository: git gave up');
    } catch (error) {
      if (!isDamage(error) || progress.next >= indexes.length || damaged >= MOST_DAMAGED) throw error;
      await taker.take(indexes[progress.next++] ?? 0, undefined);
    } finally {
      git.stop();
    }
  }
}

/** Reads the answers of one git process. */
class ListedReading {
  readonly #listing: Listing;
  readonly #indexes: readonly number[];
  readonly #pipe: PipeReader;
  readonly #taker: ObjectTaker;

  constructor(listing: Listing, indexes: readonly number[], pipe: PipeReader, taker: ObjectTaker) {
    this.#listing = listing;
    this.#indexes = indexes;
    this.#pipe = pipe;
    this.#taker = taker;
  }

  /** `ended`: all were read, or git gives no more. */
  async run(progress: { next: number }): Promise<'ended' | 'stopped'> {
    while (progress.next < this.#indexes.length) {
      const index = this.#indexes[progress.next] ?? 0;
      const at = this.#pipe.match(this.#headLength(index), (chunk, start) => this.#isExpected(index, chunk, start));
      const size = this.#listing.size(index);
      if (at && this.#pipe.holds(size + 1)) {
        const waiting = this.#taker.take(index, this.#pipe.take(size + 1).subarray(0, size));
        if (waiting !== undefined) await waiting;
        progress.next++;
        continue;
      }
      if (this.#taker.pause()) return 'stopped';
      const bytes = at ? await this.#gather(size) : await this.#unexpected(progress.next);
      if (bytes === 'ended') return 'ended';
      await this.#taker.take(index, bytes);
      progress.next++;
    }
    return 'ended';
  }

  /** Length of `<id> <type> <size>` including its line break. */
  #headLength(index: number): number {
    let digits = 1;
    for (let size = this.#listing.size(index); size >= 10; size /= 10) digits++;
    return 2 * this.#listing.ids.width + (TYPES[this.#listing.type(index)]?.length ?? 0) + digits + 3;
  }

  /** Whether the header has the expected length and content; that of a missing object is shorter. */
  #isExpected(index: number, chunk: Buffer, start: number): boolean {
    const typeAt = start + 2 * this.#listing.ids.width + 1;
    const type = TYPES[this.#listing.type(index)] ?? '';
    if (chunk[typeAt] !== type.charCodeAt(0) || chunk[typeAt + type.length] !== SPACE) return false;
    let size = 0;
    for (let at = typeAt + type.length + 1; chunk[at] !== NEWLINE; at++) size = size * 10 + (chunk[at] ?? 0) - ZERO;
    return size === this.#listing.size(index);
  }

  async #gather(size: number): Promise<Buffer | 'ended'> {
    const bytes = await this.#pipe.gather(size + 1);
    return bytes === undefined ? 'ended' : bytes.subarray(0, size);
  }

  /** Reads an answer whose header is split between chunks or differs from the listing. */
  async #unexpected(number: number): Promise<Buffer | undefined | 'ended'> {
    let line = this.#pipe.line();
    while (line === undefined) {
      if (!(await this.#pipe.more())) return 'ended';
      line = this.#pipe.line();
    }
    const header = parseHeader(line, number);
    return 'kind' in header ? undefined : this.#gather(header.size);
  }
}
