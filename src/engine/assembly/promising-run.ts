// Judges runs of digits by what their first bytes, or in long runs any bytes, decode to.

import { BASE32, BASE64, HEADS, HEX, INPUT, MAGICS, MARKS, STARTS, TEXT } from './run-layout';

/** Minimum digits that are judged. */
export const LEAST: usize = 18;
export const LEAST_HEX: usize = 32;
export const LEAST_BASE32: usize = 20;
const LONG: usize = 64;
/** Longer runs are reported whatever they hold, and so are those that end closer to the end of the input: more digits may follow. */
const LONGEST: usize = 600;
const NEAR: usize = 1100;
/** Minimum consecutive printable characters that count as text inside data. */
const ASCII_RUN: u32 = 20;
/** Number of decoded bytes that are judged. */
const SAMPLE: usize = 24;

// The state of judging decoded bytes.
let expected: u32 = 0;

/** Whether a text may continue with this byte. */
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

/** Whether a container or UTF-16 with a byte order mark may begin with these two bytes. */
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

/** Whether the data of a long run may hold a container or text: at least whatever `Base64Search.binary` accepts. */
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

/** Whether a container may begin with `count` bytes, of which the last two are `pair`: by its first bytes, or by a signature further in. */
function mayBeHead(count: u32, pair: u32): bool {
  if (count == 2) return isAmong(HEADS, pair);
  // `-l` of LHA, `**ACE**`, the last byte of the size in the header of LZMA.
  return (count == 4 && pair == 0x2d6c) || (count == 9 && pair == 0x2a2a) || (count == 14 && (pair & 0xff) == 0);
}

/** Whether digits continue on the next line. */
// @ts-ignore: decorator
@inline
function isWrapped(end: usize): bool {
  return load<u8>(end) == 0x0a || load<u8>(end) == 0x0d;
}

/** Words before packed text, or at its beginning: `SAMLRequest=`, `SAMLResponse=`, `#code/`, `compressed-json`, `/plantuml/`. */
const UEST: u32 = 0x74736575;
const ONSE: u32 = 0x65736e6f;
const CODE: u32 = 0x65646f63;
const OF_JSON: u32 = 0x6e6f736a;
const UML: u32 = 0x2f6c6d75;

/** Whether the text before the run or its first digits announce packed text without signature: at least what `linkedTextViews` accepts. */
function isLed(start: usize, before: u32): bool {
  if (before == 0x23) return load<u8>(start) == 0x52 || load<u32>(start) == CODE;
  if (before != 0x3d && before != 0x0a) return false;
  if (start < INPUT + 6) return true;
  const word = load<u32>(start - 5);
  return before == 0x3d ? word == UEST || word == ONSE : word == OF_JSON || load<u32>(start - 6) == OF_JSON;
}

/** Whether something worth decoding may begin in the run: at least what `Base64Search` accepts. `previous`: the byte before the input. */
export function isPromising(start: usize, end: usize, last: usize, previous: u32): bool {
  if (end - start >= LONG && (end - start > LONGEST || end + NEAR > last || isWrapped(end) || mayHold(start, end))) return true;
  if (isWorthBase64(start, end)) return true;
  const before: u32 = start > INPUT ? <u32>load<u8>(start - 1) : previous;
  if (before == 0x5c && end - start > LEAST && isWorthBase64(start + 1, end)) return true;
  if (isLed(start, before)) return true;
  for (let at = start; at + LEAST < end; at++) {
    if (load<u8>(MARKS + <usize>load<u8>(at)) == 0) continue;
    if (isWorthBase64(at + 1, end) || (at > start + 2 && load<u32>(at - 3) == UML)) return true;
  }
  if (end - start < 48) return false;
  const middle = start + (((end - start) >> 3) << 2);
  return (
    isWorthBase64(middle, end) || isWorthBase64(middle + 1, end) || isWorthBase64(middle + 2, end) ||
    isWorthBase64(middle + 3, end)
  );
}

export function isWorthHex(start: usize, end: usize): bool {
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

export function isWorthBase32(start: usize, end: usize): bool {
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
