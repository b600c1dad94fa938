import type { Span } from '../../../types.ts';
import type { ValueSpan } from '../value.ts';
import { cellValue, type Line, lineAbove, rowsBelow } from './table-text.ts';

/** The prefix of a log line: a time, a stream or a service. */
const PREFIX = String.raw`(?:\[?\d{4}-\d\d-\d\d[T ][\d:.,]{5,18}(?:Z|[+-]\d\d:?\d\d)?\]?[ \t]+(?:(?:stdout|stderr)[ \t]+(?:[FP][ \t]+)?)?|[\w.-]{1,40}[ \t]+\|[ \t])?`;
const WORDS = String.raw`[A-Za-z][A-Za-z_().#/-]*\d{0,2}(?: [A-Za-z(#][A-Za-z_().#/-]*\d{0,2})*`;
/** Cells of a heading: words, separated by at least two blanks. */
const HEADING = new RegExp(String.raw`^${PREFIX}[ \t]{0,60}${WORDS}(?:[ \t]{2,}${WORDS})+[ \t]*$`);
const CELL = /\S+(?: \S+)*/g;
const SINGLE_RULE = /^[ \t]*(?:-{4,}|={4,}|\xe2[\x94\x95][\x80-\xbf\xe2\x94\x95]{6,})[ \t]*$/;

/** The titles of a heading with columns separated by blanks; empty if the line is not one. */
function titlesOf(heading: string): readonly Span[] {
  if (!HEADING.test(heading)) return [];
  const prefix = new RegExp(`^${PREFIX}`).exec(heading)?.[0].length ?? 0;
  return Array.from(heading.slice(prefix).matchAll(CELL), ({ 0: cell, index }) => ({
    start: prefix + index,
    end: prefix + index + cell.length,
  }));
}

/** The cells below the title at `at` of a heading that ends at `end`, in a table with columns aligned left or right by blanks. */
export function alignedCells(
  text: string,
  { text: heading, start }: Line,
  at: number,
  end: number,
): readonly ValueSpan[] {
  const titles = titlesOf(heading);
  const column = titles.findIndex((title) => title.start <= at && at < title.end);
  // A name with its value or type on one line; one of many rows of words.
  if (column < 1 || HEADING.test(lineAbove(text, start))) return [];
  const left = cellsBy(leftCell, text, end, titles, column);
  return left.length > 0 ? left : cellsBy(rightCell, text, end, titles, column);
}

type CellOf = (row: string, titles: readonly Span[], column: number) => Span | undefined;

function cellsBy(
  cellOf: CellOf,
  text: string,
  end: number,
  titles: readonly Span[],
  column: number,
): readonly ValueSpan[] {
  const cells: ValueSpan[] = [];
  for (const [index, row] of rowsBelow(text, end).entries()) {
    if (index === 0 && SINGLE_RULE.test(row.text)) continue;
    const cell = /^[-=+ \t]+$/.test(row.text) ? undefined : cellOf(row.text, titles, column);
    if (cell === undefined) break;
    cells.push(...cellValue(row.text.slice(cell.start, cell.end), row.start + cell.start));
  }
  return cells;
}

function isBlank(row: string, at: number): boolean {
  const code = row.charCodeAt(at);
  return code === 32 || code === 9 || at < 0 || at >= row.length;
}

/** Whether a cell begins at `at`. */
function begins(row: string, at: number): boolean {
  return isBlank(row, at - 1) && !isBlank(row, at);
}

/** Whether a cell ends at `at`. */
function ends(row: string, at: number): boolean {
  return isBlank(row, at) && !isBlank(row, at - 1);
}

/** The cell that begins in its title's column. If no two blanks separate a row's cells, the adjacent ones have to do so as well. */
function leftCell(row: string, titles: readonly Span[], column: number): Span | undefined {
  const start = titles[column]?.start ?? 0;
  if (!begins(row, start)) return undefined;
  if (!/\S[ \t]{2,}\S/.test(row) && !titles.every((title) => begins(row, title.start))) return undefined;
  return { start, end: cellEnd(row, start, titles[column + 1]?.start ?? row.length) };
}

/** The end of the cell that begins at `start`: where the next title's cell begins, or else before two blanks. */
function cellEnd(row: string, start: number, next: number): number {
  const isWhole = next >= row.length || (begins(row, next) && !/\S {2,}\S/.test(row.slice(start, next)));
  if (isWhole) return Math.min(next, row.length);
  return start + (/^\S(?:[ ]?\S)*(?=[ \t]{2}|$)/.exec(row.slice(start))?.[0].length ?? 0);
}

/** The word that ends at the same column as its title, as do all cells of the row. */
function rightCell(row: string, titles: readonly Span[], column: number): Span | undefined {
  if (!titles.every((title) => ends(row, title.end))) return undefined;
  const { end = 0 } = titles[column] ?? {};
  const start = row.slice(0, end).search(/\S+$/);
  return start > (titles[column - 1]?.end ?? 0) ? { start, end } : undefined;
}
