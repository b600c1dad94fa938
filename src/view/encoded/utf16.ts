import type { Span } from '../../types.ts';
import { LOOK_AHEAD, type DecodedView, type ViewContext } from '../decoded-view.ts';

/** Minimum number of characters in a row: that many, each next to a NUL, are no coincidence. */
export const LEAST_WIDE = 12;

/** Whether a byte is a printable ASCII character or white space. */
export function isTextByte(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}

/** Whether there is a character at `at` with a NUL on both sides. */
function isWide(bytes: Buffer, at: number): boolean {
  return isTextByte(bytes[at]) && bytes[at + 1] === 0 && (at === 0 || bytes[at - 1] === 0);
}

/** Whether there are two characters at `at`, each followed by a NUL. */
function beginsRow(bytes: Buffer, at: number): boolean {
  return isTextByte(bytes[at]) && bytes[at + 1] === 0 && isTextByte(bytes[at + 2]) && bytes[at + 3] === 0;
}

/** First to last character of a row of characters with NULs in between. */
function rowAround(bytes: Buffer, at: number, floor: number): { start: number; readonly end: number } {
  let start = at;
  while (start - 2 >= floor && bytes[start - 1] === 0 && isTextByte(bytes[start - 2])) start -= 2;
  let end = at;
  while (bytes[end + 1] === 0 && isTextByte(bytes[end + 2])) end += 2;
  // A string table has the length before each string: this byte does not belong to the row.
  if (end > at && beginsRow(bytes, end + 1)) end -= 2;
  return { start, end: end + 1 };
}

function decode(bytes: Buffer, row: Span): Buffer {
  const decoded = Buffer.allocUnsafe((row.end - row.start + 1) >> 1);
  for (let i = 0; i < decoded.length; i++) decoded[i] = bytes[row.start + 2 * i] ?? 0;
  return decoded;
}

/** The row with its NULs: after each character, or before each if the last one is not followed by one. */
function region(bytes: Buffer, row: Span): Span {
  if (bytes[row.end] === 0) return { start: row.start, end: row.end + 1 };
  return bytes[row.start - 1] === 0 ? { start: row.start - 1, end: row.end } : row;
}

/** Finds rows of at least 12 ASCII characters in UTF-16 of either byte order inside other data. @param first NUL in the bytes */
export function* utf16Views(bytes: Buffer, range: Span, context: ViewContext, first: number): Generator<DecodedView> {
  let floor = 0;
  let probe = Math.max(first - 1, range.start);
  while (probe < bytes.length && !context.stopped) {
    const at = isWide(bytes, probe) ? probe : isWide(bytes, probe + 1) ? probe + 1 : -1;
    if (at < 0) {
      probe += LEAST_WIDE;
      continue;
    }
    const row = rowAround(bytes, at, floor);
    probe = row.end;
    let outer = region(bytes, row);
    if (outer.start >= range.end) return;
    if (row.end - row.start + 1 < LEAST_WIDE * 2) continue;
    floor = row.end;
    if (outer.start < range.start) {
      if (row.end - row.start <= LOOK_AHEAD) continue;
      // The rest of a row that was too long for the previous window.
      row.start += 2 * Math.ceil((range.start - row.start) / 2);
      outer = region(bytes, row);
    }
    context.reach?.isOne(outer);
    const decoded = decode(bytes, row);
    if (!context.pay(decoded.length, 'utf16', outer)) return;
    const toOuter = ({ start, end }: Span): Span => ({
      start: outer.start + 2 * start,
      end: Math.min(outer.start + 2 * end, outer.end),
    });
    yield { kind: 'utf16', bytes: decoded, container: false, toOuter };
  }
}
