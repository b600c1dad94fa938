import type { Span } from '../types.ts';

/** Positions in a text of keywords by which rules may match, in ascending order. */
export class KeywordHits {
  /** Pairs (offset of the keyword's first byte, keyword number). */
  #pairs: Int32Array = new Int32Array(64);
  #length = 0;
  /**
   * Maximum bytes of a match and its context, over the keywords found by searching this text; those taken from another text do not count.
   */
  reachOfNew = 0;

  get length(): number {
    return this.#length;
  }

  start(index: number): number {
    return this.#pairs[2 * index] as number;
  }

  keyword(index: number): number {
    return this.#pairs[2 * index + 1] as number;
  }

  /** Adds a hit, which may repeat the last one. */
  add(start: number, keyword: number): void {
    const last = this.#length - 1;
    if (last >= 0 && this.start(last) === start && this.keyword(last) === keyword) return;
    this.#room(this.#length + 1);
    this.#pairs[2 * this.#length] = start;
    this.#pairs[2 * this.#length + 1] = keyword;
    this.#length++;
  }

  /** Index of the first hit at or after `place`; the number of hits if there is none. */
  from(place: number): number {
    let low = 0;
    for (let high = this.#length; low < high;) {
      const middle = (low + high) >> 1;
      if (this.start(middle) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Copies the hits of another text that begin in `[from, to)`. @param shift from its offsets to those of this text */
  take(other: KeywordHits, { start, end }: Span, shift: number): void {
    const first = other.from(start);
    const count = other.from(end) - first;
    if (count <= 0) return;
    this.#room(this.#length + count);
    const at = 2 * this.#length;
    this.#pairs.set(other.#pairs.subarray(2 * first, 2 * (first + count)), at);
    for (let i = at; i < at + 2 * count; i += 2) this.#pairs[i] = (this.#pairs[i] as number) + shift;
    this.#length += count;
  }

  #room(count: number): void {
    if (2 * count <= this.#pairs.length) return;
    const pairs = new Int32Array(Math.max(2 * count, 2 * this.#pairs.length));
    pairs.set(this.#pairs.subarray(0, 2 * this.#length));
    this.#pairs = pairs;
  }
}
