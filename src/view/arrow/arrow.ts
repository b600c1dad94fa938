import type { Blob, SourceEvent } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { skipOf } from '../nested-blob.ts';
import { expandWith, type RandomAccess, restAt } from '../random-access.ts';
import { BrokenTable, tableLoss } from '../rows/broken-table.ts';
import { type Effort, partSize } from '../rows/effort.ts';
import type { JsonLines } from '../rows/json-lines.ts';
import { TableReading, type Notes, notesEvents, tableEvents } from '../rows/table-events.ts';
import { Batch, type BatchSource, Dictionary } from './batch.ts';
import { writeObject } from './columns.ts';
import { FlatTable } from './flatbuffer.ts';
import { type Field, readField, SchemaSize, withDictionary } from './schema.ts';

/** The mark at both ends of a file; a stream has none. */
const MAGIC = 'ARROW1';
const FILE_START = 8;
const FILE_END = 4 + MAGIC.length;
/** Precedes messages since version 0.15. */
const CONTINUED = 0xffffffff;
const [SCHEMA, DICTIONARY, ROWS] = [1, 2, 3] as const;
/** The version in which unions lost their validity bitmap. */
const VERSION_5 = 4;

interface Message {
  readonly kind: number;
  readonly header: FlatTable;
  readonly isOld: boolean;
  readonly body: number;
  readonly next: number;
}

/** The message at an offset; undefined at the end. Throws {@link BrokenTable}. */
function messageAt(access: RandomAccess, at: number, end: number): Message | undefined {
  const head = access.read(at, 8);
  if (at >= end) return undefined;
  if (head.length < 8) throw new BrokenTable('truncated', 'a message is cut');
  const isNew = head.readUInt32LE(0) === CONTINUED;
  const size = head.readUInt32LE(isNew ? 4 : 0);
  if (size === 0) return undefined;
  const start = at + (isNew ? 8 : 4);
  const bytes = access.read(start, partSize(size));
  if (bytes.length < size) throw new BrokenTable('truncated', 'a message is cut');
  const message = new FlatTable(bytes, bytes.readUInt32LE(0));
  const header = message.table(2);
  const length = message.long(3);
  if (header === undefined || length < 0) throw new BrokenTable('corrupt', 'a message is broken');
  const body = start + size;
  const isOld = message.number(0, 2) < VERSION_5;
  return { kind: message.number(1, 1), header, isOld, body, next: body + length };
}

/** The span of the messages, from the marks of a file. Throws {@link BrokenTable}. */
function spanOf(access: RandomAccess): { readonly start: number; readonly end: number; readonly isCut: boolean } {
  if (access.read(0, MAGIC.length).toString('latin1') !== MAGIC) return { start: 0, end: access.size, isCut: false };
  const tail = access.read(Math.max(0, access.size - FILE_END), FILE_END);
  const isCut = tail.toString('latin1', 4) !== MAGIC;
  const end = isCut ? access.size : access.size - FILE_END - tail.readUInt32LE(0);
  return { start: FILE_START, end, isCut };
}

interface Opened {
  readonly access: RandomAccess;
  readonly fields: readonly Field[];
  readonly notes: Notes;
  /** Start of the message after the schema, and end of the last one. */
  readonly start: number;
  readonly end: number;
  readonly isCut: boolean;
}

function notesIn(table: FlatTable, field: number, size: SchemaSize): Notes {
  return Array.from(table.tables(field), (note) => {
    const [key, value] = [note.text(0), note.text(1)] as const;
    size.take(key, value);
    return [key, value] as const;
  });
}

/** Reads the schema, which comes first. Throws {@link BrokenTable}. */
function open(access: RandomAccess): Opened {
  const { start, end, isCut } = spanOf(access);
  const message = messageAt(access, start, end);
  if (message?.kind !== SCHEMA) throw new BrokenTable(isCut ? 'truncated' : 'corrupt', 'the schema is not there');
  const { header, next } = message;
  if (header.number(0, 2) !== 0) throw new BrokenTable('unsupported-format', 'numbers in the other order of bytes');
  const size = new SchemaSize(message.body - start);
  const notes = [...notesIn(header, 2, size)];
  const fields: Field[] = [];
  for (const table of header.tables(1)) {
    for (const note of notesIn(table, 6, size)) notes.push(note);
    fields.push(readField(table, size));
  }
  return { access, fields, notes, start: next, end, isCut };
}

/** A file or stream, read once. */
class ArrowRows {
  readonly #opened: Opened;
  readonly #reading: TableReading;
  readonly #effort: Effort;
  readonly #dictionaries: Map<number, Dictionary> = new Map();
  readonly #withDictionary: Map<number, Field> = new Map();

  constructor(opened: Opened, reading: TableReading, effort: Effort) {
    this.#opened = opened;
    this.#reading = reading;
    this.#effort = effort;
    for (const field of withDictionary(opened.fields))
      if (!this.#withDictionary.has(field.dictionary.id)) this.#withDictionary.set(field.dictionary.id, field);
  }

  async *write(lines: JsonLines): AsyncGenerator<void> {
    const { access, end, isCut } = this.#opened;
    try {
      for (let at = this.#opened.start; ;) {
        const message = messageAt(access, at, end);
        if (message === undefined) break;
        this.#effort.spend(message.body - at);
        if (message.kind === DICTIONARY) await this.#dictionary(message);
        else if (message.kind === ROWS) yield* this.#rows(message, lines);
        if (message.next > access.size) throw new BrokenTable('truncated', 'a message is cut');
        at = message.next;
      }
      if (isCut) throw new BrokenTable('truncated', 'the end of the Arrow file is not there');
    } catch (error) {
      this.#reading.note('rows', tableLoss(error));
    }
  }

  #source({ body, isOld }: Message): BatchSource {
    return {
      access: this.#opened.access,
      body,
      isOld,
      dictionaries: this.#dictionaries,
      effort: this.#effort,
      read: this.#reading.read,
      onLost: ({ name: { name } }, error) => this.#reading.note(name, tableLoss(error)),
    };
  }

  async #dictionary(message: Message): Promise<void> {
    const table = message.header.table(1);
    const id = message.header.long(0);
    const field = this.#withDictionary.get(id);
    if (table === undefined || field === undefined) return;
    const batch = new Batch(table, this.#source(message));
    const part = { column: await batch.values(field), batch };
    const before = this.#dictionaries.get(id);
    const isMore = message.header.number(2, 1) !== 0;
    if (before !== undefined && isMore) before.add(part);
    else {
      before?.close();
      this.#dictionaries.set(id, new Dictionary(part));
    }
  }

  async *#rows(message: Message, lines: JsonLines): AsyncGenerator<void> {
    const batch = new Batch(message.header, this.#source(message));
    try {
      const write = writeObject(await batch.members(this.#opened.fields), this.#effort);
      for (let row = 0; row < batch.length; row++) {
        write(lines, row);
        lines.endLine();
        if (lines.isReady) yield;
      }
    } finally {
      batch.close();
    }
  }
}

async function* events(blob: Blob, access: RandomAccess, budget: Budget): AsyncGenerator<SourceEvent> {
  let opened: Opened;
  try {
    opened = open(access);
  } catch (error) {
    yield* restAt({ blob, access, budget }, 'arrow', { start: 0, end: access.size });
    yield skipOf(blob, tableLoss(error));
    return;
  }
  const reading = new TableReading();
  yield* notesEvents(blob, 'arrow', opened.notes, budget);
  const rows = (lines: JsonLines): AsyncGenerator<void> => new ArrowRows(opened, reading, lines.effort).write(lines);
  yield* tableEvents(blob, { step: 'arrow', write: rows, reading }, budget);
  yield* reading.events(blob, 'arrow');
}

/**
 * Gives the rows of an Arrow file or stream
 * (https://arrow.apache.org/docs/format/Columnar.html#serialization-and-interprocess-communication-ipc) as lines of JSON: texts, data that
 * is text, and integers, next to the names of their columns; other data as separate members; and the metadata of its schema.
 */
export function expandArrow(blob: Blob, budget: Budget): AsyncGenerator<SourceEvent> {
  return expandWith(blob, (access) => events(blob, access, budget));
}
