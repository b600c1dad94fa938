// Finds where any of many byte strings may occur: grams of a text, taken at regular distances, are looked up in a bit table.
// `../gram-finder.ts` lays out the memory and has an equivalent in plain TypeScript.

const INPUT: usize = 1024;

let table: usize = 0;
let output: usize = 0;
let pairs: usize = 0;

/**
 * Sets the addresses of the bit table, the list of hits and the pair bits; the list has room for a hit for each gram of a piece. `pairBits`
 * is 0 if there are none.
 */
export function setUp(bits: usize, hits: usize, pairBits: usize): void {
  table = bits;
  output = hits;
  pairs = pairBits;
}

// @ts-ignore: decorator
@inline
function isPair(pair: u32): u32 {
  return <u32>load<u8>(pairs + (pair >>> 3)) >>> (pair & 7);
}

/**
 * Looks up a gram every `stride` bytes of the first `length`; `tail` masks the significant bytes of its second half. The bytes beyond must
 * be present. Returns the number of hits.
 */
export function scan(length: usize, stride: usize, tail: u32, shift: u32): u32 {
  return pairs == 0 ? scanAll(length, stride, tail, shift) : scanPaired(length, stride, tail, shift);
}

function scanAll(length: usize, stride: usize, tail: u32, shift: u32): u32 {
  const end = INPUT + length;
  let count: u32 = 0;
  for (let at = INPUT; at < end; at += stride) {
    if (!isEntered(at, tail, shift)) continue;
    store<u32>(output + (<usize>count << 2), <u32>(at - INPUT));
    count++;
  }
  return count;
}

/** First checks each gram's byte pairs, without branches and from memory that stays in the cache. */
function scanPaired(length: usize, stride: usize, tail: u32, shift: u32): u32 {
  const end = INPUT + length;
  let kept = output;
  for (let at = INPUT; at < end; at += stride) {
    const low = load<u32>(at) | 0x20202020;
    const high = (load<u32>(at, 4) & tail) | 0x20202020;
    store<u32>(kept, <u32>at);
    const paired = isPair(low & 0xffff) & isPair(low >>> 16) & isPair(high & 0xffff) & isPair(high >>> 16);
    kept += <usize>((paired & 1) << 2);
  }
  let count: u32 = 0;
  for (let next = output; next < kept; next += 4) {
    const at = <usize>load<u32>(next);
    if (!isEntered(at, tail, shift)) continue;
    store<u32>(output + (<usize>count << 2), <u32>(at - INPUT));
    count++;
  }
  return count;
}

/** Whether the six bits of a gram are set: three in each of two words of one 64-byte line. */
// @ts-ignore: decorator
@inline
function isEntered(at: usize, tail: u32, shift: u32): bool {
  const low = load<u32>(at) | 0x20202020;
  const high = (load<u32>(at, 4) & tail) | 0x20202020;
  let hash: u32 = low * 0x9e3779b1 + high * 0x85ebca77;
  hash = (hash ^ (hash >>> 15)) * 0x2c1b3c6d;
  const line = table + (<usize>(hash >>> shift) << 6);
  // The bits come from a separate hash: there are so many grams that one of 32 bits alone would hardly separate texts from them.
  let second: u32 = low * 0xc2b2ae3d + high * 0x27d4eb2f;
  second = (second ^ (second >>> 16)) * 0x297a2d39;
  if (!hasBits(line, second)) return false;
  return hasBits(line, (second ^ (second >>> 15)) * 0x1b56c4f5);
}

// @ts-ignore: decorator
@inline
function hasBits(line: usize, hash: u32): bool {
  const word = load<u64>(line + (<usize>(hash >>> 29) << 3));
  const mask: u64 =
    ((<u64>1) << ((hash >>> 23) & 63)) | ((<u64>1) << ((hash >>> 17) & 63)) | ((<u64>1) << ((hash >>> 11) & 63));
  return (word & mask) == mask;
}

/**
 * Looks up the window of `window` bytes at each of the first `length` offsets. Its hash is a polynomial of its bytes modulo 2^32 in `base`;
 * `oldest` is the base to the power of the window's length. The bit selected by the hash's upper bits must be set. Returns the number of
 * hits.
 */
export function roll(length: usize, window: usize, base: u32, oldest: u32, shift: u32): u32 {
  const end = INPUT + length;
  let count: u32 = 0;
  let hash: u32 = 0;
  for (let at = INPUT; at < INPUT + window; at++) hash = hash * base + <u32>load<u8>(at);
  for (let at = INPUT; at < end; at++) {
    const bit: u32 = (hash * 0x9e3779b1) >>> shift;
    if (((load<u32>(table + (<usize>(bit >>> 5) << 2)) >>> (bit & 31)) & 1) != 0) {
      store<u32>(output + (<usize>count << 2), <u32>(at - INPUT));
      count++;
    }
    hash = hash * base + (<u32>load<u8>(at + window) - <u32>load<u8>(at) * oldest);
  }
  return count;
}
