/** Code width at the start, in bits, and the last bit that is checked: in other data, every second code is impossible. */
const WIDTH = 9;
const LAST = 240;

/**
 * Whether flags and codes after the magic number are such as `compress` writes: code widths up to 16, and no code before the string that it
 * stands for.
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
