/** Bits of a probability, and its initial value, one half. */
const PROBABILITY_BITS = 11;
const HALF = 1 << (PROBABILITY_BITS - 1);
const ONE = 1 << PROBABILITY_BITS;
/** How fast a probability adapts. */
const SHIFT = 5;
const TOP = 2 ** 24;

/** Probabilities of one half. */
export function newProbabilities(count: number): Uint16Array {
  return new Uint16Array(count).fill(HALF);
}

/** Resets them to one half. */
export function startAnew(probabilities: Uint16Array): void {
  probabilities.fill(HALF);
}

/** The range decoder of LZMA (LZMA specification, "Range Decoder"). It reads zeros after the end of its input. */
export class RangeDecoder {
  input: Uint8Array = new Uint8Array(0);
  /** Position of the next byte in `input`. */
  at = 0;
  #range = 0;
  #code = 0;

  /** Starts over with the next five bytes; false if they are not the beginning of such data. */
  start(): boolean {
    const first = this.input[this.at++];
    this.#range = 0xffffffff;
    this.#code = 0;
    for (let i = 0; i < 4; i++) this.#code = ((this.#code << 8) | (this.input[this.at++] ?? 0)) >>> 0;
    return first === 0 && this.#code !== this.#range;
  }

  /** Whether only padding is left of the data. */
  get isFinished(): boolean {
    return this.#code === 0;
  }

  /** One bit with the probability at the index. */
  bit(probabilities: Uint16Array, index: number): number {
    this.normalize();
    const probability = probabilities[index] as number;
    const bound = (this.#range >>> PROBABILITY_BITS) * probability;
    if (this.#code < bound) {
      this.#range = bound;
      probabilities[index] = probability + ((ONE - probability) >> SHIFT);
      return 0;
    }
    this.#range -= bound;
    this.#code -= bound;
    probabilities[index] = probability - (probability >> SHIFT);
    return 1;
  }

  /** Bits without probabilities, most significant first. */
  direct(count: number): number {
    let result = 0;
    for (let i = 0; i < count; i++) {
      this.normalize();
      this.#range >>>= 1;
      const isOne = this.#code >= this.#range;
      if (isOne) this.#code -= this.#range;
      result = result * 2 + (isOne ? 1 : 0);
    }
    return result;
  }

  /** A number of `bits` bits, from the tree of probabilities that begins at `base`. */
  tree(probabilities: Uint16Array, base: number, bits: number): number {
    let node = 1;
    for (let i = 0; i < bits; i++) node = (node << 1) | this.bit(probabilities, base + node);
    return node - (1 << bits);
  }

  /** The same with the least significant bit first. */
  reverseTree(probabilities: Uint16Array, base: number, bits: number): number {
    let node = 1;
    let result = 0;
    for (let i = 0; i < bits; i++) {
      const bit = this.bit(probabilities, base + node);
      node = (node << 1) | bit;
      result |= bit << i;
    }
    return result;
  }

  normalize(): void {
    if (this.#range >= TOP) return;
    this.#range = (this.#range << 8) >>> 0;
    this.#code = ((this.#code << 8) | (this.input[this.at++] ?? 0)) >>> 0;
  }
}
