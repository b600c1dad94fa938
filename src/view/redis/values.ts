import { BrokenParts } from '../access-cursor.ts';
import type { SnapshotCursor } from './cursor.ts';
import { listpack, ziplist, zipmap } from './packed-list.ts';
import { streamCells } from './stream.ts';

/** A text held by a key; `name`: that of its field. */
export interface Cell {
  readonly name?: Buffer;
  readonly value: Buffer;
}

type ValueReader = (cursor: SnapshotCursor) => Iterable<Cell>;

/** The elements after their number. */
function* counted(cursor: SnapshotCursor, read: ValueReader): Generator<Cell> {
  for (let left = cursor.length(); left > 0; left--) yield* read(cursor);
}

function* texts(values: Iterable<Buffer>): Generator<Cell> {
  for (const value of values) yield { value };
}

/** Alternating names and values; in groups of three, the third is the expiry time. */
function* named(values: Iterable<Buffer>, group: 2 | 3 = 2): Generator<Cell> {
  let name: Buffer | undefined;
  let index = 0;
  for (const value of values) {
    if (index === 0) name = value;
    else if (index === 1 && name !== undefined) yield { name, value };
    index = (index + 1) % group;
  }
}

/** The first of each pair: members of a sorted set, without their scores. */
function* members(values: Iterable<Buffer>): Generator<Cell> {
  for (const { name } of named(values)) if (name !== undefined) yield { value: name };
}

const string: ValueReader = (cursor) => [{ value: cursor.string() }];
const field: ValueReader = (cursor) => [{ name: cursor.string(), value: cursor.string() }];

/** A field preceded by its expiry time. */
const timedField: ValueReader = (cursor) => {
  cursor.length();
  return field(cursor);
};

/** A field followed by its expiry time. */
const fieldBeforeTime: ValueReader = (cursor) => {
  const cells = field(cursor);
  cursor.skip(8);
  return cells;
};

/** A member and its score as a text; three special lengths stand for a score that is not a number or is infinite. */
function scored(cursor: SnapshotCursor): Cell[] {
  const value = cursor.string();
  const length = cursor.byte();
  if (length < 0xfd) cursor.skip(length);
  return [{ value }];
}

/** A member and its score as a number. */
function binaryScored(cursor: SnapshotCursor): Cell[] {
  const value = cursor.string();
  cursor.skip(8);
  return [{ value }];
}

/** A node of a list: one long text, or several packed ones. */
function listNode(cursor: SnapshotCursor): Iterable<Cell> {
  const isPlain = cursor.length() === 1;
  return isPlain ? string(cursor) : texts(listpack(cursor.string()));
}

/** Marks of the parts of a module's value: numbers, and texts after the mark 5. */
const [MODULE_END, SIGNED, UNSIGNED, FLOAT, DOUBLE, TEXT] = [0, 1, 2, 3, 4, 5] as const;

/** Texts stored by a module, after its name and version. */
export function* moduleCells(cursor: SnapshotCursor): Generator<Cell> {
  for (;;) {
    const mark = cursor.length();
    if (mark === MODULE_END) return;
    if (mark === SIGNED || mark === UNSIGNED) cursor.length();
    else if (mark === FLOAT) cursor.skip(4);
    else if (mark === DOUBLE) cursor.skip(8);
    else if (mark === TEXT) yield* string(cursor);
    else throw new BrokenParts('corrupt', `no part of a module's value at byte ${cursor.position - 1}`);
  }
}

/** Skips an eight-byte time before a hash whose fields expire. */
function behindTime(read: ValueReader): ValueReader {
  return (cursor) => {
    cursor.skip(8);
    return read(cursor);
  };
}

/** Readers of the value after a key, by its type (rdb.h of Redis and Valkey). */
const READERS: ReadonlyMap<number, ValueReader> = new Map<number, ValueReader>([
  [0, string],
  [1, (cursor) => counted(cursor, string)],
  [2, (cursor) => counted(cursor, string)],
  [3, (cursor) => counted(cursor, scored)],
  [4, (cursor) => counted(cursor, field)],
  [5, (cursor) => counted(cursor, binaryScored)],
  [
    7,
    (cursor) => {
      cursor.length();
      return moduleCells(cursor);
    },
  ],
  [9, (cursor) => named(zipmap(cursor.string()))],
  [10, (cursor) => texts(ziplist(cursor.string()))],
  // A set of numbers.
  [
    11,
    (cursor) => {
      cursor.string();
      return [];
    },
  ],
  [12, (cursor) => members(ziplist(cursor.string()))],
  [13, (cursor) => named(ziplist(cursor.string()))],
  [14, (cursor) => counted(cursor, (each) => texts(ziplist(each.string())))],
  [15, (cursor) => streamCells(cursor, 1)],
  [16, (cursor) => named(listpack(cursor.string()))],
  [17, (cursor) => members(listpack(cursor.string()))],
  [18, (cursor) => counted(cursor, listNode)],
  [19, (cursor) => streamCells(cursor, 2)],
  [20, (cursor) => texts(listpack(cursor.string()))],
  [21, (cursor) => streamCells(cursor, 3)],
  // From Valkey; Redis used this number for another form only in release candidates of 7.4.
  [22, (cursor) => counted(cursor, fieldBeforeTime)],
  [24, behindTime((cursor) => counted(cursor, timedField))],
  [25, behindTime((cursor) => named(listpack(cursor.string()), 3))],
]);

/**
 * The texts of a key's value, read on request. Throws {@link BrokenParts} `unsupported-format` for unknown types: the length of their
 * values cannot be determined.
 */
export function cellsOf(cursor: SnapshotCursor, type: number): Iterable<Cell> {
  const read = READERS.get(type);
  if (read === undefined)
    throw new BrokenParts('unsupported-format', `a value of type ${type} at byte ${cursor.position}, and what follows`);
  return read(cursor);
}
