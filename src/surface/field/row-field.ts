import { step } from './path.ts';

const LF = 10;
const MOST_LINE = 64 * 1024;
/** Most lines that are looked at above a place for the head of its table or section. */
const MOST_LINES = 10_000;

/** The line that holds `offset`. */
function lineAt(bytes: Buffer, offset: number): { readonly start: number; readonly end: number } {
  const start = offset === 0 ? 0 : bytes.lastIndexOf(LF, offset - 1) + 1;
  const newline = bytes.indexOf(LF, offset);
  return { start, end: newline < 0 ? bytes.length : newline };
}

function textOf(bytes: Buffer, { start, end }: { readonly start: number; readonly end: number }): string {
  return bytes.toString('utf8', start, Math.min(end, start + MOST_LINE)).trimEnd();
}

/** Number of the cell at a character of a row. */
function cellAt(text: string, place: number, separator: RegExp): number {
  return [...text.slice(0, place).matchAll(separator)].length;
}

const BAR = /(?<!\\)\|/g;

/** `table.rows[2].Token`: the cell of a Markdown table whose rows begin with a bar; undefined outside of one. */
export function tableField(bytes: Buffer, offset: number): string | undefined {
  const line = lineAt(bytes, offset);
  const row = textOf(bytes, line);
  if (!row.trimStart().startsWith('|')) return undefined;
  const rows = [row];
  for (let { start } = line; start > 0 && rows.length < MOST_LINES;) {
    const above = lineAt(bytes, start - 1);
    const text = textOf(bytes, above);
    if (!text.trimStart().startsWith('|')) break;
    rows.unshift(text);
    start = above.start;
  }
  const rule = rows.findIndex((text) => /^[\s|:-]+$/.test(text));
  if (rule < 1 || rule >= rows.length - 1) return undefined;
  const place = bytes.toString('utf8', line.start, offset).length;
  const column = cellAt(row, place, BAR);
  const title = (rows[rule - 1] ?? '').split(BAR)[column]?.trim() ?? '';
  return `table.rows${step(rows.length - 2 - rule)}${step(title === '' ? column - 1 : title)}`;
}

/** `rows[2].token`: the cell of CSV or TSV whose first line names the columns; fields in quotes may hold line breaks. */
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

const ASSIGNMENT = /^\s*(?:export\s+)?(?<key>"[^"]{1,120}"|[^\s=:#;[][^=:]{0,120}?)\s*[=:]/;
const SECTION = /^\s*\[\[?(?<name>[^[\]]{1,120})\]\]?\s*(?:[#;].*)?$/;

/** `section.key` of INI, TOML, properties and environment files; undefined where no key stands in front of the place. */
export function settingField(bytes: Buffer, offset: number): string | undefined {
  const line = lineAt(bytes, offset);
  let key = keyOf(textOf(bytes, line));
  for (const text of linesAbove(bytes, line.start)) {
    if (key === undefined && text.endsWith('\\')) key = keyOf(text);
    const section = SECTION.exec(text)?.groups?.['name'];
    if (key !== undefined && section !== undefined) return `${section.trim()}${step(bare(key))}`;
  }
  return key === undefined ? undefined : bare(key);
}

function keyOf(text: string): string | undefined {
  return ASSIGNMENT.exec(text)?.groups?.['key'];
}

/** Lines in front of `from`, the nearest first. */
function* linesAbove(bytes: Buffer, from: number): Generator<string> {
  for (let start = from, i = 0; start > 0 && i < MOST_LINES; i++) {
    const line = lineAt(bytes, start - 1);
    yield textOf(bytes, line);
    ({ start } = line);
  }
}

function bare(key: string): string {
  return key.replaceAll(/^"|"$/g, '');
}
