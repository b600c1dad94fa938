/** Reads parts of a range, through which a PPMd model learns what comes next. */
export interface PpmdCoder {
  /** A number below `total` in whose part of the range the data lies, or `total` and above if the data is broken. */
  threshold(total: number): number;
  /** Takes the part of `size` from `start` on, out of the last requested total. */
  take(start: number, size: number): void;
  /** Whether the data lies after the first `size` of 2^14 parts; takes that part. */
  isBehind(size: number): boolean;
}

const BINARY = 14;
const TOP = 2 ** 24;
const BOTTOM = 2 ** 15;

/** The range coder of 7z (LZMA SDK, Ppmd7Dec). */
export class SevenZipCoder implements PpmdCoder {
  readonly #byte: () => number;
  #range = 0xffffffff;
  #code = 0;

  /** @param byte returns the next byte of the data; throws at its end */
  constructor(byte: () => number) {
    this.#byte = byte;
    byte();
    for (let i = 0; i < 4; i++) this.#code = ((this.#code << 8) | byte()) >>> 0;
  }

  threshold(total: number): number {
    this.#range = Math.floor(this.#range / total);
    return Math.floor(this.#code / this.#range);
  }

  take(start: number, size: number): void {
    this.#code -= start * this.#range;
    this.#range *= size;
    this.#normalize();
  }

  isBehind(size: number): boolean {
    const bound = (this.#range >>> BINARY) * size;
    const isBehind = this.#code >= bound;
    if (isBehind) {
      this.#code -= bound;
      this.#range -= bound;
    } else this.#range = bound;
    this.#normalize();
    return isBehind;
  }

  #normalize(): void {
    while (this.#range < TOP) {
      this.#code = ((this.#code << 8) | this.#byte()) >>> 0;
      this.#range = (this.#range << 8) >>> 0;
      // No packer writes a part of size zero.
      if (this.#range === 0) this.#range = 0xffffffff;
    }
  }
}

/** The range coder of RAR, whose ranges may begin anywhere. */
export class RarCoder implements PpmdCoder {
  readonly #byte: () => number;
  #low = 0;
  #range = 0xffffffff;
  #code = 0;

  /** @param byte returns the next byte of the data; throws at its end */
  constructor(byte: () => number) {
    this.#byte = byte;
    for (let i = 0; i < 4; i++) this.#code = ((this.#code << 8) | byte()) >>> 0;
  }

  threshold(total: number): number {
    this.#range = Math.floor(this.#range / total);
    return Math.floor(((this.#code - this.#low) >>> 0) / this.#range);
  }

  take(start: number, size: number): void {
    this.#low = (this.#low + start * this.#range) >>> 0;
    this.#range = (this.#range * size) >>> 0;
    this.#normalize();
  }

  isBehind(size: number): boolean {
    this.#range >>>= BINARY;
    const isBehind = Math.floor(((this.#code - this.#low) >>> 0) / this.#range) >= size;
    if (isBehind) this.take(size, 2 ** BINARY - size);
    else this.take(0, size);
    return isBehind;
  }

  #normalize(): void {
    for (;;) {
      if ((this.#low ^ ((this.#low + this.#range) >>> 0)) >>> 0 >= TOP) {
        if (this.#range >= BOTTOM) return;
        this.#range = (-this.#low & (BOTTOM - 1)) >>> 0;
      }
      this.#code = ((this.#code << 8) | this.#byte()) >>> 0;
      this.#range = (this.#range << 8) >>> 0;
      this.#low = (this.#low << 8) >>> 0;
    }
  }
}
