// Finds where one text differs from another. `../difference-finder.ts` lays out the memory and has an equivalent in plain TypeScript.

const OUT: usize = 4096;
/** Bytes of one entry: start and end in the text, and in the other one. */
const SPAN: usize = 16;

const SMALL: usize = 256;
const SAMPLE: usize = 32;
const PLACES: usize = 5;
const BESIDE: usize = 4096;
const WHOLE: usize = 16 * 1024;
const DEEPEST: u32 = 12;

let textAt: usize = 0;
let otherAt: usize = 0;
let count: usize = 0;

/** Eighths of a changed part at which samples are taken. */
// @ts-ignore: decorator
@inline
function eighths(place: usize): usize {
  return place == 0 ? 4 : place == 1 ? 2 : place == 2 ? 6 : place == 3 ? 1 : 5;
}

/** How many bytes, at most `most`, are equal from two addresses on. */
function alikeAfter(a: usize, b: usize, most: usize): usize {
  let known: usize = 0;
  for (; known + 16 <= most; known += 16) {
    const same = <u32>i8x16.bitmask(i8x16.eq(v128.load(a + known), v128.load(b + known)));
    if (same != 0xffff) return known + <usize>ctz(same ^ 0xffff);
  }
  while (known < most && load<u8>(a + known) == load<u8>(b + known)) known++;
  return known;
}

/** How many bytes, at most `most`, are equal before two addresses. */
function alikeBefore(a: usize, b: usize, most: usize): usize {
  let known: usize = 0;
  for (; known + 16 <= most; known += 16) {
    const same = <u32>i8x16.bitmask(i8x16.eq(v128.load(a - known - 16), v128.load(b - known - 16)));
    if (same != 0xffff) return known + <usize>clz((same ^ 0xffff) << 16);
  }
  while (known < most && load<u8>(a - known - 1) == load<u8>(b - known - 1)) known++;
  return known;
}

/** The first address in `[from, to)` at which the whole sample occurs; 0 if there is none. */
function placeIn(sample: usize, from: usize, to: usize): usize {
  if (to < from + SAMPLE) return 0;
  const last = to - SAMPLE;
  const first = i8x16.splat(load<i8>(sample)), second = i8x16.splat(load<i8>(sample + SAMPLE - 1));
  for (let at = from; at <= last; at += 16) {
    const fits = v128.and(i8x16.eq(v128.load(at), first), i8x16.eq(v128.load(at + SAMPLE - 1), second));
    for (let bits = <u32>i8x16.bitmask(fits); bits != 0; bits &= bits - 1) {
      const place = at + <usize>ctz(bits);
      if (place <= last && alikeAfter(sample, place, SAMPLE) == SAMPLE) return place;
    }
  }
  return 0;
}

/** Where the sample at `at` occurs in the other text, close to its expected address. */
function nearPlace(at: usize, start: usize, end: usize, otherStart: usize, otherEnd: usize): usize {
  const fromStart = <isize>(otherStart + (at - start)), fromEnd = <isize>otherEnd - <isize>(end - at);
  const low = min(fromStart, fromEnd), high = max(fromStart, fromEnd);
  const from = max(otherStart, <usize>max(low - <isize>BESIDE, 0));
  const to = min(otherEnd, <usize>high + BESIDE + SAMPLE);
  if (to <= from + WHOLE) return placeIn(at, from, to);
  const found = placeIn(at, from, min(to, <usize>max(low + <isize>(BESIDE + SAMPLE), 0)));
  return found != 0 ? found : placeIn(at, max(from, <usize>max(high - <isize>BESIDE, 0)), to);
}

function add(start: usize, end: usize, otherStart: usize, otherEnd: usize): void {
  const last = OUT + count * SPAN - SPAN;
  if (count > 0 && <usize>load<u32>(last, 4) >= start - textAt) {
    store<u32>(last, <u32>(end - textAt), 4);
    store<u32>(last, <u32>(otherEnd - otherAt), 12);
    return;
  }
  const out = OUT + count * SPAN;
  store<u32>(out, <u32>(start - textAt));
  store<u32>(out, <u32>(end - textAt), 4);
  store<u32>(out, <u32>(otherStart - otherAt), 8);
  store<u32>(out, <u32>(otherEnd - otherAt), 12);
  count++;
}

function compare(from: usize, to: usize, otherFrom: usize, otherTo: usize, depth: u32): void {
  const most = min(to - from, otherTo - otherFrom);
  const head = alikeAfter(from, otherFrom, most);
  const tail = alikeBefore(to, otherTo, most - head);
  const start = from + head, end = to - tail, otherStart = otherFrom + head, otherEnd = otherTo - tail;
  if (start == end && otherStart == otherEnd) return;
  if (end - start > SMALL && otherEnd - otherStart > SMALL && depth < DEEPEST) {
    for (let place: usize = 0; place < PLACES; place++) {
      const at = start + (((end - start - SAMPLE) * eighths(place)) >> 3);
      const found = nearPlace(at, start, end, otherStart, otherEnd);
      if (found == 0) continue;
      const before = alikeBefore(at, found, min(at - start, found - otherStart));
      const after = alikeAfter(at, found, min(end - at, otherEnd - found));
      compare(start, at - before, otherStart, found - before, depth + 1);
      compare(at + after, end, found + after, otherEnd, depth + 1);
      return;
    }
  }
  add(start, end, otherStart, otherEnd);
}

/** Compares `length` bytes at `text` with `otherLength` at `other`; sixteen bytes beyond both may be read. Returns the number of spans. */
export function find(text: usize, length: usize, other: usize, otherLength: usize): u32 {
  textAt = text;
  otherAt = other;
  count = 0;
  compare(text, text + length, other, other + otherLength, 0);
  return <u32>count;
}
