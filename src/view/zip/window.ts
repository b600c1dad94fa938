import type { RandomAccess } from '../random-access.ts';

/** Bytes that are read at once: more than the longest header. */
const SIZE = 1024 * 1024;

/** Reads a file forwards at many places near one another, each part of it about once. */
export class ReadWindow {
  readonly #access: RandomAccess;
  #start = 0;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(access: RandomAccess) {
    this.#access = access;
  }

  /** Bytes in total. */
  get size(): number {
    return this.#access.size;
  }

  /** What stands from `position` on: `least` bytes or more, fewer at the end of the file. @param least at most 512 KiB */
  from(position: number, least: number): Buffer {
    const at = position - this.#start;
    const isHere = at >= 0 && (at + least <= this.#bytes.length || this.#reachesEnd(at));
    if (isHere) return this.#bytes.subarray(at);
    this.#start = position;
    this.#bytes = this.#access.read(position, SIZE);
    return this.#bytes;
  }

  #reachesEnd(at: number): boolean {
    return at <= this.#bytes.length && this.#start + this.#bytes.length >= this.#access.size;
  }

  /** First place of `needle` from `start` on that ends at `end` at the latest, or -1. */
  find(needle: Buffer, start: number, end: number): number {
    for (let at = start; at + needle.length <= end;) {
      const part = this.from(at, needle.length);
      if (part.length < needle.length) return -1;
      const found = part.subarray(0, end - at).indexOf(needle);
      if (found >= 0) return at + found;
      at += part.length - needle.length + 1;
    }
    return -1;
  }
}
