import { isDecimalDigit } from '../ascii.ts';
import type { Span } from '../types.ts';
import { fastest, instantiate } from './web-assembly.ts';

/** What `assembly/lines.ts` exports. */
interface LinesModule {
  scan(skip: number, limit: number, length: number): number;
  open(): number;
}

/** Byte sets used to judge lines, owned by `src/view`. */
export interface LineTables {
  /** Class of each byte as a character of a value: 0 none, 1 to 3 digit, lower-case letter, capital, 4 any other. */
  readonly kinds: Readonly<Uint8Array>;
  /** 1 for bytes that may end a line that continues. */
  readonly tails: Readonly<Uint8Array>;
  /** 1 for continuation marks. */
  readonly marks: Readonly<Uint8Array>;
  /** 1 for bytes that may end the prefix of a line. */
  readonly prefixEnds: Readonly<Uint8Array>;
  /** 1 for bytes that may follow the last part of a value. */
  readonly closers: Readonly<Uint8Array>;
}

/** Finds the line breaks that may split a value. */
export interface LineFinder {
  /**
   * Returns alternating starts of lines and their line breaks: all whose break is in `range` and has a continuation mark before it, or
   * value characters on both sides that look random together and as if one continued the other: the line is as long as the next one, or
   * nothing else is on the next one.
   *
   * @param lineStart of the line that contains the start of the range
   */
  find(bytes: Uint8Array, range: Span, lineStart: number): number[];
}

/** Maximum length of a common prefix, and of an indentation. */
const MOST_PREFIX = 160;
/** Minimum characters of a value on both sides of a line break together, and maximum counted on one side. */
const LEAST_TOKEN = 16;
const MOST_TOKEN = 256;
/** Shorter runs may be part of anything. */
const SHORT = 8;
/** Minimum share of characters whose class differs from the previous one: about 0.6 in base62, 0.45 in hexadecimal, 0.2 in names. */
const LEAST_SHARE = 0.28;
/** Minimum changes in values that count as random: hashes, tokens. */
const LEAST_CHANGES = 5;
/** Minimum columns of a full line. */
const LEAST_WIDTH = 40;
/** Lines up to this length are judged without reading beyond the piece. */
const MOST_WIDTH = 512;
/** Maximum closing marks that are skipped after a value. */
const MOST_CLOSERS = 8;
const [TAB, LF, CR, SPACE, BACKSLASH] = [9, 10, 13, 0x20, 0x5c] as const;
/** The class that random values do not alternate with. */
const OTHER = 4;

const PIECE = 64 * 1024;
/** Bytes after a line break that may be read: prefix, indentation, run. */
const AHEAD = 1024;

// Addresses, as in `assembly/lines.ts`.
const KINDS = 1024;
const FLAGS = 1280;
const OUT = 4096;
const INPUT = OUT + 8 * PIECE;

/** A run of value characters: its length, and how often the class of its characters changes. */
export interface Row {
  length: number;
  /** Number of changes between lower case, upper case and digits: in random values, at every second character. */
  changes: number;
}

/** Reads the run from `at` on (`step` 1), or the one that ends there (-1), up to `limit` characters. */
export function readRow(bytes: Uint8Array, at: number, step: 1 | -1, limit: number, kinds: Readonly<Uint8Array>): Row {
  let [length, changes, last] = [0, 0, 0];
  for (let i = at; length < Math.min(limit, MOST_TOKEN); i += step) {
    const kind = kinds[bytes[i] ?? 0] ?? 0;
    if (kind === 0) break;
    length++;
    if (kind === OTHER) continue;
    if (last !== 0 && kind !== last) changes++;
    last = kind;
  }
  return { length, changes };
}

/** Where the text begins after the common prefix of the lines at `first` and `second`; all digits count as equal. */
export function behindPrefix(
  bytes: Uint8Array,
  { first, second, limit }: { readonly first: number; readonly second: number; readonly limit: number },
  ends: Readonly<Uint8Array>,
): number {
  let length = sharedLength(bytes, first, second, Math.min(MOST_PREFIX, limit - first, bytes.length - second));
  while (length > 0 && ends[bytes[second + length - 1] ?? 0] !== 1) length--;
  let at = second + length;
  const far = at + MOST_PREFIX;
  while (at < far && (bytes[at] === SPACE || bytes[at] === TAB)) at++;
  return at;
}

function sharedLength(bytes: Uint8Array, first: number, second: number, most: number): number {
  for (let length = 0; length < most; length++) {
    const [a, b] = [bytes[first + length] ?? 0, bytes[second + length] ?? 0];
    if (a !== b && !(isDecimalDigit(a) && isDecimalDigit(b))) return length;
  }
  return Math.max(0, most);
}

/** Whether a run is too short to classify, or not a word, number or path. */
function mayBePart({ length, changes }: Row): boolean {
  return length > 0 && (length < SHORT || changes > 1);
}

class WasmLineFinder implements LineFinder {
  readonly #tables: LineTables;
  readonly #module: LinesModule;
  readonly #memory: Uint8Array;
  readonly #out: Uint32Array;

  constructor(tables: LineTables) {
    this.#tables = tables;
    const { kinds, tails, marks, prefixEnds, closers } = tables;
    const { exports, memory } = instantiate('lines', INPUT + PIECE + 2 * AHEAD);
    this.#module = exports as LinesModule;
    this.#memory = new Uint8Array(memory);
    this.#out = new Uint32Array(memory, OUT, 2 * PIECE);
    this.#memory.set(kinds, KINDS);
    for (let byte = 0; byte < 256; byte++)
      this.#memory[FLAGS + byte] =
        (tails[byte] ?? 0) | ((marks[byte] ?? 0) << 1) | ((prefixEnds[byte] ?? 0) << 2) | ((closers[byte] ?? 0) << 3);
  }

  find(bytes: Uint8Array, range: Span, lineStart: number): number[] {
    const lines: number[] = [];
    for (let from = lineStart; from >= 0 && from < range.end;) from = this.#findIn(bytes, range, from, lines);
    return lines;
  }

  /** Processes the lines of the piece that begins at `from`; returns the start of the next piece. */
  #findIn(bytes: Uint8Array, range: Span, from: number, lines: number[]): number {
    const length = Math.min(bytes.length - from, PIECE + AHEAD);
    const limit = Math.min(PIECE, range.end - from);
    this.#memory.set(bytes.subarray(from, from + length), INPUT);
    if (from + length === bytes.length) this.#memory.fill(0, INPUT + length, INPUT + length + AHEAD);
    const count = this.#module.scan(Math.max(0, range.start - from), limit, length);
    for (let i = 0; i < count; i++) {
      const [start, newline] = [from + (this.#out[2 * i] ?? 0), from + (this.#out[2 * i + 1] ?? 0)];
      if (newline - start <= MOST_WIDTH || mayCut(bytes, start, newline, this.#tables)) lines.push(start, newline);
    }
    const open = this.#module.open();
    if (open > 0 || limit < PIECE) return limit < PIECE ? -1 : from + open;
    return this.#passLongLine(bytes, range, from, lines);
  }

  /** Processes a line longer than a piece; returns the start of the next line, -1 if its break is not in the range. */
  #passLongLine(bytes: Uint8Array, { start, end }: Span, lineStart: number, lines: number[]): number {
    const newline = bytes.indexOf(LF, lineStart + PIECE);
    if (newline < 0 || newline >= end) return -1;
    if (newline >= start && mayCut(bytes, lineStart, newline, this.#tables)) lines.push(lineStart, newline);
    return newline + 1;
  }
}

/** The same in plain TypeScript. */
class PlainLineFinder implements LineFinder {
  readonly #tables: LineTables;

  constructor(tables: LineTables) {
    this.#tables = tables;
  }

  find(bytes: Uint8Array, { start, end }: Span, lineStart: number): number[] {
    const lines: number[] = [];
    for (let from = lineStart; ;) {
      const newline = bytes.indexOf(LF, from);
      if (newline < 0 || newline >= end) return lines;
      if (newline >= start && mayCut(bytes, from, newline, this.#tables)) lines.push(from, newline);
      from = newline + 1;
    }
  }
}

/** Whether the break at `newline` of the line that begins at `start` may split a value. */
function mayCut(bytes: Uint8Array, start: number, newline: number, tables: LineTables): boolean {
  let end = newline;
  while (end > start && (bytes[end - 1] === CR || bytes[end - 1] === SPACE)) end--;
  if (end === start) return false;
  const last = bytes[end - 1] ?? 0;
  if (tables.marks[last] === 1) return true;
  return tables.tails[last] === 1 && isWrapped(bytes, { start, end, newline }, tables);
}

/** Whether the line looks as if its break split a value; its text is in `[start, end)`. */
function isWrapped(
  bytes: Uint8Array,
  { start, end, newline }: Span & { readonly newline: number },
  { kinds, prefixEnds, closers }: LineTables,
): boolean {
  const tail = readRow(bytes, end - 1, -1, end - start, kinds);
  if (!mayBePart(tail)) return false;
  const at = behindPrefix(bytes, { first: start, second: newline + 1, limit: end }, prefixEnds);
  const head = readRow(bytes, at, 1, MOST_TOKEN, kinds);
  if (!mayBePart(head) || !looksRandom(tail, head)) return false;
  if (isAlone(bytes, at + head.length, closers)) return true;
  return !readsAsWord(head) && isFull(bytes, newline + 1, end - start);
}

/** A short run of letters followed by more text is a word. */
function readsAsWord({ length, changes }: Row): boolean {
  return length > 1 && length < SHORT && changes === 0;
}

/** Whether only closing marks follow between `from` and the end of its line. */
function isAlone(bytes: Uint8Array, from: number, closers: Readonly<Uint8Array>): boolean {
  let at = from;
  while (at < from + MOST_CLOSERS && closers[bytes[at] ?? 0] === 1) at++;
  return at >= bytes.length || bytes[at] === LF || bytes[at] === CR || bytes[at] === BACKSLASH;
}

/** Whether the line at `next` is no longer than the one before it, whose width is that of wrapped lines. */
function isFull(bytes: Uint8Array, next: number, width: number): boolean {
  if (width < LEAST_WIDTH) return false;
  return bytes.length - next <= width || bytes.subarray(next, next + width + 2).indexOf(LF) >= 0;
}

/** Whether two runs are long enough together, and change character class as often as random values. */
function looksRandom(tail: Row, head: Row): boolean {
  const [length, changes] = [tail.length + head.length, tail.changes + head.changes];
  return length >= LEAST_TOKEN && changes >= LEAST_CHANGES && changes >= LEAST_SHARE * (length - 2);
}

/** The fastest finder that this machine supports. */
export function lineFinderFor(tables: LineTables, plain: boolean = false): LineFinder {
  return fastest<LineFinder>(
    () => new WasmLineFinder(tables),
    () => new PlainLineFinder(tables),
    plain,
  );
}
