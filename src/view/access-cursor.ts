import type { RandomAccess } from './random-access.ts';

/** Bytes that are read at a time. */
const PIECE = 256 * 1024;

/** Why the parts of a file cannot be read on. */
export class BrokenParts extends Error {
  readonly reason: 'truncated' | 'corrupt' | 'unsupported-format';

  constructor(reason: BrokenParts['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Reads the parts that a file is made of one behind the other. Throws {@link BrokenParts} where they do not go on. */
export class AccessCursor {
  readonly #access: Pick<RandomAccess, 'size' | 'read'>;
  #piece: Buffer = Buffer.alloc(0);
  /** Place of the piece's first byte in the file. */
  #base = 0;
  #at: number;

  constructor(access: Pick<RandomAccess, 'size' | 'read'>, at: number) {
    this.#access = access;
    this.#at = at;
  }

  /** Place of the next byte. */
  get position(): number {
    return this.#at;
  }

  /** Bytes from there to the end of the file. */
  get left(): number {
    return this.#access.size - this.#at;
  }

  /** Goes over so many bytes. */
  skip(count: number): void {
    if (count > this.left) throw new BrokenParts('truncated', `cut at byte ${this.#at}`);
    this.#at += count;
  }

  /** Goes to a place that was passed already. */
  moveTo(at: number): void {
    this.#at = at;
  }

  /** So many bytes, which may be overwritten by nothing. */
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
