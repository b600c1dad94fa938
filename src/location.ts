import { isAscii } from 'node:buffer';
import type { Span } from './types.ts';

/** Line and column of a position, both from 1; the column counts Unicode code points of UTF-8 text. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const NEWLINE = 10;

/**
 * Turns byte offsets of a text that is read window by window into lines and columns. Positions must be requested in ascending order; bytes
 * between them are counted once.
 */
export class LineLocator {
  #line = 1;
  #column = 1;
  /** Absolute offset up to which lines and columns have been counted. */
  #at = 0;

  /** The position of absolute offset `offset`, which is in the window `bytes` starting at `base`, and not before the previous one. */
  locate(bytes: Buffer, base: number, offset: number): Position {
    this.advance(bytes, base, offset);
    return { line: this.#line, column: this.#column };
  }

  /** The position of `offset` without advancing, for the end of a span: the next span may begin before it. */
  peek(bytes: Buffer, base: number, offset: number): Position {
    const kept = [this.#line, this.#column, this.#at] as const;
    const position = this.locate(bytes, base, offset);
    [this.#line, this.#column, this.#at] = kept;
    return position;
  }

  /** Counts up to absolute offset `offset`; called for the end of a window before it is discarded. */
  advance(bytes: Buffer, base: number, offset: number): void {
    const end = Math.min(bytes.length, offset - base);
    let at = this.#at - base;
    if (at >= end) return;
    let lineStart = -1;
    const part = bytes.subarray(at, end);
    for (let next = part.indexOf(NEWLINE); next >= 0; next = part.indexOf(NEWLINE, next + 1)) {
      this.#line++;
      lineStart = at + next + 1;
    }
    if (lineStart >= 0) {
      this.#column = 1;
      at = lineStart;
    }
    this.#column += codePoints(bytes.subarray(at, end));
    this.#at = base + end;
  }
}

/** Characters in UTF-8: all bytes except continuation bytes. */
function codePoints(bytes: Buffer): number {
  if (isAscii(bytes)) return bytes.length;
  let count = 0;
  // Twice as fast as the array's iterator.
  for (let at = 0; at < bytes.length; at++) if (((bytes[at] as number) & 0xc0) !== 0x80) count++;
  return count;
}

/** Maximum bytes of a line examined on each side of a position. */
const LINE_REACH = 4096;

/** The line at the start of the span, and the line before it, cut at 4 KiB on each side; `span` is relative to `line`. */
export function lineAround(bytes: Buffer, span: Span): { line: string; previous: string | undefined; span: Span } {
  const low = Math.max(0, span.start - LINE_REACH);
  const before = lastNewline(bytes, low, span.start);
  const start = Math.max(low, before + 1);
  const limit = Math.min(bytes.length, span.end + LINE_REACH);
  const after = bytes.subarray(span.end, limit).indexOf(NEWLINE);
  const end = after < 0 ? limit : span.end + after;
  const previousLow = Math.max(0, before - LINE_REACH);
  const previousStart = Math.max(previousLow, lastNewline(bytes, previousLow, before) + 1);
  const previous = before > low ? bytes.toString('latin1', previousStart, before) : undefined;
  const line = bytes.toString('latin1', start, end);
  return { line, previous, span: { start: span.start - start, end: span.end - start } };
}

/** The last line break in `[from, to)`, or -1. */
function lastNewline(bytes: Buffer, from: number, to: number): number {
  const at = to > from ? bytes.subarray(from, to).lastIndexOf(NEWLINE) : -1;
  return at < 0 ? -1 : from + at;
}
