import type { Heading } from './labels.ts';

/** Most tables that are remembered of a dump. */
const MOST_TABLES = 4096;

/** Rows that go on: of what, from which column of the text on. */
export interface OpenRows {
  readonly isCopy: boolean;
  readonly headings: readonly Heading[];
  /** Offset in the bytes at hand at which the next row begins. */
  readonly at: number;
}

/** What the windows of a dump that were read say of the next one: columns of its tables, and rows that go on. */
export class SqlTables {
  readonly #columns = new Map<string, readonly Heading[]>();
  #base = 0;
  #open: OpenRows | undefined;

  /** Says where the bytes at hand begin in the text. Called in ascending order. */
  moveTo(base: number): void {
    this.#base = base;
  }

  /** Remembers in which columns of a table secrets may stand. */
  define(table: string, headings: readonly Heading[]): void {
    if (headings.length === 0) this.#columns.delete(table);
    else if (this.#columns.size < MOST_TABLES) this.#columns.set(table, headings);
  }

  /** Columns of a table in which secrets may stand, as far as its definition was seen. */
  columnsOf(table: string): readonly Heading[] {
    return this.#columns.get(table) ?? [];
  }

  /** Whether the last bytes ended among rows. */
  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** Notes that rows go on behind the bytes at hand. */
  leaveOpen(rows: OpenRows): void {
    this.#open = { ...rows, at: rows.at + this.#base };
  }

  /** The rows that the bytes at hand go on with; undefined where none are open, or their next one began before. */
  takeOpen(): OpenRows | undefined {
    const open = this.#open;
    this.#open = undefined;
    return open === undefined || open.at < this.#base ? undefined : { ...open, at: open.at - this.#base };
  }
}
