const LF = 10;
const MOST_LINE = 64 * 1024;

/** Where a line stands, without the line break. */
export interface Line {
  readonly start: number;
  readonly end: number;
}

/** The line that holds `offset`. */
export function lineAt(bytes: Buffer, offset: number): Line {
  const start = offset === 0 ? 0 : bytes.lastIndexOf(LF, offset - 1) + 1;
  const newline = bytes.indexOf(LF, offset);
  return { start, end: newline < 0 ? bytes.length : newline };
}

/** The text of a line, up to 64 KiB of it, without blanks at its end. */
export function textOf(bytes: Buffer, { start, end }: Line): string {
  return bytes.toString('utf8', start, Math.min(end, start + MOST_LINE)).trimEnd();
}
