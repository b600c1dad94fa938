import { cutName } from '../../cut-name.ts';
import type { Blob, SourceEvent, Span } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { chunkReader, type ChunkSource, type Loss, memoryReader, Meter, nestedBlob, skipOf } from '../nested-blob.ts';
import { BrokenTable } from './broken-table.ts';
import { Effort } from './effort.ts';
import { type DataCell, JsonLines, nameOf } from './json-lines.ts';

/** Longest column name in a view step. */
const LONGEST_NAME = 256;
/** Maximum number of columns whose losses are reported individually. */
const MOST_TOLD = 50;

/** Writes the rows of a table, stopping whenever a piece is ready; what is left at the end is a piece too. */
export type WriteRows = (lines: JsonLines) => AsyncIterator<unknown>;

class RowChunks implements ChunkSource {
  readonly lines: JsonLines;
  readonly #rows: AsyncIterator<unknown>;

  constructor(write: WriteRows, budget: Budget, cells?: DataCell[]) {
    this.lines = new JsonLines(new Effort(budget), cells);
    this.#rows = write(this.lines);
  }

  async next(): Promise<Buffer | undefined> {
    for (;;) {
      const { done } = await this.#rows.next();
      const piece = this.lines.take();
      if (piece !== undefined || done === true) return piece;
    }
  }

  close(): Loss | undefined {
    return this.lines.isCut ? { reason: 'too-large', detail: 'rows are too long to be written whole' } : undefined;
  }
}

/** Gives data cells, each as a member; returns false if the budget is spent. */
function* cellEvents(
  blob: Blob,
  step: string,
  cells: readonly DataCell[],
  budget: Budget,
): Generator<SourceEvent, boolean> {
  for (const { line, name, bytes } of cells) {
    const place = `${step}:${line}.${cutName(name, LONGEST_NAME)}`;
    if (!budget.spend(bytes.length)) {
      const detail = 'this cell and those behind it were not scanned';
      yield skipOf(blob, { reason: 'too-expanded', detail }, place);
      return false;
    }
    yield nestedBlob(blob, place, bytes.length, () => memoryReader(bytes));
  }
  return true;
}

/** Gives the rows of a table as lines of JSON, then data cells that are not text, for which the table is read a second time. */
export async function* tableEvents(
  blob: Blob,
  { step, write, reading }: { readonly step: string; readonly write: WriteRows; readonly reading: TableReading },
  budget: Budget,
): AsyncGenerator<SourceEvent> {
  const meter = new Meter(budget);
  let chunks: RowChunks | undefined;
  yield nestedBlob(
    blob,
    step,
    undefined,
    () => chunkReader((chunks = new RowChunks(write, budget)), meter),
    reading.read,
  );
  if ((chunks?.lines.data ?? 0) === 0) return;
  const cells: DataCell[] = [];
  const again = new RowChunks(write, budget, cells);
  for (let isMore = true; isMore;) {
    isMore = (await again.next()) !== undefined;
    if (!(yield* cellEvents(blob, step, cells.splice(0), budget))) return;
  }
}

/** Metadata of a table, by name. */
export type Notes = readonly (readonly [key: Buffer, value: Buffer])[];

/** Writes metadata, one row per entry; false if the budget does not pay for all. */
function writeNotes(lines: JsonLines, notes: Notes): boolean {
  try {
    for (const [key, value] of notes) {
      lines.put('{');
      lines.name(nameOf(key.toString()));
      lines.text(value, 0, value.length);
      lines.put('}');
      lines.endLine();
    }
    return true;
  } catch (error) {
    if (error instanceof BrokenTable) return false;
    throw error;
  }
}

/** Gives metadata as lines of JSON; entries that are not text as separate members. */
export function* notesEvents(blob: Blob, kind: string, notes: Notes, budget: Budget): Generator<SourceEvent> {
  const cells: DataCell[] = [];
  const lines = new JsonLines(new Effort(budget), cells);
  const isLooked = writeNotes(lines, notes);
  const bytes = lines.take();
  if (bytes === undefined) return;
  const step = `${kind}:notes`;
  const isPaid = budget.spend(bytes.length);
  if (isPaid) yield nestedBlob(blob, step, bytes.length, () => memoryReader(bytes));
  if (!isPaid || !isLooked || lines.isCut)
    yield skipOf(blob, { reason: 'too-expanded', detail: 'notes of the table' }, step);
  yield* cellEvents(blob, step, cells, budget);
}

/** Results of reading a table apart from its rows. */
export class TableReading {
  /** Spans of the file whose bytes are in the rows, whatever they look like. */
  readonly read: Span[] = [];
  /** Losses of columns, or of other named parts: the first loss of each. */
  readonly #losses: Map<string, Loss> = new Map();

  note(name: string, loss: Loss): void {
    if (!this.#losses.has(name)) this.#losses.set(name, loss);
  }

  *events(blob: Blob, kind: string): Generator<SourceEvent> {
    let told = 0;
    for (const [name, loss] of this.#losses) {
      if (told++ < MOST_TOLD) yield skipOf(blob, loss, `${kind}:${cutName(name, LONGEST_NAME)}`);
    }
    const more = told - MOST_TOLD;
    if (more > 0) yield skipOf(blob, { reason: 'corrupt', detail: `${more} more parts could not be read whole` });
  }
}
