import type { Span } from '../../types.ts';
import type { SplitMatch } from './split.ts';

/** A place where a declared value stands, in any of its forms. Offsets are bytes of the text that was searched. */
export interface KnownMatch extends Span {
  /** What the value is called. */
  readonly name: string;
  /** The value, or the part of it that stands here for itself, as latin1 characters, one a byte of its UTF-8. */
  readonly value: string;
  /** What it was made by, outermost first, as steps of a view; empty where it stands as it is. */
  readonly steps: readonly string[];
  /** Characters of it that are shown; all, where it stands there as a whole. */
  readonly shown: number;
  /** Characters that it has. */
  readonly chars: number;
  /** About how many bits what is shown of it is. */
  readonly bits: number;
}

/** Finds declared values in bytes. One per thread. */
export interface KnownFinder {
  /** Bytes that must stand before and behind a range for all matches that begin in it to be whole. */
  readonly margin: number;
  /** Matches that begin in `[from, to)`. */
  find(bytes: Uint8Array, from?: number, to?: number): readonly KnownMatch[];
  /** Values that stand in parts with other bytes between them; absent where that is not to be told. */
  findSplit?(bytes: Buffer, isScattered: boolean): readonly SplitMatch[];
  /** Whether the first parts of a value stand at the end; absent as well. */
  endsWithin?(bytes: Buffer): boolean;
}

/** Several finders as one. */
export class KnownFinders implements KnownFinder {
  readonly #finders: readonly KnownFinder[];

  constructor(finders: readonly KnownFinder[]) {
    this.#finders = finders;
  }

  get margin(): number {
    return Math.max(0, ...this.#finders.map(({ margin }) => margin));
  }

  find(bytes: Uint8Array, from: number = 0, to: number = bytes.length): readonly KnownMatch[] {
    return this.#finders.flatMap((finder) => finder.find(bytes, from, to));
  }

  findSplit(bytes: Buffer, isScattered: boolean): readonly SplitMatch[] {
    return this.#finders.flatMap((finder) => finder.findSplit?.(bytes, isScattered) ?? []);
  }

  endsWithin(bytes: Buffer): boolean {
    return this.#finders.some((finder) => finder.endsWithin?.(bytes) === true);
  }
}
