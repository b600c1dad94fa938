import type { Span } from '../../types.ts';
import { HEX_DIGITS, hexValue } from '../byte-class.ts';
import { pairRows } from '../encoded/hex-pairs.ts';
import { lastBefore } from '../last-before.ts';
import { nextLine } from './dump-address.ts';
import type { Joiner } from './joiner.ts';

const [LF, SPACE, MINUS, COLON] = [10, 0x20, 0x2d, 0x3a] as const;
const PAIR = { stride: 2, width: 2 } as const;
/** Fewest pairs in a full row. */
const LEAST = 4;
/** Column behind which no row begins. */
const MOST_PREFIX = 256;

/** A row of pairs: where it begins, and the first digit of each. */
export interface PairRow {
  readonly start: number;
  readonly places: readonly number[];
}

function isPair(bytes: Buffer, at: number): boolean {
  return (
    HEX_DIGITS[bytes[at] ?? 0] === 1 && HEX_DIGITS[bytes[at + 1] ?? 0] === 1 && HEX_DIGITS[bytes[at + 2] ?? 0] !== 1
  );
}

/** Where the next pair may stand: behind a separator, or two blanks as in the middle of a row. */
function behindSeparator(bytes: Buffer, at: number): number {
  if (bytes[at] === MINUS || bytes[at] === COLON) return at + 1;
  if (bytes[at] !== SPACE) return at;
  return bytes[at + 1] === SPACE ? at + 2 : at + 1;
}

/** The row that begins at `start`, `most` pairs at the most. */
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

/** Rows in the column of the one that is given, in the lines below it, as long as they are full. */
function rowsFrom(bytes: Buffer, first: PairRow, column: number): PairRow[] {
  const second = rowAt(bytes, nextLine(bytes, first.start) + column, first.places.length);
  // The characters beside the first row may look like more pairs of it.
  const full = second.places.length;
  if (full === 0) return [];
  const rows = [first, second];
  const count = full < LEAST || full * 2 <= first.places.length ? first.places.length : full;
  for (let last = second; last.places.length === count;) {
    const next = nextLine(bytes, last.start);
    last = rowAt(bytes, next + column, count);
    if (next >= bytes.length || last.places.length === 0) break;
    rows.push(last);
  }
  return rows.map(({ start, places }) => ({ start, places: places.slice(0, count) }));
}

/**
 * Rows of pairs of hexadecimal digits that stand below each other in the same column, whatever is in front of them: nothing
 * (`od -An -tx1`), the prefix of a log line, an address in a form that is not known.
 *
 * @param stretches where rows are, as `Runs` has them
 */
export function* stackedRows(bytes: Buffer, range: Span, stretches: readonly number[]): Generator<readonly PairRow[]> {
  let floor = 0;
  for (const { start } of pairRows(bytes, stretches, Math.max(0, range.start - 1), LEAST)) {
    if (start >= range.end) return;
    if (start < floor || start < range.start) continue;
    const column = start - (lastBefore(bytes, LF, start) + 1);
    const first = rowAt(bytes, start, MOST_PREFIX);
    if (column > MOST_PREFIX || first.places.length < LEAST) continue;
    const rows = rowsFrom(bytes, first, column);
    if (rows.length < 2) continue;
    yield rows;
    floor = nextLine(bytes, rows.at(-1)?.start ?? start);
  }
}

/** Appends what the rows stand for. */
export function joinRows(bytes: Buffer, rows: readonly PairRow[], joiner: Joiner): void {
  for (const { places } of rows) {
    joiner.joint('sure');
    for (const at of places) joiner.byte((hexValue(bytes[at]) << 4) | hexValue(bytes[at + 1]), at, PAIR);
  }
  joiner.break();
}
