import { step } from './path.ts';

const LF = 10;

/** `rows[2].token`: the cell of CSV or TSV whose first line names the columns; quoted fields may contain line breaks. */
export class CsvField {
  readonly #bytes: Buffer;
  readonly #separator: number;
  readonly #titles: string[] = [];
  #at = 0;
  #row = -1;
  #column = 0;
  #cell = 0;
  #isQuoted = false;

  constructor(bytes: Buffer, separator: ',' | '\t' | ';') {
    this.#bytes = bytes;
    this.#separator = separator.charCodeAt(0);
  }

  at(offset: number): string | undefined {
    for (; this.#at < offset; this.#at++) {
      const byte = this.#bytes[this.#at];
      if (byte === 0x22) this.#isQuoted = !this.#isQuoted;
      else if (!this.#isQuoted && (byte === this.#separator || byte === LF)) this.#endCell(byte === LF);
    }
    if (this.#row < 0) return undefined;
    const title = this.#titles[this.#column] ?? '';
    return `rows${step(this.#row)}${step(title === '' ? this.#column : title)}`;
  }

  #endCell(isLast: boolean): void {
    if (this.#row < 0) {
      const text = this.#bytes.toString('utf8', this.#cell, Math.min(this.#at, this.#cell + 512));
      this.#titles.push(text.trim().replaceAll(/^"|"$/g, ''));
    }
    this.#cell = this.#at + 1;
    this.#column = isLast ? 0 : this.#column + 1;
    if (isLast) this.#row++;
  }
}
