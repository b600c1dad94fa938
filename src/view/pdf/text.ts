/** The text of a string outside content streams (ISO 32000-1, 7.9.2): UTF-16 or UTF-8 according to its mark, otherwise Latin-1. */
export function textOf(bytes: Buffer): string {
  const [first, second, third] = bytes;
  if (first === 0xfe && second === 0xff) {
    return Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)))
      .swap16()
      .toString('utf16le');
  }
  if (first === 0xff && second === 0xfe) return bytes.toString('utf16le', 2);
  return first === 0xef && second === 0xbb && third === 0xbf ? bytes.toString('utf8', 3) : bytes.toString('latin1');
}
