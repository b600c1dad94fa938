import { BrokenParts } from '../../access-cursor.ts';
import type { RandomAccess } from '../../random-access.ts';
import type { Effort } from '../../rows/effort.ts';

/** Longest block that is read at a time. */
const LONGEST = 16 * 1024 * 1024;
/** Supported sizes of an address and of a length. */
const SIZES: ReadonlySet<number> = new Set([2, 4, 8]);
const SUPERBLOCK = 128;
const VERSION_AT = 8;

/** Consecutive numbers in a block. Throws {@link BrokenParts} at its end. */
export class BlockCursor {
  readonly bytes: Buffer;
  readonly #file: Hdf5File;
  at: number;

  constructor(file: Hdf5File, bytes: Buffer, at: number = 0) {
    this.#file = file;
    this.bytes = bytes;
    this.at = at;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  /** A little-endian number of `width` bytes; infinite if it is too large. */
  number(width: number): number {
    const bytes = this.take(width);
    if (width <= 6) return bytes.readUIntLE(0, width);
    const high = bytes.readUIntLE(6, width - 6);
    return high === 0 ? bytes.readUIntLE(0, 6) : Number.POSITIVE_INFINITY;
  }

  /** An offset in the file. */
  address(): number {
    return this.number(this.#file.offsetSize) + this.#file.base;
  }

  length(): number {
    return this.number(this.#file.lengthSize);
  }

  take(count: number): Buffer {
    if (!(count <= this.left)) throw new BrokenParts('corrupt', 'a part of it is longer than what holds it');
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }
}

/** An HDF5 file (HDF5 File Format Specification, version 3.0): access to its blocks. */
export class Hdf5File {
  readonly access: RandomAccess;
  readonly effort: Effort;
  offsetSize: number = 8;
  lengthSize: number = 8;
  base: number = 0;
  /** Address of the root group's header. */
  readonly root: number;

  constructor(access: RandomAccess, effort: Effort) {
    this.access = access;
    this.effort = effort;
    const head = access.read(0, SUPERBLOCK);
    const version = head[VERSION_AT] ?? 0;
    if (version > 3) throw new BrokenParts('unsupported-format', `version ${version} of the format`);
    const isOld = version < 2;
    const sizes = isOld ? 13 : 9;
    this.offsetSize = head[sizes] ?? 0;
    this.lengthSize = head[sizes + 1] ?? 0;
    if (!SIZES.has(this.offsetSize) || !SIZES.has(this.lengthSize))
      throw new BrokenParts('corrupt', 'its first block is broken');
    const cursor = new BlockCursor(this, head, isOld ? 24 + 4 * version : 12);
    this.base = cursor.address();
    cursor.take(isOld ? 4 * this.offsetSize : 2 * this.offsetSize);
    this.root = cursor.address();
  }

  /** `length` bytes from an address on. */
  block(address: number, length: number): BlockCursor {
    if (length > LONGEST) throw new BrokenParts('corrupt', 'a part of it is too long');
    if (!(address + length <= this.access.size))
      throw new BrokenParts('truncated', 'a part of it stands behind its end');
    this.effort.spend(length);
    return new BlockCursor(this, Buffer.from(this.access.read(address, length)));
  }

  /** A block that must begin with `mark`, which is skipped. */
  marked(address: number, mark: string, length: number): BlockCursor {
    const cursor = this.block(address, length);
    if (cursor.take(mark.length).toString('latin1') !== mark)
      throw new BrokenParts('corrupt', `no ${mark} where one should be`);
    return cursor;
  }
}
