const LF = 10;
/** Longest part of a line that is read. */
export const MOST_LINE: number = 64 * 1024;

/** Where a line stands, without the line break. */
export interface Line {
  readonly start: number;
  readonly end: number;
}

/** Lines of a text, of which the one that was asked for last is kept: one line may hold many places. */
export class Lines {
  readonly #bytes: Buffer;
  #line: Line | undefined;
  #text: string | undefined;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The line that holds `offset`. */
  at(offset: number): Line {
    const known = this.#line;
    if (known !== undefined && known.start <= offset && offset <= known.end) return known;
    const start = offset === 0 ? 0 : this.#bytes.lastIndexOf(LF, offset - 1) + 1;
    const newline = this.#bytes.indexOf(LF, offset);
    this.#text = undefined;
    return (this.#line = { start, end: newline < 0 ? this.#bytes.length : newline });
  }

  /** The text of a line, up to 64 KiB of it, without blanks at its end. */
  textOf(line: Line): string {
    if (line !== this.#line) return this.#read(line);
    return (this.#text ??= this.#read(line));
  }

  #read({ start, end }: Line): string {
    return this.#bytes.toString('utf8', start, Math.min(end, start + MOST_LINE)).trimEnd();
  }
}
