import type { Span } from '../../types.ts';
import { isCredentialHeading } from '../columns/headings.ts';
import type { DecodedView, ViewContext } from '../decoded-view.ts';
import { Joiner } from '../joined/joiner.ts';

/** Starts and ends of rows and cells (ECMA-376 part 1, 17.4 and 21.1.3; OpenDocument 1.3, 9.1), and the text between tags. */
const TAG = /<(?<close>\/?)(?:\w{1,16}:)?(?<name>tbl|tr|tc|table|table-row|table-cell)(?=[\s/>])/g;
const TABLES: ReadonlySet<string> = new Set(['tbl', 'table']);
const CELLS: ReadonlySet<string> = new Set(['tc', 'table-cell']);
const TEXT = />(?<text>[^<>]+)(?=<)/g;
const LONGEST_CELL = 16 * 1024;
const LONGEST_VALUE = 4096;
/** Maximum number of cells in a row. */
const MOST_CELLS = 256;
const OPEN = Buffer.from(' = ');

/** What a cell shows: its text, and the spans of its parts. */
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

/** Reads tables tag by tag. A table inside a cell is read separately. */
class TableReader {
  readonly #bytes: Buffer;
  #cells: Cell[] = [];
  #start = -1;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The cells of a row, if the tag ends one; an empty list if the tag begins a table; otherwise undefined. */
  take(name: string, isEnd: boolean, { start, end }: Span): readonly Cell[] | undefined {
    if (CELLS.has(name)) {
      this.#cell(isEnd, start, end);
      return undefined;
    }
    const cells = this.#cells;
    this.#cells = [];
    this.#start = -1;
    if (TABLES.has(name)) return isEnd ? undefined : [];
    return isEnd && cells.length > 0 ? cells : undefined;
  }

  #cell(isEnd: boolean, start: number, end: number): void {
    if (!isEnd) this.#start = end;
    else if (this.#start >= 0 && this.#cells.length < MOST_CELLS) {
      this.#cells.push(cellOf(this.#bytes, this.#start, start));
      this.#start = -1;
    }
  }
}

/** The rows of all tables; an empty one at the start of each table. */
function* rowsOf(bytes: Buffer): Generator<readonly Cell[]> {
  const reader = new TableReader(bytes);
  for (const { 0: tag, index, groups } of bytes.toString('latin1').matchAll(TAG)) {
    const span = { start: index, end: index + tag.length };
    const row = reader.take(groups?.['name'] ?? '', groups?.['close'] === '/', span);
    if (row !== undefined) yield row;
  }
}

/** Writes a value next to its name if it is a single word. */
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

/** Whether a row is a name and its value. */
function isPair(cells: readonly Cell[], columns: readonly number[]): boolean {
  return cells.length === 2 && columns.length === 1 && columns[0] === 0;
}

/** Values in tables of documents below the heading of a secret, or to the right of it in a row of two cells, each next to its heading. */
export function* officeTableViews(bytes: Buffer, context: ViewContext): Generator<DecodedView> {
  const joiner = new Joiner(bytes);
  let titles: readonly Cell[] = [];
  let columns: readonly number[] = [];
  for (const cells of rowsOf(bytes)) {
    for (const column of columns) addPair(joiner, titles[column] as Cell, cells[column]);
    const own = headingsOf(cells);
    const isNamed = isPair(cells, own);
    if (isNamed) addPair(joiner, cells[0] as Cell, cells[1]);
    if (cells.length > 0 && titles.length > 0) continue;
    titles = cells;
    columns = isNamed ? [] : own;
  }
  if (joiner.length === 0 || !context.pay(joiner.length, 'columns', { start: 0, end: bytes.length })) return;
  yield joiner.view('columns');
}
