import type { Charset } from '../charset.ts';
import { isTextByte, LEAST_WIDE } from './utf16.ts';

/** Offset of a charset's ASCII characters in their pairs of bytes; undefined if it has no pairs. */
function placeIn(charset: Charset): 0 | 1 | undefined {
  return charset === 'utf-16le' ? 0 : charset === 'utf-16be' ? 1 : undefined;
}

/** Whether the character at `at`, or after a NUL at `at`, is where the charset has its characters in the file. */
export function isOwnPlace(bytes: Buffer, at: number, base: number, charset: Charset): boolean {
  return (base + (bytes[at] === 0 ? at + 1 : at)) % 2 === placeIn(charset);
}

/**
 * Whether a UTF-16 or UTF-32 text contains UTF-16 text that this charset misreads: in the other byte order, or shifted by what another
 * program appended.
 *
 * @param base offset of the bytes in the file
 */
export function holdsOtherRows(bytes: Buffer, base: number, charset: Charset): boolean {
  const own = placeIn(charset);
  const firsts = own === undefined ? [0, 1] : [(1 - own + base) % 2];
  return firsts.some((first) => holdsRow(bytes, first));
}

/** A row of {@link LEAST_WIDE} characters contains at least one of these equally spaced places. */
function holdsRow(bytes: Buffer, first: number): boolean {
  for (let at = first; at < bytes.length; at += 2 * LEAST_WIDE) {
    if (!isWide(bytes, at)) continue;
    let [start, end] = [at, at];
    while (start >= 2 && isWide(bytes, start - 2)) start -= 2;
    while (isWide(bytes, end + 2)) end += 2;
    if ((end - start) / 2 + 1 >= LEAST_WIDE) return true;
    at = Math.max(at, end - 2 * LEAST_WIDE + 2);
  }
  return false;
}

function isWide(bytes: Buffer, at: number): boolean {
  return isTextByte(bytes[at]) && bytes[at + 1] === 0;
}
