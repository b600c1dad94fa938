import { copyMatch } from './copy-match.ts';

const STEP = 256 * 1024;
/** Of what holds little, and archives may have many of. */
const FIRST = 64 * 1024;
/** What a large dictionary has behind it, as a part of its size: each time that is full, the dictionary is moved. */
const SPARE = 4;

/** What was unpacked last: matches copy from it. Grows to the dictionary's size as it is filled, whatever a header says. */
export class HistoryWindow {
  readonly #size: number;
  #bytes: Buffer = Buffer.allocUnsafeSlow(FIRST);
  /** Start of what has not been taken yet. */
  #taken = 0;
  #end = 0;
  /** Bytes since the last reset. */
  total = 0;

  /** @param size of the dictionary, in bytes */
  constructor(size: number) {
    this.#size = Math.max(size, 4096);
  }

  /** Forgets what was unpacked: no match reaches it any more. */
  reset(): void {
    this.total = 0;
  }

  /** Bytes that can be written before `take`. */
  get room(): number {
    return this.#bytes.length - this.#end;
  }

  /** Makes room for so many bytes, a step at most, once everything was taken. */
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

  /** Appends bytes that stand in the data as they are. */
  append(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#end);
    this.#end += bytes.length;
    this.total += bytes.length;
  }

  /** The byte `distance` before the end; 1 is the last one. */
  back(distance: number): number {
    return distance > this.#end ? 0 : (this.#bytes[this.#end - distance] as number);
  }

  /** Whether so far back anything stands. */
  reaches(distance: number): boolean {
    return distance <= this.total && distance <= this.#size;
  }

  copy(distance: number, length: number): void {
    this.#end = copyMatch(this.#bytes, this.#end, distance, length);
    this.total += length;
  }
}
