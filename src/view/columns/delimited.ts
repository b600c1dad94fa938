import type { Span } from '../../types.ts';
import { NO_VIEWS, type DecodedView } from '../decoded-view.ts';
import type { CutText, Family } from '../joined/family.ts';
import { isHeading } from './headings.ts';
import { credentialHeadings, type Heading, Labels } from './labels.ts';
import { nextLine } from '../line-end.ts';

const [LF, CR, QUOTE, BAR] = [10, 13, 0x22, 0x7c] as const;
const DELIMITERS = [0x2c, 9, 0x3b, BAR] as const;
/** Longest first line, maximum number of columns, longest field with line breaks. */
const LONGEST_LINE = 16 * 1024;
const MOST_COLUMNS = 1024;
const LONGEST_FIELD = 64 * 1024;

/** What the first line of separated values says about all the following ones. */
export interface DelimitedHead {
  readonly delimiter: number;
  readonly columns: number;
  /** Columns that may contain secrets. */
  readonly headings: readonly Heading[];
}

/** Reads records of RFC 4180 (and variants with tabs, semicolons and bars) one after the other. */
class Records {
  readonly #bytes: Buffer;
  readonly #delimiter: number;
  /** Start of the next record. */
  at: number;

  constructor(bytes: Buffer, delimiter: number, at: number) {
    this.#bytes = bytes;
    this.#delimiter = delimiter;
    this.at = at;
  }

  /** The insides of the next record's fields; undefined at the end, or if the record does not end in the bytes. */
  next(): readonly Span[] | undefined {
    const fields: Span[] = [];
    let at = this.at;
    while (fields.length < MOST_COLUMNS) {
      const field = this.#field(at);
      if (field === undefined) return undefined;
      fields.push(field.inside);
      at = field.end;
      if (this.#bytes[at] !== this.#delimiter) break;
      at++;
    }
    const newline = this.#bytes[at] === LF ? at : this.#bytes.indexOf(LF, at);
    if (newline < 0 && at < this.#bytes.length) return undefined;
    if (this.at >= this.#bytes.length) return undefined;
    this.at = newline < 0 ? this.#bytes.length : newline + 1;
    return fields;
  }

  #field(at: number): { readonly inside: Span; readonly end: number } | undefined {
    return this.#bytes[at] === QUOTE ? this.#quoted(at + 1) : this.#bare(at);
  }

  #quoted(start: number): { readonly inside: Span; readonly end: number } | undefined {
    const last = Math.min(this.#bytes.length, start + LONGEST_FIELD);
    for (let at = this.#bytes.indexOf(QUOTE, start); at >= 0 && at < last; at = this.#bytes.indexOf(QUOTE, at + 2)) {
      if (this.#bytes[at + 1] !== QUOTE) return { inside: { start, end: at }, end: at + 1 };
    }
    return undefined;
  }

  #bare(start: number): { readonly inside: Span; readonly end: number } {
    let at = start;
    while (at < this.#bytes.length && this.#bytes[at] !== LF && this.#bytes[at] !== this.#delimiter) at++;
    return { inside: { start, end: this.#bytes[at - 1] === CR && at > start ? at - 1 : at }, end: at };
  }
}

function textOf(bytes: Buffer, { start, end }: Span): string {
  return bytes.toString('latin1', start, Math.min(end, start + 64)).trim();
}

/** Whether a line is the title row of a drawn table: it begins with a bar, or has blanks next to one. */
function isDrawn(line: Buffer): boolean {
  return line[0] === BAR || line.includes(' |') || line.includes('| ');
}

/** Whether a line has cells, the first of which may be a title. */
function mayHead(line: Buffer, delimiter: number): boolean {
  const end = line.indexOf(delimiter);
  if (end < 0) return false;
  return end === 0 || line[0] === QUOTE || isHeading(textOf(line, { start: 0, end }));
}

/**
 * Reads the first line of a text as column titles.
 *
 * @returns undefined if it has no titles, or none of a secret
 */
export function delimitedHead(bytes: Buffer): DelimitedHead | undefined {
  const newline = bytes.subarray(0, LONGEST_LINE).indexOf(LF);
  if (newline < 3) return undefined;
  const line = bytes.subarray(0, newline + 1);
  for (const delimiter of DELIMITERS) {
    if (!mayHead(line, delimiter) || isDrawn(line)) continue;
    const cells = new Records(line, delimiter, 0).next();
    // A statement that ends with a semicolon has one title and nothing after it.
    const titles = cells?.filter(({ start, end }) => end > start) ?? [];
    if (cells === undefined || titles.length < 2) continue;
    if (!titles.every((cell) => isHeading(textOf(line, cell)))) continue;
    const headings = credentialHeadings(line, cells);
    if (headings.length > 0) return { delimiter, columns: cells.length, headings };
  }
  return undefined;
}

function* labelled({ bytes, range, context }: CutText, head: DelimitedHead): Generator<DecodedView> {
  context.reach?.goFar();
  const records = new Records(bytes, head.delimiter, lineFrom(bytes, range.start));
  const labels = new Labels(bytes, context);
  while (records.at < range.end) {
    const fields = records.next();
    if (fields === undefined) break;
    if (fields.length !== head.columns) continue;
    for (const heading of head.headings) labels.add(heading, fields[heading.column]);
    yield* labels.full();
    if (context.stopped) return;
  }
  yield* labels.rest();
}

/** Values in a text of separated values, each next to the title of its column. */
export const delimitedViews: Family = (text) => {
  const head = text.context.layout.delimited;
  return head === undefined ? NO_VIEWS : labelled(text, head);
};

/** Start of the first line that begins at or after `from`. */
function lineFrom(bytes: Buffer, from: number): number {
  if (from === 0 || bytes[from - 1] === LF) return from;
  return nextLine(bytes, from);
}
