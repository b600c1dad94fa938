import { StringDecoder } from 'node:string_decoder';
import type { Blob, SourceEvent } from '../../types.ts';
import { fromXmlReferences } from '../../xml-references.ts';
import type { Budget } from '../budget.ts';
import { isCredentialHeading } from '../columns/headings.ts';
import { chunkReader, type ChunkSource, type Loss, Meter, nestedBlob, skipOf } from '../nested-blob.ts';
import type { RandomAccess } from '../random-access.ts';
import { ZipChunks, type ZipMember } from './member.ts';

/** Members of a workbook (ECMA-376 part 1, 18.3 and 18.4). */
const SHEET = /^xl\/worksheets\/[^/]+\.xml$/i;
const STRINGS = /^xl\/sharedStrings\.xml$/i;
/** Largest string table that is held, in bytes. */
const MOST_STRINGS = 64 * 1024 * 1024;
/** Longest row that is read; longer ones are only scanned as text of the member. */
const MOST_ROW = 1024 * 1024;
/** Work charged for a byte of a sheet or of the strings, and additionally for each string. */
const [SHEET_BYTE, ITEM] = [2, 64] as const;
const LONGEST_HEADING = 64;
const LONGEST_VALUE = 4096;

// No repetition extends over the start of a tag, so the time is linear in the length of the text.
const ITEM_START = /<(?:\w{1,16}:)?si\b/g;
const CELL_START = /<(?:\w{1,16}:)?c\b/;
const TEXT = /<(?:\w{1,16}:)?t\b[^<>]*>(?<text>[^<]*)<\//g;
const VALUE = /<(?:\w{1,16}:)?v\b[^<>]*>(?<value>[^<]*)</;
const ROW_END = /<\/(?:\w{1,16}:)?row>/g;
const LONGEST_ROW_END = 24;

function textsOf(xml: string): string {
  return fromXmlReferences(Array.from(xml.matchAll(TEXT), ({ groups }) => groups?.['text'] ?? '').join(''));
}

/** The column of a reference such as `AB12`, counted from 0; -1 if there is none. */
function columnOf(attributes: string): number {
  const letters = /\br="(?<letters>[A-Z]{1,3})\d/.exec(attributes)?.groups?.['letters'] ?? '';
  return Array.from(letters).reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** A text on one line, cut once it is known to be too long. */
function inLine(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST_VALUE + 1);
}

/** @param strings on one line each: many cells may refer to the same one */
function cellText(attributes: string, body: string, strings: readonly string[]): string {
  const value = VALUE.exec(body)?.groups?.['value'] ?? '';
  if (/\bt="s"/.test(attributes)) return strings[Number(value)] ?? '';
  return inLine(/\bt="inlineStr"/.test(attributes) ? textsOf(body) : fromXmlReferences(value));
}

/** Texts of a row by column. */
type Cells = ReadonlyMap<number, string>;

function cellsOf(row: string, strings: readonly string[]): Cells {
  const cells = new Map<number, string>();
  let next = 0;
  for (const part of row.split(CELL_START).slice(1)) {
    const open = part.indexOf('>');
    const [attributes, body] = [part.slice(0, Math.max(0, open)), part.slice(open + 1)];
    const column = columnOf(attributes);
    const at = column < 0 ? next : column;
    const text = cellText(attributes, body, strings);
    if (text !== '') cells.set(at, text);
    next = at + 1;
  }
  return cells;
}

function isHeading(text: string): boolean {
  return text.length <= LONGEST_HEADING && isCredentialHeading(text);
}

/** A value next to its name. A quotation mark inside would end a quoted value. */
function labelled(name: string | undefined, value: string | undefined): string {
  if (name === undefined || value === undefined || value.length > LONGEST_VALUE || isHeading(value)) return '';
  const quote = /["\\]/.test(value) ? '' : '"';
  return `${name} = ${quote}${value}${quote}\n`;
}

/** Writes the values of a sheet that are below the heading of a secret, or to the right of it, each on a line next to its heading. */
class SheetLabels {
  readonly #strings: readonly string[];
  #headings: Cells = new Map();

  constructor(strings: readonly string[]) {
    this.#strings = strings;
  }

  /** Takes the next row. */
  lines(row: string): string {
    const cells = cellsOf(row, this.#strings);
    const own = new Map([...cells].filter(([, text]) => isHeading(text)));
    const below = [...cells].map(([column, value]) => labelled(this.#headings.get(column), value));
    // In a row of two cells, the first one names the second.
    const [first = -1] = cells.keys();
    const isPair = cells.size === 2 && own.has(first);
    if (own.size > 0 && !isPair) this.#headings = own;
    const beside = isPair ? [...own].map(([column, name]) => labelled(name, cells.get(column + 1))) : [];
    return [...below, ...beside].join('');
  }
}

/** The labelled values of one sheet, while its text is unpacked. */
class SheetChunks implements ChunkSource {
  readonly #source: ChunkSource;
  readonly #labels: SheetLabels;
  readonly #decoder: StringDecoder = new StringDecoder('utf8');
  readonly #budget: Budget;
  #rest = '';
  #loss: Loss | undefined;

  constructor(source: ChunkSource, labels: SheetLabels, budget: Budget) {
    this.#source = source;
    this.#labels = labels;
    this.#budget = budget;
  }

  async next(): Promise<Buffer | undefined> {
    for (let chunk = await this.#source.next(); chunk !== undefined; chunk = await this.#source.next()) {
      if (!this.#budget.work(SHEET_BYTE * chunk.length)) {
        this.#loss = NOT_PAID;
        return undefined;
      }
      const text = this.#rest + this.#decoder.write(chunk);
      const lines: string[] = [];
      let start = 0;
      ROW_END.lastIndex = Math.max(0, this.#rest.length - LONGEST_ROW_END);
      for (let end = ROW_END.exec(text); end !== null; end = ROW_END.exec(text)) {
        const line = this.#labels.lines(text.slice(start, end.index));
        if (line !== '') lines.push(line);
        start = ROW_END.lastIndex;
      }
      this.#rest = text.length - start > MOST_ROW ? '' : text.slice(start);
      if (lines.length > 0) return Buffer.from(lines.join(''));
    }
    return undefined;
  }

  close(ended: boolean): Loss | undefined {
    // Losses of the member were reported when it was read as text.
    this.#source.close(ended);
    return this.#loss;
  }
}

/** The sheets of a workbook and its string table, collected from the members of a zip. */
export class Workbook {
  readonly #access: RandomAccess;
  readonly #sheets: ZipMember[] = [];
  #strings: ZipMember | undefined;

  constructor(access: RandomAccess) {
    this.#access = access;
  }

  /** Takes a readable member. */
  meet(member: ZipMember): void {
    if (SHEET.test(member.name)) this.#sheets.push(member);
    else if (STRINGS.test(member.name)) this.#strings = member;
  }

  /** Gives the values with headings in each sheet. Text cells contain indexes of strings, which are in another member. */
  async *events(blob: Blob, budget: Budget): AsyncGenerator<SourceEvent> {
    if (this.#sheets.length === 0) return;
    const strings = await this.#readStrings(budget);
    for (const sheet of this.#sheets) {
      const parent = { ...blob, view: [...blob.view, `zip:${sheet.name}`] };
      if (!Array.isArray(strings)) {
        yield skipOf(parent, strings, 'columns');
        continue;
      }
      const meter = new Meter(budget);
      const open = (): ChunkSource =>
        new SheetChunks(new ZipChunks(this.#access, sheet, budget), new SheetLabels(strings), budget);
      yield nestedBlob(parent, 'columns', undefined, () => chunkReader(open(), meter));
    }
  }

  /** The strings, each on one line; or the reason why they are not read. */
  async #readStrings(budget: Budget): Promise<string[] | Loss> {
    if (this.#strings === undefined) return [];
    const source = new ZipChunks(this.#access, this.#strings, budget);
    const parts: Buffer[] = [];
    let length = 0;
    for (let chunk = await source.next(); chunk !== undefined; chunk = await source.next()) {
      length += chunk.length;
      if (length > MOST_STRINGS || !budget.work(SHEET_BYTE * chunk.length)) {
        source.close(false);
        return length > MOST_STRINGS ? TOO_LARGE : NOT_PAID;
      }
      parts.push(Buffer.from(chunk));
    }
    source.close(false);
    return itemsOf(Buffer.concat(parts).toString(), budget) ?? NOT_PAID;
  }
}

/** The texts of a string table; undefined if the budget does not pay for that many. */
function itemsOf(xml: string, budget: Budget): string[] | undefined {
  const items: string[] = [];
  let start = -1;
  for (const { index } of xml.matchAll(ITEM_START)) {
    if (!budget.work(ITEM)) return undefined;
    if (start >= 0) items.push(inLine(textsOf(xml.slice(start, index))));
    start = index;
  }
  if (start >= 0) items.push(inLine(textsOf(xml.slice(start))));
  return items;
}

const NOT_PAID: Loss = { reason: 'too-expanded', detail: 'cells were not put under their headings' };

const TOO_LARGE: Loss = {
  reason: 'too-large',
  detail: `strings of over ${MOST_STRINGS} bytes were not put under their headings`,
};
