import type { Span } from '../../types.ts';
import type { DecodedView } from '../decoded-view.ts';
import { isContainer } from '../encoded/worth.ts';
import type { CutText, Family } from './family.ts';
import { Joiner } from './joiner.ts';

/** Minimum size of compressed data that holds a value, and maximum size read. */
const LEAST = 32;
const MOST = 16 * 1024 * 1024;
const CONTINUED = 0x3f;
/** Layout of the characters U+0080 to U+00FF in UTF-8. */
const WIDE = { stride: 2, width: 2 } as const;
const PLAIN = { stride: 1, width: 1 } as const;

/** The bytes from `start` on whose values are the codes of the characters there, up to the first character above U+00FF. */
function bytesFrom(bytes: Buffer, start: number): Joiner {
  const joiner = new Joiner(bytes);
  for (let at = start; at < bytes.length && joiner.length < MOST;) {
    const first = bytes[at] as number;
    const isWide = first === 0xc2 || first === 0xc3;
    if (first >= 0x80 && !isWide) break;
    if (isWide) joiner.byte(((first & 3) << 6) | ((bytes[at + 1] ?? 0) & CONTINUED), at, WIDE);
    else joiner.byte(first, at, PLAIN);
    at += isWide ? 2 : 1;
  }
  return joiner;
}

function* viewsOf({ bytes, range, context }: CutText, places: readonly number[]): Generator<DecodedView> {
  let floor = range.start;
  for (const at of places) {
    if (at < floor) continue;
    context.reach?.goFar();
    // With the byte before it, the data does not begin with a container, so it is searched for one, whatever follows.
    const isInside = (bytes[at - 1] ?? 0x80) < 0x80;
    const joiner = bytesFrom(bytes, isInside ? at - 1 : at);
    if (joiner.length < LEAST) continue;
    const view = joiner.view('latin1');
    const { bytes: data } = view;
    const toOuter = (inner: Span): Span => view.toOuter(inner);
    const span = toOuter({ start: 0, end: data.length });
    if (!context.pay(data.length, 'latin1', span)) return;
    floor = span.end;
    // No joints: the data is not a joined text.
    yield { kind: 'latin1', bytes: data, container: !isInside && isContainer(data), toOuter };
  }
}

/** Compressed data whose bytes a program took for characters (`x\u009c…` in UTF-8): Excalidraw drawings, bodies in HAR files. */
export const latinByteViews: Family = (text, { packed }) => viewsOf(text, packed);
