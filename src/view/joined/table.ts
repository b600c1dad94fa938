import type { Span } from '../../types.ts';
import { TOKEN_CHARACTERS } from '../byte-class.ts';
import type { Family } from './family.ts';
import { Joiner } from './joiner.ts';
import { lineEnd } from '../line-end.ts';

const BACKSLASH = 0x5c;
/** Cell separators: a bar, or a box-drawing one. */
const BARS: readonly Buffer[] = Array.from('|│┃║', (bar) => Buffer.from(bar));
/** Maximum number of columns and rows processed together, and maximum cell length. */
const MOST_COLUMNS = 64;
const MOST_ROWS = 512;
const MOST_CELL = 2048;
/** Minimum total length of cells that are joined. */
const LEAST = 16;
/** Maximum number of cells that one value is spread over. */
const MOST_PARTS = 4;

type Row = readonly Span[];

function isBlankInLine(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 9 || byte === 13;
}

function trimmed(bytes: Buffer, start: number, end: number): Span {
  let from = start;
  let to = end;
  while (from < to && isBlankInLine(bytes[from])) from++;
  while (to > from && isBlankInLine(bytes[to - 1])) to--;
  return { start: from, end: to };
}

/** The cells of a row that begins with a bar; a bar after a backslash is text. */
function cellsOf(line: Buffer, offset: number): Row {
  const { start } = trimmed(line, 0, line.length);
  const mark = BARS.find((one) => line.subarray(start, start + one.length).equals(one));
  if (mark === undefined) return [];
  const cells: Span[] = [];
  for (let from = start + mark.length; cells.length < MOST_COLUMNS && from < line.length;) {
    let bar = line.indexOf(mark, from);
    while (bar > 0 && line[bar - 1] === BACKSLASH) bar = line.indexOf(mark, bar + 1);
    if (bar < 0) bar = line.length;
    const cell = trimmed(line, from, bar);
    cells.push({ start: offset + cell.start, end: offset + cell.end });
    from = bar + mark.length;
  }
  return cells;
}

/** Whether a cell may be the first part of a value: it ends with a token character. */
function isPart({ start, end }: Span, bytes: Buffer): boolean {
  return end > start && end - start <= MOST_CELL && TOKEN_CHARACTERS[bytes[end - 1] ?? 0] === 1;
}

/** Whether a cell may continue another one: it is a single token. */
function isRest({ start, end }: Span, bytes: Buffer): boolean {
  if (end <= start || end - start > MOST_CELL) return false;
  for (let at = start; at < end; at++) if (TOKEN_CHARACTERS[bytes[at] ?? 0] !== 1) return false;
  return true;
}

function hasDigit({ start, end }: Span, bytes: Buffer): boolean {
  for (let at = start; at < end; at++) if ((bytes[at] ?? 0) >= 0x30 && (bytes[at] ?? 0) <= 0x39) return true;
  return false;
}

/** The cells from `first` on that may continue each other; a chain of fewer than two is ignored. */
function chainFrom(bytes: Buffer, cells: readonly (Span | undefined)[], first: number): readonly Span[] {
  const chain: Span[] = [];
  for (const cell of cells.slice(first, first + MOST_PARTS)) {
    if (cell === undefined || !(chain.length === 0 ? isPart(cell, bytes) : isRest(cell, bytes))) break;
    chain.push(cell);
  }
  const length = chain.reduce((sum, { start, end }) => sum + end - start, 0);
  return length >= LEAST && chain.some((cell) => hasDigit(cell, bytes)) ? chain : [];
}

/** Joins cells that may be parts of one value, starting from each of them: any may be the first part. */
function join(bytes: Buffer, cells: readonly (Span | undefined)[], joiner: Joiner): void {
  for (let first = 0; first + 1 < cells.length; first++) {
    const chain = chainFrom(bytes, cells, first);
    if (chain.length < 2) continue;
    chain.forEach((cell, index) => {
      if (index > 0) joiner.joint('unsure');
      joiner.piece(cell);
    });
    joiner.break();
  }
}

function joinTable(bytes: Buffer, rows: readonly Row[], joiner: Joiner): void {
  const columns = rows.reduce((most, row) => Math.max(most, row.length), 0);
  for (let column = 0; column < columns; column++) {
    const cells = rows.map((row) => row[column]);
    join(bytes, cells, joiner);
  }
  for (const row of rows) join(bytes, row, joiner);
}

/** Tables: consecutive lines that begin with a bar, as rows of cells. */
function* tablesOf(bytes: Buffer, places: readonly number[]): Generator<readonly Row[]> {
  let rows: Row[] = [];
  let behind = -1;
  for (const line of places) {
    if (rows.length > 0 && (line !== behind || rows.length >= MOST_ROWS)) {
      yield rows;
      rows = [];
    }
    const end = lineEnd(bytes, line);
    rows.push(cellsOf(bytes.subarray(line, end), line));
    behind = end + 1;
  }
  if (rows.length > 0) yield rows;
}

/** Values cut by the cells of a table, side by side or stacked. */
export const tableViews: Family = function* ({ bytes, range, context }, { rows }) {
  const joiner = new Joiner(bytes);
  for (const table of tablesOf(bytes, rows)) joinTable(bytes, table, joiner);
  if (joiner.length === 0) return;
  if (context.pay(joiner.length, 'joined-lines', range)) yield joiner.view('joined-lines');
};
