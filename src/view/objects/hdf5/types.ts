import { BrokenParts } from '../../access-cursor.ts';
import { Composite, type StoredValue } from '../values.ts';
import type { BlockCursor, Hdf5File } from './file.ts';
import type { SharedTexts } from './shared-texts.ts';

/** Classes of types (HDF5 File Format Specification, IV.A.2.d). */
const [NUMBER, REAL, TIME, TEXT, BITS, OPAQUE, RECORD, REFERENCE, ENUMERATION, VARIABLE, ARRAY] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
] as const;
/** Bytes of properties that number types have after their size. */
const PROPERTIES: Readonly<Record<number, number>> = {
  [NUMBER]: 4,
  [REAL]: 12,
  [TIME]: 2,
  [TEXT]: 0,
  [BITS]: 4,
  [REFERENCE]: 0,
};
/** Maximum nesting of types, and maximum number of members of a record. */
const [DEEPEST, MOST_MEMBERS] = [8, 1024] as const;
const VALUE = 64;

/** How a value is encoded. */
export interface DataType {
  readonly kind: 'text' | 'shared-text' | 'record' | 'array' | 'other';
  readonly size: number;
  readonly members?: undefined | readonly { readonly name: string; readonly at: number; readonly type: DataType }[];
  /** Type of a list's elements. */
  readonly of?: DataType;
}

/** Reads a type. */
export function readType(cursor: BlockCursor, depth: number = 0): DataType {
  if (depth > DEEPEST) throw new BrokenParts('corrupt', 'types are too deep in one another');
  const [first, low, high] = [cursor.number(1), cursor.number(1), cursor.number(2)];
  const size = cursor.number(4);
  const [kind, version] = [first & 15, first >> 4];
  const other: DataType = { kind: 'other', size };
  switch (kind) {
    case TEXT:
      return { kind: 'text', size };
    case OPAQUE:
      cursor.take(low);
      return other;
    case RECORD:
      return {
        kind: 'record',
        size,
        members: readMembers(cursor, { count: low | ((high & 0xff) << 8), version, size }, depth),
      };
    case VARIABLE: {
      const of = readType(cursor, depth + 1);
      return (low & 15) === 1 ? { kind: 'shared-text', size } : { ...other, of };
    }
    case ARRAY:
      return readArray(cursor, size, version, depth);
    case ENUMERATION:
      // Its names and values: nothing follows an enumeration except in records.
      return readEnumeration(cursor, { count: low | ((high & 0xff) << 8), version, size }, depth);
    default:
      cursor.take(PROPERTIES[kind] ?? Number.POSITIVE_INFINITY);
      return other;
  }
}

interface Shape {
  readonly count: number;
  readonly version: number;
  readonly size: number;
}

/** A NUL-terminated name; in earlier versions it is padded to a multiple of eight bytes. */
function readName(cursor: BlockCursor, version: number): string {
  const end = cursor.bytes.indexOf(0, cursor.at);
  const length = (end < 0 ? cursor.bytes.length : end) - cursor.at;
  const name = cursor.take(length).toString();
  cursor.take(version < 3 ? 8 - (length % 8) : 1);
  return name;
}

function readMembers(cursor: BlockCursor, { count, version, size }: Shape, depth: number): DataType['members'] {
  if (count > MOST_MEMBERS) throw new BrokenParts('corrupt', 'a record has too many members');
  const width = Math.max(1, Math.ceil(Math.log2(size + 1) / 8));
  return Array.from({ length: count }, () => {
    const name = readName(cursor, version);
    const at = cursor.number(version < 3 ? 4 : width);
    if (version === 1) cursor.take(28);
    return { name, at, type: readType(cursor, depth + 1) };
  });
}

function readArray(cursor: BlockCursor, size: number, version: number, depth: number): DataType {
  const rank = cursor.number(1);
  cursor.take(version < 3 ? 3 + 8 * rank : 4 * rank);
  return { kind: 'array', size, of: readType(cursor, depth + 1) };
}

function readEnumeration(cursor: BlockCursor, { count, version, size }: Shape, depth: number): DataType {
  const { size: width } = readType(cursor, depth + 1);
  for (let left = count; left > 0; left--) readName(cursor, version);
  cursor.take(count * width);
  return { kind: 'other', size };
}

/** Whether values of a type hold text. */
export function holdsText({ kind, members = [], of }: DataType): boolean {
  if (kind === 'array') return of !== undefined && holdsText(of);
  return kind === 'text' || kind === 'shared-text' || members.some(({ type }) => holdsText(type));
}

/** Whether values of a type contain fixed-length text. */
export function holdsFixedText({ kind, members = [], of }: DataType): boolean {
  if (kind === 'array') return of !== undefined && holdsFixedText(of);
  return kind === 'text' || members.some(({ type }) => holdsFixedText(type));
}

/** A text without the NULs or blanks that pad it. */
function filledText(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

/** Decodes values from bytes. */
export class ValueReader {
  readonly #file: Hdf5File;
  readonly #shared: SharedTexts;

  constructor(file: Hdf5File, shared: SharedTexts) {
    this.#file = file;
    this.#shared = shared;
  }

  /** All values in the bytes; a single text is not a list. */
  values(bytes: Buffer, type: DataType): StoredValue {
    if (type.size < 1) return null;
    if (bytes.length < 2 * type.size) return this.#value(bytes.subarray(0, type.size), type);
    const list = new Composite();
    for (let at = 0; at + type.size <= bytes.length; at += type.size)
      list.members.push(this.#value(bytes.subarray(at, at + type.size), type));
    return list;
  }

  #value(bytes: Buffer, { kind, members = [], of }: DataType): StoredValue {
    this.#file.effort.spend(VALUE);
    if (kind === 'text') return filledText(bytes);
    if (kind === 'shared-text') return this.#shared.textAt(bytes);
    if (kind === 'array' && of !== undefined && holdsText(of)) return this.values(bytes, of);
    if (kind !== 'record') return null;
    const record = new Composite();
    for (const { name, at, type } of members)
      if (holdsText(type)) record.set(name, this.#value(bytes.subarray(at, at + type.size), type));
    return record;
  }
}
