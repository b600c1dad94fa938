import type { Budget } from '../budget.ts';
import { BrokenTable } from './broken-table.ts';

/** Maximum size of unpacked pages held at a time, in bytes. */
const MOST_HELD = 256 * 1024 * 1024;
/** Largest page, block or buffer that is unpacked. */
export const LARGEST_PART: number = 64 * 1024 * 1024;

/** Limits the work of reading a table, in addition to its text, and the memory held for it. Throws {@link BrokenTable}. */
export class Effort {
  readonly #budget: Budget;
  #held = 0;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** Charges bytes that are read, unpacked or scanned, and work that takes as long. */
  spend(count: number): void {
    if (!this.#budget.work(count))
      throw new BrokenTable('too-expanded', 'it stands for more than the budget allows: not read on');
  }

  /** Counts bytes that stay in memory until they are released. */
  hold(bytes: number): void {
    if (this.#held + bytes > MOST_HELD) throw new BrokenTable('too-large', 'pages are too large to be read');
    this.#held += bytes;
  }

  release(bytes: number): void {
    this.#held -= bytes;
  }
}

/** The size of a part that is read or unpacked at once. Throws {@link BrokenTable} if it is too large. */
export function partSize(size: number): number {
  if (size < 0) throw new BrokenTable('corrupt', 'a size is negative');
  if (size > LARGEST_PART) throw new BrokenTable('too-large', `a part of over ${LARGEST_PART} bytes`);
  return size;
}
