import { type Line, Lines, MOST_LINE } from './line-text.ts';
import { step } from './path.ts';

/** Maximum number of rows searched for the table's head above the first place. */
const MOST_ROWS = 10_000;
const BAR = /(?<!\\)\|/g;
const RULE = /^[\s|:-]+$/;

/** `table.rows[2].Token`: the cell of a Markdown table whose rows begin with a bar. Reads each row once. */
export class TableField {
  readonly #bytes: Buffer;
  readonly #lines: Lines;
  /** Where the row after the last one read begins. */
  #next = 0;
  /** Index of that last row in its table; negative outside a table. */
  #index = -1;
  #above = '';
  #titles: readonly string[] | undefined;
  /** Number of rows before the first data row. */
  #head = 0;
  /** Positions of the bars in the last row requested. */
  #bars: { readonly row: string; readonly places: readonly number[] } | undefined;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#lines = new Lines(bytes);
  }

  /** The field at an offset; undefined outside a table's data. Offsets must be ascending. */
  at(offset: number): string | undefined {
    const line = this.#lines.at(offset);
    const row = this.#rowOf(line);
    if (row === undefined) return undefined;
    if (line.start >= this.#next && !this.#readTo(line)) this.#readFrom(this.#top(line), line);
    const number = this.#index - this.#head;
    if (this.#titles === undefined || number < 0) return undefined;
    const column = this.#barsBefore(row, line, offset);
    const title = this.#titles[column]?.trim() ?? '';
    return `table.rows${step(number)}${step(title === '' ? column - 1 : title)}`;
  }

  /** Number of bars in a row before an offset. */
  #barsBefore(row: string, { start }: Line, offset: number): number {
    if (this.#bars?.row !== row) this.#bars = { row, places: Array.from(row.matchAll(BAR), ({ index }) => index) };
    const { places } = this.#bars;
    const length = this.#bytes.toString('utf8', start, Math.min(offset, start + MOST_LINE)).length;
    const next = places.findIndex((at) => at >= length);
    return next < 0 ? places.length : next;
  }

  /** The text of a line, if it is a row. */
  #rowOf(line: Line): string | undefined {
    const text = this.#lines.textOf(line);
    return text.trimStart().startsWith('|') ? text : undefined;
  }

  /** Reads on, up to and including that row; false if another table begins in between. */
  #readTo(to: Line): boolean {
    while (this.#index >= 0 && this.#next <= to.start) {
      const line = this.#lines.at(this.#next);
      const text = this.#rowOf(line);
      if (text === undefined) return false;
      this.#take(line, text);
    }
    return this.#index >= 0;
  }

  #readFrom(top: Line, to: Line): void {
    this.#index = -1;
    this.#titles = undefined;
    this.#take(top, this.#rowOf(top) ?? '');
    this.#readTo(to);
  }

  #take(line: Line, text: string): void {
    this.#index++;
    this.#next = line.end + 1;
    if (this.#titles === undefined && this.#index > 0 && RULE.test(text)) {
      this.#titles = this.#above.split(BAR);
      this.#head = this.#index + 1;
    }
    this.#above = text;
  }

  /** The first row of the table that contains a row. */
  #top(row: Line): Line {
    let top = row;
    for (let count = 0; top.start > 0 && count < MOST_ROWS; count++) {
      const above = this.#lines.at(top.start - 1);
      if (this.#rowOf(above) === undefined) break;
      top = above;
    }
    return top;
  }
}
