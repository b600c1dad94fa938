import { isSpaceOrTab } from '../../ascii.ts';
import { behindPrefix, lineFinderFor, readRow } from '../../engine/line-finder.ts';
import { warming } from '../../engine/web-assembly.ts';
import { byteClass, TOKEN_CHARACTERS, type ByteClass } from '../byte-class.ts';
import { NO_VIEWS } from '../decoded-view.ts';
import type { Family } from './family.ts';
import { seamViews, type Seam } from './seams.ts';

const [CR, BACKSLASH, CARET, BACKTICK] = [13, 0x5c, 0x5e, 0x60] as const;
const MOST_TOKEN = 256;
/** Kinds of value characters: 1 digit, 2 lower-case letter, 3 capital, 4 other; 0 for characters that values do not contain. */
const OTHER = 4;
const KINDS: Readonly<Uint8Array> = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x30 && byte <= 0x39) return 1;
  if (byte >= 0x61 && byte <= 0x7a) return 2;
  if (byte >= 0x41 && byte <= 0x5a) return 3;
  return '+/-_.=~%'.includes(String.fromCharCode(byte)) ? OTHER : 0;
});
/** What the last line of a part may end with: value characters, continuation marks. */
const TAILS: ByteClass = byteClass('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_.=~%\\^`');
const MARKS: ByteClass = byteClass('\\^`');
/** What a line prefix may end with: time, level, process, container, marks of quotations, comments and diffs. */
const PREFIX_ENDS: ByteClass = byteClass(' \t|:]>)#*+-"\'');
/** What may follow the last part of a value. */
const CLOSERS: ByteClass = byteClass('"\'`,;)]}<| ');

/** A line that ends with a line break: its start, the end of its text without blanks and CR, and the break itself. */
interface Line {
  readonly start: number;
  readonly end: number;
  readonly newline: number;
}

/** Position of the continuation mark at the end of a line; -1 if there is none. */
function markBefore(bytes: Buffer, end: number, start: number): number {
  const mark = bytes[end - 1];
  if (mark !== BACKSLASH && mark !== CARET && mark !== BACKTICK) return -1;
  let first = end - 1;
  while (first > start && bytes[first - 1] === mark) first--;
  if ((end - first) % 2 === 0) return -1;
  return mark === BACKTICK && closesCode(bytes, first, start) ? -1 : end - 1;
}

/** Whether a backtick closes Markdown code: an odd number of others precedes it on the line. */
function closesCode(bytes: Buffer, at: number, start: number): boolean {
  let isOpen = false;
  for (let i = Math.max(start, at - MOST_TOKEN); i < at; i++) if (bytes[i] === BACKTICK) isOpen = !isOpen;
  return isOpen;
}

/** The seam over a line break that a continuation mark escapes. */
function continued(bytes: Buffer, line: Line): Seam | undefined {
  const mark = markBefore(bytes, line.end, line.start);
  if (mark < 0 || TOKEN_CHARACTERS[bytes[mark - 1] ?? 0] !== 1) return undefined;
  const start = behindPrefix(bytes, { first: line.start, second: line.newline + 1, limit: mark }, PREFIX_ENDS);
  return TOKEN_CHARACTERS[bytes[start] ?? 0] === 1 ? { start: mark, end: start, trust: 'sure' } : undefined;
}

/** Whether a run looks like the start of a separate line: `NAME=`, an option. */
function beginsOther(bytes: Buffer, start: number, end: number): boolean {
  const equals = bytes.subarray(start, end).indexOf(0x3d);
  return equals >= 0 && start + equals < end - 2;
}

/** The seam over a line break that seems to cut a value, unless the next line looks like a separate one. */
function wrapped(bytes: Buffer, line: Line): Seam | undefined {
  // A mark that does not escape its line break is not a value character.
  if (KINDS[bytes[line.end - 1] ?? 0] === 0) return undefined;
  const next = line.newline + 1;
  const start = behindPrefix(bytes, { first: line.start, second: next, limit: line.end }, PREFIX_ENDS);
  const head = readRow(bytes, start, 1, MOST_TOKEN, KINDS);
  if (beginsOther(bytes, start, start + head.length)) return undefined;
  return { start: line.end, end: start, trust: 'unsure' };
}

/** The line from `start` to the line break at `newline`. */
function lineOf(bytes: Buffer, start: number, newline: number): Line {
  let end = newline;
  while (end > start && (bytes[end - 1] === CR || isSpaceOrTab(bytes[end - 1]))) end--;
  return { start, end, newline };
}

function* lineSeams(bytes: Buffer, places: readonly number[]): Generator<Seam> {
  for (let i = 0; i < places.length; i += 2) {
    const line = lineOf(bytes, places[i] ?? 0, places[i + 1] ?? 0);
    const seam = continued(bytes, line) ?? wrapped(bytes, line);
    if (seam !== undefined) yield seam;
  }
}

const TABLES = { kinds: KINDS, tails: TAILS, marks: MARKS, prefixEnds: PREFIX_ENDS, closers: CLOSERS } as const;
const finderFor = warming((plain) => lineFinderFor(TABLES, plain));

/** Lines broken by a continuation mark or at a fixed width, whatever their prefixes. */
export const lineViews: Family = ({ bytes, range, context }, { firstLine, isBroken }) => {
  if (!isBroken) return NO_VIEWS;
  const places = finderFor(bytes.length).find(bytes, range, firstLine);
  return places.length === 0 ? NO_VIEWS : seamViews('joined-lines', lineSeams(bytes, places), bytes, context);
};
