const LF = 10;

/** Where the line that `at` stands in ends: the place of its line feed, or the end of the text. */
export function lineEnd(bytes: Buffer, at: number): number {
  const newline = bytes.indexOf(LF, at);
  return newline < 0 ? bytes.length : newline;
}

/** Where the line behind the one that `at` stands in begins; the end of the text where none follows. */
export function nextLine(bytes: Buffer, at: number): number {
  return Math.min(lineEnd(bytes, at) + 1, bytes.length);
}
