import type { RandomAccess } from './random-access.ts';

/** Bytes per read. */
const PIECE = 256 * 1024;

/** The parts of a file cannot be read any further. */
export class BrokenParts extends Error {
  readonly reason: 'truncated' | 'corrupt' | 'unsupported-format';

  constructor(reason: BrokenParts['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Reads a file sequentially, part after part. Throws {@link BrokenParts} where the parts do not continue. */
export class AccessCursor {
  readonly #access: Pick<RandomAccess, 'size' | 'read'>;
  #piece: Buffer = Buffer.alloc(0);
  /** Position in the file of the first buffered byte. */
  #base = 0;
  #at: number;

  constructor(access: Pick<RandomAccess, 'size' | 'read'>, at: number) {
    this.#access = access;
    this.#at = at;
  }

  /** Position of the next byte. */
  get position(): number {
    return this.#at;
  }

  /** Bytes from {@link AccessCursor.position} to the end of the file. */
  get left(): number {
    return this.#access.size - this.#at;
  }

  /** Skips `count` bytes. */
  skip(count: number): void {
    if (count > this.left) throw new BrokenParts('truncated', `cut at byte ${this.#at}`);
    this.#at += count;
  }

  /** Returns to an earlier position. */
  moveTo(at: number): void {
    this.#at = at;
  }

  /** The next `count` bytes, in memory that is not overwritten later. */
  bytes(count: number): Buffer {
    const start = this.#at;
    this.skip(count);
    if (start < this.#base || start + count > this.#base + this.#piece.length) {
      this.#base = start;
      this.#piece = Buffer.from(this.#access.read(start, Math.max(count, PIECE)));
    }
    return this.#piece.subarray(start - this.#base, start - this.#base + count);
  }

  /** The next byte. */
  byte(): number {
    return this.bytes(1)[0] as number;
  }
}
