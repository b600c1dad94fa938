/**
 * Last position of a byte before `at`; -1 if there is none. `Buffer.lastIndexOf` would take a negative position as counted from the end.
 */
export function lastBefore(bytes: Buffer, byte: number, at: number): number {
  return at <= 0 ? -1 : bytes.lastIndexOf(byte, at - 1);
}
