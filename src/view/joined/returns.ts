import { NO_VIEWS, type DecodedView } from '../decoded-view.ts';
import type { CutText, Family } from './family.ts';
import { Joints } from './joints.ts';

const KIND = 'line-breaks';
const [LF, CR] = [10, 13] as const;

function* broken({ bytes, range, context }: CutText): Generator<DecodedView> {
  const { start } = range;
  context.reach?.goFar();
  if (!context.pay(bytes.length - start, KIND, range)) return;
  const text = Buffer.from(bytes.subarray(start));
  const joints = new Joints();
  for (let at = text.indexOf(CR); at >= 0; at = text.indexOf(CR, at + 1)) {
    text[at] = LF;
    joints.add(at, 'sure');
  }
  joints.beWhole();
  const covers = [{ start, end: bytes.length }];
  yield {
    kind: KIND,
    bytes: text,
    container: false,
    joints,
    covers,
    toOuter: (span) => ({ start: start + span.start, end: start + span.end }),
  };
}

/** Whether the head of a text shows that its lines end with a bare carriage return. */
export function hasReturns(head: string): boolean {
  return head.includes('\r') && !head.includes('\n');
}

/** Text whose lines end with a bare carriage return, as written by old Mac programs. */
export const returnViews: Family = (text) => (hasReturns(text.head) ? broken(text) : NO_VIEWS);
