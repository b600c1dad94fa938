import { AccessCursor } from '../access-cursor.ts';
import type { RandomAccess } from '../random-access.ts';
import { BrokenTable } from '../rows/broken-table.ts';
import type { JsonLines } from '../rows/json-lines.ts';
import { type CellType, cellsOf, cellType, holdsText } from './arrays.ts';
import { pickles } from './pickles.ts';
import type { StoredObject } from './stored-object.ts';
import { Composite } from './values.ts';

/** Magic number and version. */
const HEAD = 8;
const LONGEST_HEADER = 1024 * 1024;
/** Bytes of cells read at a time. */
const PIECE = 1024 * 1024;
const DESCRIPTION = /'descr': *(?:'([^']*)'|(\[[^\]]*\]))/;
const FIELD = /\( *'([^']*)' *, *'([^']*)' *(?:, *\(([\d, ]*)\) *)?\)/g;

/** The type named in a header; undefined for one that is not read: nested records. */
function typeIn(header: string): CellType | undefined {
  const [, code, list] = DESCRIPTION.exec(header) ?? [];
  if (code !== undefined) return cellType(code);
  let at = 0;
  const fields = [...(list ?? '').matchAll(FIELD)].map(([, name = '', inner = '', shape = '']) => {
    const type = cellType(inner);
    const field = { name, at, type };
    at += type.size * shape.split(',').reduce((product, side) => product * (side.trim() === '' ? 1 : Number(side)), 1);
    return field;
  });
  return fields.length === 0 ? undefined : { ...cellType('V'), size: at, fields };
}

/** Reads a NumPy array (numpy.lib.format): its texts, its records, or the pickle with its objects. */
export function* arrayFile(access: RandomAccess, lines: JsonLines, name: string): Generator<StoredObject> {
  const cursor = new AccessCursor(access, 0);
  const [major = 1] = cursor.bytes(HEAD).subarray(6);
  const length = cursor.bytes(major === 1 ? 2 : 4).readUIntLE(0, major === 1 ? 2 : 4);
  if (length > LONGEST_HEADER) throw new BrokenTable('corrupt', 'its header is too long');
  const type = typeIn(cursor.bytes(length).toString('latin1'));
  if (type?.kind === 'O') yield* pickles(access, lines, cursor.position);
  else if (type !== undefined && holdsText(type) && type.size > 0) yield* textCells(cursor, type, lines, nameIn(name));
}

/** Members of an array archive are named after their arrays. */
function nameIn(step: string): string {
  return /([^/:]*?)(?:\.npy)?$/.exec(step)?.[1] ?? '';
}

function* textCells(
  cursor: AccessCursor,
  type: CellType,
  { effort }: JsonLines,
  name: string,
): Generator<StoredObject> {
  if (type.size > PIECE) throw new BrokenTable('too-large', 'a cell of the array is too large');
  while (cursor.left > 0) {
    const whole = Math.floor(Math.min(PIECE, cursor.left) / type.size) * type.size;
    if (whole === 0) throw new BrokenTable('truncated', 'its last cell is cut');
    const cells = cellsOf(cursor.bytes(whole), type, effort);
    if (cells === undefined) return;
    const value = new Composite();
    value.set(name, cells.members.length === 1 ? (cells.members[0] ?? null) : cells);
    yield { value };
  }
}
