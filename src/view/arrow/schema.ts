import { BrokenTable } from '../rows/broken-table.ts';
import { type CellName, nameOf } from '../rows/json-lines.ts';
import type { FlatTable } from './flatbuffer.ts';

/** Types of columns by their numbers (https://github.com/apache/arrow/blob/main/format/Schema.fbs). */
export const TYPE = {
  null: 1,
  int: 2,
  binary: 4,
  utf8: 5,
  list: 12,
  struct: 13,
  union: 14,
  fixedBinary: 15,
  fixedList: 16,
  map: 17,
  largeBinary: 19,
  largeUtf8: 20,
  largeList: 21,
  runs: 22,
  binaryView: 23,
  utf8View: 24,
  listView: 25,
  largeListView: 26,
} as const;
const LAST = 26;
const DEEPEST = 64;

/** A column or a part of one. */
export interface Field {
  readonly name: CellName;
  readonly type: number;
  /** Bytes of a number or of data, or elements of a list, if all have the same. */
  readonly size: number;
  /** For a union: whether its values have offsets of their own, and the numbers of its members. */
  readonly isDense: boolean;
  readonly members: readonly number[];
  readonly children: readonly Field[];
  /** The dictionary that its values index, and the width of each index in bytes. */
  readonly dictionary: { readonly id: number; readonly width: number } | undefined;
}

function sizeOf(type: number, table: FlatTable | undefined): number {
  if (type === TYPE.int) return (table?.number(0, 4) ?? 0) / 8;
  return type === TYPE.fixedBinary || type === TYPE.fixedList ? (table?.number(0, 4) ?? 0) : 0;
}

function idsIn(bytes: Buffer): number[] {
  return Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readInt32LE(4 * index));
}

function unionOf(type: number, table: FlatTable | undefined, size: SchemaSize): Pick<Field, 'isDense' | 'members'> {
  if (type !== TYPE.union || table === undefined) return { isDense: false, members: [] };
  const ids = table.list(1, 4);
  size.take(ids);
  return { isDense: table.number(0, 2) === 1, members: idsIn(ids) };
}

/** Minimum size of a field and of a note, and how often writers may share their names. */
const [LEAST, SHARED] = [8, 4] as const;

/** Limits what is read of a schema, given its size: its tables may share parts, and expand to more than fits into memory. */
export class SchemaSize {
  #left: number;

  constructor(bytes: number) {
    this.#left = SHARED * bytes;
  }

  /** Counts a field or a note with its texts. Throws {@link BrokenTable}. */
  take(...texts: readonly Buffer[]): void {
    this.#left -= LEAST + texts.reduce((sum, { length }) => sum + length, 0);
    if (this.#left < 0) throw new BrokenTable('corrupt', 'parts of the schema stand for the same bytes');
  }
}

/** Reads a field of a schema. Throws {@link BrokenTable}. */
export function readField(table: FlatTable, size: SchemaSize, depth: number = 0): Field {
  size.take(table.text(0));
  if (depth > DEEPEST) throw new BrokenTable('too-deep', 'columns are nested too deeply');
  const type = table.number(2, 1);
  if (type < 1 || type > LAST) throw new BrokenTable('unsupported-format', `a column of type ${type}, and all others`);
  const own = table.table(3);
  const encoding = table.table(4);
  return {
    name: nameOf(table.text(0).toString()),
    type,
    size: sizeOf(type, own),
    ...unionOf(type, own, size),
    children: Array.from(table.tables(5), (child) => readField(child, size, depth + 1)),
    dictionary: encoding && { id: encoding.long(0), width: (encoding.table(1)?.number(0, 4) ?? 32) / 8 },
  };
}

/** Types whose values are texts, data or integers. */
const SHOWN: ReadonlySet<number> = new Set([
  TYPE.int,
  TYPE.binary,
  TYPE.utf8,
  TYPE.fixedBinary,
  TYPE.largeBinary,
  TYPE.largeUtf8,
  TYPE.binaryView,
  TYPE.utf8View,
]);

/** Whether anything of a column is shown: fractions, booleans, times and decimals are not. */
export function isShown({ type, children }: Field): boolean {
  return SHOWN.has(type) || children.some(isShown);
}

/** Fields with dictionaries, at any depth. */
export function* withDictionary(
  fields: readonly Field[],
): Generator<Field & { readonly dictionary: NonNullable<Field['dictionary']> }> {
  for (const field of fields) {
    const { dictionary } = field;
    if (dictionary !== undefined) yield { ...field, dictionary };
    yield* withDictionary(field.children);
  }
}
