/** Properties, size of the dictionary, size of what is packed. */
export const LZMA_HEADER = 13;
/** The properties that all tools write unless told otherwise: lc=3, lp=0, pb=2. */
const USUAL = 0x5d;
/** lc + 9 * (lp + 5 * pb) with lc up to 8, lp and pb up to 4. */
const MOST_PROPERTIES = 225;
const SMALLEST = 4096;
/** Bytes of a size from which on it is not believed, where it is not the mark for an unknown one. */
const SIZE_HIGH = 5;

/** A power of two, or half as much again: what the tools choose among. */
function isUsualDictionary(size: number): boolean {
  const top = 2 ** (31 - Math.clz32(size));
  return size >= SMALLEST && (size === top || size === top + top / 2);
}

/**
 * Whether LZMA data without a container begins at `at`: it has no magic number, but few dictionaries are in use, sizes are
 * unknown or less than a terabyte, and the coded data begins with a zero. With properties that are not the usual ones the size
 * must be unknown, as small numbers in a row may be anything.
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
