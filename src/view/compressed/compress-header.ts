/** Code width in the first bytes, in bits, and the last bit that is looked at: half of all codes could not be, each time. */
const WIDTH = 9;
const LAST = 240;

/**
 * Whether flags and codes stand behind the magic number as `compress` writes them: widths of codes up to 16, and no code in
 * front of the string that it is for.
 */
export function isCompress(head: Uint8Array): boolean {
  const flags = head[2] ?? 0;
  let most = 255;
  for (let bit = 24; bit < LAST && bit + WIDTH <= 8 * head.length; bit += WIDTH) {
    const code = ((((head[(bit >> 3) + 1] ?? 0) << 8) | (head[bit >> 3] ?? 0)) >> (bit & 7)) & 0x1ff;
    if (code > most) return false;
    most = most === 255 ? 256 + (flags >> 7) : most + 1;
  }
  return (flags & 0x60) === 0 && (flags & 31) >= WIDTH && (flags & 31) <= 16;
}
