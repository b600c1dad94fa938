import { hexDigitsFrom, hexValue } from '../byte-class.ts';
import type { DecodedView } from '../decoded-view.ts';
import { isContainer } from '../encoded/worth.ts';
import type { Family } from './family.ts';
import { Joiner } from './joiner.ts';

const [GT, SPACE] = [0x3e, 0x20] as const;
/** Digits in a group: four bytes. */
const GROUP = 8;
/** Minimum number of bytes of data. */
const LEAST = 16;
const PAIR = { stride: 2, width: 2 } as const;

/** Number of digits of a group from `at` on. */
function digitsAt(bytes: Buffer, at: number): number {
  return hexDigitsFrom(bytes, at, at + GROUP);
}

/** Whether the `<` at `at` may begin grouped data: a complete group follows, a blank and another group. */
export function mayBeGroups(bytes: Buffer, at: number): boolean {
  return bytes[at + 1 + GROUP] === SPACE && digitsAt(bytes, at + 1) === GROUP;
}

/** The data after the `<` at `at`; undefined unless `>` ends it. */
function dataAt(bytes: Buffer, at: number): Joiner | undefined {
  const joiner = new Joiner(bytes);
  for (let start = at + 1; ;) {
    const count = digitsAt(bytes, start);
    if (count === 0 || count % 2 === 1) return undefined;
    for (let digit = start; digit < start + count; digit += 2)
      joiner.byte(((hexValue(bytes[digit]) << 4) | hexValue(bytes[digit + 1])) & 0xff, digit, PAIR);
    const end = start + count;
    if (bytes[end] === GT) return joiner;
    if (bytes[end] !== SPACE || count < GROUP) return undefined;
    start = end + 1;
  }
}

/** Data as Foundation and textual property lists print it: `<67687020 5f334a4b 63>`. */
export const digitGroupViews: Family = function* ({ bytes, context }, { groups }) {
  let floor = 0;
  for (const at of groups) {
    const joiner = at < floor ? undefined : dataAt(bytes, at);
    if (joiner === undefined || joiner.length < LEAST) continue;
    const view = joiner.view('hex');
    const span = view.toOuter({ start: 0, end: joiner.length });
    context.reach?.isOne(span);
    if (!context.pay(joiner.length, view.kind, span)) return;
    floor = span.end;
    const data: DecodedView = {
      kind: view.kind,
      bytes: view.bytes,
      container: isContainer(view.bytes),
      toOuter: (inner) => view.toOuter(inner),
    };
    yield data;
  }
};
