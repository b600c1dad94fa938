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
/** The larger number in the lower half of its field, the smaller one in the upper half. */
const VERSION = 4;
const NO_TABLE = 2 ** 64;

/** The superblock that bytes begin with; undefined where none of version 4.0 does, whose parts stand in order. */
export function readSuperblock(bytes: Buffer): Superblock | undefined {
  if (bytes.length < SUPERBLOCK || bytes.toString('latin1', 0, 4) !== 'hsqs') return undefined;
  const [log, packer] = [bytes.readUInt16LE(22), PACKERS[bytes.readUInt16LE(20) - 1]];
  const blockSize = bytes.readUInt32LE(12);
  if (bytes.readUInt32LE(28) !== VERSION || packer === undefined || blockSize !== 2 ** log) return undefined;
  const [root = 0, size = 0, inodes = 0, folders = 0, fragmentTable = 0] = [32, 40, 64, 72, 80].map((at) =>
    Number(bytes.readBigUInt64LE(at)),
  );
  const parts = { packer, blockSize, fragments: bytes.readUInt32LE(16), root, size, inodes, folders, fragmentTable };
  return log >= LEAST_LOG && log <= MOST_LOG && isOrdered(parts) ? parts : undefined;
}

function isOrdered({ size, inodes, folders, fragmentTable }: Superblock): boolean {
  return (
    inodes >= SUPERBLOCK && folders >= inodes && size > folders && (fragmentTable < size || fragmentTable >= NO_TABLE)
  );
}
