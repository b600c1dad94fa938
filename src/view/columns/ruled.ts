import type { Span } from '../../types.ts';
import type { Family } from '../joined/family.ts';
import { credentialHeadings, type Heading, Labels } from './labels.ts';

const [LF, PIPE, BACKSLASH] = [10, 0x7c, 0x5c] as const;
/** A line that separates titles from rows: Markdown, reST, the clients of MySQL and PostgreSQL. */
const RULE_LINE = /^[|+:\-= \t>*#/]*$/;
const LONGEST_LINE = 8192;
const MOST_ROWS = 10_000;
const MOST_COLUMNS = 128;
/** Marks around a cell's text: blanks, code, emphasis, quotes. */
const MARKS = new Set(Array.from(' \t\r`*"\'', (mark) => mark.charCodeAt(0)));

function lineStart(bytes: Buffer, at: number): number {
  return at <= 0 ? 0 : bytes.lastIndexOf(LF, at - 1) + 1;
}

function lineEnd(bytes: Buffer, at: number): number {
  const newline = bytes.indexOf(LF, at);
  return newline < 0 ? bytes.length : newline;
}

/** What stands between the bars of a line; a bar behind a backslash is text. One cell where there is no bar. */
function cellsOf(bytes: Buffer, { start, end }: Span): readonly Span[] {
  const cells: Span[] = [];
  let from = start;
  for (let at = start; at <= end && cells.length < MOST_COLUMNS; at++) {
    if (at < end && (bytes[at] !== PIPE || bytes[at - 1] === BACKSLASH)) continue;
    cells.push(unmarked(bytes, from, at));
    from = at + 1;
  }
  return cells;
}

function unmarked(bytes: Buffer, from: number, to: number): Span {
  let [start, end] = [from, to];
  while (start < end && MARKS.has(bytes[start] ?? 0)) start++;
  while (end > start && MARKS.has(bytes[end - 1] ?? 0)) end--;
  return { start, end };
}

/** The line that ends in front of `start`; undefined at the start of the text. */
function lineBefore(bytes: Buffer, start: number): Span | undefined {
  return start === 0 ? undefined : { start: lineStart(bytes, start - 1), end: start - 1 };
}

function hasBars(bytes: Buffer, line: Span | undefined): line is Span {
  if (line === undefined || line.end - line.start > LONGEST_LINE) return false;
  return bytes.subarray(line.start, line.end).includes(PIPE);
}

/** The line in front of a rule, where it is the first of a table: a rule may also stand between any two rows. */
function titleLine(bytes: Buffer, start: number): Span | undefined {
  const line = lineBefore(bytes, start);
  if (!hasBars(bytes, line)) return undefined;
  const above = lineBefore(bytes, line.start);
  const second = above && lineBefore(bytes, above.start);
  return hasBars(bytes, above) || hasBars(bytes, second) ? undefined : line;
}

function isRule(bytes: Buffer, { start, end }: Span): boolean {
  return end - start <= LONGEST_LINE && RULE_LINE.test(bytes.toString('latin1', start, end));
}

/** Writes the rows below a rule; gives the end of the last. */
function addRows(bytes: Buffer, from: number, columns: number, headings: readonly Heading[], labels: Labels): number {
  let at = from;
  for (let row = 0; row < MOST_ROWS && at < bytes.length; row++) {
    const line = { start: at, end: lineEnd(bytes, at) };
    const cells = line.end - line.start <= LONGEST_LINE ? cellsOf(bytes, line) : [];
    if (!isRule(bytes, line)) {
      if (cells.length !== columns) break;
      for (const heading of headings) labels.addWord(heading, cells[heading.column]);
    }
    at = line.end + 1;
  }
  return at;
}

/** Values of tables that are drawn with bars and a rule below the titles, each beside the title of its column. */
export const ruledViews: Family = function* ({ bytes, context }, { rules }) {
  const labels = new Labels(bytes, context);
  let floor = 0;
  for (const start of rules) {
    const titles = start < floor ? undefined : titleLine(bytes, start);
    const rule = { start, end: lineEnd(bytes, start) };
    if (titles === undefined || !isRule(bytes, rule)) continue;
    const cells = cellsOf(bytes, titles);
    const headings = credentialHeadings(bytes, cells, context);
    if (headings.length > 0) floor = addRows(bytes, rule.end + 1, cells.length, headings, labels);
    yield* labels.full();
    if (context.stopped) return;
  }
  yield* labels.rest();
};
