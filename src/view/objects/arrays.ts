import type { AccessCursor } from '../access-cursor.ts';
import { BrokenTable } from '../rows/broken-table.ts';
import type { Effort } from '../rows/effort.ts';
import { Composite, type StoredValue } from './values.ts';

/** Maximum number of an array's bytes that are converted to texts. */
const MOST = 16 * 1024 * 1024;
/** Bytes of a character in NumPy texts. */
const WIDE = 4;
/** Maximum number of field types in a record, including nested ones. */
const MOST_FIELDS = 256;
/** Work charged for a text, in addition to its bytes. */
const CELL = 64;
const MAKERS = /^numpy\._?core\.(?:multiarray\.scalar|numeric\._frombuffer)$/;
const EMPTY = /^numpy\._?core\.multiarray\._reconstruct$/;

/** Arrays in joblib files follow the object of this class, which gives their length. */
export const JOBLIB_ARRAY = 'joblib.numpy_pickle.NumpyArrayWrapper';

/** How a cell of an array is encoded. */
export interface CellType {
  /** NumPy's letter: `U` for text, `S` for bytes, `O` for objects, others for numbers; `V` for a record. */
  readonly kind: string;
  readonly size: number;
  readonly isBig: boolean;
  /** Members of a record. */
  readonly fields: readonly Field[];
}

interface Field {
  readonly name: string;
  readonly at: number;
  readonly type: CellType;
}

/** Reads a NumPy type code: `<U40`, `|S8`, `O8`, `f4`, `M8[ns]`. */
export function cellType(code: string, fields: readonly Field[] = [], order?: string, size?: number): CellType {
  const [, mark = '', kind = 'V', count = '0'] = /^([<>|=]?)([a-zA-Z?])(\d{0,9})/.exec(code) ?? [];
  const width = Number(count) * (kind === 'U' ? WIDE : 1);
  return { kind, size: size ?? width, isBig: (order ?? mark) === '>', fields };
}

/** Whether the maker of a value gives an array or a cell of one. */
export function isArrayMaker(name: string): boolean {
  return MAKERS.test(name);
}

/** Types that may still be read for one array. */
interface Allowance {
  left: number;
}

function typeOf(value: StoredValue | undefined, allowed: Allowance = { left: MOST_FIELDS }): CellType | undefined {
  if (!(value instanceof Composite) || --allowed.left < 0) return undefined;
  const [code, , , state] = value.members;
  if (typeof code !== 'string') return undefined;
  const [, order, , names, places, size] = state instanceof Composite ? state.members : [];
  const fields = fieldsOf(names, places, allowed);
  return cellType(
    code,
    fields,
    typeof order === 'string' ? order : undefined,
    fields.length > 0 && typeof size === 'number' ? size : undefined,
  );
}

function fieldsOf(names: StoredValue | undefined, places: StoredValue | undefined, allowed: Allowance): Field[] {
  if (!(names instanceof Composite && places instanceof Composite)) return [];
  if (names.members.length > MOST_FIELDS || (places.pairs?.length ?? 0) > 2 * MOST_FIELDS) return [];
  return names.members.flatMap((name) => {
    const place = typeof name === 'string' ? places.get(name) : undefined;
    const [inner, at] = place instanceof Composite ? place.members : [];
    const type = typeOf(inner, allowed);
    return typeof name === 'string' && typeof at === 'number' && type !== undefined ? [{ name, at, type }] : [];
  });
}

/** A text without the NULs that pad its cell. */
function wideText(bytes: Buffer, isBig: boolean): string {
  let text = '';
  for (let at = 0; at + WIDE <= bytes.length; at += WIDE) {
    const code = isBig ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
    if (code > 0 && code <= 0x10_ffff) text += String.fromCodePoint(code);
  }
  return text;
}

function cellOf(bytes: Buffer, { kind, isBig, fields }: CellType): StoredValue {
  if (kind === 'U') return wideText(bytes, isBig);
  if (kind === 'S' || kind === 'a') return bytes.subarray(0, bytes.findLastIndex((byte) => byte !== 0) + 1);
  if (fields.length === 0) return null;
  const record = new Composite();
  for (const { name, at, type } of fields) record.set(name, cellOf(bytes.subarray(at, at + type.size), type));
  return record;
}

/** Whether cells of a type hold text. */
export function holdsText({ kind, fields }: CellType): boolean {
  return kind === 'U' || kind === 'S' || kind === 'a' || fields.some(({ type }) => holdsText(type));
}

/** Number of fields of a type, plus one for itself. */
function weightOf({ fields }: CellType): number {
  return fields.reduce((sum, { type }) => sum + weightOf(type), 1);
}

/** The texts of an array's cells; undefined for numbers. */
export function cellsOf(bytes: Buffer, type: CellType, effort: Effort): Composite | undefined {
  if (!holdsText(type) || type.size < 1) return undefined;
  const cells = new Composite();
  effort.spend(bytes.length + Math.ceil(bytes.length / type.size) * weightOf(type) * CELL);
  for (let at = 0; at + type.size <= bytes.length; at += type.size)
    cells.members.push(cellOf(bytes.subarray(at, at + type.size), type));
  return cells;
}

/** The result of an array maker: the texts in its bytes. */
export function arrayOf(
  name: string,
  [first, second]: readonly StoredValue[],
  effort: Effort,
): StoredValue | undefined {
  const isCell = name.endsWith('scalar');
  const [bytes, type] = isCell ? [second, typeOf(first)] : [first, typeOf(second)];
  const cells = bytes instanceof Buffer && type !== undefined ? cellsOf(bytes, type, effort) : undefined;
  return isCell ? cells?.members[0] : cells;
}

/** An array with its state: its texts, or its objects. Undefined for an array of anything else. */
export function withState({ maker }: Composite, state: StoredValue, effort: Effort): StoredValue | undefined {
  if (maker === undefined || !EMPTY.test(maker) || !(state instanceof Composite)) return undefined;
  const [, , inner, , data] = state.members;
  if (data instanceof Composite) return data;
  const type = typeOf(inner);
  return data instanceof Buffer && type !== undefined ? (cellsOf(data, type, effort) ?? data) : undefined;
}

/** Number of cells in a shape. */
function countOf(shape: StoredValue | undefined): number {
  if (!(shape instanceof Composite)) return 0;
  return shape.members.reduce<number>((product, side) => product * Number(side), 1);
}

/** The source of a joblib array. */
interface ArraySource {
  readonly cursor: AccessCursor;
  readonly effort: Effort;
  /** Reads an array of objects. */
  readonly objects: () => StoredValue;
}

/** Reads the array that follows its description in a joblib file. */
export function joblibArray(state: Composite, { cursor, effort, objects }: ArraySource): StoredValue | undefined {
  const type = typeOf(state.get('dtype'));
  if (type === undefined) return undefined;
  if (type.kind === 'O') return objects();
  if (typeof state.get('numpy_array_alignment_bytes') === 'number') cursor.skip(cursor.byte());
  const size = countOf(state.get('shape')) * sizeOf(type);
  if (!holdsText(type)) {
    cursor.skip(size);
    return null;
  }
  if (size > MOST) throw new BrokenTable('too-large', 'an array of texts is too large');
  return cellsOf(cursor.bytes(size), type, effort) ?? null;
}

/** Bytes of a cell: a boolean has no number after its letter. */
function sizeOf({ kind, size }: CellType): number {
  return size === 0 && kind === '?' ? 1 : size;
}
