// Finds what the views may decode: runs of base64 and hexadecimal digits whose first bytes may be text or a container, and blocks with rows
// of separated digit pairs. `../run-finder.ts` lays out the memory; `src/view` decides what is decoded.

import { BASE32, BASE32_RUNS, BASE64, BASE64_RUNS, BLOCKS, HEX, HEX_RUNS, INPUT, MASKS, ROWS } from './run-layout';
import { isPromising, isWorthBase32, isWorthHex, LEAST, LEAST_BASE32, LEAST_HEX } from './promising-run';

const LONG_HEX: usize = 96;

let hexCount: u32 = 0;
let base32Count: u32 = 0;
let blockCount: u32 = 0;
let rowCount: u32 = 0;
let openAt: usize = 0;

/** Number of hexadecimal runs in the last scan. */
export function hexRuns(): u32 {
  return hexCount;
}

/** Number of base32 runs in the last scan. */
export function base32Runs(): u32 {
  return base32Count;
}

/** Number of blocks with rows of digit pairs in the last scan. */
export function pairBlocks(): u32 {
  return blockCount;
}

/** Number of blocks with rows of groups or of quoted characters in the last scan. */
export function rowBlocks(): u32 {
  return rowCount;
}

/** Start of the digits that reach the end of the last scan; its length if there are none. */
export function open(): u32 {
  return <u32>openAt;
}

/** Start of the next run of at least `least` digits of a table in `[from, end)`; `end` if there is none. */
// @ts-ignore: decorator
@inline
function nextRun(values: usize, least: usize, from: usize, end: usize): usize {
  let at = from;
  while (at + least <= end) {
    // Backwards, so that a byte that is not a digit lets everything before it be skipped.
    let back = at + least - 1;
    while (back >= at && load<u8>(values + <usize>load<u8>(back)) != 255) back--;
    if (back < at) return at;
    at = back + 1;
  }
  return end;
}

// @ts-ignore: decorator
@inline
function endOfRun(values: usize, from: usize, end: usize): usize {
  let stop = from;
  while (stop < end && load<u8>(values + <usize>load<u8>(stop)) != 255) stop++;
  return stop;
}

// @ts-ignore: decorator
@inline
function note(list: usize, count: u32, start: usize, stop: usize): void {
  store<u32>(list + (<usize>count << 3), <u32>(start - INPUT));
  store<u32>(list + (<usize>count << 3), <u32>(stop - INPUT), 4);
}

/** Records the runs of hexadecimal digits in a run of base64 digits. */
function findHex(start: usize, end: usize): void {
  for (let at = nextRun(HEX, LEAST_HEX, start, end); at < end;) {
    const stop = endOfRun(HEX, at + LEAST_HEX, end);
    if (stop - at >= LONG_HEX || isWorthHex(at, stop) || isWorthHex(at + 1, stop)) note(HEX_RUNS, hexCount++, at, stop);
    at = nextRun(HEX, LEAST_HEX, stop + 1, end);
  }
}

/**
 * The same for base32. Runs that touch an end of the input are recorded whatever they hold: they may continue, or be at an end of the text
 * itself.
 */
function findBase32(start: usize, end: usize, last: usize): void {
  for (let at = nextRun(BASE32, LEAST_BASE32, start, end); at < end;) {
    const stop = endOfRun(BASE32, at + LEAST_BASE32, end);
    if (at == INPUT || stop == last || isWorthBase32(at, stop)) note(BASE32_RUNS, base32Count++, at, stop);
    at = nextRun(BASE32, LEAST_BASE32, stop + 1, end);
  }
}

// @ts-ignore: decorator
@inline
function classes(at: usize): v128 {
  const text = v128.load(at);
  return v128.and(
    i8x16.swizzle(v128.load(MASKS), v128.and(text, i8x16.splat(15))),
    i8x16.swizzle(v128.load(MASKS, 16), i8x16.shr_u(text, 4)),
  );
}

// @ts-ignore: decorator
@inline
function bits(found: v128, mask: u8): u64 {
  return <u64>(<u32>i8x16.bitmask(i8x16.eq(v128.and(found, i8x16.splat(mask)), i8x16.splat(0))) ^ 0xffff);
}

/** Whether groups of four or eight digits recur between separators of a block. */
// @ts-ignore: decorator
@inline
function hasGroups(digits: u64, separators: u64): bool {
  const pair = digits & (digits >> 1);
  const four = pair & (pair >> 2);
  const fours = separators & (four >> 1) & (separators >> 5);
  const f = fours & (fours >> 5);
  const eights = separators & (four >> 1) & (four >> 5) & (separators >> 9);
  return ((f & (f >> 10)) | (eights & (eights >> 9) & (eights >> 18))) != 0;
}

/**
 * Whether one or two quoted digits, or two unquoted ones, recur between commas, or one after its index: `"12":"a",`, `'12': 'a', `. `signs`
 * are neither digits nor separators.
 */
// @ts-ignore: decorator
@inline
function hasList(digits: u64, separators: u64, signs: u64): bool {
  const pair = digits & (digits >> 1);
  const quoted = separators & (signs >> 1) & (digits >> 2) & (signs >> 3) & (separators >> 4);
  const q = quoted & (quoted >> 4);
  const apart = separators & (separators >> 1);
  const near = separators & (signs >> 1) & (pair >> 2) & (signs >> 4) & (separators >> 5);
  const spaced = near | (apart & (signs >> 2) & (digits >> 3) & (signs >> 4) & (separators >> 5));
  const s = spaced & (spaced >> 5);
  const wide = apart & (signs >> 2) & (pair >> 3) & (signs >> 5) & (separators >> 6);
  // On separate lines, members are as far apart as their indentation.
  const value = signs & (signs >> 2) & (separators >> 3);
  const behind = (value >> 5) | ((separators >> 5) & (value >> 6));
  const named = signs & (pair >> 1) & (signs >> 3) & (separators >> 4) & behind;
  const bare = apart & (pair >> 2) & (separators >> 4);
  const b = bare & (bare >> 4);
  return ((q & (q >> 8)) | (s & (s >> 10)) | (wide & (wide >> 6) & (wide >> 12)) | (b & (b >> 8))) != 0 || popcnt(named) > 2;
}

function isBase64Digit(at: usize): bool {
  return load<u8>(BASE64 + <usize>load<u8>(at)) != 255;
}

/**
 * Searches `length` bytes. Returns the number of base64 runs; if `more` says that the text continues, a run that reaches the end is left
 * out and `open` is its start. `before` is the byte before the input.
 */
export function scan(length: usize, before: u32, more: bool): u32 {
  const end = INPUT + length;
  hexCount = 0;
  base32Count = 0;
  blockCount = 0;
  rowCount = 0;
  openAt = length;
  let count: u32 = 0;
  let done = INPUT;
  let q0: u64 = 0, q1: u64 = 0, q2: u64 = 0, q3: u64 = 0, q4: u64 = 0, q5: u64 = 0;
  for (let at = INPUT; at < end; at += 64) {
    const a = classes(at), b = classes(at + 16), c = classes(at + 32), d = classes(at + 48);
    let digits = bits(a, 31) | (bits(b, 31) << 16) | (bits(c, 31) << 32) | (bits(d, 31) << 48);
    if (end - at < 64) digits &= (<u64>1 << <u64>(end - at)) - 1;
    const separators = bits(a, 96) | (bits(b, 96) << 16) | (bits(c, 96) << 32) | (bits(d, 96) << 48);
    // Two digits between separators, seven times: a row of 16 has that many in one of its blocks, a timestamp does not.
    const pairs = separators & (digits >> 1) & (digits >> 2) & (separators >> 3);
    const two = pairs & (pairs >> 3);
    const four = two & (two >> 6);
    if ((four & (four >> 9)) != 0) {
      store<u32>(BLOCKS + (<usize>blockCount << 2), <u32>(at - INPUT));
      blockCount++;
    }
    // Texts are full of lists and mappings with commas: only groups separated by white space count.
    const isGrouped =
      hasGroups(digits, separators) &&
      hasGroups(digits, bits(a, 32) | (bits(b, 32) << 16) | (bits(c, 32) << 32) | (bits(d, 32) << 48));
    if (isGrouped || hasList(digits, separators, ~(digits | separators))) {
      store<u32>(ROWS + (<usize>rowCount << 2), <u32>(at - INPUT));
      rowCount++;
    }
    const e1 = digits & ((digits << 1) | (q0 >> 63));
    const e2 = e1 & ((e1 << 2) | (q1 >> 62));
    const e3 = e2 & ((e2 << 4) | (q2 >> 60));
    const e4 = e3 & ((e3 << 8) | (q3 >> 56));
    const e5 = e4 & ((e1 << 16) | (q1 >> 48));
    let found = e5 & ~((e5 << 1) | (q5 >> 63));
    q0 = digits; q1 = e1; q2 = e2; q3 = e3; q4 = e4; q5 = e5;
    while (found != 0) {
      const start = at + <usize>ctz(found) - (LEAST - 1);
      found &= found - 1;
      if (start < done) continue;
      let stop = start + LEAST;
      while (stop < end && isBase64Digit(stop)) stop++;
      done = stop;
      if (stop == end && more) break;
      if (stop - start >= LEAST_HEX) findHex(start, stop);
      if (stop - start >= LEAST_BASE32) findBase32(start, stop, end);
      if (isPromising(start, stop, end, before)) note(BASE64_RUNS, count++, start, stop);
    }
  }
  if (more) {
    let at = end;
    while (at > INPUT && isBase64Digit(at - 1)) at--;
    openAt = at - INPUT;
  }
  return count;
}
