// Finds what the views may decode: runs of base64 and hexadecimal digits whose first bytes may be text or a container, and
// blocks with rows of separated digit pairs. `../run-finder.ts` lays out the memory; `src/view` decides what is decoded.

/** Nibble masks of classes: bits 0 to 4 together base64 digits of both alphabets, 5 and 6 separators of digit pairs. */
const MASKS: usize = 1024;
/** Class of a byte in texts: 0 text, 1 NUL, 2 continuation, 3 to 5 first of 2 to 4 bytes, 6 never. */
const TEXT: usize = 1280;
/** Value of a digit in base64, base16 and base32; 255 for others. 1 for `+` and `/`, 2 for `-` and `_`. */
const BASE64: usize = 1536;
const HEX: usize = 1792;
const MARKS: usize = 2048;
const BASE32: usize = 2304;
/** Lists of (start, end) of runs of base64, hexadecimal and base32 digits, and of block starts: each as long as a piece may need. */
const BASE64_RUNS: usize = 4096;
const HEX_RUNS: usize = BASE64_RUNS + 32768;
const BASE32_RUNS: usize = HEX_RUNS + 32768;
const BLOCKS: usize = BASE32_RUNS + 32768;
/** A bit for each pair of bytes that a container, or UTF-16 with its mark, may begin with; the first one is the high byte. */
const STARTS: usize = BLOCKS + 8192;
/** The same for whatever any check of data takes for a container, and for what is looked for inside data. */
const HEADS: usize = STARTS + 8192;
const MAGICS: usize = HEADS + 8192;
const INPUT: usize = MAGICS + 8192;

const LEAST: usize = 18;
const LONG: usize = 64;
/** Longer runs are given whatever they hold, and so are those that end closer to the end of what is looked through: more of them may follow. */
const LONGEST: usize = 600;
const NEAR: usize = 1100;
/** Printable characters in a row that are text inside data. */
const ASCII_RUN: u32 = 20;
const LEAST_HEX: usize = 32;
const LEAST_BASE32: usize = 20;
const LONG_HEX: usize = 128;
/** Bytes of a decoding that are judged. */
const SAMPLE: usize = 24;

let hexCount: u32 = 0;
let base32Count: u32 = 0;
let blockCount: u32 = 0;
let openAt: usize = 0;
let previous: u32 = 0;

/** Number of hexadecimal runs of the last scan. */
export function hexRuns(): u32 {
  return hexCount;
}

/** Number of base32 runs of the last scan. */
export function base32Runs(): u32 {
  return base32Count;
}

/** Number of blocks with rows of digit pairs of the last scan. */
export function pairBlocks(): u32 {
  return blockCount;
}

/** Where digits begin that reach to the end of the last scan; its length where none do. */
export function open(): u32 {
  return <u32>openAt;
}

// The state of judging decoded bytes.
let expected: u32 = 0;

/** Whether a text may go on with this byte. */
// @ts-ignore: decorator
@inline
function goesOn(byte: u32): bool {
  const kind = <u32>load<u8>(TEXT + <usize>byte);
  if (expected != 0) {
    expected--;
    return kind == 2;
  }
  if (kind < 2) return true;
  expected = kind - 2;
  return kind > 2 && kind < 6;
}

/** Whether a container or UTF-16 with its mark may begin with these two bytes. */
// @ts-ignore: decorator
@inline
function isMagic(pair: u32): bool {
  return isAmong(STARTS, pair);
}

// @ts-ignore: decorator
@inline
function isAmong(set: usize, pair: u32): bool {
  return ((<u32>load<u8>(set + (pair >>> 3)) >>> (pair & 7)) & 1) != 0;
}

function isWorthBase64(start: usize, end: usize): bool {
  const length = end - start;
  if (length < 24 && load<u8>(end) != 0x3d) return false;
  const pair =
    (<u32>load<u8>(BASE64 + <usize>load<u8>(start)) << 10) |
    (<u32>load<u8>(BASE64 + <usize>load<u8>(start + 1)) << 4) |
    (<u32>load<u8>(BASE64 + <usize>load<u8>(start + 2)) >>> 2);
  if (isMagic(pair)) return true;
  expected = 0;
  const stop = start + min(length, (SAMPLE / 3) * 4);
  let bits: u32 = 0;
  let marks: u32 = 0;
  let phase: u32 = 0;
  for (let at = start; at < stop; at++) {
    const digit = <usize>load<u8>(at);
    marks |= <u32>load<u8>(MARKS + digit);
    if (marks == 3) return at - start >= LEAST;
    bits = (bits << 6) | <u32>load<u8>(BASE64 + digit);
    if (phase != 0 && !goesOn((bits >>> (6 - 2 * phase)) & 0xff)) return false;
    phase = (phase + 1) & 3;
  }
  return true;
}

/** Whether data of a long run may hold a container, or text: what `Base64Search.binary` says, or more. */
function mayHold(start: usize, end: usize): bool {
  let bits: u32 = 0, row: u32 = 0, pair: u32 = 0, count: u32 = 0;
  for (let at = start; at < end; at++) {
    const phase = <u32>(at - start) & 3;
    bits = (bits << 6) | <u32>load<u8>(BASE64 + <usize>load<u8>(at));
    if (phase == 0) continue;
    const byte = (bits >>> (6 - 2 * phase)) & 0xff;
    pair = ((pair << 8) | byte) & 0xffff;
    count++;
    row = byte - 0x20 < 0x5f ? row + 1 : 0;
    if (row == ASCII_RUN || (count > 1 && isAmong(MAGICS, pair)) || mayBeHead(count, pair)) return true;
  }
  return false;
}

/** Whether a container may begin with bytes of which the last two of `count` are a pair: by their first ones, or by a sign further in. */
function mayBeHead(count: u32, pair: u32): bool {
  if (count == 2) return isAmong(HEADS, pair);
  // `-l` of LHA, `**ACE**`, the last byte of the size in the header of LZMA.
  return (count == 4 && pair == 0x2d6c) || (count == 9 && pair == 0x2a2a) || (count == 14 && (pair & 0xff) == 0);
}

/** Whether digits go on in the next line. */
// @ts-ignore: decorator
@inline
function isWrapped(end: usize): bool {
  return load<u8>(end) == 0x0a || load<u8>(end) == 0x0d;
}

/** Whether something worth decoding may begin in the run: what `Base64Search` says, or more. */
function isPromising(start: usize, end: usize, last: usize): bool {
  if (end - start >= LONG && (end - start > LONGEST || end + NEAR > last || isWrapped(end) || mayHold(start, end))) return true;
  if (isWorthBase64(start, end)) return true;
  const before: u32 = start > INPUT ? <u32>load<u8>(start - 1) : previous;
  if (before == 0x5c && end - start > LEAST && isWorthBase64(start + 1, end)) return true;
  for (let at = start; at + LEAST < end; at++) {
    if (load<u8>(MARKS + <usize>load<u8>(at)) != 0 && isWorthBase64(at + 1, end)) return true;
  }
  if (end - start < 48) return false;
  const middle = start + (((end - start) >> 3) << 2);
  return (
    isWorthBase64(middle, end) || isWorthBase64(middle + 1, end) || isWorthBase64(middle + 2, end) ||
    isWorthBase64(middle + 3, end)
  );
}

function isWorthHex(start: usize, end: usize): bool {
  if (end - start < LEAST_HEX) return false;
  if (isMagic(firstHexPair(start))) return true;
  const stop = min(start + 2 * SAMPLE, end - 1);
  expected = 0;
  for (let at = start; at < stop; at += 2) {
    const byte = (<u32>load<u8>(HEX + <usize>load<u8>(at)) << 4) | <u32>load<u8>(HEX + <usize>load<u8>(at + 1));
    if (!goesOn(byte)) return false;
  }
  return true;
}

function firstHexPair(at: usize): u32 {
  let pair: u32 = 0;
  for (let i: usize = 0; i < 4; i++) pair = (pair << 4) | <u32>load<u8>(HEX + <usize>load<u8>(at + i));
  return pair;
}

/** Start of the next run of at least `least` digits of a table in `[from, end)`; `end` where there is none. */
// @ts-ignore: decorator
@inline
function nextRun(values: usize, least: usize, from: usize, end: usize): usize {
  let at = from;
  while (at + least <= end) {
    // From the back, so that a byte that is no digit lets the rest before it be passed over.
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

/** Notes the runs of hexadecimal digits in a run of base64 digits. */
function findHex(start: usize, end: usize): void {
  for (let at = nextRun(HEX, LEAST_HEX, start, end); at < end;) {
    const stop = endOfRun(HEX, at + LEAST_HEX, end);
    if (stop - at >= LONG_HEX || isWorthHex(at, stop) || isWorthHex(at + 1, stop)) note(HEX_RUNS, hexCount++, at, stop);
    at = nextRun(HEX, LEAST_HEX, stop + 1, end);
  }
}

function isWorthBase32(start: usize, end: usize): bool {
  if (isMagic(firstBase32Pair(start))) return true;
  expected = 0;
  let held: u32 = 0, bits: u32 = 0, decoded: usize = 0;
  for (let at = start; at < end && decoded < SAMPLE; at++) {
    held = (held << 5) | <u32>load<u8>(BASE32 + <usize>load<u8>(at));
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    if (!goesOn((held >>> bits) & 0xff)) return false;
    decoded++;
  }
  return true;
}

function firstBase32Pair(at: usize): u32 {
  let held: u32 = 0;
  for (let i: usize = 0; i < 4; i++) held = (held << 5) | <u32>load<u8>(BASE32 + <usize>load<u8>(at + i));
  return held >>> 4;
}

/**
 * The same for base32. Runs that touch an end of what is looked through are noted whatever they hold: there may be more of them,
 * or nothing beside them at the text's own end.
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

function isBase64Digit(at: usize): bool {
  return load<u8>(BASE64 + <usize>load<u8>(at)) != 255;
}

/**
 * Looks through `length` bytes. Gives the number of base64 runs; a run that reaches to the end is left out, and `open` is
 * its start, when `more` says that the text goes on. `before` is the byte in front of them.
 */
export function scan(length: usize, before: u32, more: bool): u32 {
  const end = INPUT + length;
  previous = before;
  hexCount = 0;
  base32Count = 0;
  blockCount = 0;
  openAt = length;
  let count: u32 = 0;
  let done = INPUT;
  let q0: u64 = 0, q1: u64 = 0, q2: u64 = 0, q3: u64 = 0, q4: u64 = 0, q5: u64 = 0;
  for (let at = INPUT; at < end; at += 64) {
    const a = classes(at), b = classes(at + 16), c = classes(at + 32), d = classes(at + 48);
    let digits = bits(a, 31) | (bits(b, 31) << 16) | (bits(c, 31) << 32) | (bits(d, 31) << 48);
    if (end - at < 64) digits &= (<u64>1 << <u64>(end - at)) - 1;
    const separators = bits(a, 96) | (bits(b, 96) << 16) | (bits(c, 96) << 32) | (bits(d, 96) << 48);
    // Two digits between separators, seven times: a row of 16 has as many in one of its blocks, a time with its date has not.
    const pairs = separators & (digits >> 1) & (digits >> 2) & (separators >> 3);
    const two = pairs & (pairs >> 3);
    const four = two & (two >> 6);
    if ((four & (four >> 9)) != 0) {
      store<u32>(BLOCKS + (<usize>blockCount << 2), <u32>(at - INPUT));
      blockCount++;
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
      if (isPromising(start, stop, end)) note(BASE64_RUNS, count++, start, stop);
    }
  }
  if (more) {
    let at = end;
    while (at > INPUT && isBase64Digit(at - 1)) at--;
    openAt = at - INPUT;
  }
  return count;
}
