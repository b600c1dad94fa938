import type { Family } from './family.ts';
import { Needles } from './needles.ts';
import { seamViews, type Seam } from './seams.ts';

const LT = 0x3c;
/** Longest tag and longest comment that is removed. */
const MOST_TAG = 512;
const MOST_COMMENT = 2048;
/** Elements that change the appearance of part of a word without ending it (HTML Living Standard, 4.5: text-level semantics). */
const INLINE =
  /<\/?(?:a|abbr|b|bdi|bdo|big|code|del|em|font|i|ins|kbd|mark|q|s|samp|small|span|strike|strong|sub|sup|tt|u|var|wbr|nobr)(?=[\s/>])[^<>]{0,480}>/iy;
const BREAK = /[ \t]{0,8}<br[ \t]{0,2}\/?>[ \t]{0,8}\r?\n?[ \t]{0,40}/iy;

const COMMENT_END = Buffer.from('-->');

/** End of the comment, CDATA mark or inline tag at `at`; -1 if there is none. */
function markupEnd(bytes: Buffer, at: number, commentEnds: () => Needles): number {
  if (bytes[at] !== LT) return at + 3;
  if (bytes[at + 1] !== 0x21) {
    INLINE.lastIndex = 0;
    const tag = INLINE.exec(bytes.toString('latin1', at, at + MOST_TAG));
    return tag === null ? -1 : at + tag[0].length;
  }
  if (bytes[at + 2] === 0x5b) return bytes.toString('latin1', at, at + 9) === '<![CDATA[' ? at + 9 : -1;
  if (bytes[at + 2] !== 0x2d || bytes[at + 3] !== 0x2d) return -1;
  const end = commentEnds().nextFrom(at + 4);
  return end < 0 || end + COMMENT_END.length > at + MOST_COMMENT ? -1 : end + COMMENT_END.length;
}

/** Tags, comments and section marks; adjacent ones are one seam. */
function* markupSeams(bytes: Buffer, places: readonly number[]): Generator<Seam> {
  let start = -1;
  let end = 0;
  let ends: Needles | undefined;
  const commentEnds = () => (ends ??= new Needles(bytes, [COMMENT_END], places[0] ?? 0));
  for (const at of places) {
    const next = at < end ? -1 : markupEnd(bytes, at, commentEnds);
    if (next < 0) continue;
    if (start < 0 || end !== at) {
      if (start >= 0) yield { start, end, trust: 'sure' };
      start = at;
    }
    end = next;
  }
  if (start >= 0) yield { start, end, trust: 'sure' };
}

/** The text of HTML and XML as displayed: without comments and without tags inside words; CDATA sections are joined. */
export const markupViews: Family = ({ bytes, context }, { markup }) =>
  seamViews('markup-stripped', markupSeams(bytes, markup), bytes, context);

/** HTML line breaks inside what may be one value. */
function* breakSeams(bytes: Buffer, places: readonly number[]): Generator<Seam> {
  let floor = 0;
  for (const at of places) {
    let start = at;
    while (start > Math.max(floor, at - 8) && (bytes[start - 1] === 0x20 || bytes[start - 1] === 9)) start--;
    BREAK.lastIndex = 0;
    const tag = BREAK.exec(bytes.toString('latin1', start, start + 80));
    if (tag === null) continue;
    floor = start + tag[0].length;
    yield { start, end: floor, trust: 'unsure' };
  }
}

/** Values cut by `<br>`. */
export const breakViews: Family = ({ bytes, context }, { breaks }) =>
  seamViews('joined-lines', breakSeams(bytes, breaks), bytes, context);
