import { hexNumber } from '../byte-class.ts';
import { type Finder, NO_VIEWS } from '../decoded-view.ts';
import { Needle } from '../needle.ts';
import { isPair, pairOf, unitOf } from './code-point.ts';
import { escapeFinder } from './escape-regions.ts';
import type { EscapeFamily } from './escape-search.ts';

const UNDERSCORE = 0x5f;
const LOWER_X = 0x78;
const LENGTH = 7;

/** The UTF-16 unit of the escape at `at`; -1 if there is none before `end`. */
function unitAt(bytes: Buffer, at: number, end: number): number {
  if (at + LENGTH > end || bytes[at] !== UNDERSCORE || bytes[at + 1] !== LOWER_X) return -1;
  return bytes[at + LENGTH - 1] === UNDERSCORE ? hexNumber(bytes, at + 2, 4, end) : -1;
}

/**
 * `_xHHHH_`: how XML represents characters that it or its names do not allow, in Office sheets (ECMA-376 part 1, 22.9.2.19), in objects
 * serialized by PowerShell ([MS-PSRP] 2.2.5.3.2), and in names encoded by .NET. A surrogate pair takes two escapes; a lone surrogate is
 * U+FFFD.
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

/** Start of an escape: underscores alone are in all source code. */
const BEGINNING = new Needle('_x');
const views = escapeFinder(UNDERSCORE_ESCAPES);

/** Whether the text from `from` on contains a complete escape. */
function hasEscape(bytes: Buffer, from: number): boolean {
  for (let at = BEGINNING.indexIn(bytes, from); at >= 0; at = BEGINNING.indexIn(bytes, at + 2))
    if (unitAt(bytes, at, bytes.length) >= 0) return true;
  return false;
}

/** Views of such escapes, in texts with a complete one. */
export const underscoreViews: Finder = (bytes, range, context) =>
  hasEscape(bytes, range.start) ? views(bytes, range, context) : NO_VIEWS;
