import { maskedCrc } from '../compressed/crc32c.ts';

/** Size of the blocks of a log (LevelDB, doc/log_format.md). */
export const LOG_BLOCK: number = 32 * 1024;
/** Checksum, length and type before each record. */
export const RECORD_HEAD = 7;
/** A whole record; the first part of one that continues in the next block; the last part. Other parts come in between. */
export const FULL = 1;
export const FIRST = 2;
export const LAST = 4;

/** Whether bytes begin with a log record whose checksum is complete: nothing else identifies it. */
export function beginsLog(head: Uint8Array): boolean {
  const [, , , , low = 0, high = 0, type] = head;
  const end = RECORD_HEAD + low + 256 * high;
  if ((type !== FULL && type !== FIRST) || end === RECORD_HEAD || end > Math.min(LOG_BLOCK, head.length)) return false;
  const sum = Buffer.from(head.buffer, head.byteOffset, 4).readUInt32LE(0);
  return sum === maskedCrc(head.subarray(RECORD_HEAD - 1, end));
}
