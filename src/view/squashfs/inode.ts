import { ScanError } from '../../errors.ts';
import { type Image, MetaCursor } from './image.ts';

/** What a name in a directory refers to. */
export type Inode =
  | { readonly kind: 'folder'; readonly block: number; readonly offset: number; readonly size: number }
  | {
      readonly kind: 'file';
      readonly start: number;
      readonly size: number;
      /** Number of the block that contains its end; undefined if there is none. */
      readonly fragment: number | undefined;
      /** Offset in that block. */
      readonly offset: number;
      /** A cursor before the sizes of its blocks. */
      readonly sizes: MetaCursor;
    }
  | { readonly kind: 'link'; readonly target: Buffer }
  /** Devices, pipes and sockets. */
  | { readonly kind: 'other' };

/** Type, permissions, owners, time and number at the start of every inode. */
const HEAD = 16;
const NO_FRAGMENT = 0xffffffff;
/** Longest declared target of a link. */
const LONGEST_TARGET = 65_536;
/** The size of a directory includes two entries that are not stored: itself and its parent. */
const UNCOUNTED = 3;
/** Types by their numbers, each with a short and a long form (fs/squashfs/squashfs_fs.h). */
const [FOLDER, FILE, LINK, LONG] = [1, 2, 3, 7] as const;
const LAST_KIND = 14;

/** An inode reference: the offset of its block, and the offset in it. */
const BY_BLOCK = 65_536;

async function fileAt(cursor: MetaCursor, isLong: boolean): Promise<Inode> {
  const bytes = await cursor.take(isLong ? 40 : 16);
  const index = bytes.readUInt32LE(isLong ? 28 : 4);
  return {
    kind: 'file',
    start: isLong ? Number(bytes.readBigUInt64LE(0)) : bytes.readUInt32LE(0),
    size: isLong ? Number(bytes.readBigUInt64LE(8)) : bytes.readUInt32LE(12),
    fragment: index === NO_FRAGMENT ? undefined : index,
    offset: bytes.readUInt32LE(isLong ? 32 : 8),
    sizes: cursor,
  };
}

async function folderAt(cursor: MetaCursor, isLong: boolean): Promise<Inode> {
  const bytes = await cursor.take(isLong ? 24 : 16);
  const size = isLong ? bytes.readUInt32LE(4) : bytes.readUInt16LE(8);
  return {
    kind: 'folder',
    block: bytes.readUInt32LE(isLong ? 8 : 0),
    offset: bytes.readUInt16LE(isLong ? 18 : 10),
    size: Math.max(0, size - UNCOUNTED),
  };
}

async function linkAt(cursor: MetaCursor): Promise<Inode> {
  const length = (await cursor.take(8)).readUInt32LE(4);
  return { kind: 'link', target: await cursor.take(Math.min(length, LONGEST_TARGET)) };
}

/** The inode for a reference. Throws `ScanError` if there is none. */
export async function inodeAt(image: Image, reference: number): Promise<Inode> {
  const block = image.superblock.inodes + Math.floor(reference / BY_BLOCK);
  const cursor = new MetaCursor(image, block, reference % BY_BLOCK);
  const type = (await cursor.take(HEAD)).readUInt16LE(0);
  if (type < FOLDER || type > LAST_KIND) throw new ScanError('corrupt', 'Cannot read the image: an inode is broken');
  const isLong = type > LONG;
  const short = isLong ? type - LONG : type;
  if (short === FILE) return fileAt(cursor, isLong);
  if (short === FOLDER) return folderAt(cursor, isLong);
  return short === LINK ? linkAt(cursor) : { kind: 'other' };
}

/** A name in a directory, and the reference of its inode. */
export interface Item {
  readonly name: Buffer;
  readonly reference: number;
}

/** Sizes of a group header (number of names, and the values they are relative to) and of an entry. */
const [GROUP, ENTRY] = [12, 8] as const;
const MOST_IN_GROUP = 256;

/** The names in a directory. Throws `ScanError` if they cannot be read any further. */
export async function* itemsOf(
  image: Image,
  { block, offset, size }: Extract<Inode, { kind: 'folder' }>,
): AsyncGenerator<Item> {
  const cursor = new MetaCursor(image, image.superblock.folders + block, offset);
  for (let left = size; left >= GROUP;) {
    const head = await cursor.take(GROUP);
    const count = head.readUInt32LE(0) + 1;
    if (count > MOST_IN_GROUP) throw new ScanError('corrupt', 'Cannot read the image: a folder is broken');
    left -= GROUP;
    for (let i = 0; i < count && left > 0; i++) {
      const entry = await cursor.take(ENTRY);
      const length = entry.readUInt16LE(6) + 1;
      const name = Buffer.from(await cursor.take(length));
      left -= ENTRY + length;
      yield { name, reference: head.readUInt32LE(4) * BY_BLOCK + entry.readUInt16LE(0) };
    }
  }
}
