import type { Span } from '../../types.ts';
import type { ViewContext } from '../decoded-view.ts';
import { credentialHeadings, type Labels } from './labels.ts';
import { isRule, lineAt, lineBefore, LONGEST_LINE, MOST_ROWS, unmarked } from './table-lines.ts';

const [PIPE, BACKSLASH] = [0x7c, 0x5c] as const;
const MOST_COLUMNS = 128;

/** Length of the bar at `at`, `|` or a box-drawing one (U+2502, U+2503, U+2506, U+2551); 0 if there is none. */
function barLength(bytes: Buffer, at: number): number {
  if (bytes[at] === PIPE) return 1;
  if (bytes[at] !== 0xe2) return 0;
  const [second, third] = [bytes[at + 1], bytes[at + 2]];
  return (second === 0x94 && (third === 0x82 || third === 0x83 || third === 0x86)) ||
    (second === 0x95 && third === 0x91)
    ? 3
    : 0;
}

/** The cells between the bars of a line; a bar after a backslash is text. A single cell if there is no bar. */
export function cellsOf(bytes: Buffer, { start, end }: Span): readonly Span[] {
  const cells: Span[] = [];
  let from = start;
  for (let at = start; at <= end && cells.length < MOST_COLUMNS; at++) {
    const length = at === end ? 1 : barLength(bytes, at);
    if (length === 0 || (length === 1 && at < end && bytes[at - 1] === BACKSLASH)) continue;
    cells.push(unmarked(bytes, from, at));
    from = at + length;
  }
  return cells;
}

function hasBars(bytes: Buffer, line: Span | undefined): line is Span {
  if (line === undefined || line.end - line.start > LONGEST_LINE) return false;
  for (let at = line.start; at < line.end; at++) if (barLength(bytes, at) > 0) return true;
  return false;
}

/** The line before a rule, if it is the first one of a table: a rule may also be between any two rows. */
function titleLine(bytes: Buffer, start: number): Span | undefined {
  const line = lineBefore(bytes, start);
  if (!hasBars(bytes, line)) return undefined;
  const above = lineBefore(bytes, line.start);
  const second = above && lineBefore(bytes, above.start);
  return hasBars(bytes, above) || hasBars(bytes, second) ? undefined : line;
}

/** Whether a line has box-drawing bars. */
function isDrawn(bytes: Buffer, { start, end }: Span): boolean {
  for (let at = start; at < end && at < start + LONGEST_LINE; at++) if (barLength(bytes, at) === 3) return true;
  return false;
}

/** Start of the rows at a rule: below it, or the line above it if no other rule precedes that line. */
function firstRow(bytes: Buffer, rule: Span): number {
  const title = titleLine(bytes, rule.start);
  const above = title && lineBefore(bytes, title.start);
  const isBelowRule = above !== undefined && above.end > above.start && isRule(bytes, above);
  return title === undefined || isBelowRule ? rule.end + 1 : title.start;
}

/** Minimum number of non-empty cells in a row of titles; rows of names and values have two. */
const LEAST_TITLES = 3;

/** Whether a single row between the first rule of a table and another rule contains column titles. */
function isTitleRow(bytes: Buffer, rule: Span, line: Span): boolean {
  const above = lineBefore(bytes, rule.start);
  if (line.start !== rule.end + 1 || (above !== undefined && isDrawn(bytes, above))) return false;
  if (!isRule(bytes, lineAt(bytes, line.end + 1))) return false;
  return cellsOf(bytes, line).filter(({ start, end }) => end > start).length >= LEAST_TITLES;
}

/** Writes the values of a row that follow a name. */
function addBeside(bytes: Buffer, cells: readonly Span[], labels: Labels, context: ViewContext): void {
  for (const name of credentialHeadings(bytes, cells, context)) labels.addWord(name, cells[name.column + 1]);
}

/**
 * Writes the rows at a rule, up to the next rule, of a table drawn with box-drawing characters that has names before its values; puts each
 * value next to its name. Rows with ASCII bars are read where they are.
 *
 * @returns the end of the rows; undefined if there are none
 */
export function addDrawn(bytes: Buffer, rule: Span, labels: Labels, context: ViewContext): number | undefined {
  let at = firstRow(bytes, rule);
  let end: number | undefined;
  for (let row = 0; row < MOST_ROWS && at < bytes.length; row++) {
    const line = lineAt(bytes, at);
    if (line.start !== rule.start) {
      if (!isDrawn(bytes, line) || isTitleRow(bytes, rule, line)) break;
      addBeside(bytes, cellsOf(bytes, line), labels, context);
      end = line.end + 1;
    }
    at = line.end + 1;
  }
  return end;
}

/**
 * Writes the rows of a table drawn with bars, each value of a secret next to its title.
 *
 * @param rule the line below the titles
 * @returns the end of the table; undefined if there is no table of secrets with that rule
 */
export function addBarred(bytes: Buffer, rule: Span, labels: Labels, context: ViewContext): number | undefined {
  const titles = titleLine(bytes, rule.start);
  if (titles === undefined || !isRule(bytes, rule)) return undefined;
  const columns = cellsOf(bytes, titles);
  const headings = credentialHeadings(bytes, columns, context);
  if (headings.length === 0) return undefined;
  let at = rule.end + 1;
  for (let row = 0; row < MOST_ROWS && at < bytes.length; row++) {
    const line = lineAt(bytes, at);
    const cells = line.end - line.start <= LONGEST_LINE ? cellsOf(bytes, line) : [];
    if (!isRule(bytes, line)) {
      // The last bar of a row may be missing.
      if (cells.length !== columns.length && cells.length !== columns.length - 1) break;
      for (const heading of headings) labels.addWord(heading, cells[heading.column]);
      if (isDrawn(bytes, line)) addBeside(bytes, cells, labels, context);
    }
    at = line.end + 1;
  }
  return at;
}
