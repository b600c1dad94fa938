import type { Charset } from '../charset.ts';
import { isTextByte, LEAST_WIDE } from './utf16.ts';

/** Where the characters of a charset stand in their pairs of bytes; undefined where they have no pairs. */
function placeIn(charset: Charset): 0 | 1 | undefined {
  return charset === 'utf-16le' ? 0 : charset === 'utf-16be' ? 1 : undefined;
}

/** Whether a character at a place of a file, or the NUL in front of it, is where the charset has its characters. */
export function isOwnPlace(bytes: Buffer, at: number, base: number, charset: Charset): boolean {
  return (base + (bytes[at] === 0 ? at + 1 : at)) % 2 === placeIn(charset);
}

/**
 * Whether text in UTF-16 stands in a text of UTF-16 or UTF-32 where that charset does not read it: in the other order of bytes, or moved
 * by what another program appended.
 *
 * @param base offset of the bytes in the file
 */
export function holdsOtherRows(bytes: Buffer, base: number, charset: Charset): boolean {
  const own = placeIn(charset);
  const firsts = own === undefined ? [0, 1] : [(1 - own + base) % 2];
  return firsts.some((first) => holdsRow(bytes, first));
}

/** A row of {@link LEAST_WIDE} has a character at one of the places that lie as far apart. */
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
