import type { Family } from './family.ts';
import { seamViews, type Seam } from './seams.ts';

/** A member of a node that is not its text: its type, its formatting. */
const MEMBER = String.raw`"[\w-]{1,30}"\s{0,4}:\s{0,4}(?:"[^"\\\n]{0,80}"|[\w.-]{1,16}|\{(?:[^{}]|\{[^{}]{0,120}\}){0,240}\}|\[[^\]]{0,240}\])`;
/** The text of a node: in the Atlassian Document Format, ProseMirror, Slate and Slack, in Quill's deltas, in Notion. */
const KEY = String.raw`"(?:text|insert|plain_text)"\s{0,4}:\s{0,4}"`;
/** From the brace of a node to the inside of its text, and from the end of its text to the brace of the next node. */
const HEAD = new RegExp(String.raw`\{\s{0,60}(?:${MEMBER}\s{0,4},\s{0,60}){0,6}?${KEY}`, 'y');
const TAIL = new RegExp(String.raw`^"(?:\s{0,4},\s{0,60}${MEMBER}){0,6}\s{0,60}\}\s{0,4},\s{0,60}$`);
const LAST_TEXT = new RegExp(String.raw`${KEY}(?:[^"\\]|\\.){1,400}(?=")`, 'g');
const [MOST_HEAD, MOST_TAIL] = [640, 1024] as const;

/** The seam between the text of the node whose brace is at `at` and that of the previous node; undefined if there is none. */
function seamAt(bytes: Buffer, at: number, floor: number): Seam | undefined {
  HEAD.lastIndex = 0;
  const head = HEAD.exec(bytes.toString('latin1', at, at + MOST_HEAD))?.[0];
  if (head === undefined) return undefined;
  const from = Math.max(floor, at - MOST_TAIL);
  const before = bytes.toString('latin1', from, at);
  for (const match of Array.from(before.matchAll(LAST_TEXT)).toReversed()) {
    const end = match.index + match[0].length;
    if (!TAIL.test(before.slice(end))) continue;
    return { start: from + end, end: at + head.length, trust: 'unsure' };
  }
  return undefined;
}

function* seamsOf(bytes: Buffer, places: readonly number[]): Generator<Seam> {
  let floor = 0;
  for (const at of places) {
    const seam = at < floor ? undefined : seamAt(bytes, at, floor);
    if (seam === undefined) continue;
    yield seam;
    floor = seam.end;
  }
}

/** The text of consecutive nodes in JSON, parts of which are formatted differently: bold, a link, code. */
export const richTextViews: Family = ({ bytes, context }, { objects }) =>
  seamViews('rich-text-joined', seamsOf(bytes, objects), bytes, context);
