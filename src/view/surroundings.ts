import { isSpaceOrTab } from '../ascii.ts';
import type { Span } from '../types.ts';
import { isBase64Digit } from './byte-class.ts';
import { hasForm } from './forms.ts';
import type { Reach } from './reach.ts';

const [LF, CR] = [10, 13] as const;
/** Bytes by whose like forms of texts are told. */
const HEAD = 4096;
/** What views look at beside what they hold: escapes that belong together, tags, joints in front of a value. */
export const EDGE = 640;
/** End of a comment of markup, and its greatest length where it is left out. */
const COMMENT_END = '-->';
const MOST_COMMENT = 2048;
/** Shortest run of digits that may be base64, and the widest indentation of its further lines. */
const SHORTEST_RUN = 18;
const MOST_INDENT = 64;
/** Longer texts are cut by the views themselves, wherever that may be. */
const LONGEST = 1024 * 1024;

/** Part of a text around changes; `middle`: from the first of them to the last. */
export interface Surroundings extends Span {
  readonly middle: Span;
}

/**
 * The parts of a text in which every view can be made that holds something new, judged by another text from which it
 * differs in `changes` alone: whole lines, in order and apart from each other. Undefined where it takes the whole text.
 * Holds for views that are not far-reaching, where {@link isEnough} says so.
 *
 * @param changes spans in order, not touching each other; an empty one where something was taken out
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
 * Whether a value that depends on a change lies in the part, with all that it depends on.
 *
 * @param longest bytes that a value and what it depends on take up at most in a view
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

/** Start of the line that holds `at`, or of one before it that no run of digits goes on to. */
function lineStart(text: Buffer, at: number): number {
  let start = at;
  do start = start <= 0 ? 0 : text.lastIndexOf(LF, start - 1) + 1;
  while (start > 0 && goesOn(text, start) && start-- > 0);
  return start;
}

/** Behind the line that holds `at`, or one behind it whose digits do not go on below. */
function lineEnd(text: Buffer, at: number): number {
  for (let end = at; end < text.length;) {
    const newline = text.indexOf(LF, end);
    if (newline < 0) break;
    end = newline + 1;
    if (!goesOn(text, end)) return end;
  }
  return text.length;
}

/** Whether digits of base64 in front of a line break may go on at the line that begins at `start`. */
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
