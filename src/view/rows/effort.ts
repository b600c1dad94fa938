import type { Budget } from '../budget.ts';
import { BrokenTable } from './broken-table.ts';

/** Bytes of unpacked pages that may be held at a time. */
const MOST_HELD = 256 * 1024 * 1024;
/** Largest page, block or buffer that is unpacked. */
export const LARGEST_PART: number = 64 * 1024 * 1024;

/**
 * What reading a table may cost beside the text that comes of it: bytes that are read and unpacked, and values that are walked over, may
 * be as many together as the budget lets be made out of the file. Throws {@link BrokenTable}.
 */
export class Effort {
  readonly #limit: number;
  #spent = 0;
  #held = 0;

  constructor(budget: Budget) {
    this.#limit = budget.limit;
  }

  /** Counts bytes or values. */
  spend(count: number): void {
    this.#spent += count;
    if (this.#spent > this.#limit)
      throw new BrokenTable('too-expanded', 'it stands for more than the budget allows: not read on');
  }

  /** Counts bytes that stay in memory until they are let go. */
  hold(bytes: number): void {
    if (this.#held + bytes > MOST_HELD) throw new BrokenTable('too-large', 'pages are too large to be read');
    this.#held += bytes;
  }

  release(bytes: number): void {
    this.#held -= bytes;
  }
}

/** The size of a part that is read or unpacked whole. Throws {@link BrokenTable} for one that cannot be. */
export function partSize(size: number): number {
  if (size < 0) throw new BrokenTable('corrupt', 'a size is negative');
  if (size > LARGEST_PART) throw new BrokenTable('too-large', `a part of over ${LARGEST_PART} bytes`);
  return size;
}
