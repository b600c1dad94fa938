const LF = 10;
/** Maximum length of a line that is read. */
export const MOST_LINE: number = 64 * 1024;

/** Span of a line, without the line break. */
export interface Line {
  readonly start: number;
  readonly end: number;
}

/** Lines of a text. The last one requested is kept: one line may contain many places. */
export class Lines {
  readonly #bytes: Buffer;
  #line: Line | undefined;
  #text: string | undefined;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The line that contains `offset`. */
  at(offset: number): Line {
    const known = this.#line;
    if (known !== undefined && known.start <= offset && offset <= known.end) return known;
    const start = offset === 0 ? 0 : this.#bytes.lastIndexOf(LF, offset - 1) + 1;
    const newline = this.#bytes.indexOf(LF, offset);
    this.#text = undefined;
    return (this.#line = { start, end: newline < 0 ? this.#bytes.length : newline });
  }

  /** The text of a line, up to 64 KiB of it, without trailing blanks. */
  textOf(line: Line): string {
    if (line !== this.#line) return this.#read(line);
    return (this.#text ??= this.#read(line));
  }

  #read({ start, end }: Line): string {
    return this.#bytes.toString('utf8', start, Math.min(end, start + MOST_LINE)).trimEnd();
  }
}
