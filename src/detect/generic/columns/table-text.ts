import type { ValueSpan } from '../value.ts';

/** Maximum length of a heading and of a text, and maximum number of rows. */
export const LONGEST_ROW = 240;
const REACH = 900;
const MOST_ROWS = 24;

/** A line of a text: its start, and its contents without the line end. */
export interface Line {
  readonly start: number;
  readonly text: string;
}

/** The lines after the one that ends at `end`. */
export function rowsBelow(text: string, end: number): readonly Line[] {
  const rows: Line[] = [];
  let start = end + 1;
  for (const line of text
    .slice(start, start + REACH)
    .split('\n')
    .slice(0, MOST_ROWS)) {
    rows.push({ start, text: line.replace(/\r$/, '') });
    start += line.length + 1;
  }
  return rows;
}

/** The end of the line above the one that begins at `start`, or all of it; empty if there is none. */
export function lineAbove(text: string, start: number): string {
  const above = text.slice(Math.max(0, start - LONGEST_ROW - 1), Math.max(0, start - 1));
  return above.slice(above.lastIndexOf('\n') + 1);
}

/** Markup around a cell's text: a command of TeX, code, emphasis, quotation marks; the bar before a first cell. */
const MARKED =
  /^(?:\|[ \t]*)?(?:(?:\\[a-z]{2,12}\{(?<set>[^{}]+)\})|(?<mark>["'`*]{1,3}|\{\{|'')(?<inner>.+?)(?:\k<mark>|\}\})|(?<bare>.+))$/;

/** A cell of one word; empty if it has several. `from`: the start of the cell. */
export function cellValue(cell: string, from: number): readonly ValueSpan[] {
  const { set, inner, bare } = MARKED.exec(cell.trim())?.groups ?? {};
  const value = set ?? inner ?? bare ?? '';
  if (value === '' || /\s/.test(value)) return [];
  const start = from + cell.lastIndexOf(value);
  return [{ start, end: start + value.length, quote: '' }];
}
