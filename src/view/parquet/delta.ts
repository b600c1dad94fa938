import { BrokenTable } from '../rows/broken-table.ts';
import { bitsAt, varintAt } from './hybrid.ts';

const broken = (): BrokenTable => new BrokenTable('corrupt', 'values of a page are broken');

/** Numbers, and the position after them. */
export interface DeltaNumbers {
  readonly numbers: Int32Array | BigInt64Array;
  readonly next: number;
}

const WIDEST = 64;
const HALF = 32;

/** A number of up to 64 bits that begins at a bit offset. */
function wideBitsAt(bytes: Buffer, bit: number, width: number): bigint {
  const low = BigInt(bitsAt(bytes, bit, Math.min(width, HALF)));
  return width <= HALF ? low : low + (BigInt(bitsAt(bytes, bit + HALF, width - HALF)) << 32n);
}

/** A signed 64-bit number of seven bits per byte. */
function signedAt(bytes: Buffer, at: number): readonly [value: bigint, next: number] {
  let value = 0n;
  for (let next = at, shift = 0n; shift < 70n; shift += 7n) {
    const byte = bytes[next++];
    if (byte === undefined) break;
    value += BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return [BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n)), next];
  }
  throw broken();
}

/** Adds the numbers of a miniblock to the previous ones. */
type AddRow = (row: { readonly bit: number; readonly width: number; readonly count: number }, least: bigint) => void;

function narrowRows(bytes: Buffer, into: Int32Array, first: bigint): AddRow {
  let [filled, last] = [1, Number(BigInt.asIntN(32, first))];
  if (into.length > 0) into[0] = last;
  return ({ bit, width, count }, least) => {
    const added = Number(BigInt.asIntN(32, least));
    // 32-bit numbers need no more: in wider miniblocks, only the lower bits count.
    const used = Math.min(width, HALF);
    for (let i = 0; i < count; i++) into[filled++] = last = (last + added + bitsAt(bytes, bit + i * width, used)) | 0;
  };
}

function wideRows(bytes: Buffer, into: BigInt64Array, first: bigint): AddRow {
  let [filled, last] = [1, first];
  if (into.length > 0) into[0] = last;
  return ({ bit, width, count }, least) => {
    for (let i = 0; i < count; i++)
      into[filled++] = last = BigInt.asIntN(64, last + least + wideBitsAt(bytes, bit + i * width, width));
  };
}

interface Head {
  /** Numbers in each miniblock, and miniblocks in a block. */
  readonly rowSize: number;
  readonly rows: number;
  readonly total: number;
  readonly first: bigint;
  readonly next: number;
}

function headAt(bytes: Buffer, start: number, most: number): Head {
  const [blockSize, afterSize] = varintAt(bytes, start, bytes.length);
  const [rows, afterRows] = varintAt(bytes, afterSize, bytes.length);
  const [total, afterTotal] = varintAt(bytes, afterRows, bytes.length);
  const [first, next] = signedAt(bytes, afterTotal);
  const rowSize = blockSize / rows;
  if (total > most || rows > bytes.length || rowSize === 0 || !Number.isInteger(rowSize)) throw broken();
  return { rowSize, rows, total, first, next };
}

/** Calls `add` for each miniblock, and gives the position after the last one. */
function eachRow(bytes: Buffer, { rowSize, rows, total, next }: Head, add: AddRow): number {
  let [at, left] = [next, total - 1];
  while (left > 0) {
    const [least, widths] = signedAt(bytes, at);
    at = widths + rows;
    for (let row = 0; row < rows && left > 0; row++) {
      const width = bytes[widths + row] ?? WIDEST + 1;
      const count = Math.min(rowSize, left);
      if (width > WIDEST || at * 8 + count * width > bytes.length * 8) throw broken();
      add({ bit: at * 8, width, count }, least);
      left -= count;
      at += Math.ceil((rowSize * width) / 8);
    }
  }
  return at;
}

/**
 * Reads numbers stored as differences, in blocks of bit-packed miniblocks
 * (https://parquet.apache.org/docs/file-format/data-pages/encodings/, DELTA_BINARY_PACKED). Throws {@link BrokenTable}.
 *
 * @param most maximum number of values
 * @param isWide whether they have 64 bits
 */
export function deltaNumbers(bytes: Buffer, start: number, most: number, isWide: boolean): DeltaNumbers {
  const head = headAt(bytes, start, most);
  const numbers = isWide ? new BigInt64Array(head.total) : new Int32Array(head.total);
  const add =
    numbers instanceof Int32Array ? narrowRows(bytes, numbers, head.first) : wideRows(bytes, numbers, head.first);
  return { numbers, next: eachRow(bytes, head, add) };
}
