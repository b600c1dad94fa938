import { hexNumber, hexValue } from '../byte-class.ts';
import { unitOf } from './code-point.ts';
import { escapeFinder } from './escape-regions.ts';
import type { Escape, EscapeFamily } from './escape-search.ts';
import type { Finder } from '../decoded-view.ts';

const PERCENT = 0x25;
const PLUS = 0x2b;
const LOWER_U = 0x75;

/** `%uXXXX`, as `escape()` of JavaScript and IIS write characters outside Latin-1 (ECMA-262, B.2.1.1); a surrogate is U+FFFD. */
function readUnit(bytes: Buffer, at: number, end: number, escape: Escape): boolean {
  const unit = at + 6 <= end ? hexNumber(bytes, at + 2, 4, end) : -1;
  if (unit < 0) return false;
  escape.length = 6;
  escape.code = unitOf(unit);
  escape.isByte = false;
  return true;
}

/** Percent-encoding (RFC 3986, 2.1), hexadecimal digits of either case, and `%uXXXX`; forms write blanks as plus signs. */
export const PERCENT_ESCAPES: EscapeFamily = {
  kind: 'percent',
  coding: 'percent',
  trigger: PERCENT,
  blank: PLUS,
  read(bytes, at, end, escape) {
    if (bytes[at + 1] === LOWER_U) return readUnit(bytes, at, end, escape);
    const high = at + 2 < end ? hexValue(bytes[at + 1]) : -1;
    const low = high < 0 ? -1 : hexValue(bytes[at + 2]);
    if (low < 0) return false;
    escape.length = 3;
    escape.code = (high << 4) | low;
    escape.isByte = true;
    return true;
  },
};

/**
 * Views of {@link PERCENT_ESCAPES}. Text around plus signs is decoded a second time with blanks in their place, as both readings are
 * possible.
 */
export const percentViews: Finder = escapeFinder(PERCENT_ESCAPES);
