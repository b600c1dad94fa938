/** Length of the superblock (Linux, Documentation/filesystems/squashfs.rst, and fs/squashfs/squashfs_fs.h). */
export const SUPERBLOCK: number = 96;

/** Compressions by their numbers. */
export const PACKERS = ['zlib', 'lzma', 'lzo', 'xz', 'lz4', 'zstd'] as const;
export type Packer = (typeof PACKERS)[number];

/** What an image says of itself. */
export interface Superblock {
  readonly packer: Packer;
  readonly blockSize: number;
  readonly fragments: number;
  /** Reference of the inode of its first folder. */
  readonly root: number;
  /** Bytes of the whole image. */
  readonly size: number;
  readonly inodes: number;
  readonly folders: number;
  readonly fragmentTable: number;
}

/** The smallest and the largest block, as powers of two. */
const [LEAST_LOG, MOST_LOG] = [12, 20] as const;
const VERSION = 4;
const NO_TABLE = 2 ** 64;

/** The superblock that begins at `at`; undefined where none of version 4.0 does, whose parts stand in order. */
export function readSuperblock(bytes: Buffer, at: number = 0): Superblock | undefined {
  if (at + SUPERBLOCK > bytes.length || bytes.toString('latin1', at, at + 4) !== 'hsqs') return undefined;
  const word = (place: number): number => bytes.readUInt16LE(at + place);
  const long = (place: number): number => Number(bytes.readBigUInt64LE(at + place));
  const [log, packer] = [word(22), PACKERS[word(20) - 1]];
  const blockSize = bytes.readUInt32LE(at + 12);
  const isKnown = word(28) === VERSION && word(30) === 0 && packer !== undefined;
  if (!isKnown || log < LEAST_LOG || log > MOST_LOG || blockSize !== 2 ** log) return undefined;
  const [root, size, inodes, folders, fragmentTable] = [long(32), long(40), long(64), long(72), long(80)];
  if (inodes < SUPERBLOCK || folders < inodes || size <= folders || !(fragmentTable < size || fragmentTable >= NO_TABLE))
    return undefined;
  const fragments = bytes.readUInt32LE(at + 16);
  return { packer, blockSize, fragments, root, size, inodes, folders, fragmentTable };
}
