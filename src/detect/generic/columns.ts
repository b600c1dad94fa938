import { lineEnd } from './line-end.ts';
import type { ValueSpan } from './value.ts';

/** Longest heading, longest text and most rows that are read. */
const LONGEST_ROW = 240;
const REACH = 900;
const MOST_ROWS = 12;
/** Cells of a heading: words, each two blanks from the next. */
const HEADING =
  /^[ \t]{0,8}[A-Za-z][A-Za-z_().#/-]*(?: [A-Za-z][A-Za-z_().#/-]*)*(?:[ \t]{2,}[A-Za-z][A-Za-z_().#/-]*(?: [A-Za-z][A-Za-z_().#/-]*)*)+[ \t]*$/;
/** Jira's. */
const BARS = /^[ \t]*\|\|[^\n|]{1,60}(?:\|\|[^\n|]{1,60})*\|\|[ \t]*$/;

/** Textile's: cells of a heading begin with an underscore and a dot, behind letters and signs of their alignment. */
const UNDERSCORED = /^[ \t]*\|_[<>=^~\w\\/]{0,4}\.[^\n|]{1,60}(?:\|_[<>=^~\w\\/]{0,4}\.[^\n|]{1,60})*\|[ \t]*$/;

/** A line of a text: where it begins, and what it says without its end. */
interface Line {
  readonly start: number;
  readonly text: string;
}

/**
 * The cells below a name in the heading of a table: columns that blanks part, as command-line tools print them, and
 * Jira's `||heading||` and Textile's `|_. heading |` with rows of `|cell|`. Tables with a rule below their heading are a view of their own.
 */
export function cellsBelow(text: string, nameStart: number, nameEnd: number): readonly ValueSpan[] {
  const end = lineEnd(text, nameEnd, LONGEST_ROW);
  if (end < 0) return [];
  const front = text.slice(Math.max(0, nameStart - LONGEST_ROW), nameStart);
  const start = nameStart - (front.length - front.lastIndexOf('\n') - 1);
  const heading = text.slice(start, end).replace(/\r$/, '');
  if (heading.length > LONGEST_ROW) return [];
  const at = nameStart - start;
  if (heading.includes('||')) return BARS.test(heading) ? barCells(text, heading.slice(0, at).split('||'), end) : [];
  if (heading.includes('|_'))
    return UNDERSCORED.test(heading) ? barCells(text, heading.slice(0, at).split('|'), end) : [];
  return HEADING.test(heading) ? columnCells(text, heading, at, end) : [];
}

/** Whether a heading may go on behind a name: with two blanks or two bars, or the line's end. */
export function mayBeHeading(text: string, nameStart: number, nameEnd: number): boolean {
  const [code, next] = [text.charCodeAt(nameEnd), text.charCodeAt(nameEnd + 1)];
  if (code === 124) return next === 124;
  if (code === 32 && next === 124) return true;
  const isCell = text.charCodeAt(nameStart - 2) <= 32 && text.charCodeAt(nameStart - 1) <= 32;
  if (code === 10 || code === 13) return isCell;
  return (code === 32 || code === 9) && (next === 32 || next === 9 || next === 10);
}

function rowsBelow(text: string, end: number): readonly Line[] {
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

/** The cells of rows below; `front`: what stands in front of the name in its row, by cells. */
function barCells(text: string, front: readonly string[], end: number): readonly ValueSpan[] {
  const index = front.length - 1;
  const cells: ValueSpan[] = [];
  for (const row of rowsBelow(text, end)) {
    if (!/^[ \t]*\|(?!\|)/.test(row.text)) break;
    const parts = row.text.split('|');
    const cell = parts[index];
    if (cell === undefined || index >= parts.length - 1) break;
    const from = row.start + parts.slice(0, index).join('|').length + 1;
    cells.push(...spanOf(cell, from));
  }
  return cells;
}

function columnCells(text: string, heading: string, at: number, end: number): readonly ValueSpan[] {
  const column = cellStart(heading, at);
  // A name and its value, or its type, on one line.
  if (heading.slice(0, column).trim() === '') return [];
  const isLast = !/\S[ \t]{2,}\S/.test(heading.slice(at));
  const cells: ValueSpan[] = [];
  for (const row of rowsBelow(text, end)) {
    if (/^[-=+ \t]+$/.test(row.text)) break;
    const isApart = /[ \t]/.test(row.text.charAt(column - 1));
    if (!/\S[ \t]{2,}\S/.test(row.text) || !isApart || /^\s/.test(row.text.slice(column)) || row.text.length <= column)
      break;
    const [cell = ''] = (isLast ? /^.*$/ : /^\S(?:[ ]?\S)*(?=[ \t]{2}|$)/).exec(row.text.slice(column)) ?? [];
    cells.push(...spanOf(cell, row.start + column));
  }
  return cells;
}

function cellStart(heading: string, at: number): number {
  let start = at;
  while (start > 0 && !/\s/.test(heading.charAt(start - 1))) start--;
  return start;
}

/** A cell of one word. */
function spanOf(cell: string, from: number): readonly ValueSpan[] {
  const value = cell.trim();
  if (value === '' || /\s/.test(value)) return [];
  const start = from + cell.indexOf(value);
  return [{ start, end: start + value.length, quote: '' }];
}
