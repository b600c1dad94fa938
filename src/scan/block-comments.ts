import { InlineBlocks } from '../policy/secretlint.ts';
import type { TextWindow } from './window-reader.ts';

const MARKER = 'secretlint-';
const NEWLINE = 10;
/** Longer lines are no comments of people. */
const MAX_LINE = 10_000;

/**
 * The state of `secretlint-disable` … `secretlint-enable` at a place of one text, which is asked for in ascending order.
 * Windows are told of in their order; lines of earlier ones are read once.
 */
export class BlockComments {
  readonly #blocks: InlineBlocks = new InlineBlocks();
  /** Absolute offset up to which lines were read. */
  #at = 0;
  /** Absolute offset up to which no line ends behind that. */
  #looked = 0;

  /** Name of the comment that covers the line of absolute offset `offset` for this rule, if one does. */
  covering(window: TextWindow, offset: number, ruleId: string): string | undefined {
    this.advance(window, offset);
    return this.#blocks.covering(ruleId);
  }

  /** Reads all whole lines that end before absolute offset `offset`. */
  advance({ bytes, base }: TextWindow, offset: number): void {
    const from = Math.max(0, this.#at - base, this.#looked - base);
    const last = bytes.subarray(from, Math.max(from, offset - base)).lastIndexOf(NEWLINE);
    // A line may hold many findings.
    this.#looked = Math.max(this.#looked, offset);
    if (last < 0) return;
    const end = from + last + 1;
    // Not beyond: a window may be large, and is asked for at each of its findings.
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
