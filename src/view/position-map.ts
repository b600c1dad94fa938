import type { Span } from '../types.ts';

/** Maps the bytes of a decoded text back to the escapes and plain bytes they come from; linear between escapes. */
export class PositionMap {
  readonly #origin: number;
  #inner: Uint32Array = new Uint32Array(64);
  #outer: Uint32Array = new Uint32Array(64);
  /** Decoded and encoded length of each escape. */
  #lengths: Uint8Array = new Uint8Array(128);
  #count = 0;

  /** @param origin start of the region in the encoded bytes. */
  constructor(origin: number) {
    this.#origin = origin;
  }

  /** Adds an escape of `outerLength` (at most 255) bytes that decodes to `innerLength` bytes. Called in order. */
  add(inner: number, outer: number, innerLength: number, outerLength: number): void {
    if (this.#count === this.#inner.length) this.#grow();
    this.#inner[this.#count] = inner;
    this.#outer[this.#count] = outer;
    this.#lengths[2 * this.#count] = innerLength;
    this.#lengths[2 * this.#count + 1] = outerLength;
    this.#count++;
  }

  #grow(): void {
    const inner = new Uint32Array(this.#count * 2);
    const outer = new Uint32Array(this.#count * 2);
    const lengths = new Uint8Array(this.#count * 4);
    inner.set(this.#inner);
    outer.set(this.#outer);
    lengths.set(this.#lengths);
    this.#inner = inner;
    this.#outer = outer;
    this.#lengths = lengths;
  }

  /** Index of the last escape that begins at or before the given decoded byte; -1 if there is none. */
  #before(inner: number): number {
    let low = -1;
    let high = this.#count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#inner[middle] ?? 0) <= inner) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The encoded bytes of one decoded byte. */
  #byte(inner: number): Span {
    const index = this.#before(inner);
    if (index < 0) return { start: this.#origin + inner, end: this.#origin + inner + 1 };
    const start = this.#outer[index] ?? 0;
    const end = start + (this.#lengths[2 * index + 1] ?? 0);
    const past = inner - (this.#inner[index] ?? 0) - (this.#lengths[2 * index] ?? 0);
    return past < 0 ? { start, end } : { start: end + past, end: end + past + 1 };
  }

  /** The encoded bytes of a span of decoded bytes, with escapes whole. */
  toOuter({ start, end }: Span): Span {
    const first = this.#byte(start);
    return end > start
      ? { start: first.start, end: this.#byte(end - 1).end }
      : { start: first.start, end: first.start };
  }
}
