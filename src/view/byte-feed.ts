import type { ByteReader } from '../types.ts';

const CAPACITY = 256 * 1024;
/** Initial capacity, and the factor by which a full buffer grows: an archive may have a feed for each of many small members. */
const [FIRST, TIMES] = [4096, 8] as const;

/** Buffers the bytes of a reader: fill, look, skip. */
export class ByteFeed {
  readonly #reader: ByteReader;
  readonly #capacity: number;
  #buffer: Buffer;
  #start = 0;
  #end = 0;
  #atEnd = false;
  #position = 0;

  constructor(reader: ByteReader, capacity: number = CAPACITY) {
    this.#reader = reader;
    this.#capacity = capacity;
    this.#buffer = Buffer.allocUnsafe(Math.min(FIRST, capacity));
  }

  /** Bytes skipped so far: the offset of `bytes` in the reader's data. */
  get position(): number {
    return this.#position;
  }

  /** The buffered bytes; overwritten by the next `fill`. */
  get bytes(): Buffer {
    return this.#buffer.subarray(this.#start, this.#end);
  }

  /** Buffers until `count` bytes (at most the capacity) are available or the data ends; gives the number available. */
  async fill(count: number): Promise<number> {
    while (this.#end - this.#start < count && !this.#atEnd) {
      if (this.#end === this.#buffer.length && this.#end < this.#capacity) this.#grow();
      else if (this.#isDrained(count)) {
        this.#buffer.copyWithin(0, this.#start, this.#end);
        this.#end -= this.#start;
        this.#start = 0;
      }
      const result = this.#reader.read(this.#buffer.subarray(this.#end));
      const read = typeof result === 'number' ? result : await result;
      this.#atEnd = read === 0;
      this.#end += read;
    }
    return this.#end - this.#start;
  }

  /** Whether to move the remaining bytes to the front: if there is no room after them, or no more of them than were skipped. */
  #isDrained(count: number): boolean {
    return this.#start > 0 && (this.#start + count > this.#buffer.length || this.#start >= this.#end - this.#start);
  }

  #grow(): void {
    const larger = Buffer.allocUnsafe(Math.min(this.#capacity, TIMES * this.#buffer.length));
    this.#end = this.#buffer.copy(larger, 0, this.#start, this.#end);
    this.#start = 0;
    this.#buffer = larger;
  }

  /** Drops `count` bytes, which must be buffered. */
  skip(count: number): void {
    this.#start += count;
    this.#position += count;
  }

  /** Drops up to `count` bytes, reading on as needed; gives the number dropped. */
  async skipAhead(count: number): Promise<number> {
    let left = count;
    while (left > 0) {
      const available = Math.min(left, await this.fill(1));
      if (available === 0) break;
      this.skip(available);
      left -= available;
    }
    return count - left;
  }
}
