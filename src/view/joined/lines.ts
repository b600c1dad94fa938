import { byteClass, TOKEN_CHARACTERS, type ByteClass } from '../byte-class.ts';
import type { Family } from './family.ts';
import { seamViews, type Seam } from './seams.ts';

const [LF, CR, SPACE, TAB, BACKSLASH, CARET, BACKTICK] = [10, 13, 0x20, 9, 0x5c, 0x5e, 0x60] as const;
/** Longest prefix that lines share, longest indentation. */
const MOST_PREFIX = 160;
/** Fewest characters of a token on both sides of a line break together, and most that are counted on one. */
const LEAST_TOKEN = 16;
const MOST_TOKEN = 256;
/** Rows of fewer characters may be a part of anything. */
const SHORT = 8;
/** Share of characters of another kind than the one before: about 0.6 in base62, 0.45 in hexadecimal, 0.2 in names. */
const LEAST_SHARE = 0.28;
/** Changes from which a value is taken to be random: hashes, tokens. */
const LEAST_CHANGES = 5;
/** Kinds of value characters: 1 digit, 2 small letter, 3 capital, 4 another one; 0 for what stands in no value. */
const OTHER = 4;
const KINDS: Readonly<Uint8Array> = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x30 && byte <= 0x39) return 1;
  if (byte >= 0x61 && byte <= 0x7a) return 2;
  if (byte >= 0x41 && byte <= 0x5a) return 3;
  return '+/-_.=~%'.includes(String.fromCharCode(byte)) ? OTHER : 0;
});
/** Lines are full from so many columns on. */
const LEAST_WIDTH = 40;
/** What a prefix of lines ends with: time, level, process, container, marks of quotations, comments and differences. */
const PREFIX_ENDS: ByteClass = byteClass(' \t|:]>)#*+-"\'');
/** What may stand behind the last part of a value. */
const CLOSERS: ByteClass = byteClass('"\'`,;)]}<| ');

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function skipBlanks(bytes: Buffer, from: number): number {
  let at = from;
  while (at - from < MOST_PREFIX && isBlank(bytes[at])) at++;
  return at;
}

/** Where the text begins behind what the lines at `first` and `second` both begin with, digits being as good as others. */
function behindPrefix(bytes: Buffer, first: number, second: number, limit: number): number {
  const most = Math.min(MOST_PREFIX, limit - first, bytes.length - second);
  let length = 0;
  while (length < most) {
    const [a, b] = [bytes[first + length] as number, bytes[second + length] as number];
    if (a !== b && !(isDigit(a) && isDigit(b))) break;
    length++;
  }
  while (length > 0 && PREFIX_ENDS[bytes[second + length - 1] as number] !== 1) length--;
  return skipBlanks(bytes, second + length);
}

/** A line that ends at a line break: start, end of its text without blanks and CR, and the break itself. */
interface Line {
  readonly start: number;
  readonly end: number;
  readonly newline: number;
}

/** The continuation mark at the end of a line: its own place, or -1. */
function markBefore(bytes: Buffer, end: number, start: number): number {
  const mark = bytes[end - 1];
  if (mark !== BACKSLASH && mark !== CARET && mark !== BACKTICK) return -1;
  let first = end - 1;
  while (first > start && bytes[first - 1] === mark) first--;
  return (end - first) % 2 === 1 ? end - 1 : -1;
}

/** The seam over a line break that a mark takes back. */
function continued(bytes: Buffer, line: Line): Seam | undefined {
  const mark = markBefore(bytes, line.end, line.start);
  if (mark < 0 || TOKEN_CHARACTERS[bytes[mark - 1] ?? 0] !== 1) return undefined;
  const start = behindPrefix(bytes, line.start, line.newline + 1, mark);
  return TOKEN_CHARACTERS[bytes[start] ?? 0] === 1 ? { start: mark, end: start, trust: 'sure' } : undefined;
}

/** Whether a run begins like a line of its own: `NAME=`, an option. */
function beginsOther(bytes: Buffer, start: number, end: number): boolean {
  const equals = bytes.subarray(start, end).indexOf(0x3d);
  return equals >= 0 && start + equals < end - 2;
}

/** A row of value characters: how long it is, and how often its kind of character changes. */
interface Row {
  length: number;
  /** How often letters of one case, of the other, and digits follow each other: in random values at every second place. */
  changes: number;
}

/** Reads the row from `at` on, or the one that ends at `at`, not beyond `limit`. */
function read(bytes: Buffer, at: number, step: 1 | -1, limit: number, row: Row): Row {
  let [length, changes, last] = [0, 0, 0];
  for (let i = at; length < limit; i += step) {
    const kind = KINDS[bytes[i] as number] as number;
    if (!(kind > 0)) break;
    length++;
    if (kind === OTHER) continue;
    if (last !== 0 && kind !== last) changes++;
    last = kind;
  }
  row.length = length;
  row.changes = changes;
  return row;
}

/** Whether a row of characters is too short to be told, or no word, number or path. */
function mayBePart({ length, changes }: Row): boolean {
  return length > 0 && (length < SHORT || changes > 1);
}

/** The seam over a line break that looks as if it cut a value: the line is full, or nothing else stands on the next. */
function wrapped(bytes: Buffer, line: Line, [before, behind]: readonly [Row, Row]): Seam | undefined {
  const tail = read(bytes, line.end - 1, -1, Math.min(MOST_TOKEN, line.end - line.start), before);
  if (!mayBePart(tail)) return undefined;
  const next = line.newline + 1;
  const start = behindPrefix(bytes, line.start, next, line.end);
  const head = read(bytes, start, 1, MOST_TOKEN, behind);
  if (!mayBePart(head) || tail.length + head.length < LEAST_TOKEN) return undefined;
  const random = tail.changes + head.changes;
  if (random < LEAST_CHANGES || random < LEAST_SHARE * (tail.length + head.length - 2)) return undefined;
  if (beginsOther(bytes, start, start + head.length)) return undefined;
  const seam: Seam = { start: line.end, end: start, trust: 'unsure' };
  if (isAlone(bytes, start + head.length)) return seam;
  // A short row of letters that more text follows is a word.
  const isWord = head.length > 1 && head.length < SHORT && head.changes === 0;
  return !isWord && isFull(bytes, line, next) ? seam : undefined;
}

/** Whether nothing but closing marks stands between `from` and the end of its line. */
function isAlone(bytes: Buffer, from: number): boolean {
  let at = from;
  while (at < from + 8 && CLOSERS[bytes[at] ?? 0] === 1) at++;
  return at >= bytes.length || bytes[at] === LF || bytes[at] === CR || bytes[at] === BACKSLASH;
}

/** Whether the next line is no longer than this one, which is as long as wrapped lines are. */
function isFull(bytes: Buffer, line: Line, next: number): boolean {
  const width = line.end - line.start;
  if (width < LEAST_WIDTH) return false;
  const end = bytes.subarray(next, next + width + 2).indexOf(LF);
  return end >= 0 || bytes.length - next <= width;
}

/** The line from `start` to the line break at `newline`. */
function lineOf(bytes: Buffer, start: number, newline: number): Line {
  let end = newline;
  while (end > start && (bytes[end - 1] === CR || isBlank(bytes[end - 1]))) end--;
  return { start, end, newline };
}

function* lineSeams(bytes: Buffer, places: readonly number[]): Generator<Seam> {
  const rows = [
    { length: 0, changes: 0 },
    { length: 0, changes: 0 },
  ] as const;
  for (let i = 0; i < places.length; i += 2) {
    const line = lineOf(bytes, places[i] ?? 0, places[i + 1] ?? 0);
    const seam = continued(bytes, line) ?? wrapped(bytes, line, rows);
    if (seam !== undefined) yield seam;
  }
}

/** Lines that a mark or a fixed width broke, whatever prefix each of them has. */
export const lineViews: Family = ({ bytes, context }, { lines }) =>
  seamViews('joined-lines', lineSeams(bytes, lines), bytes, context);
