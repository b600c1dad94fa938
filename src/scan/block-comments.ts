import { InlineBlocks } from '../policy/secretlint.ts';
import type { TextWindow } from './window-reader.ts';

const MARKER = 'secretlint-';
const NEWLINE = 10;
/** Longer lines are not comments written by people. */
const MAX_LINE = 10_000;

/**
 * Tells whether a place in a text is between `secretlint-disable` and `secretlint-enable`. Queries come in ascending
 * order of offset, windows in the order of the text; lines of earlier windows are read once.
 */
export class BlockComments {
  readonly #blocks: InlineBlocks = new InlineBlocks();
  /** Absolute offset up to which lines have been read. */
  #at = 0;
  /** Absolute offset before which no further line ends. */
  #looked = 0;

  /** Name of the comment that covers the line at absolute offset `offset` for this rule, if any. */
  covering(window: TextWindow, offset: number, ruleId: string): string | undefined {
    this.advance(window, offset);
    return this.#blocks.covering(ruleId);
  }

  /** Reads all whole lines that end before absolute offset `offset`. */
  advance({ bytes, base }: TextWindow, offset: number): void {
    const from = Math.max(0, this.#at - base, this.#looked - base);
    const last = bytes.subarray(from, Math.max(from, offset - base)).lastIndexOf(NEWLINE);
    // A line may contain many findings.
    this.#looked = Math.max(this.#looked, offset);
    if (last < 0) return;
    const end = from + last + 1;
    // Stop there: a window may be large, and this runs for each of its findings.
    const lines = bytes.subarray(0, end);
    let at = Math.max(0, this.#at - base);
    while (at < end) {
      const found = lines.indexOf(MARKER, at, 'latin1');
      if (found < 0) break;
      const start = bytes.lastIndexOf(NEWLINE, found) + 1;
      const next = bytes.indexOf(NEWLINE, found);
      if (next - start <= MAX_LINE) this.#blocks.add(bytes.toString('latin1', start, next));
      at = next + 1;
    }
    this.#at = Math.max(this.#at, base + end);
  }
}
