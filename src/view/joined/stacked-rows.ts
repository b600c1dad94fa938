import { isLetterOrDigit, isLineBreak } from '../../ascii.ts';
import type { Span } from '../../types.ts';
import { HEX_DIGITS, hexValue } from '../byte-class.ts';
import { pairRows } from '../encoded/hex-pairs.ts';
import { lastBefore } from '../last-before.ts';
import { skipBlanks } from './dump-address.ts';
import type { Joiner } from './joiner.ts';
import { nextLine } from '../line-end.ts';

const [LF, SPACE, MINUS, COLON] = [10, 0x20, 0x2d, 0x3a] as const;
const PAIR = { stride: 2, width: 2 } as const;
/** Minimum number of pairs in a full row. */
const LEAST = 4;
/** Column after which no row begins. */
const MOST_PREFIX = 256;
/** Columns by which the prefixes of consecutive lines may differ: digits of a counter, the name of a level. */
const MOST_SHIFT = 16;

/** A row of pairs: its start, and the position of the first digit of each. */
export interface PairRow {
  readonly start: number;
  readonly places: readonly number[];
}

function isPair(bytes: Buffer, at: number): boolean {
  return (
    HEX_DIGITS[bytes[at] ?? 0] === 1 && HEX_DIGITS[bytes[at + 1] ?? 0] === 1 && HEX_DIGITS[bytes[at + 2] ?? 0] !== 1
  );
}

/** Position of the next pair: after a separator, or after two blanks as in the middle of a row. */
function behindSeparator(bytes: Buffer, at: number): number {
  if (bytes[at] === MINUS || bytes[at] === COLON) return at + 1;
  if (bytes[at] !== SPACE) return at;
  return bytes[at + 1] === SPACE ? at + 2 : at + 1;
}

/** The row that begins at `start`, at most `most` pairs. */
function rowAt(bytes: Buffer, start: number, most: number): PairRow {
  const places: number[] = [];
  for (let at = start; places.length < most && isPair(bytes, at);) {
    places.push(at);
    const next = behindSeparator(bytes, at + 2);
    if (next === at + 2) break;
    at = next;
  }
  return { start, places };
}

/** Whether a pair precedes the separator at `at`. */
function isBehindPair(bytes: Buffer, at: number): boolean {
  return !isLetterOrDigit(bytes[at - 3]) && isPair(bytes, at - 2);
}

/** Whether the pair at `at` ends a time or date: a colon or hyphen separates it from the previous pair, and something else follows it. */
function endsTime(bytes: Buffer, at: number): boolean {
  const mark = bytes[at - 1];
  return (mark === COLON || mark === MINUS) && mark !== bytes[at + 2] && isBehindPair(bytes, at - 1);
}

/** Whether the pair at `at` is not the first of its row. */
function isInside(bytes: Buffer, at: number): boolean {
  return bytes[at - 1] === bytes[at + 2] && isBehindPair(bytes, at - 1) && !endsTime(bytes, at - 3);
}

/** Whether only blanks follow the row on its line. */
function endsLine(bytes: Buffer, { start, places }: PairRow): boolean {
  return isLineBreak(bytes[skipBlanks(bytes, (places.at(-1) ?? start) + 2, MOST_SHIFT)] ?? LF);
}

/** Whether the row begins after a blank or a mark, and is either full or followed by nothing else on its line. */
function isWhole(bytes: Buffer, row: PairRow, full: number): boolean {
  const { start, places } = row;
  if (places.length === 0 || isLetterOrDigit(bytes[start - 1]) || isInside(bytes, start)) return false;
  return places.length === full || endsLine(bytes, row);
}

/** The row on the line that begins at `line`: in the given column, or near it if the line's prefix is longer or shorter. */
function rowBelow(bytes: Buffer, line: number, column: number, most: number): PairRow {
  const below = rowAt(bytes, line + column, most);
  if (below.places.length === most || (below.places.length > 0 && !isInside(bytes, line + column))) return below;
  const end = nextLine(bytes, line);
  for (let shift = 1; shift <= MOST_SHIFT; shift++)
    for (const start of [line + column + shift, line + column - shift]) {
      const row = rowAt(bytes, start, most);
      if (start > line && start < end && isWhole(bytes, row, most)) return row;
    }
  return below;
}

/** Rows below the given one, each in or near the column of the previous one, as long as they are full. */
function rowsFrom(bytes: Buffer, first: PairRow, column: number): PairRow[] {
  let line = nextLine(bytes, first.start);
  const second = rowBelow(bytes, line, column, first.places.length);
  const full = second.places.length;
  if (full === 0) return [];
  const rows = [first, second];
  // The characters next to the first row may look like more of its pairs, if the second row has such characters too.
  const isLast = full < LEAST || full * 2 <= first.places.length || endsLine(bytes, second);
  const count = isLast ? first.places.length : full;
  for (let last = second; last.places.length === count;) {
    const next = nextLine(bytes, last.start);
    if (next >= bytes.length) break;
    last = rowBelow(bytes, next, last.start - line, count);
    line = next;
    if (last.places.length === 0) break;
    rows.push(last);
  }
  return rows.map(({ start, places }) => ({ start, places: places.slice(0, count) }));
}

/**
 * Stacked rows of pairs of hexadecimal digits, in about the same column, whatever precedes them: nothing (`od -An -tx1`), the prefix of a
 * log line, an address in an unknown form.
 *
 * @param stretches positions of rows, as in `Runs`
 */
export function* stackedRows(bytes: Buffer, range: Span, stretches: readonly number[]): Generator<readonly PairRow[]> {
  let floor = 0;
  for (const row of pairRows(bytes, stretches, Math.max(0, range.start - 1), LEAST)) {
    if (row.start >= range.end) return;
    if (row.start < floor || row.start < range.start) continue;
    const start = endsTime(bytes, row.start) ? row.start + 3 : row.start;
    const column = start - (lastBefore(bytes, LF, start) + 1);
    const first = rowAt(bytes, start, MOST_PREFIX);
    if (column > MOST_PREFIX || first.places.length < LEAST) continue;
    const rows = rowsFrom(bytes, first, column);
    if (rows.length < 2) continue;
    yield rows;
    floor = nextLine(bytes, rows.at(-1)?.start ?? start);
  }
}

/** Appends the bytes of the rows. */
export function joinRows(bytes: Buffer, rows: readonly PairRow[], joiner: Joiner): void {
  for (const { places } of rows) {
    joiner.joint('sure');
    for (const at of places) joiner.byte((hexValue(bytes[at]) << 4) | hexValue(bytes[at + 1]), at, PAIR);
  }
  joiner.break();
}
