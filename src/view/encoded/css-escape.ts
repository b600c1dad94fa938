import { isLineBreak, isSpaceOrTab } from '../../ascii.ts';
import { hexDigitsFrom, hexNumber } from '../byte-class.ts';
import { type Finder, NO_VIEWS } from '../decoded-view.ts';
import { Needle } from '../needle.ts';
import { characterOf } from './code-point.ts';
import { escapeFinder } from './escape-regions.ts';
import type { EscapeFamily } from './escape-search.ts';

const BACKSLASH = 0x5c;
const [CR, LF, FF] = [13, 10, 12] as const;
const MOST_DIGITS = 6;
/** First and last visible ASCII character. */
const [EXCLAMATION, TILDE] = [0x21, 0x7e] as const;

/** Number of hexadecimal digits from `at` on, at most six. */
function digitsAt(bytes: Buffer, at: number, end: number): number {
  return hexDigitsFrom(bytes, at, Math.min(end, at + MOST_DIGITS));
}

/** Length of the blank that ends an escape, 0 if there is none. */
function blankAt(bytes: Buffer, at: number): number {
  const byte = bytes[at];
  if (byte === CR && bytes[at + 1] === LF) return 2;
  return isSpaceOrTab(byte) || isLineBreak(byte) || byte === FF ? 1 : 0;
}

/**
 * Escapes of CSS (css-syntax-3, 4.3.7): one to six digits and an optional blank, or another character itself. They are recognised by
 * leading zeros of an escape that stands for a visible character.
 */
const CSS_ESCAPES: EscapeFamily = {
  kind: 'css-escape',
  trigger: BACKSLASH,
  read(bytes, at, end, escape) {
    const next = bytes[at + 1] ?? 0;
    if (at + 1 >= end || next < EXCLAMATION || next > TILDE) return false;
    const digits = digitsAt(bytes, at + 1, end);
    escape.isByte = digits === 0;
    escape.code = digits === 0 ? next : characterOf(hexNumber(bytes, at + 1, digits, end));
    escape.length = digits === 0 ? 2 : 1 + digits + blankAt(bytes, at + 1 + digits);
    // An escape cut by the end of the region is read as far as it goes.
    if (at + escape.length > end) escape.length = end - at;
    return true;
  },
  isTelling(bytes, at) {
    const digits = digitsAt(bytes, at + 1, bytes.length);
    if (digits !== MOST_DIGITS && (digits !== 4 || blankAt(bytes, at + 5) === 0)) return false;
    const code = hexNumber(bytes, at + 1, digits, bytes.length);
    return code >= EXCLAMATION && code <= TILDE;
  },
};

/** Start of an escape with leading zeros: most texts contain backslashes alone. */
const PADDED = new Needle('\\00');
const views = escapeFinder(CSS_ESCAPES);

/** Views of such escapes, in texts with an escape that has leading zeros. */
export const cssEscapeViews: Finder = (bytes, range, context) =>
  PADDED.indexIn(bytes, range.start) < 0 ? NO_VIEWS : views(bytes, range, context);
