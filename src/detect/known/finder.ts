import type { Span } from '../../types.ts';
import type { SplitMatch } from './split.ts';

/** An occurrence of a declared value, in any of its forms. Offsets are bytes of the searched text. */
export interface KnownMatch extends Span {
  /** The name of the value. */
  readonly name: string;
  /** The value, or the part of it that occurs here, as latin1, one character for each byte of its UTF-8. */
  readonly value: string;
  /** The encodings of this form, outermost first, as steps of a view; empty if it is unchanged. */
  readonly steps: readonly string[];
  /** Number of its characters that are disclosed; all if the whole value occurs. */
  readonly shown: number;
  /** Number of characters of the value. */
  readonly chars: number;
  /** Approximate bits of the disclosed part. */
  readonly bits: number;
}

/** Finds declared values in bytes. One per thread. */
export interface KnownFinder {
  /** Bytes needed before and after a range so that all matches that begin in it are complete. */
  readonly margin: number;
  /** Matches that begin in `[from, to)`. */
  find(bytes: Uint8Array, from?: number, to?: number): readonly KnownMatch[];
  /** Values that are split into parts with other bytes between them; absent if this finder cannot tell. */
  findSplit?(bytes: Buffer, isScattered: boolean): readonly SplitMatch[];
  /** Whether the text ends after the first parts of a value; absent in the same cases. */
  endsWithin?(bytes: Buffer): boolean;
}

/** Combines several finders into one. */
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
