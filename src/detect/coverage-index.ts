import type { Span } from '../types.ts';

/** Answers in logarithmic time whether one of many spans contains another. */
export class CoverageIndex {
  readonly #starts: readonly number[];
  /** The farthest end of all spans up to each one, in order of their starts. */
  readonly #ends: readonly number[];

  constructor(spans: readonly Span[]) {
    const sorted = [...spans].sort((a, b) => a.start - b.start);
    let farthest = -1;
    this.#starts = sorted.map(({ start }) => start);
    this.#ends = sorted.map(({ end }) => (farthest = Math.max(farthest, end)));
  }

  /** Whether one of the spans begins no later and ends no earlier. */
  covers({ start, end }: Span): boolean {
    return this.#farthest(start) >= end;
  }

  /** As `covers`, but the span must be longer. */
  exceeds({ start, end }: Span): boolean {
    return this.#farthest(start) > end || this.#farthest(start - 1) >= end;
  }

  /** The farthest end of the spans that begin at or before an offset; -1 if there are none. */
  #farthest(place: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] ?? 0) <= place) low = middle + 1;
      else high = middle;
    }
    return this.#ends[low - 1] ?? -1;
  }
}
