import type { Span } from '../../types.ts';
import { byteClass, HEX_DIGITS, hexValue, type ByteClass } from '../byte-class.ts';
import { NO_VIEWS, type DecodedView, type Finder, type ViewContext } from '../decoded-view.ts';
import { isContainer, isWorth, SAMPLE } from './worth.ts';

/** Minimum number of bytes in a row. */
const LEAST = 16;
/** Two digits and a separator. */
const STRIDE = 3;
const LF = 10;
/** Length of a stretch that contains part of a row. */
const STRETCH = 64;
/** `41 42`, `41-42`, `41:42`, one pair per line, cells, bytes in LLVM and LDAP texts (`\\41\\42`). */
const SEPARATORS: ByteClass = byteClass(' -:,.;|\\\t\n');

function isPair(bytes: Buffer, at: number): boolean {
  return HEX_DIGITS[bytes[at] ?? 0] === 1 && HEX_DIGITS[bytes[at + 1] ?? 0] === 1;
}

/** Start of a digit pair between two equal separators that touches one of the three bytes from `probe`; -1 if none. */
function pairNear(bytes: Buffer, probe: number): number {
  for (let at = probe; at < probe + STRIDE; at++) {
    const separator = bytes[at];
    const isSeparator = SEPARATORS[separator ?? 0] === 1 && bytes[at + STRIDE] === separator;
    if (isSeparator && isPair(bytes, at + 1)) return at + 1;
  }
  return -1;
}

/** The whole row around a pair; lines of several pairs may be separated by line breaks instead. */
function rowAround(bytes: Buffer, pair: number, floor: number): Span {
  const separator = bytes[pair - 1];
  const joins = (at: number, beyond: number): boolean =>
    bytes[at] === separator || (bytes[at] === LF && bytes[beyond] === separator);
  let start = pair;
  while (start - STRIDE >= floor && joins(start - 1, start - 1 - STRIDE) && isPair(bytes, start - STRIDE))
    start -= STRIDE;
  let end = pair + 2;
  while (joins(end, end + STRIDE) && isPair(bytes, end + 1)) end += STRIDE;
  return { start, end };
}

function decode(bytes: Buffer, { start, end }: Span): Buffer {
  const decoded = Buffer.allocUnsafe(Math.floor((end - start + 1) / STRIDE));
  for (let i = 0; i < decoded.length; i++) {
    const at = start + i * STRIDE;
    decoded[i] = (hexValue(bytes[at]) << 4) | hexValue(bytes[at + 1]);
  }
  return decoded;
}

/**
 * Rows of separated pairs of hexadecimal digits, of any length, in or next to the given stretches.
 *
 * @param least minimum number of bytes in a row
 */
export function* pairRows(
  bytes: Buffer,
  stretches: readonly number[],
  from: number,
  least: number = LEAST,
): Generator<Span> {
  let [floor, seen] = [0, 0];
  for (const stretch of stretches) {
    // A sufficiently long row lies mostly in the stretch, and begins or ends close to it.
    const end = Math.min(bytes.length, stretch + 2 * STRETCH);
    for (let probe = Math.max(from, seen, stretch - STRETCH); probe < end;) {
      const pair = pairNear(bytes, probe);
      if (pair < 0) {
        probe += STRIDE * (LEAST - 3);
        continue;
      }
      const row = rowAround(bytes, pair, floor);
      seen = probe = row.end;
      // A row that is too short is ignored completely: where in it the search arrives depends on what precedes it.
      if (row.end - row.start + 1 < least * STRIDE) continue;
      floor = row.end;
      yield row;
    }
  }
}

/** The part of a row that is examined to judge it. */
function sampleOf({ start, end }: Span): Span {
  return { start, end: Math.min(end, start + SAMPLE * STRIDE) };
}

/** Possible starts of the data of a row: its apparent first pair or first lines may be text before it. */
function* beginningsOf(bytes: Buffer, { start, end }: Span): Generator<number> {
  yield start;
  yield start + STRIDE;
  for (let at = bytes.indexOf(LF, start); at >= 0 && at < end; at = bytes.indexOf(LF, at + 1)) yield at + 1;
}

/** The view of a row from the first of these starts on that is worth scanning. */
function viewOf(bytes: Buffer, { start, end }: Span): DecodedView | undefined {
  for (const from of beginningsOf(bytes, { start, end })) {
    const view = viewFrom(bytes, { start: from, end });
    if (view !== undefined) return view;
  }
  return undefined;
}

function viewFrom(bytes: Buffer, row: Span): DecodedView | undefined {
  if (row.end - row.start + 1 < LEAST * STRIDE || !isWorth(decode(bytes, sampleOf(row)))) return undefined;
  const decoded = decode(bytes, row);
  const toOuter = ({ start, end }: Span): Span => ({
    start: row.start + start * STRIDE,
    end: row.start + Math.max(start * STRIDE, end * STRIDE - 1),
  });
  return { kind: 'hex', bytes: decoded, container: isContainer(decoded), toOuter };
}

function* viewsIn(bytes: Buffer, range: Span, context: ViewContext): Generator<DecodedView> {
  for (const row of pairRows(bytes, context.runs.pairs, Math.max(0, range.start - 1))) {
    if (row.start >= range.end || context.stopped) return;
    if (row.start < range.start) continue;
    context.reach?.isOne(row);
    const view = viewOf(bytes, row);
    if (view === undefined) continue;
    if (!context.pay(view.bytes.length, 'hex', row)) return;
    yield view;
  }
}

/** Finds rows of at least 16 bytes written as separated pairs of hexadecimal digits that decode to text. */
export const hexPairViews: Finder = (bytes, range, context) => {
  return context.runs.pairs.length === 0 ? NO_VIEWS : viewsIn(bytes, range, context);
};
