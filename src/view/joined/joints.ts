import type { Span } from '../../types.ts';

/**
 * How sure it is that the bytes on both sides of a joint are one value. `sure`: a syntax says so (a string operator, a
 * continuation mark, an escape sequence of a terminal); `unsure`: it only looks like it (a line that is full).
 */
export type Trust = 'sure' | 'unsure';

/** How far in front of a value a joint may stand that makes it readable: a name, its operator and a scheme. */
const REACH = 80;

/** The places in a joined text where bytes were left out, and those where nothing is joined. Offsets of the joined text. */
export class Joints {
  /** Offset of each joint, ascending; negative minus one where it is unsure. */
  readonly #places: number[] = [];
  /** Offsets at which unrelated parts meet, ascending. */
  readonly #breaks: number[] = [];
  #isWhole = false;

  /** All places in words. */
  get layout(): string {
    return `${this.#places.join()};${this.#breaks.join()}`;
  }

  /** Whether none of the joints is sure. */
  get isGuessed(): boolean {
    return this.#places.every((signed) => signed < 0);
  }

  /** Says that what stands far from any joint counts as well: the text is the better reading of all that it holds. */
  beWhole(): void {
    this.#isWhole = true;
  }

  /** Whether it is. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Notes a joint. Called in order. */
  add(at: number, trust: Trust): void {
    this.#places.push(trust === 'sure' ? at : -at - 1);
  }

  /** Notes that what follows does not belong to what stands before. Called in order. */
  addBreak(at: number): void {
    this.#breaks.push(at);
  }

  /** Where the last of the parts begins that have nothing to do with each other, in a text of the given length. */
  lastPart(length: number): number {
    return this.#breaks.findLast((at) => at + 1 < length) ?? 0;
  }

  /** Whether a joint stands in or at the span. */
  touches({ start, end }: Span): boolean {
    const at = this.#places[this.#firstFrom(start)];
    return at !== undefined && placeOf(at) <= end;
  }

  /**
   * How sure it is that what a span holds is one value and is not read as well without the joints; undefined where no joint
   * makes a difference to it. An unsure joint counts within the span alone, a sure one also shortly before it.
   */
  trustOf({ start, end }: Span): Trust | undefined {
    const broken = this.#breaks[lowerBound(this.#breaks, start + 1, (at) => at)];
    if (broken !== undefined && broken < end) return undefined;
    if (this.#isWhole) return 'sure';
    let trust: Trust | undefined;
    for (let i = this.#firstFrom(start - REACH); i < this.#places.length; i++) {
      const signed = this.#places[i] ?? 0;
      const at = placeOf(signed);
      if (at > end) break;
      if (signed >= 0) trust ??= this.#isCut(at, start) ? undefined : 'sure';
      else if (at > start && at < end) return 'unsure';
    }
    return trust;
  }

  /** Whether a break stands between a joint and the value behind it. */
  #isCut(at: number, start: number): boolean {
    if (at >= start) return false;
    const broken = this.#breaks[lowerBound(this.#breaks, at, (one) => one)];
    return broken !== undefined && broken <= start;
  }

  #firstFrom(at: number): number {
    return lowerBound(this.#places, at, placeOf);
  }
}

function placeOf(signed: number): number {
  return signed < 0 ? -signed - 1 : signed;
}

/** Index of the first entry that is at least `least`. */
export function lowerBound(list: readonly number[], least: number, valueOf: (entry: number) => number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (valueOf(list[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
