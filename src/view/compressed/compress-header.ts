/** Magic number and flags. */
export const COMPRESS_HEADER = 3;
/** The flag that a code clears the table, bits that mean nothing, and the width of the widest code. */
const CAN_CLEAR = 0x80;
const RESERVED = 0x60;
const WIDTH = 0x1f;
const LITERALS = 256;
/** Codes that tell such data from chance: half of all could not be, each time. */
const TRIED = 24;
const FIRST_WIDTH = 9;

/** The widest code, in bits. */
export function largestWidth(flags: number): number {
  return flags & WIDTH;
}

/** The first code that stands for a string. */
export function firstCode(flags: number): number {
  return flags & CAN_CLEAR ? LITERALS + 1 : LITERALS;
}

/** Whether `compress` writes such flags. */
export function isCompressFlags(flags: number): boolean {
  return (flags & RESERVED) === 0 && largestWidth(flags) >= FIRST_WIDTH && largestWidth(flags) <= 16;
}

/** Whether flags and codes stand behind the magic number as `compress` writes them: no code before the string that it is for. */
export function isCompress(head: Uint8Array): boolean {
  const flags = head[2] ?? 0;
  const codes = Math.min(TRIED, Math.floor(((head.length - COMPRESS_HEADER) * 8) / FIRST_WIDTH));
  for (let index = 0; index < codes; index++) {
    const at = COMPRESS_HEADER + ((index * FIRST_WIDTH) >> 3);
    const code = (((head[at] ?? 0) | ((head[at + 1] ?? 0) << 8)) >> ((index * FIRST_WIDTH) & 7)) & 0x1ff;
    if (code > (index === 0 ? LITERALS - 1 : firstCode(flags) + index - 1)) return false;
  }
  return isCompressFlags(flags);
}
