import { isSpaceOrTab } from '../ascii.ts';
import type { Span } from '../types.ts';
import { isBase64Digit } from './byte-class.ts';
import { hasForm } from './forms.ts';
import type { Reach } from './reach.ts';

const [LF, CR] = [10, 13] as const;
/** Bytes used to determine the form of a text. */
const HEAD = 4096;
/** Context that views consider: adjacent escapes, tags, joints before a value. */
export const EDGE = 640;
/** End of a markup comment, and the greatest length at which a comment is removed. */
const COMMENT_END = '-->';
const MOST_COMMENT = 2048;
/** Shortest run of digits that may be base64, and the widest indentation of its continuation lines. */
const SHORTEST_RUN = 18;
const MOST_INDENT = 64;
/** Longer texts are cut at arbitrary places by the views themselves. */
const LONGEST = 1024 * 1024;

/** Part of a text around changes; `middle`: from the first change to the last. */
export interface Surroundings extends Span {
  readonly middle: Span;
}

/**
 * The parts of a text that suffice to make every view with new content, given that the text differs from an already scanned one only in
 * `changes`: whole lines, in order and not adjacent. Undefined if the whole text is needed. Valid for views that are not far-reaching and
 * for which {@link isEnough} holds.
 *
 * @param changes spans in order, not touching each other; an empty one where something was deleted
 * @param reach bytes from a change within which a value may begin or end
 */
export function surroundings(
  text: Buffer,
  changes: readonly Span[],
  reach: number,
): readonly Surroundings[] | undefined {
  if (text.length > LONGEST || ((changes[0]?.start ?? HEAD) < HEAD && hasForm(text))) return undefined;
  const spans: { start: number; end: number; middle: Span }[] = [];
  for (const change of changes) {
    const last = spans.at(-1);
    const { start, end } = around(text, change, reach + EDGE);
    if (last !== undefined && start <= last.end) {
      last.end = Math.max(last.end, end);
      last.middle = { start: last.middle.start, end: change.end };
    } else spans.push({ start, end, middle: change });
  }
  return spans;
}

/**
 * Whether a value that depends on a change lies in the part, with everything that it depends on.
 *
 * @param longest maximum number of bytes that a value and what it depends on take up in a view
 * @param reach of the views of the part
 */
export function isEnough(
  text: Buffer,
  { start, end, middle }: Surroundings,
  longest: number,
  { removed, cut }: Pick<Reach, 'removed' | 'cut'>,
): boolean {
  const before = start === 0 || (!cut.before && middle.start - start - EDGE - removed.before >= longest);
  return before && (end === text.length || (!cut.behind && end - middle.end - EDGE - removed.behind >= longest));
}

function around(text: Buffer, { start, end }: Span, far: number): Span {
  const to = lineEnd(text, end + far);
  const from = lineStart(text, start - far);
  const isComment = from > 0 && text.subarray(from, to).includes(COMMENT_END);
  return { start: isComment ? lineStart(text, from - MOST_COMMENT) : from, end: to };
}

/** Start of the line that contains `at`, or of the nearest earlier line that does not continue a run of digits. */
function lineStart(text: Buffer, at: number): number {
  let start = at;
  do start = start <= 0 ? 0 : text.lastIndexOf(LF, start - 1) + 1;
  while (start > 0 && goesOn(text, start) && start-- > 0);
  return start;
}

/** End of the line that contains `at`, or of the nearest later line whose digits do not continue on the next one. */
function lineEnd(text: Buffer, at: number): number {
  for (let end = at; end < text.length;) {
    const newline = text.indexOf(LF, end);
    if (newline < 0) break;
    end = newline + 1;
    if (!goesOn(text, end)) return end;
  }
  return text.length;
}

/** Whether base64 digits before a line break may continue on the line that begins at `start`. */
function goesOn(text: Buffer, start: number): boolean {
  let end = start - 1;
  if (text[end - 1] === CR) end--;
  let next = start;
  while (next < start + MOST_INDENT && isSpaceOrTab(text[next])) next++;
  if (!isBase64Digit(text[end - 1]) || !isBase64Digit(text[next])) return false;
  let first = end - 1;
  while (first > end - SHORTEST_RUN && isBase64Digit(text[first - 1])) first--;
  if (end - first >= SHORTEST_RUN) return true;
  while (first > 0 && isSpaceOrTab(text[first - 1])) first--;
  return first === 0 || text[first - 1] === LF;
}
