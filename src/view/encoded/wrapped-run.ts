import { isLineBreak } from '../../ascii.ts';
import { byteClass, type ByteClass } from '../byte-class.ts';
import type { Span } from '../../types.ts';

/** Digits of one encoded value, on one or several lines. */
export interface WrappedRun {
  /** Start of the digits on each line. */
  readonly starts: readonly number[];
  /** Number of digits before each line; the last entry is the total. */
  readonly counts: readonly number[];
  /** Position after the last digit. */
  readonly end: number;
}

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const MOST_INDENT = 64;
const CLOSING_BRACE = 0x7d;
/** Digits per line from which on the last line may be longer, if it precedes the closing brace of an RTF group. */
const WIDE = 64;
/** What follows a word at the start of a line of prose, or a name, but not the last line of digits: a blank, a colon. */
const WORD_MARKS: ByteClass = byteClass(' \t:');

/** End of the run of digits that begins at `start`. */
function runEnd(bytes: Buffer, start: number, digits: ByteClass): number {
  let end = start;
  while (end < bytes.length && digits[bytes[end] ?? 0] === 1) end++;
  return end;
}

/** Position at which digits continue after the line break at `at` and indentation; -1 if they do not. */
function nextLine(bytes: Buffer, at: number, digits: ByteClass): number {
  let next = at;
  if (bytes[next] === CR) next++;
  if (bytes[next] !== LF) return -1;
  next++;
  const margin = next;
  while (next - margin < MOST_INDENT && (bytes[next] === SPACE || bytes[next] === TAB)) next++;
  return digits[bytes[next] ?? 0] === 1 ? next : -1;
}

/** Whether there are only blanks between the start of the line and `at`. */
function startsLine(bytes: Buffer, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && at - before <= MOST_INDENT && (bytes[before] === SPACE || bytes[before] === TAB)) before--;
  return before < 0 || isLineBreak(bytes[before]);
}

/**
 * Whether a line of `length` digits belongs to the lines of `width` digits above it, judging by the byte that follows it.
 *
 * @param width 0 if there is no whole line above
 */
function belongs(behind: number | undefined, length: number, width: number): boolean {
  if (width > 0 && length > width) return width >= WIDE && behind === CLOSING_BRACE;
  return behind === undefined || WORD_MARKS[behind] !== 1;
}

/**
 * The run that begins at `first`, joined with the lines below it as long as they contain nothing else and have equal lengths. The last one
 * may be shorter, or longer at the end of an RTF group; the first one may be shorter if something precedes it.
 */
export function wrappedRun(bytes: Buffer, first: Span, digits: ByteClass): WrappedRun {
  const starts = [first.start];
  const counts = [0, first.end - first.start];
  let { end } = first;
  let width = startsLine(bytes, first.start) ? end - first.start : 0;
  let total = end - first.start;
  while (isLineBreak(bytes[end])) {
    const start = nextLine(bytes, end, digits);
    if (start < 0) break;
    const lineEnd = runEnd(bytes, start, digits);
    const length = lineEnd - start;
    if (!belongs(bytes[lineEnd], length, width)) break;
    starts.push(start);
    total += length;
    counts.push(total);
    end = lineEnd;
    if (width > 0 && length !== width) break;
    width = length;
  }
  return { starts, counts, end };
}

/**
 * The first of two lines, if the second one is shorter and may be a separate text.
 *
 * @param isWhole whether a complete value may have this number of digits
 */
export function firstLine(run: WrappedRun, isWhole: (digits: number) => boolean): WrappedRun | undefined {
  const [start = 0, second] = run.starts;
  const [, first = 0, total = 0] = run.counts;
  if (second === undefined || run.starts.length > 2 || !isWhole(first) || total - first >= first) return undefined;
  return { starts: [start], counts: [0, first], end: start + first };
}

/** Position of the digit with the given index. */
function digitPlace(run: WrappedRun, index: number): number {
  let low = 0;
  let high = run.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((run.counts[middle] ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return (run.starts[low] ?? 0) + index - (run.counts[low] ?? 0);
}

/** Number of digits in the whole run. */
export function digitCount(run: WrappedRun): number {
  return run.counts.at(-1) ?? 0;
}

/** The bytes from the first to the last of the digits `start` to `end`. */
export function digitSpan(run: WrappedRun, start: number, end: number): Span {
  const from = digitPlace(run, start);
  return { start: from, end: end > start ? digitPlace(run, end - 1) + 1 : from };
}
