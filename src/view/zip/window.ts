import type { RandomAccess } from '../random-access.ts';

/** Bytes read at once: more than the longest header. */
const SIZE = 1024 * 1024;

/** Reads a file forwards at many nearby positions, each part of it about once. */
export class ReadWindow {
  readonly #access: RandomAccess;
  #start = 0;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(access: RandomAccess) {
    this.#access = access;
  }

  /** Total size in bytes. */
  get size(): number {
    return this.#access.size;
  }

  /** The bytes from `position` on: `least` or more, fewer at the end of the file. @param least at most 512 KiB */
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

  /** First position of `needle` from `start` on that ends at `end` or earlier; -1 if there is none. */
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
