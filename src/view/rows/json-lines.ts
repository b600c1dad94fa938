import { isUtf8 } from 'node:buffer';
import { isContainer } from '../encoded/worth.ts';
import type { Effort } from './effort.ts';

/** Lines are given in pieces of this many bytes; a longer line is a piece of its own. */
const PIECE = 256 * 1024;
/** Maximum size of a piece in bytes: a longer row is cut. */
const LONGEST = 64 * 1024 * 1024;
/** Texts up to this length are copied byte by byte: for longer ones, a call of Node's function pays off. */
const SHORT = 64;
/** Minimum number of bytes that may hide a container, and of characters that may be a value. */
const [LEAST_DATA, LEAST_TEXT] = [64, 8] as const;
/** Number of rows remembered to recognise repetitions, and their maximum length. */
const [MOST_SEEN, LONGEST_SEEN] = [1024, 8192] as const;
/** Work charged for a row and for a stored data cell, in addition to its bytes; maximum size of stored cells before they are given. */
const [ROW, CELL, MOST_CELLS] = [32, 256, 8 * 1024 * 1024] as const;
const [NEWLINE, QUOTE, BACKSLASH, BLANK, DELETE] = [0x0a, 0x22, 0x5c, 0x20, 0x7f] as const;

/** A cell with data that is not text. */
export interface DataCell {
  readonly line: number;
  /** The last name written. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** Whether data that is not text may be more than a number or a digest: it is longer, begins like a container, or contains characters. */
function mayHide(bytes: Buffer): boolean {
  if (bytes.length > LEAST_DATA || isContainer(bytes)) return true;
  let run = 0;
  for (const byte of bytes) {
    run = byte > BLANK && byte < DELETE ? run + 1 : 0;
    if (run >= LEAST_TEXT) return true;
  }
  return false;
}

/** The rows of a table as lines of JSON in UTF-8. Data that is not text is written as `null`, and is counted or stored. */
export class JsonLines {
  #bytes: Buffer = Buffer.allocUnsafe(2 * PIECE);
  #length = 0;
  #line = 1;
  #lineStart = 0;
  readonly #seen: Set<string> = new Set();
  #name = '';
  /** Number of such data cells so far. */
  data = 0;
  /** Whether a row was longer than the maximum. */
  isCut = false;
  /** Whether the current row is, so that the rest of it is ignored. */
  #isFull = false;
  /** Bytes of data cells in this row, and of stored cells. */
  #rowData = 0;
  #kept = 0;
  /** Charged for rows and for scanned bytes. */
  readonly effort: Effort;
  /** Collects data cells, if given. */
  readonly cells: DataCell[] | undefined;

  constructor(effort: Effort, cells?: DataCell[]) {
    this.effort = effort;
    this.cells = cells;
  }

  /** Whether there is enough for a piece. */
  get isReady(): boolean {
    return this.#length >= PIECE || this.#kept >= MOST_CELLS;
  }

  /** What was written since the last call; undefined if nothing was. */
  take(): Buffer | undefined {
    const piece = this.#length === 0 ? undefined : Buffer.from(this.#bytes.subarray(0, this.#length));
    this.#length = this.#lineStart = this.#kept = 0;
    if (this.#bytes.length > 4 * PIECE) this.#bytes = Buffer.allocUnsafe(2 * PIECE);
    return piece;
  }

  /** @param most leaves room for the end of the row */
  #reserve(count: number, most: number = LONGEST - 1): boolean {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length && !this.#isFull) return true;
    if (needed > most || this.#isFull) {
      this.isCut = this.#isFull = true;
      return false;
    }
    const larger = Buffer.allocUnsafe(Math.min(LONGEST, 2 * needed));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
    return true;
  }

  /** Writes ASCII characters: punctuation, numbers. */
  put(text: string): void {
    if (!this.#reserve(text.length)) return;
    for (let i = 0; i < text.length; i++) this.#bytes[this.#length++] = text.charCodeAt(i);
  }

  /** Writes a name made by {@link nameOf}. */
  name({ name, bytes }: CellName): void {
    this.#name = name;
    if (!this.#reserve(bytes.length)) return;
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Writes a text; `null` for data that is not text. */
  text(source: Buffer, start: number, end: number): void {
    if (this.#isFull) return;
    if (end - start <= SHORT && this.#copied(source, start, end)) return;
    this.effort.spend(end - start);
    this.#quoted(source.subarray(start, end));
  }

  /** Writes a text that needs no escapes; false, with nothing written, if it has to be examined. */
  #copied(source: Buffer, start: number, end: number): boolean {
    if (!this.#reserve(end - start + 2)) return true;
    const into = this.#bytes;
    let at = this.#length;
    into[at++] = QUOTE;
    for (let i = start; i < end; i++) {
      const byte = source[i] as number;
      if (byte < BLANK || byte >= DELETE || byte === QUOTE || byte === BACKSLASH) return false;
      into[at++] = byte;
    }
    into[at++] = QUOTE;
    this.#length = at;
    return true;
  }

  #quoted(bytes: Buffer): void {
    if (isUtf8(bytes)) this.#characters(bytes.toString());
    else this.#dataCell(bytes);
  }

  /** Writes a text given as characters. */
  characters(source: string): void {
    if (this.#isFull) return;
    this.effort.spend(source.length);
    this.#characters(source);
  }

  #characters(source: string): void {
    const text = JSON.stringify(source);
    if (this.#reserve(Buffer.byteLength(text))) this.#length += this.#bytes.write(text, this.#length);
  }

  #dataCell(bytes: Buffer): void {
    this.put('null');
    if (!mayHide(bytes)) return;
    this.data++;
    const size = CELL + bytes.length;
    this.#rowData += size;
    if (this.#rowData > LONGEST) this.isCut = this.#isFull = true;
    if (this.cells === undefined || this.#isFull) return;
    this.#kept += size;
    this.cells.push({ line: this.#line, name: this.#name, bytes: Buffer.from(bytes) });
  }

  /** Ends a row and charges for it. If it repeats a recent one, only its number is kept. */
  endLine(): void {
    this.effort.spend(ROW);
    this.#isFull = false;
    this.#rowData = 0;
    const start = this.#lineStart;
    if (this.#length - start <= LONGEST_SEEN) {
      const row = this.#bytes.toString('latin1', start, this.#length);
      if (this.#seen.has(row)) this.#length = start;
      else if (this.#seen.size < MOST_SEEN) this.#seen.add(row);
      else this.#seen.clear();
    }
    if (this.#reserve(1, LONGEST)) this.#bytes[this.#length++] = NEWLINE;
    this.#lineStart = this.#length;
    this.#line++;
  }
}

/** A name in the form in which it precedes values. */
export interface CellName {
  readonly name: string;
  readonly bytes: Buffer;
}

export function nameOf(name: string): CellName {
  return { name, bytes: Buffer.from(`${JSON.stringify(name)}:`) };
}
