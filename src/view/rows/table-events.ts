import { cutName } from '../../cut-name.ts';
import type { Blob, SourceEvent, Span } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { chunkReader, type ChunkSource, type Loss, memoryReader, Meter, nestedBlob, skipOf } from '../nested-blob.ts';
import { BrokenTable } from './broken-table.ts';
import { Effort } from './effort.ts';
import { type DataCell, JsonLines, nameOf } from './json-lines.ts';

/** Longest name of a column that a step has. */
const LONGEST_NAME = 256;
/** Columns whose losses are told one by one. */
const MOST_TOLD = 50;

/** Writes the rows of a table, and stops for each piece of them that is ready; what is left when it ends is a piece too. */
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

/** Gives cells of data, each a member; ends with false where the budget is spent. */
function* cellEvents(
  blob: Blob,
  step: string,
  cells: readonly DataCell[],
  budget: Budget,
): Generator<SourceEvent, boolean> {
  for (const { line, name, bytes } of cells) {
    const place = `${step}:${line}.${cutName(name, LONGEST_NAME)}`;
    if (!budget.spend(bytes.length)) {
      const detail = 'this cell and those behind it were not looked at';
      yield skipOf(blob, { reason: 'too-expanded', detail }, place);
      return false;
    }
    yield nestedBlob(blob, place, bytes.length, () => memoryReader(bytes));
  }
  return true;
}

/** Gives the rows of a table as lines of JSON, then cells of data that is no text, for which it is read once more. */
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

/** What a table says of itself, by names. */
export type Notes = readonly (readonly [key: Buffer, value: Buffer])[];

/** Writes notes, each a row; false where the budget does not pay for all. */
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

/** Gives notes as lines of JSON; those that are no text as members of their own. */
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

/** What reading a table gives beside its rows. */
export class TableReading {
  /** Places in the file whose bytes stand in the rows, whatever they look like. */
  readonly read: Span[] = [];
  /** What was lost of columns, or of other parts that have a name: the first loss of each. */
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
