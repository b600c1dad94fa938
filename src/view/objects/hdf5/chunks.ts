import { BrokenParts } from '../../access-cursor.ts';
import { unpackAtOnce } from '../../compressed/whole.ts';
import { LARGEST_PART } from '../../rows/effort.ts';
import { BlockCursor, type Hdf5File } from './file.ts';

/** Filters (HDF5 File Format Specification, IV.A.2.l): deflate, shuffled bytes, a checksum. */
const [DEFLATE, SHUFFLE, FLETCHER] = [1, 2, 3] as const;
const CHECKSUM = 4;
/** Version of layouts whose chunks are indexed by a tree. */
const TREE_VERSION = 3;
const MOST_NODES = 65_536;

/** How the chunks of a dataset were packed. */
export interface Filter {
  readonly id: number;
  readonly values: readonly number[];
}

/** Reads the filters of a dataset's chunks, in the order in which they were applied. */
export function readFilters(file: Hdf5File, data: Buffer): readonly Filter[] {
  const cursor = new BlockCursor(file, data);
  const [version, count] = [cursor.number(1), cursor.number(1)];
  const isOld = version === 1;
  if (isOld) cursor.take(6);
  return Array.from({ length: count }, () => {
    const id = cursor.number(2);
    const nameLength = isOld || id >= 256 ? cursor.number(2) : 0;
    cursor.take(2);
    const numbers = cursor.number(2);
    cursor.take(isOld ? Math.ceil(nameLength / 8) * 8 : nameLength);
    const values = Array.from({ length: numbers }, () => cursor.number(4));
    if (isOld && numbers % 2 === 1) cursor.take(4);
    return { id, values };
  });
}

/** Restores shuffled bytes: the first byte of all values, then the second of all, and so on. */
function unshuffled(bytes: Buffer, size: number): Buffer {
  const count = size > 0 ? Math.floor(bytes.length / size) : 0;
  const out = Buffer.from(bytes);
  for (let part = 0; part < size; part++)
    for (let index = 0; index < count; index++) out[index * size + part] = bytes[part * count + index] as number;
  return out;
}

function unpacked(bytes: Buffer, { id, values }: Filter): Buffer {
  if (id === SHUFFLE) return unshuffled(bytes, values[0] ?? 0);
  if (id === FLETCHER) return bytes.subarray(0, -CHECKSUM);
  if (id !== DEFLATE) throw new BrokenParts('unsupported-format', `texts are packed by filter ${id}`);
  const whole = unpackAtOnce('zlib', bytes, LARGEST_PART);
  if (whole === undefined) throw new BrokenParts('corrupt', 'a piece of a text does not unpack');
  return whole;
}

/** Whether a layout has its chunks in a tree, as in files that do not require the newest version. */
export function isByTree(layout: Buffer): boolean {
  return layout[0] === TREE_VERSION;
}

/** The unpacked chunks of a dataset, in file order. */
export function* chunksOf(file: Hdf5File, layout: Buffer, filters: readonly Filter[]): Generator<Buffer> {
  const cursor = new BlockCursor(file, layout);
  if (!isByTree(layout)) throw new BrokenParts('unsupported-format', 'pieces of a text are found otherwise');
  cursor.take(2);
  const sides = cursor.number(1);
  const root = cursor.address();
  if (root >= file.access.size) return;
  const waiting = [root];
  const seen = new Set(waiting);
  for (let address = waiting.pop(); address !== undefined; address = waiting.pop()) {
    const head = file.marked(address, 'TREE', 8 + 2 * file.offsetSize);
    const [, level, count] = [head.number(1), head.number(1), head.number(2)];
    const entries = file.block(address + head.bytes.length, count * (8 + 8 * sides + file.offsetSize));
    for (let left = count; left > 0; left--) {
      const [size, mask] = [entries.number(4), entries.number(4)];
      entries.take(8 * sides);
      const child = entries.address();
      if (level === 0) yield unfiltered(file, { address: child, size, mask }, filters);
      else if (!seen.has(child) && seen.size < MOST_NODES) {
        seen.add(child);
        waiting.push(child);
      }
    }
  }
}

interface Piece {
  readonly address: number;
  readonly size: number;
  /** Filters that were not applied to it. */
  readonly mask: number;
}

function unfiltered(file: Hdf5File, { address, size, mask }: Piece, filters: readonly Filter[]): Buffer {
  let { bytes } = file.block(address, size);
  for (const [index, filter] of [...filters.entries()].toReversed()) {
    if (((mask >>> index) & 1) === 1) continue;
    bytes = unpacked(bytes, filter);
    file.effort.spend(bytes.length);
  }
  return bytes;
}
