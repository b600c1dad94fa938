import { hexNumber } from '../byte-class.ts';
import { type Finder, NO_VIEWS } from '../decoded-view.ts';
import { Needle } from '../needle.ts';
import { isPair, pairOf, unitOf } from './code-point.ts';
import { escapeFinder } from './escape-regions.ts';
import type { EscapeFamily } from './escape-search.ts';

const UNDERSCORE = 0x5f;
const LOWER_X = 0x78;
const LENGTH = 7;

/** The unit of UTF-16 that the escape at `at` stands for; -1 where there is none before `end`. */
function unitAt(bytes: Buffer, at: number, end: number): number {
  if (at + LENGTH > end || bytes[at] !== UNDERSCORE || bytes[at + 1] !== LOWER_X) return -1;
  return bytes[at + LENGTH - 1] === UNDERSCORE ? hexNumber(bytes, at + 2, 4, end) : -1;
}

/**
 * `_xHHHH_`: how XML holds characters that it or a name of it does not allow, in the sheets of Office (ECMA-376 part 1, 22.9.2.19), what PowerShell
 * serializes ([MS-PSRP] 2.2.5.3.2), and names that .NET encodes. A character of two units is two of them, half of one is U+FFFD.
 */
const UNDERSCORE_ESCAPES: EscapeFamily = {
  kind: 'xml-escape',
  trigger: UNDERSCORE,
  read(bytes, at, end, escape) {
    const unit = unitAt(bytes, at, end);
    if (unit < 0) return false;
    const low = unitAt(bytes, at + LENGTH, end);
    const isTwo = isPair(unit, low);
    escape.length = isTwo ? 2 * LENGTH : LENGTH;
    escape.code = isTwo ? pairOf(unit, low) : unitOf(unit);
    escape.isByte = false;
    return true;
  },
};

/** What an escape begins with: underscores alone are in every source. */
const BEGINNING = new Needle('_x');
const views = escapeFinder(UNDERSCORE_ESCAPES);

/** Whether a whole escape stands in the text from `from` on. */
function hasEscape(bytes: Buffer, from: number): boolean {
  for (let at = BEGINNING.indexIn(bytes, from); at >= 0; at = BEGINNING.indexIn(bytes, at + 2))
    if (unitAt(bytes, at, bytes.length) >= 0) return true;
  return false;
}

/** Views of such escapes, in texts that have a whole one. */
export const underscoreViews: Finder = (bytes, range, context) =>
  hasEscape(bytes, range.start) ? views(bytes, range, context) : NO_VIEWS;
