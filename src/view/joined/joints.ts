import type { Span } from '../../types.ts';

/**
 * How sure it is that the bytes on both sides of a joint are one value. `sure`: a syntax says so (a string operator, a continuation mark, a
 * terminal escape sequence); `unsure`: it only looks like it (a full line).
 */
export type Trust = 'sure' | 'unsure';

/** How far before a value a joint may be that makes it readable: room for a name, operator and scheme. */
const REACH = 80;

/** The places in a joined text where bytes were removed (joints), and where unrelated parts meet (breaks). Offsets of the joined text. */
export class Joints {
  /** Offset of each joint, ascending; stored as `-at - 1` if unsure. */
  readonly #places: number[] = [];
  /** Offsets at which unrelated parts meet, ascending. */
  readonly #breaks: number[] = [];
  #isWhole = false;

  /** All joints and breaks as a string. */
  get layout(): string {
    return `${this.#places.join()};${this.#breaks.join()}`;
  }

  /** Whether no joint is sure. */
  get isGuessed(): boolean {
    return this.#places.every((signed) => signed < 0);
  }

  /** Makes text far from any joint count as well: the joined text is the better reading of all that it contains. */
  beWhole(): void {
    this.#isWhole = true;
  }

  /** Whether text far from any joint counts as well. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Adds a joint. Called in order. */
  add(at: number, trust: Trust): void {
    this.#places.push(trust === 'sure' ? at : -at - 1);
  }

  /** Marks the text before and after `at` as unrelated. Called in order. */
  addBreak(at: number): void {
    this.#breaks.push(at);
  }

  /** Start of the last of the unrelated parts, in a text of the given length. */
  lastPart(length: number): number {
    return this.#breaks.findLast((at) => at + 1 < length) ?? 0;
  }

  /** Whether a joint lies in or at the edge of the span. */
  touches({ start, end }: Span): boolean {
    const at = this.#places[this.#firstFrom(start)];
    return at !== undefined && placeOf(at) <= end;
  }

  /**
   * How sure it is that a span holds one value that is less readable without the joints; undefined if no joint affects it. An unsure joint
   * counts only inside the span, a sure one also shortly before it.
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

  /** Whether a break lies between a joint and the value after it. */
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
