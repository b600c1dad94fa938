import type { Blob, SourceEvent } from '../../types.ts';
import { BrokenParts } from '../access-cursor.ts';
import type { Budget } from '../budget.ts';
import type { Loss } from '../nested-blob.ts';
import { expandWith, type RandomAccess } from '../random-access.ts';
import { tableLoss } from '../rows/broken-table.ts';
import type { JsonLines } from '../rows/json-lines.ts';
import { TableReading, tableEvents } from '../rows/table-events.ts';
import { arrayFile } from './array-file.ts';
import { hdf5Values } from './hdf5/hdf5.ts';
import { modelNotes } from './model-notes.ts';
import { pickles } from './pickles.ts';
import { ValueText } from './values.ts';
import type { StoredObject } from './stored-object.ts';

/** Files in which programs store their objects, or the metadata of a model. */
export type ObjectKind = 'pickle' | 'npy' | 'gguf' | 'hdf5';

/** Reads the values of a file, one after the other. Throws `BrokenParts` or `BrokenTable`. */
type ReadObjects = (access: RandomAccess, lines: JsonLines, name: string) => Generator<StoredObject>;

const READERS: Readonly<Record<ObjectKind, ReadObjects>> = {
  pickle: (access, lines) => pickles(access, lines),
  npy: arrayFile,
  gguf: modelNotes,
  hdf5: hdf5Values,
};

/** The loss for an error that ended the reading; other errors are rethrown. */
function lossOf(error: unknown): Loss {
  return error instanceof BrokenParts ? { reason: error.reason, detail: error.message } : tableLoss(error);
}

async function* rowsOf(objects: Iterable<StoredObject>, lines: JsonLines, reading: TableReading): AsyncGenerator<void> {
  try {
    for (const { value, span, loss } of objects) {
      const text = new ValueText(lines);
      for (const _ of text.write(value)) yield;
      lines.endLine();
      if (span !== undefined && text.isWhole) reading.read.push(span);
      if (loss !== undefined) reading.note('values', loss);
      if (lines.isReady) yield;
    }
  } catch (error) {
    reading.note('values', lossOf(error));
  }
}

async function* events(
  blob: Blob,
  kind: ObjectKind,
  access: RandomAccess,
  budget: Budget,
): AsyncGenerator<SourceEvent> {
  const reading = new TableReading();
  const write = (lines: JsonLines): AsyncGenerator<void> =>
    rowsOf(READERS[kind](access, lines, blob.view.at(-1) ?? blob.path), lines, reading);
  yield* tableEvents(blob, { step: `${kind}:values`, write, reading }, budget);
  yield* reading.events(blob, kind);
}

/**
 * Gives the values that Python and machine learning programs store in a file as lines of JSON, each next to its name; data that is not text
 * as separate members. Nothing in the file is executed.
 */
export function expandObjects(blob: Blob, kind: ObjectKind, budget: Budget): AsyncGenerator<SourceEvent> {
  return expandWith(blob, (access) => events(blob, kind, access, budget));
}
