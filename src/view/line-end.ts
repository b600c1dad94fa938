const LF = 10;

/** End of the line that contains `at`: the position of its line feed, or the end of the text. */
export function lineEnd(bytes: Buffer, at: number): number {
  const newline = bytes.indexOf(LF, at);
  return newline < 0 ? bytes.length : newline;
}

/** Start of the line after the one that contains `at`; the end of the text if there is none. */
export function nextLine(bytes: Buffer, at: number): number {
  return Math.min(lineEnd(bytes, at) + 1, bytes.length);
}
