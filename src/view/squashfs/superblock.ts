/** Length of the superblock (Linux, Documentation/filesystems/squashfs.rst, and fs/squashfs/squashfs_fs.h). */
export const SUPERBLOCK: number = 96;

/** Compressions by their numbers. */
export const PACKERS = ['zlib', 'lzma', 'lzo', 'xz', 'lz4', 'zstd'] as const;
export type Packer = (typeof PACKERS)[number];

/** What an image says about itself. */
export interface Superblock {
  readonly packer: Packer;
  readonly blockSize: number;
  readonly fragments: number;
  /** Inode reference of its root directory. */
  readonly root: number;
  /** Size of the whole image in bytes. */
  readonly size: number;
  readonly inodes: number;
  readonly folders: number;
  readonly fragmentTable: number;
}

/** The smallest and the largest block. */
const [LEAST_BLOCK, MOST_BLOCK] = [4096, 1024 * 1024] as const;
/** Major version in the lower half of its field, minor version in the upper half. */
const VERSION = 4;
const NO_TABLE = 2 ** 64;

/** The superblock at the start of the bytes; undefined unless it is of version 4.0 and its tables are in order. */
export function readSuperblock(bytes: Buffer): Superblock | undefined {
  if (bytes.length < SUPERBLOCK || bytes.toString('latin1', 0, 4) !== 'hsqs') return undefined;
  const packer = PACKERS[bytes.readUInt16LE(20) - 1];
  const blockSize = bytes.readUInt32LE(12);
  const isKnown = bytes.readUInt32LE(28) === VERSION && blockSize === 2 ** bytes.readUInt16LE(22);
  if (!isKnown || packer === undefined) return undefined;
  const long = (at: number): number => Number(bytes.readBigUInt64LE(at));
  const superblock = {
    packer,
    blockSize,
    fragments: bytes.readUInt32LE(16),
    root: long(32),
    size: long(40),
    inodes: long(64),
    folders: long(72),
    fragmentTable: long(80),
  };
  return isOrdered(superblock) ? superblock : undefined;
}

function isOrdered({ blockSize, size, inodes, folders, fragmentTable }: Superblock): boolean {
  const isSize = blockSize >= LEAST_BLOCK && blockSize <= MOST_BLOCK;
  const isBehind = inodes >= SUPERBLOCK && folders >= inodes && size > folders;
  return isSize && isBehind && (fragmentTable < size || fragmentTable >= NO_TABLE);
}
