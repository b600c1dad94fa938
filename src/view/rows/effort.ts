import type { Budget } from '../budget.ts';
import { BrokenTable } from './broken-table.ts';

/** Bytes of unpacked pages that may be held at a time. */
const MOST_HELD = 256 * 1024 * 1024;
/** Largest page, block or buffer that is unpacked. */
export const LARGEST_PART: number = 64 * 1024 * 1024;

/** What reading a table costs beside the text that comes of it, and what is held for it. Throws {@link BrokenTable}. */
export class Effort {
  readonly #budget: Budget;
  #held = 0;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** Counts bytes that are read, unpacked or looked at, and what takes as long. */
  spend(count: number): void {
    if (!this.#budget.work(count))
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
