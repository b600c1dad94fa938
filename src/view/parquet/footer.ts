import type { RandomAccess } from '../random-access.ts';
import { BrokenTable } from '../rows/broken-table.ts';
import { partSize } from '../rows/effort.ts';
import type { Notes } from '../rows/table-events.ts';
import { fieldsOf, readElement, type SchemaNode } from './schema.ts';
import { ThriftReader } from './thrift.ts';

const MAGIC = 4;
const TAIL = 8;

/** The part of a column in a row group. */
export interface ColumnChunk {
  readonly type: number;
  readonly codec: number;
  readonly values: number;
  /** Offset of the first page; undefined if the column is in another file. */
  readonly start: number | undefined;
  readonly unpacked: number;
  readonly isEncrypted: boolean;
}

/** Rows whose column chunks are stored together. */
export interface RowGroup {
  readonly chunks: readonly ColumnChunk[];
  readonly rows: number;
}

/** What the end of a file says about it. */
export interface Footer {
  readonly fields: readonly SchemaNode[];
  /** Number of columns of all types. */
  readonly columns: number;
  readonly rows: number;
  readonly notes: Notes;
  /** Row groups, each read on request. Throws {@link BrokenTable}. */
  readonly groups: () => Generator<RowGroup>;
}

/** Maximum number of schema parts and metadata entries: each takes up far more memory than its minimum of one byte. */
const MOST_PARTS = 262_144;

function list<T>(reader: ThriftReader, read: (reader: ThriftReader) => T): T[] {
  const length = reader.listSize();
  if (length > MOST_PARTS)
    throw new BrokenTable('too-large', `the end of a Parquet file has a list of ${length} parts`);
  return Array.from({ length }, () => read(reader));
}

function readNote(reader: ThriftReader): [Buffer, Buffer] {
  const note: [Buffer, Buffer] = [Buffer.alloc(0), Buffer.alloc(0)];
  reader.struct((id) => {
    if (id !== 1 && id !== 2) return false;
    note[id - 1] = reader.binary();
    return true;
  });
  return note;
}

interface Meta {
  type: number;
  codec: number;
  values: number;
  unpacked: number;
  data: number;
  dictionary: number;
}

function readMeta(reader: ThriftReader): Meta {
  const meta: Meta = { type: -1, codec: 0, values: 0, unpacked: 0, data: 0, dictionary: 0 };
  reader.struct((id) => {
    if (id === 1) meta.type = reader.number();
    else if (id === 4) meta.codec = reader.number();
    else if (id === 5) meta.values = reader.number();
    else if (id === 6) meta.unpacked = reader.number();
    else if (id === 9) meta.data = reader.number();
    else if (id === 11) meta.dictionary = reader.number();
    else return false;
    return true;
  });
  return meta;
}

function readChunk(reader: ThriftReader): ColumnChunk {
  let meta: Meta | undefined;
  let [isElsewhere, isEncrypted] = [false, false];
  reader.struct((id) => {
    if (id === 1) isElsewhere = true;
    else if (id === 8 || id === 9) isEncrypted = true;
    if (id === 3) meta = readMeta(reader);
    return id === 3;
  });
  const { type = -1, codec = 0, values = 0, unpacked = 0, data = 0, dictionary = 0 } = meta ?? {};
  const start = dictionary > 0 && dictionary < data ? dictionary : data;
  return { type, codec, values, unpacked, start: isElsewhere ? undefined : start, isEncrypted };
}

function readGroup(reader: ThriftReader): RowGroup {
  let [chunks, rows]: [readonly ColumnChunk[], number] = [[], 0];
  reader.struct((id) => {
    if (id === 1) chunks = list(reader, readChunk);
    else if (id === 3) rows = reader.number();
    else return false;
    return true;
  });
  return { chunks, rows };
}

function* groupsAt(bytes: Buffer, at: number): Generator<RowGroup> {
  const reader = ThriftReader.atList(bytes, at);
  for (let left = reader.listSize(); left > 0; left--) yield readGroup(reader);
}

function footerBytes(access: RandomAccess): Buffer {
  const tail = access.read(Math.max(0, access.size - TAIL), TAIL);
  const magic = tail.toString('latin1', TAIL - MAGIC);
  if (magic === 'PARE') throw new BrokenTable('encrypted', 'columns of a Parquet file');
  const size = tail.length < TAIL ? 0 : tail.readUInt32LE(0);
  if (magic !== 'PAR1' || size === 0 || size > access.size - TAIL - MAGIC)
    throw new BrokenTable('truncated', 'the end of the Parquet file, which says what is in it, is not there');
  return access.read(access.size - TAIL - partSize(size), size);
}

/** Reads the end of a file. Throws {@link BrokenTable}. */
export function readFooter(access: RandomAccess): Footer {
  const bytes = footerBytes(access);
  const reader = new ThriftReader(bytes);
  let elements: ReturnType<typeof readElement>[] = [];
  let notes: [Buffer, Buffer][] = [];
  let [groups, rows, isSigned]: [number | undefined, number, boolean] = [undefined, 0, false];
  reader.struct((id) => {
    if (id === 4) groups = reader.position;
    isSigned ||= id === 8;
    if (id === 2) elements = list(reader, readElement);
    else if (id === 3) rows = reader.number();
    else if (id === 5) notes = list(reader, readNote);
    else return false;
    return true;
  });
  // A signature may follow if columns are encrypted.
  if (groups === undefined || (reader.position !== bytes.length && !isSigned))
    throw new BrokenTable('corrupt', 'the end of the Parquet file, which says what is in it, is broken');
  const from = groups;
  return {
    ...fieldsOf(elements),
    rows,
    notes,
    groups: () => groupsAt(bytes, from),
  };
}
