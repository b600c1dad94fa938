/** Thrown where more bits are asked for than there are. */
export class OutOfBits extends Error {}

/** Reads bits from bytes in memory, the highest bit of each byte first. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #bits = 0;
  #count = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Bits that were read. */
  get position(): number {
    return this.#at * 8 - this.#count;
  }

  /** The next `count` bits (at most 24). Throws `OutOfBits`. */
  read(count: number): number {
    const value = this.peek(count);
    this.drop(count);
    return value;
  }

  /** The same without passing over them; zeros behind the end. */
  peek(count: number): number {
    while (this.#count < count) {
      this.#bits = ((this.#bits << 8) | (this.#bytes[this.#at++] ?? 0)) & 0x7fffffff;
      this.#count += 8;
    }
    return (this.#bits >>> (this.#count - count)) & ((1 << count) - 1);
  }

  /** Passes over bits that were peeked at. Throws `OutOfBits`. */
  drop(count: number): void {
    this.#count -= count;
    if (this.position > this.#bytes.length * 8) throw new OutOfBits();
  }
}
