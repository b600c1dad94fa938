import { closeSync, constants, openSync, readSync } from 'node:fs';
import type { Blob } from '../../types.ts';
import { mayBeText } from '../encoded/worth.ts';

/** What is needed to read a blob's last bytes. */
export type Ending = Partial<Pick<Blob, 'size' | 'bytes' | 'file'>>;

/** The magic number at a table's end (LevelDB, doc/table_format.md). */
const MAGIC = '57fb808b247547db';
const LENGTH = 8;
const NOTHING = Buffer.alloc(0);

/** A file's last bytes. A link or device that replaced it after it was listed is neither opened nor waited for. */
function tailOf(file: string, size: number): Buffer {
  const tail = Buffer.alloc(LENGTH);
  let fd = -1;
  try {
    fd = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    readSync(fd, tail, 0, LENGTH, size - LENGTH);
  } catch {
    // The reader of the file will report that it cannot be read.
  }
  if (fd >= 0) closeSync(fd);
  return tail;
}

/** Whether a blob that begins with `head` ends like a LevelDB table, if its end is available. */
export function endsAsTable({ size = 0, bytes, file }: Ending, head: Uint8Array): boolean {
  let all = bytes ?? (size <= head.length ? head : NOTHING);
  if (all.length === 0 && file !== undefined && !mayBeText(head)) all = tailOf(file, size);
  if (all.at(-1) !== 0xdb || all.length < LENGTH) return false;
  return Buffer.from(all.subarray(-LENGTH)).toString('hex') === MAGIC;
}
