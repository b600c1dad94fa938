import type { Effort } from '../rows/effort.ts';
import type { JsonLines } from '../rows/json-lines.ts';
import type { Page, PageReader } from './pages.ts';

/** Walks over the values of one column, row by row. */
export class ColumnCursor {
  readonly #reader: PageReader;
  readonly #effort: Effort;
  readonly #onLost: (error: unknown) => void;
  /** Pages that were read and are still needed; the first one is the current one. */
  readonly #pages: Page[] = [];
  #page: Page | undefined;
  #index = 0;
  /** Index, in the page, of the next value that is not null. */
  #value = 0;
  #isInRow = false;
  /** Number of rows begun. */
  rows = 0;
  #isLast = false;

  /** @param onLost receives the reason why a page, or all later ones, could not be read */
  constructor(reader: PageReader, effort: Effort, onLost: (error: unknown) => void) {
    this.#reader = reader;
    this.#effort = effort;
    this.#onLost = onLost;
  }

  /** Definition level of the next value in the row; -1 after its last one. */
  get def(): number {
    if (!this.#isInRow || this.#page === undefined) return -1;
    return this.#page.defs?.[this.#index] ?? (this.#page.values === undefined ? 0 : this.#reader.leaf.def);
  }

  /** Its repetition level; 0 after the last one. */
  get rep(): number {
    return this.#isInRow ? (this.#page?.reps?.[this.#index] ?? 0) : 0;
  }

  get isInRow(): boolean {
    return this.#isInRow;
  }

  /** Whether the row that begins here ends in the pages read: another row begins after it. */
  get #hasRow(): boolean {
    if (this.#page !== undefined && this.#page.lastStart > this.#index) return true;
    for (let i = 1; i < this.#pages.length; i++) if ((this.#pages[i] as Page).lastStart >= 0) return true;
    return this.#isLast;
  }

  /** Whether the next row can begin without further reading. */
  get isReady(): boolean {
    return this.#reader.leaf.rep === 0 ? this.#page !== undefined || this.#isLast : this.#hasRow;
  }

  /** Reads what the next row needs. */
  async fill(): Promise<void> {
    while (!this.isReady) {
      const page = await this.#next();
      if (page === undefined) this.#isLast = true;
      else if (page.count > 0) this.#pages.push(page);
      this.#page ??= this.#pages[0];
    }
  }

  async #next(): Promise<Page | undefined> {
    try {
      return await this.#reader.next(this.#onLost);
    } catch (error) {
      this.#onLost(error);
      return undefined;
    }
  }

  /** Moves to the next row; false after the last one. */
  begin(): boolean {
    this.#isInRow = this.#page !== undefined;
    if (this.#isInRow) this.rows++;
    return this.#isInRow;
  }

  /** Writes the next value, which must not be null. */
  write(lines: JsonLines): void {
    const values = this.#page?.values;
    if (values !== undefined && this.#value < values.count) values.write(lines, this.#value);
    else lines.put('null');
  }

  /** Moves past the next value. */
  advance(): void {
    if (!this.#isInRow) return;
    if (this.def === this.#reader.leaf.def) this.#value++;
    this.#index++;
    if (this.#index >= (this.#page?.count ?? 0)) this.#leavePage();
    this.#isInRow = this.#page !== undefined && (this.#page.reps?.[this.#index] ?? 0) > 0;
  }

  #leavePage(): void {
    const page = this.#pages.shift();
    if (page !== undefined) this.#effort.release(page.held);
    this.#page = this.#pages[0];
    this.#index = 0;
    this.#value = 0;
  }

  /** Frees resources. */
  close(): void {
    for (const { held } of this.#pages.splice(0)) this.#effort.release(held);
    this.#page = undefined;
    this.#reader.close();
  }
}
