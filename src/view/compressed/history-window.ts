import { copyMatch } from './copy-match.ts';

const STEP = 256 * 1024;
/** Initial size, as archives may have many small members. */
const FIRST = 64 * 1024;
/** Room after a large dictionary, as a fraction of its size: each time it is full, the dictionary is moved. */
const SPARE = 4;

/** The most recent output, from which matches copy. Grows up to the dictionary's size as it is filled, whatever a header says. */
export class HistoryWindow {
  readonly #size: number;
  #bytes: Buffer = Buffer.allocUnsafeSlow(FIRST);
  /** Start of the bytes not yet taken. */
  #taken = 0;
  #end = 0;
  /** Bytes since the last reset. */
  total = 0;

  /** @param size of the dictionary, in bytes */
  constructor(size: number) {
    this.#size = Math.max(size, 4096);
  }

  /** Clears the window: no match can reach earlier output any more. */
  reset(): void {
    this.total = 0;
  }

  /** Number of bytes that can be written before `take`. */
  get room(): number {
    return this.#bytes.length - this.#end;
  }

  /** Makes room for up to `most` bytes, at most a step, once everything was taken. */
  makeRoom(most: number): void {
    if (this.room >= most) return;
    const kept = this.#bytes.subarray(Math.max(0, this.#end - this.#size), this.#end);
    const wanted = kept.length + Math.max(2 * STEP, Math.floor(kept.length / SPARE));
    if (wanted > this.#bytes.length) {
      const largest = this.#size + Math.max(2 * STEP, Math.floor(this.#size / SPARE));
      const grown = Buffer.allocUnsafeSlow(Math.max(wanted, Math.min(largest, 2 * this.#bytes.length)));
      kept.copy(grown);
      this.#bytes = grown;
    } else kept.copy(this.#bytes);
    this.#end = kept.length;
    this.#taken = kept.length;
  }

  /** A copy of what was written since the last call. */
  take(): Buffer {
    const chunk = Buffer.from(this.#bytes.subarray(this.#taken, this.#end));
    this.#taken = this.#end;
    return chunk;
  }

  write(byte: number): void {
    this.#bytes[this.#end++] = byte;
    this.total++;
  }

  /** Appends uncompressed bytes. */
  append(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#end);
    this.#end += bytes.length;
    this.total += bytes.length;
  }

  /** The byte `distance` before the end; 1 is the last one. */
  back(distance: number): number {
    return distance > this.#end ? 0 : (this.#bytes[this.#end - distance] as number);
  }

  /** Whether there is a byte at this distance. */
  reaches(distance: number): boolean {
    return distance <= this.total && distance <= this.#size;
  }

  copy(distance: number, length: number): void {
    this.#end = copyMatch(this.#bytes, this.#end, distance, length);
    this.total += length;
  }
}
