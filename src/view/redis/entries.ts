import { BrokenParts } from '../access-cursor.ts';
import type { SnapshotCursor } from './cursor.ts';
import { type Cell, cellsOf, moduleCells } from './values.ts';

/** A text of a snapshot, with its key and field. */
export interface Entry extends Cell {
  readonly key: Buffer;
}

/** `REDIS` or `VALKEY`, and the version of the format in four or three digits: nine bytes. */
export const HEAD = 9;
/** Bytes of the checksum after the end mark, since version 5. */
const CHECKSUM = 8;

/** Marks in place of a value type (rdb.h). */
const [SLOT, FUNCTION, MODULE, IDLE, USES] = [0xf4, 0xf5, 0xf7, 0xf8, 0xf9] as const;
const [NOTE, SIZES, EXPIRES_MS, EXPIRES, DATABASE, END] = [0xfa, 0xfb, 0xfc, 0xfd, 0xfe, 0xff] as const;
/** Mark, and length of a digest, of the slots that a Valkey server imports from another one. */
const SLOT_IMPORT = 0xf3;

/** Entries between keys that contain no user text. */
const BETWEEN: ReadonlyMap<number, (cursor: SnapshotCursor) => void> = new Map<
  number,
  (cursor: SnapshotCursor) => void
>([
  [USES, (cursor) => cursor.skip(1)],
  [EXPIRES, (cursor) => cursor.skip(4)],
  [EXPIRES_MS, (cursor) => cursor.skip(8)],
  [IDLE, (cursor) => void cursor.length()],
  [DATABASE, (cursor) => void cursor.length()],
  [SIZES, (cursor) => void (cursor.length() + cursor.length())],
  [SLOT, (cursor) => void (cursor.length() + cursor.length() + cursor.length())],
]);

const FUNCTION_NAME = Buffer.from('function');
const MODULE_NAME = Buffer.from('module');

function* keyed(key: Buffer, cells: Iterable<Cell>): Generator<Entry> {
  for (const cell of cells) yield { key, ...cell };
}

/** Texts outside keys: metadata of the server, functions, what modules store besides keys. Undefined for a value type. */
function withoutKey(cursor: SnapshotCursor, mark: number): Iterable<Entry> | undefined {
  if (mark === NOTE) return [{ key: cursor.string(), value: cursor.string() }];
  if (mark === FUNCTION) return [{ key: FUNCTION_NAME, value: cursor.string() }];
  if (mark === MODULE) {
    // The module, the opcode `unsigned` and when it is loaded.
    for (let left = 3; left > 0; left--) cursor.length();
    return keyed(MODULE_NAME, moduleCells(cursor));
  }
  if (mark === SLOT_IMPORT)
    throw new BrokenParts('unsupported-format', `slots of another server at byte ${cursor.position}, and what follows`);
  return undefined;
}

/**
 * Gives the texts of a snapshot in order, from after its header to its end mark. Throws {@link BrokenParts} where it cannot be read any
 * further, after giving what precedes.
 */
export function* entriesOf(cursor: SnapshotCursor): Generator<Entry> {
  for (;;) {
    const mark = cursor.byte();
    if (mark === END) {
      cursor.skip(Math.min(CHECKSUM, cursor.left));
      return;
    }
    const skip = BETWEEN.get(mark);
    if (skip !== undefined) skip(cursor);
    else yield* withoutKey(cursor, mark) ?? keyed(cursor.string(), cellsOf(cursor, mark));
  }
}
