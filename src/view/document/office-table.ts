import type { Span } from '../../types.ts';
import { isCredentialHeading } from '../columns/headings.ts';
import type { DecodedView, ViewContext } from '../decoded-view.ts';
import { Joiner } from '../joined/joiner.ts';

/** Starts and ends of rows and cells (ECMA-376 part 1, 17.4 and 21.1.3; OpenDocument 1.3, 9.1), and of the text between tags. */
const TAG = /<(?<close>\/?)(?:\w{1,16}:)?(?<name>tbl|tr|tc|table|table-row|table-cell)(?=[\s/>])/g;
const TABLES: ReadonlySet<string> = new Set(['tbl', 'table']);
const CELLS: ReadonlySet<string> = new Set(['tc', 'table-cell']);
const TEXT = />(?<text>[^<>]+)(?=<)/g;
const LONGEST_CELL = 16 * 1024;
const LONGEST_VALUE = 4096;
/** Most cells of one row. */
const MOST_CELLS = 256;
const OPEN = Buffer.from(' = ');

/** What a cell shows: its text, and where the parts of that stand. */
interface Cell {
  readonly text: string;
  readonly parts: readonly Span[];
}

function cellOf(bytes: Buffer, start: number, end: number): Cell {
  const xml = bytes.toString('latin1', start, Math.min(end, start + LONGEST_CELL));
  const parts = Array.from(xml.matchAll(TEXT), ({ index, groups }) => ({
    start: start + index + 1,
    end: start + index + 1 + (groups?.['text'] ?? '').length,
  })).filter((part) => bytes.toString('latin1', part.start, part.end).trim() !== '');
  return { text: parts.map((part) => bytes.toString('latin1', part.start, part.end)).join(''), parts };
}

/** Rows of the tables, each as it ends; `undefined` where a table begins. A table inside a cell is read for itself. */
function* rowsOf(bytes: Buffer): Generator<readonly Cell[] | undefined> {
  let cells: Cell[] = [];
  let start = -1;
  for (const { 0: tag, index, groups } of bytes.toString('latin1').matchAll(TAG)) {
    const name = groups?.['name'] ?? '';
    const isEnd = groups?.['close'] === '/';
    if (TABLES.has(name)) {
      if (!isEnd) yield undefined;
      [cells, start] = [[], -1];
    } else if (!CELLS.has(name)) {
      if (isEnd && cells.length > 0) yield cells;
      cells = [];
    } else if (!isEnd) start = index + tag.length;
    else if (start >= 0 && cells.length < MOST_CELLS) {
      cells.push(cellOf(bytes, start, index));
      start = -1;
    }
  }
}

/** Writes a value beside its name where it is one word. */
function addPair(joiner: Joiner, name: Cell, value: Cell | undefined): void {
  const text = value?.text.trim() ?? '';
  if (value === undefined || text === '' || text.length > LONGEST_VALUE || /\s|\.\.\./.test(text)) return;
  const [first, last] = [value.parts[0], value.parts.at(-1)];
  if (first === undefined || last === undefined || isCredentialHeading(text)) return;
  const [before, behind] = [first.start, last.end].map((at) => ({ start: at, end: at })) as [Span, Span];
  const quote = Buffer.from(/["\\]/.test(text) ? '' : '"');
  joiner.put(Buffer.from(name.text.trim(), 'latin1'), before);
  joiner.put(OPEN, before);
  joiner.put(quote, before);
  joiner.joint('sure');
  for (const part of value.parts) joiner.piece(part);
  joiner.put(quote, behind);
  joiner.break();
}

function headingsOf(cells: readonly Cell[]): number[] {
  return cells.flatMap(({ text }, column) => (isCredentialHeading(text.trim()) ? [column] : []));
}

/** Values of tables in documents below the heading of a secret, or right of it in a row of two cells, each beside it. */
export function* officeTableViews(bytes: Buffer, context: ViewContext): Generator<DecodedView> {
  const joiner = new Joiner(bytes);
  let titles: readonly Cell[] = [];
  let columns: readonly number[] = [];
  for (const cells of rowsOf(bytes)) {
    if (cells === undefined) {
      [titles, columns] = [[], []];
      continue;
    }
    for (const column of columns) addPair(joiner, titles[column] as Cell, cells[column]);
    const [first, second] = cells;
    const own = headingsOf(cells);
    if (cells.length === 2 && own[0] === 0 && first !== undefined) addPair(joiner, first, second);
    if (titles.length === 0)
      [titles, columns] = [cells, cells.length === 2 && own[0] === 0 && own.length < 2 ? [] : own];
  }
  if (joiner.length === 0 || !context.pay(joiner.length, 'columns', { start: 0, end: bytes.length })) return;
  yield joiner.view('columns');
}
