import type { Finder } from '../decoded-view.ts';
import { Needle } from '../needle.ts';
import { packedTextView } from './packed-text.ts';

const OPEN = new Needle('<diagram');
const CLOSE = '</diagram>';
const TAG_END = 0x3e;
const LT = 0x3c;
const SPACE = 0x20;
/** Minimum number of base64 digits that are not a word: text may mention the tag. */
const LEAST_DIGITS = 64;
const DIGITS = /^[A-Za-z0-9+/]+={0,2}\s*$/;

function isPacked(bytes: Buffer, start: number, end: number): boolean {
  return end - start >= LEAST_DIGITS && DIGITS.test(bytes.toString('latin1', start, end));
}

/** Pages of draw.io diagrams: base64 of deflated, percent-encoded XML between `<diagram>` tags; plain XML is scanned as text. */
export const drawioViews: Finder = function* (bytes, range, context) {
  for (let at = OPEN.indexIn(bytes, range.start); at >= 0 && at < range.end; at = OPEN.indexIn(bytes, at + 1)) {
    context.reach?.goFar();
    const tag = bytes.indexOf(TAG_END, at);
    const end = tag < 0 ? -1 : bytes.indexOf(CLOSE, tag);
    if (end < 0) {
      context.open({ start: at, end: bytes.length });
      return;
    }
    let start = tag + 1;
    while (start < end && (bytes[start] ?? 0) <= SPACE) start++;
    if (start < end && bytes[start] !== LT)
      yield* packedTextView(bytes, { start, end }, 'deflate-raw', context, isPacked(bytes, start, end));
    if (context.stopped) return;
  }
};
