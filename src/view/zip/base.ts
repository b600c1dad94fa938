import type { RandomAccess } from '../random-access.ts';

const END_RECORD = 22;
const LONGEST_COMMENT = 0xffff;
const END_SIGNATURE = Buffer.from('PK\x05\x06', 'latin1');
const DIRECTORY_SIGNATURE = 0x02014b50;
/** Stands in for an offset stored in the zip64 record (APPNOTE 4.4.24). */
const IN_ZIP64 = 0xffffffff;

/**
 * Number of bytes before a zip that its offsets do not count: a script or program that the zip was appended to, as in self-extracting
 * archives and zipapps. Readers assume that the directory (APPNOTE 4.3.16) ends where its end record begins. 0 if the offsets fit the file
 * as it is, or if nothing fits.
 */
export function zipBase(access: RandomAccess): number {
  const start = Math.max(0, access.size - END_RECORD - LONGEST_COMMENT);
  const tail = access.read(start, END_RECORD + LONGEST_COMMENT);
  const end = tail.lastIndexOf(END_SIGNATURE, tail.length - END_RECORD);
  if (end < 0) return 0;
  const [size, offset] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
  const base = start + end - size - offset;
  if (offset === IN_ZIP64 || base <= 0 || isDirectory(access, offset)) return 0;
  return isDirectory(access, base + offset) ? base : 0;
}

function isDirectory(access: RandomAccess, at: number): boolean {
  const head = access.read(at, 4);
  return head.length === 4 && head.readUInt32LE(0) === DIRECTORY_SIGNATURE;
}
