/** Length of a compound file's header ([MS-CFB] 2.2). */
export const HEADER = 512;

/** Whether the first bytes are the header of a compound file: byte order and sector sizes in addition to the magic number. */
export function isCompoundHeader(head: Buffer): boolean {
  if (head.length < HEADER) return false;
  const shift = head.readUInt16LE(30);
  return head.readUInt16LE(28) === 0xfffe && (shift === 9 || shift === 12) && head.readUInt16LE(32) === 6;
}
