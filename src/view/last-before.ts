/**
 * Last place of a byte in front of `at`; -1 where there is none. `Buffer.lastIndexOf` would count a place in front of the
 * first byte from the end.
 */
export function lastBefore(bytes: Buffer, byte: number, at: number): number {
  return at <= 0 ? -1 : bytes.lastIndexOf(byte, at - 1);
}
