import { isUtf8 } from 'node:buffer';
import { cutName } from '../../cut-name.ts';
import type { Blob, SourceEvent } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { memoryReader, nestedBlob, skipOf } from '../nested-blob.ts';
import type { Columns } from './columns.ts';
import type { TextEncoding } from './header.ts';
import type { Value } from './pages.ts';

/** Text in the encoding of the database. */
export function textOf(bytes: Buffer, encoding: TextEncoding): string {
  if (encoding !== 'utf16be') return bytes.toString(encoding);
  return Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString('utf16le');
}

/** Data that a line of text cannot show. */
function dataOf(value: Value): Buffer | undefined {
  return value.kind === 'blob' && !isUtf8(value.bytes) ? value.bytes : undefined;
}

/** The name of a column: `column1` … if the statement that created the table does not name it. */
export function nameOf(names: readonly string[], index: number): string {
  return names[index] ?? `column${index + 1}`;
}

/** Longest table or column name in a view step. */
export const LONGEST_NAME = 256;

/** Rows with the names of their columns, and the view step for each. */
export interface DataRow {
  readonly step: string;
  readonly values: readonly Value[];
  readonly names: readonly string[];
}

/** Data cells, each as a member, until the budget is spent. */
export function* dataEvents(blob: Blob, rows: Iterable<DataRow>, budget: Budget): Generator<SourceEvent> {
  for (const { step: row, values, names } of rows) {
    for (const [index, value] of values.entries()) {
      const bytes = dataOf(value);
      if (bytes === undefined) continue;
      const step = `${row}.${cutName(nameOf(names, index), LONGEST_NAME)}`;
      if (!budget.spend(bytes.length)) {
        yield skipOf(blob, { reason: 'too-expanded', detail: 'this cell and those behind it were not scanned' }, step);
        return;
      }
      yield nestedBlob(blob, step, bytes.length, () => memoryReader(bytes));
    }
  }
}

/** Writes rows as lines of JSON, without data that is not text. */
export class RowLines {
  /** Number of such data cells so far. */
  data = 0;
  readonly #encoding: TextEncoding;

  constructor(encoding: TextEncoding) {
    this.#encoding = encoding;
  }

  /** @param id the row id, which is not in the record */
  write(id: number, values: readonly Value[], { names, rowId }: Columns): string {
    const cells = values.map((value, index) => {
      const shown = index === rowId && value.kind === 'null' ? String(id) : this.#cell(value);
      return `${JSON.stringify(nameOf(names, index))}:${shown}`;
    });
    return `{${cells.join(',')}}\n`;
  }

  #cell(value: Value): string {
    if (value.kind === 'null') return 'null';
    if (value.kind === 'number') return String(value.value);
    if (value.kind === 'text') return JSON.stringify(textOf(value.bytes, this.#encoding));
    if (dataOf(value) === undefined) return JSON.stringify(value.bytes.toString());
    this.data++;
    return 'null';
  }
}
