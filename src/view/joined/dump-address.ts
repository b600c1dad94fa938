import { isSpaceOrTab } from '../../ascii.ts';
import type { Span } from '../../types.ts';
import { byteClass, HEX_DIGITS } from '../byte-class.ts';
import { nextLine } from '../line-end.ts';

/** Bases of dump addresses: hexadecimal (`hexdump`, `xxd`), decimal (`xxd -d`, `od -Ad`) and octal (`od`). */
export const RADICES = [16, 10, 8] as const;
/** Bytes on a line of a dump. */
const [LEAST_BYTES, MOST_BYTES] = [4, 64] as const;
/** Digits of an address, blanks before and after it, characters of a symbol name. */
const [LEAST_ADDRESS, MOST_ADDRESS] = [3, 17] as const;
const MOST_BLANKS = 16;
const MOST_NAME = 96;
const [SPACE, COLON, MINUS, PIPE, ZERO, LOWER_X, BACKTICK, LT, GT] = [
  0x20, 0x3a, 0x2d, 0x7c, 0x30, 0x78, 0x60, 0x3c, 0x3e,
] as const;

/** Bytes on a line, computed from its address and the next one; 0 if that is not possible. */
export function distance(address: string, next: string, radix: number): number {
  const count = Number.parseInt(next, radix) - Number.parseInt(address, radix);
  return count >= LEAST_BYTES && count <= MOST_BYTES ? count : 0;
}

/** The address at the start of a line. */
export interface Address extends Span {
  /** Start of the text after the address and its blanks. */
  readonly next: number;
  /** End of the address's mark, before these blanks. */
  readonly close: number;
}

function isAddressDigit(byte: number | undefined): boolean {
  // WinDbg separates the halves of long addresses with a backtick.
  return byte !== undefined && (HEX_DIGITS[byte] === 1 || byte === BACKTICK);
}

/** Position of the first byte from `from` on that is not a blank, at most `most` bytes further. */
export function skipBlanks(bytes: Buffer, from: number, most: number): number {
  const end = Math.min(from + most, bytes.length);
  let at = from;
  while (at < end && isSpaceOrTab(bytes[at])) at++;
  return at;
}

/** Position after a symbol as gdb writes it, `<buf+8>`; `at` if there is none. */
function behindName(bytes: Buffer, at: number): number {
  const open = bytes[at] === SPACE ? at + 1 : at;
  if (bytes[open] !== LT) return at;
  const close = bytes.subarray(open, open + MOST_NAME).indexOf(GT);
  return close < 0 ? at : open + close + 1;
}

/** Position after the mark that follows an address: `:`, `|`, ` -`. */
function behindMark(bytes: Buffer, at: number): number {
  if (bytes[at] === COLON || bytes[at] === PIPE) return at + 1;
  return bytes[at] === SPACE && bytes[at + 1] === MINUS && bytes[at + 2] === SPACE ? at + 2 : at;
}

/** The address at the start of a line; undefined if there is none, or nothing after it. */
export function addressAt(bytes: Buffer, lineStart: number): Address | undefined {
  let start = skipBlanks(bytes, lineStart, MOST_BLANKS);
  if (bytes[start] === PIPE) start++;
  if (bytes[start] === ZERO && bytes[start + 1] === LOWER_X) start += 2;
  let end = start;
  while (end - start <= MOST_ADDRESS && isAddressDigit(bytes[end])) end++;
  if (end - start < LEAST_ADDRESS || end - start > MOST_ADDRESS) return undefined;
  const close = behindMark(bytes, behindName(bytes, end));
  const next = skipBlanks(bytes, close, MOST_BLANKS);
  return next > end ? { start, end, close, next } : undefined;
}

/** The digits of an address. */
export function addressText(bytes: Buffer, { start, end }: Span): string {
  return bytes.toString('latin1', start, end).replace('`', '');
}

/** Maximum number of lines without an address that show the same bytes in other forms. */
const MOST_FORMS = 3;

/** Start of the next line that is not indented further than the one at `start`: `od` writes additional forms of a line below it. */
export function nextAddressed(bytes: Buffer, start: number): number {
  const indent = skipBlanks(bytes, start, MOST_BLANKS) - start;
  let at = nextLine(bytes, start);
  for (let skipped = 0; skipped < MOST_FORMS && at < bytes.length; skipped++) {
    if (skipBlanks(bytes, at, MOST_BLANKS) - at <= indent) return at;
    at = nextLine(bytes, at);
  }
  return at;
}

/** Digits in which adjacent addresses may differ, carries aside: a line has fewer bytes than three digits can count in any base. */
const LOW_DIGITS = 3;
/** The highest digit of each base: adding to it carries into the next digit. */
const HIGHEST = byteClass('79fF');

/** Whether two addresses may be one dump line apart, judging by the digits before the low ones. */
function mayBeNear(bytes: Buffer, own: Span, below: Span): boolean {
  if (own.end - own.start !== below.end - below.start) return true;
  const high = own.end - own.start - LOW_DIGITS;
  let at = 0;
  while (at < high && bytes[own.start + at] === bytes[below.start + at]) at++;
  if (at >= high) return true;
  return HIGHEST[bytes[own.end - LOW_DIGITS] ?? 0] === 1 && bytes[below.end - LOW_DIGITS] === ZERO;
}

/**
 * Whether the distance from the address of the line at `start` to the next one fits a dump line: most lines that begin with digits are log
 * lines.
 */
export function isFollowed(bytes: Buffer, start: number): boolean {
  const own = addressAt(bytes, start);
  if (own === undefined) return false;
  const below = addressAt(bytes, nextAddressed(bytes, start));
  if (below === undefined || !mayBeNear(bytes, own, below)) return false;
  const [first, second] = [addressText(bytes, own), addressText(bytes, below)];
  return RADICES.some((radix) => distance(first, second, radix) > 0);
}
