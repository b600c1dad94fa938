import type { Span } from '../../types.ts';
import { lastBefore } from '../last-before.ts';
import { lineEnd } from '../line-end.ts';

const LF = 10;
/** A line that separates titles from rows: Markdown, reST, database clients, box-drawing characters (U+2500 to U+257F). */
const RULE_LINE = /^(?:[|+:\-= \t>*#/\r]|\xe2[\x94\x95][\x80-\xbf])*$/;
/** Longest line of a table, and maximum number of rows. */
export const LONGEST_LINE = 8192;
export const MOST_ROWS = 10_000;
/** Marks around a cell's text: blanks, code, emphasis, quotes. */
const MARKS = new Set(Array.from(' \t\r`*"\'', (mark) => mark.charCodeAt(0)));

function lineStart(bytes: Buffer, at: number): number {
  return lastBefore(bytes, LF, at) + 1;
}

/** The line that begins at `start`, without its line break. */
export function lineAt(bytes: Buffer, start: number): Span {
  return { start, end: lineEnd(bytes, start) };
}

/** The line before `start`; undefined at the start of the text. */
export function lineBefore(bytes: Buffer, start: number): Span | undefined {
  return start === 0 ? undefined : { start: lineStart(bytes, start - 1), end: start - 1 };
}

/** Whether a line contains only characters that draw rules; true for an empty line. */
export function isRule(bytes: Buffer, { start, end }: Span): boolean {
  return end - start <= LONGEST_LINE && RULE_LINE.test(bytes.toString('latin1', start, end));
}

/** The text between two positions, without the marks around it. */
export function unmarked(bytes: Buffer, from: number, to: number): Span {
  let [start, end] = [from, to];
  while (start < end && MARKS.has(bytes[start] ?? 0)) start++;
  while (end > start && MARKS.has(bytes[end - 1] ?? 0)) end--;
  return { start, end };
}
