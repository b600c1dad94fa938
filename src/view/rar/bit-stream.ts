import type { Span } from '../../types.ts';
import { OutOfBits } from '../compressed/bit-reader.ts';
import type { RandomAccess } from '../random-access.ts';

const CHUNK = 64 * 1024;

/** Bits of a span of a random access, most significant bit of each byte first. */
export class BitStream {
  readonly #access: RandomAccess;
  readonly #span: Span;
  #chunk: Buffer = Buffer.alloc(0);
  /** Position of the next byte: in the chunk, and in the access. */
  #at = 0;
  #next: number;
  #bits = 0;
  #count = 0;

  constructor(access: RandomAccess, span: Span) {
    this.#access = access;
    this.#span = { start: span.start, end: Math.min(span.end, access.size) };
    this.#next = span.start;
  }

  /** Number of bits read since the start of the span. */
  get position(): number {
    return (this.#next - this.#span.start) * 8 - this.#count;
  }

  /** Whether nothing is left. */
  get isSpent(): boolean {
    return this.position >= (this.#span.end - this.#span.start) * 8;
  }

  /** The next `count` bits (at most 16) without consuming them; zeros after the end. */
  peek(count: number): number {
    while (this.#count < count) {
      this.#bits = ((this.#bits << 8) | this.#byte()) & 0xffffff;
      this.#count += 8;
    }
    return (this.#bits >>> (this.#count - count)) & ((1 << count) - 1);
  }

  /** Consumes bits that were peeked at. Throws `OutOfBits`. */
  drop(count: number): void {
    this.#count -= count;
    if (this.#next > this.#span.end && this.position > (this.#span.end - this.#span.start) * 8) throw new OutOfBits();
  }

  /** The next `count` bits (at most 16). Throws `OutOfBits`. */
  read(count: number): number {
    const value = this.peek(count);
    this.drop(count);
    return value;
  }

  /** The next `count` bits (at most 32). Throws `OutOfBits`. */
  readLong(count: number): number {
    return count <= 16 ? this.read(count) : this.read(count - 16) * 0x10000 + this.read(16);
  }

  /** Continues at the next whole byte. */
  align(): void {
    this.#count -= this.#count & 7;
  }

  #byte(): number {
    if (this.#at >= this.#chunk.length && this.#next < this.#span.end) {
      this.#chunk = this.#access.read(this.#next, Math.min(CHUNK, this.#span.end - this.#next));
      this.#at = 0;
    }
    this.#next++;
    return this.#chunk[this.#at++] ?? 0;
  }
}
