import type { Span } from '../types.ts';
import type { ByteClass } from './byte-class.ts';
import { runEnd } from './wrapped-run.ts';

/** What `longRuns` looks for. */
export interface RunOptions {
  readonly digits: ByteClass;
  /** Fewest digits in a row. */
  readonly least: number;
  /** A run that begins before the range is left to the window before, unless it is longer than this. */
  readonly lookAhead: number;
}

/** The run that holds the digit at `end` of `known`; it does not begin before its `start`. */
function runAround(bytes: Buffer, known: Span, digits: ByteClass): Span {
  let start = known.end;
  while (start > known.start && digits[bytes[start - 1] ?? 0] === 1) start--;
  return { start, end: runEnd(bytes, known.end + 1, digits) };
}

/**
 * Finds runs of digits that start inside `range`. Only every `least`-th byte is looked at where there are none. `next`
 * takes the place up to which the caller has read.
 */
export function* longRuns(bytes: Buffer, range: Span, options: RunOptions): Generator<Span, undefined, number> {
  const { digits, least } = options;
  let done = 0;
  let probe = range.start + least - 1;
  while (probe < bytes.length) {
    if (digits[bytes[probe] ?? 0] !== 1) {
      probe += least;
      continue;
    }
    const run = runAround(bytes, { start: done, end: probe }, digits);
    let { start } = run;
    const { end } = run;
    if (start < range.start && end - start > options.lookAhead) start = range.start;
    if (start >= range.end) return undefined;
    done = end;
    if (end - start >= least && start >= range.start) done = Math.max(end, yield { start, end });
    probe = done + least - 1;
  }
  return undefined;
}
