import type { Blob, SourceEvent } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { skipOf } from '../nested-blob.ts';
import { expandWith, type RandomAccess, restAt } from '../random-access.ts';
import { BrokenTable, tableLoss } from '../rows/broken-table.ts';
import type { Effort } from '../rows/effort.ts';
import type { JsonLines } from '../rows/json-lines.ts';
import { TableReading, notesEvents, tableEvents } from '../rows/table-events.ts';
import { ColumnCursor } from './cursor.ts';
import { type ColumnChunk, type Footer, readFooter, type RowGroup } from './footer.ts';
import { PageReader } from './pages.ts';
import { bind, type BoundNode, RowWriter } from './row-writer.ts';
import type { Leaf, SchemaNode } from './schema.ts';

/** Work charged for a row group and for each of its columns, which may take up no bytes in the file. */
const CHUNK = 1024;
/** Typical size of unpacked data held per column, and maximum for columns walked over side by side. */
const [USUAL_HELD, SIDE_BY_SIDE] = [2 * 1024 * 1024, 64 * 1024 * 1024] as const;

function leavesOf({ leaf, children }: SchemaNode): readonly Leaf[] {
  return leaf === undefined ? children.flatMap(leavesOf) : [leaf];
}

/** Sets of fields whose pages can be held together; in most files a single set. */
function* fieldSets(fields: readonly SchemaNode[], chunks: readonly ColumnChunk[]): Generator<readonly SchemaNode[]> {
  let [set, held]: [SchemaNode[], number] = [[], 0];
  for (const field of fields) {
    let own = 0;
    for (const { column } of leavesOf(field)) own += Math.min(USUAL_HELD, Math.max(0, chunks[column]?.unpacked ?? 0));
    if (held + own > SIDE_BY_SIDE && set.length > 0) {
      yield set;
      [set, held] = [[], 0];
    }
    set.push(field);
    held += own;
  }
  if (set.length > 0) yield set;
}

/** A file, read once. */
class ParquetRows {
  readonly #access: RandomAccess;
  readonly #footer: Footer;
  readonly #reading: TableReading;
  readonly #effort: Effort;

  constructor(access: RandomAccess, footer: Footer, reading: TableReading, effort: Effort) {
    this.#access = access;
    this.#footer = footer;
    this.#reading = reading;
    this.#effort = effort;
  }

  /** Writes all rows, group by group. */
  async *write(lines: JsonLines): AsyncGenerator<void> {
    try {
      let missing = this.#footer.rows;
      for (const group of this.#footer.groups()) {
        this.#effort.spend(CHUNK * (1 + group.chunks.length));
        if (group.chunks.length !== this.#footer.columns)
          throw new BrokenTable('corrupt', 'a group of rows has other columns than the schema');
        for (const fields of fieldSets(this.#footer.fields, group.chunks)) yield* this.#rows(fields, group, lines);
        missing -= group.rows;
      }
      if (missing !== 0) throw new BrokenTable('corrupt', 'groups of rows have others than the file says');
    } catch (error) {
      this.#reading.note('rows', tableLoss(error));
    }
  }

  async *#rows(fields: readonly SchemaNode[], { chunks, rows }: RowGroup, lines: JsonLines): AsyncGenerator<void> {
    const cursors = new Map<number, ColumnCursor>();
    const leaves = fields.flatMap(leavesOf);
    for (const leaf of leaves) {
      const cursor = this.#cursor(leaf, chunks[leaf.column]);
      if (cursor !== undefined) cursors.set(leaf.column, cursor);
    }
    const bound = fields
      .map((field) => bind(field, (column) => cursors.get(column)))
      .filter((one) => one !== undefined);
    try {
      yield* this.#boundRows(bound, [...cursors.values()], lines);
      for (const { column, path } of leaves)
        if ((cursors.get(column)?.rows ?? rows) !== rows)
          this.#reading.note(path, { reason: 'corrupt', detail: 'a column has other rows than its group' });
    } finally {
      for (const cursor of cursors.values()) cursor.close();
    }
  }

  #cursor(leaf: Leaf, chunk: ColumnChunk | undefined): ColumnCursor | undefined {
    const lose = (error: unknown): void => this.#reading.note(leaf.path, tableLoss(error));
    if (chunk === undefined) lose(new BrokenTable('corrupt', 'a group of rows does not have the column'));
    else if (chunk.isEncrypted) lose(new BrokenTable('encrypted', 'a column of a Parquet file'));
    else if (chunk.type !== leaf.type)
      lose(new BrokenTable('corrupt', 'a column is of another type than the schema has'));
    else if (chunk.start !== undefined)
      return new ColumnCursor(
        new PageReader(this.#access, chunk, { leaf, effort: this.#effort, read: this.#reading.read }),
        this.#effort,
        lose,
      );
    return undefined;
  }

  async *#boundRows(
    fields: readonly BoundNode[],
    cursors: readonly ColumnCursor[],
    lines: JsonLines,
  ): AsyncGenerator<void> {
    const writer = new RowWriter(lines);
    for (;;) {
      let isMore = false;
      for (const cursor of cursors) {
        if (!cursor.isReady) await cursor.fill();
        isMore = cursor.begin() || isMore;
      }
      if (!isMore) return;
      writer.object(fields);
      lines.endLine();
      this.#passRest(cursors);
      if (lines.isReady) yield;
    }
  }

  /** Skips values of a row that its levels do not explain: only broken files have them. */
  #passRest(cursors: readonly ColumnCursor[]): void {
    for (const cursor of cursors) {
      if (!cursor.isInRow) continue;
      this.#reading.note('rows', { reason: 'corrupt', detail: 'columns of a row do not fit each other' });
      while (cursor.isInRow) cursor.advance();
    }
  }
}

async function* events(blob: Blob, access: RandomAccess, budget: Budget): AsyncGenerator<SourceEvent> {
  let footer: Footer;
  try {
    footer = readFooter(access);
  } catch (error) {
    yield* restAt({ blob, access, budget }, 'parquet', { start: 0, end: access.size });
    yield skipOf(blob, tableLoss(error));
    return;
  }
  const reading = new TableReading();
  yield* notesEvents(blob, 'parquet', footer.notes, budget);
  const rows = (lines: JsonLines): AsyncGenerator<void> =>
    new ParquetRows(access, footer, reading, lines.effort).write(lines);
  yield* tableEvents(blob, { step: 'parquet', write: rows, reading }, budget);
  yield* reading.events(blob, 'parquet');
}

/**
 * Gives the rows of a Parquet file (https://parquet.apache.org/docs/file-format/) as lines of JSON: texts, data that is text, and integers,
 * next to the names of their columns; other data as separate members; and the metadata in its footer.
 */
export function expandParquet(blob: Blob, budget: Budget): AsyncGenerator<SourceEvent> {
  return expandWith(blob, (access) => events(blob, access, budget));
}
