import type { Span } from '../../types.ts';
import type { DecodedView } from '../decoded-view.ts';
import { lastBefore } from '../last-before.ts';
import type { Family } from './family.ts';
import { blankLength } from './invisible.ts';
import { Joiner } from './joiner.ts';

const KIND = 'blank-replaced';
const LF = 10;
const BLANK = Buffer.from(' ');
/** Context read around such blanks: the name of a value may be some lines above it. */
const MARGIN = 512;
const MOST = 2048;
/** A text is yielded once it reaches this length. */
const ENOUGH = 256 * 1024;

/** The whole lines around a place, from `floor` on; of long lines, the part near it. */
function linesAround(bytes: Buffer, at: number, floor: number): Span {
  const first = Math.max(floor, at - MOST);
  const before = lastBefore(bytes.subarray(first), LF, at - MARGIN - first);
  const near = bytes.subarray(0, Math.min(bytes.length, at + MOST));
  const newline = near.indexOf(LF, at + MARGIN);
  return { start: before < 0 ? first : first + before + 1, end: newline < 0 ? near.length : newline };
}

/** The spans around places; those that touch are merged. */
function* spansAround(
  bytes: Buffer,
  places: readonly number[],
): Generator<Span & { readonly places: readonly number[] }> {
  let open: { start: number; end: number; places: number[] } | undefined;
  for (const at of places) {
    if (open === undefined || at > open.end || open.end - open.start >= ENOUGH) {
      if (open !== undefined) yield open;
      open = { ...linesAround(bytes, at, open?.end ?? 0), places: [at] };
      continue;
    }
    open.places.push(at);
    if (open.end - at < MARGIN) ({ end: open.end } = linesAround(bytes, at, open.start));
  }
  if (open !== undefined) yield open;
}

function* replaced(bytes: Buffer, places: readonly number[]): Generator<DecodedView> {
  for (const span of spansAround(bytes, places)) {
    const joiner = new Joiner(bytes);
    let from = span.start;
    for (const at of span.places) {
      const end = at + blankLength(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0);
      joiner.piece({ start: from, end: at });
      joiner.joint('sure');
      joiner.put(BLANK, { start: at, end });
      from = end;
    }
    joiner.piece({ start: from, end: span.end });
    joiner.whole();
    yield { ...joiner.view(KIND), covers: [{ start: span.start, end: span.end }] };
  }
}

/** Text with non-breaking blanks replaced by plain ones: text copied from a web page uses them to indent and to separate words. */
export const blankViews: Family = function* ({ bytes, context }, { blanks }) {
  for (const view of replaced(bytes, blanks)) {
    context.reach?.goFar();
    if (!context.pay(view.bytes.length, KIND, view.toOuter({ start: 0, end: view.bytes.length }))) return;
    yield view;
  }
};
