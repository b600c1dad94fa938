/** Thrown if more bits are requested than are left. */
export class OutOfBits extends Error {}

/** Reads bits from bytes in memory, most significant bit first. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #bits = 0;
  #count = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Number of bits read. */
  get position(): number {
    return this.#at * 8 - this.#count;
  }

  /** The next `count` bits (at most 24). Throws `OutOfBits`. */
  read(count: number): number {
    const value = this.peek(count);
    this.drop(count);
    return value;
  }

  /** The same without consuming them; zeros after the end. */
  peek(count: number): number {
    while (this.#count < count) {
      this.#bits = ((this.#bits << 8) | (this.#bytes[this.#at++] ?? 0)) & 0x7fffffff;
      this.#count += 8;
    }
    return (this.#bits >>> (this.#count - count)) & ((1 << count) - 1);
  }

  /** Consumes bits that were peeked at. Throws `OutOfBits`. */
  drop(count: number): void {
    this.#count -= count;
    if (this.position > this.#bytes.length * 8) throw new OutOfBits();
  }
}
