import type { Span } from '../../types.ts';
import { LOOK_AHEAD, type DecodedView, type ViewContext } from '../decoded-view.ts';
import { isTextByte, LEAST_WIDE } from './utf16.ts';

/** Bytes of a character, and number of NULs among them. */
const UNIT = 4;
const NULS = UNIT - 1;
/** Distance between probes: a row of {@link LEAST_WIDE} characters contains one of them well inside. */
const STEP = (LEAST_WIDE - 3) * UNIT;

function areNul(bytes: Buffer, at: number): boolean {
  return bytes[at] === 0 && bytes[at + 1] === 0 && bytes[at + 2] === 0;
}

/** Whether there may be two characters from `at` on: exactly one half of the first is all NULs, and so is the same half of the second. */
function mayBeWide(bytes: Buffer, at: number): boolean {
  const [a, b, c, d] = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]] as [number, number, number, number];
  const isFirst = (a | b) !== 0;
  return isFirst !== ((c | d) !== 0) && isFirst === (((bytes[at + 4] as number) | (bytes[at + 5] as number)) !== 0);
}

/** The character near `probe` with NULs on both sides; -1 if there is none. */
function wideNear(bytes: Buffer, probe: number): number {
  if (!mayBeWide(bytes, probe)) return -1;
  for (let at = probe; at < probe + UNIT; at++)
    if (isTextByte(bytes[at]) && areNul(bytes, at + 1) && (at < NULS || areNul(bytes, at - NULS))) return at;
  return -1;
}

/** First to last character of a row. */
function rowAround(bytes: Buffer, at: number, floor: number): { start: number; readonly end: number } {
  let start = at;
  while (start - UNIT >= floor && areNul(bytes, start - NULS) && isTextByte(bytes[start - UNIT])) start -= UNIT;
  let end = at;
  while (areNul(bytes, end + 1) && isTextByte(bytes[end + UNIT])) end += UNIT;
  return { start, end: end + 1 };
}

/** The row with its NULs: after each character, or before each if the last one is not followed by one. */
function region(bytes: Buffer, { start, end }: Span): Span {
  if (areNul(bytes, end)) return { start, end: end + NULS };
  return start >= NULS && areNul(bytes, start - NULS) ? { start: start - NULS, end } : { start, end };
}

function viewOf(bytes: Buffer, row: Span, outer: Span): DecodedView {
  const decoded = Buffer.allocUnsafe(Math.ceil((row.end - row.start) / UNIT));
  for (let i = 0; i < decoded.length; i++) decoded[i] = bytes[row.start + UNIT * i] ?? 0;
  const toOuter = ({ start, end }: Span): Span => ({
    start: outer.start + UNIT * start,
    end: Math.min(outer.start + UNIT * end, outer.end),
  });
  return { kind: 'utf32', bytes: decoded, container: false, toOuter };
}

/** Finds rows of at least 12 ASCII characters in UTF-32 of either byte order inside other data. @param first NUL in the bytes */
export function* utf32Views(bytes: Buffer, range: Span, context: ViewContext, first: number): Generator<DecodedView> {
  let floor = 0;
  for (let probe = Math.max(first - NULS, range.start); probe < bytes.length && !context.stopped;) {
    const at = wideNear(bytes, probe);
    if (at < 0) {
      probe += STEP;
      continue;
    }
    const row = rowAround(bytes, at, floor);
    probe = row.end;
    if (row.start >= range.end) return;
    if (row.end - row.start <= (LEAST_WIDE - 1) * UNIT) continue;
    floor = row.end;
    if (row.start < range.start) {
      if (row.end - row.start <= LOOK_AHEAD) continue;
      // The rest of a row that was too long for the previous window.
      row.start += UNIT * Math.ceil((range.start - row.start) / UNIT);
    }
    const outer = region(bytes, row);
    context.reach?.isOne(outer);
    const view = viewOf(bytes, row, outer);
    if (!context.pay(view.bytes.length, view.kind, outer)) return;
    yield view;
  }
}
