import type { Heading } from './labels.ts';

/** Maximum number of tables of a dump that are remembered. */
const MOST_TABLES = 4096;

/** Rows that continue: their kind, their columns, and the start of the next one. */
export interface OpenRows {
  readonly isCopy: boolean;
  readonly headings: readonly Heading[];
  /** Offset of the next row in the current bytes. */
  readonly at: number;
}

/** What the windows of a dump read so far say about the next one: columns of its tables, and rows that continue. */
export class SqlTables {
  readonly #columns = new Map<string, readonly Heading[]>();
  #base = 0;
  #open: OpenRows | undefined;

  /** Sets the offset of the current bytes in the text. Called in ascending order. */
  moveTo(base: number): void {
    this.#base = base;
  }

  /** Remembers which columns of a table may contain secrets. */
  define(table: string, headings: readonly Heading[]): void {
    if (headings.length === 0) this.#columns.delete(table);
    else if (this.#columns.size < MOST_TABLES) this.#columns.set(table, headings);
  }

  /** Columns of a table that may contain secrets, if its definition was seen. */
  columnsOf(table: string): readonly Heading[] {
    return this.#columns.get(table) ?? [];
  }

  /** Whether the last bytes ended within rows. */
  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** Records that rows continue after the current bytes. */
  leaveOpen(rows: OpenRows): void {
    this.#open = { ...rows, at: rows.at + this.#base };
  }

  /** The rows that the current bytes continue; undefined if there are none, or their next one began earlier. */
  takeOpen(): OpenRows | undefined {
    const open = this.#open;
    this.#open = undefined;
    return open === undefined || open.at < this.#base ? undefined : { ...open, at: open.at - this.#base };
  }
}
