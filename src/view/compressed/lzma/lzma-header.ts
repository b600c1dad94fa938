/** Properties, dictionary size, unpacked size. */
export const LZMA_HEADER = 13;
/** The default properties of all tools: lc=3, lp=0, pb=2. */
const USUAL = 0x5d;
/** lc + 9 * (lp + 5 * pb) with lc up to 8, lp and pb up to 4. */
const MOST_PROPERTIES = 225;
const SMALLEST = 4096;
/** First byte of a size that must be zero for the size to be plausible, unless it is the mark for an unknown size. */
const SIZE_HIGH = 5;

/** A power of two, or one and a half times that: the sizes that tools choose from. */
function isUsualDictionary(size: number): boolean {
  const top = 2 ** (31 - Math.clz32(size));
  return size >= SMALLEST && (size === top || size === top + top / 2);
}

/**
 * Whether LZMA data without a container begins at `at`: it has no magic number, but only few dictionary sizes are in use, sizes are unknown
 * or below a terabyte, and the coded data begins with a zero. With unusual properties the size must be unknown, as a sequence of small
 * numbers may be anything.
 */
export function isLzmaHeader(bytes: Uint8Array, at = 0): boolean {
  const properties = bytes[at] ?? MOST_PROPERTIES;
  if (properties >= MOST_PROPERTIES || at + LZMA_HEADER >= bytes.length || bytes[at + LZMA_HEADER] !== 0) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, LZMA_HEADER);
  const size = bytes.subarray(at + 5, at + LZMA_HEADER);
  const isUnknown = size.every((byte) => byte === 0xff);
  const isSmall = size.subarray(SIZE_HIGH).every((byte) => byte === 0);
  const isSize = isUnknown || (isSmall && properties === USUAL);
  return isSize && isUsualDictionary(view.getUint32(1, true));
}
