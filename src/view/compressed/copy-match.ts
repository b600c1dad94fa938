/** Number of bytes up to which a loop is faster than calls. */
const SHORT = 24;

/**
 * Copies a match: `length` bytes to `end`, from `distance` bytes before it, including bytes copied only now. Long ones are copied in parts
 * of doubling size, as one byte may be repeated millions of times.
 *
 * @returns the end of the copy
 */
export function copyMatch(bytes: Uint8Array, end: number, distance: number, length: number): number {
  const stop = end + length;
  if (length < SHORT) {
    for (let at = end; at < stop; at++) bytes[at] = bytes[at - distance] as number;
    return stop;
  }
  const first = Math.min(distance, length);
  bytes.copyWithin(end, end - distance, end - distance + first);
  for (let have = Math.max(1, first); have < length; have *= 2)
    bytes.copyWithin(end + have, end, end + Math.min(have, length - have));
  return stop;
}
