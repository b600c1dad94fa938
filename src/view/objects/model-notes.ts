import { AccessCursor, BrokenParts } from '../access-cursor.ts';
import type { RandomAccess } from '../random-access.ts';
import type { JsonLines } from '../rows/json-lines.ts';
import type { StoredObject } from './stored-object.ts';
import { Composite, type StoredValue } from './values.ts';

/** Magic number, version, number of tensors. */
const HEAD = 16;
/** Longest text that is kept, and maximum nesting of lists. */
const [LONGEST, DEEPEST] = [16 * 1024 * 1024, 4] as const;
const [TEXT, LIST] = [8, 9] as const;
/** Work charged for a value, in addition to its bytes. */
const VALUE = 64;

type ReadNumber = (bytes: Buffer) => StoredValue;

/** Numbers by type (ggml/docs/gguf.md): their width in bytes, and how they are read. */
const NUMBERS: Readonly<Record<number, readonly [width: number, read: ReadNumber]>> = {
  0: [1, (bytes) => bytes.readUInt8()],
  1: [1, (bytes) => bytes.readInt8()],
  2: [2, (bytes) => bytes.readUInt16LE()],
  3: [2, (bytes) => bytes.readInt16LE()],
  4: [4, (bytes) => bytes.readUInt32LE()],
  5: [4, (bytes) => bytes.readInt32LE()],
  6: [4, (bytes) => bytes.readFloatLE()],
  7: [1, (bytes) => bytes[0] !== 0],
  10: [8, (bytes) => bytes.readBigUInt64LE()],
  11: [8, (bytes) => bytes.readBigInt64LE()],
  12: [8, (bytes) => bytes.readDoubleLE()],
};

/** Reads values preceded by their types. */
class NoteReader {
  readonly cursor: AccessCursor;
  readonly #lines: JsonLines;

  constructor(cursor: AccessCursor, lines: JsonLines) {
    this.cursor = cursor;
    this.#lines = lines;
  }

  long(): number {
    return Number(this.cursor.bytes(8).readBigUInt64LE());
  }

  text(): string | null {
    const length = this.long();
    if (length <= LONGEST) return this.cursor.bytes(length).toString();
    this.cursor.skip(length);
    return null;
  }

  type(): number {
    return this.cursor.bytes(4).readUInt32LE();
  }

  value(type: number, depth: number = 0): StoredValue {
    this.#lines.effort.spend(VALUE);
    if (type === TEXT) return this.text();
    if (type === LIST) return this.#list(depth);
    const [width, read] = NUMBERS[type] ?? [];
    if (width === undefined || read === undefined) throw new BrokenParts('corrupt', `no type of a value: ${type}`);
    return read(this.cursor.bytes(width));
  }

  #list(depth: number): StoredValue {
    const type = this.type();
    const count = this.long();
    const width = NUMBERS[type]?.[0];
    // Lists of numbers are weights of words.
    if (width !== undefined) {
      this.cursor.skip(count * width);
      return null;
    }
    if (depth >= DEEPEST) throw new BrokenParts('corrupt', 'lists are too deep in one another');
    const list = new Composite();
    for (let left = count; left > 0; left--) list.members.push(this.value(type, depth + 1));
    return list;
  }
}

/** Reads the metadata of a model file (GGUF), each value next to its name. */
export function* modelNotes(access: RandomAccess, lines: JsonLines): Generator<StoredObject> {
  const reader = new NoteReader(new AccessCursor(access, HEAD), lines);
  for (let left = reader.long(); left > 0; left--) {
    const name = reader.text();
    const note = new Composite();
    note.set(name, reader.value(reader.type()));
    yield { value: note };
  }
}
