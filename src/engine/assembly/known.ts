// Finds where one of many byte strings may stand: grams of a text, taken at every few bytes, are looked up in a table of bits.
// `../gram-finder.ts` lays out the memory and has the same in plain TypeScript.

const INPUT: usize = 1024;

let table: usize = 0;
let output: usize = 0;

/** Where the table of bits and the list of hits begin; the list takes a hit for each gram of a piece. */
export function setUp(bits: usize, hits: usize): void {
  table = bits;
  output = hits;
}

/**
 * Looks at a gram every `stride` bytes of the first `length`, `tail` being the bytes of its second half that count, as a mask.
 * The bytes behind must be there. Gives the number of hits.
 */
export function scan(length: usize, stride: usize, tail: u32, shift: u32): u32 {
  const end = INPUT + length;
  let count: u32 = 0;
  for (let at = INPUT; at < end; at += stride) {
    const low = load<u32>(at) | 0x20202020;
    const high = (load<u32>(at, 4) & tail) | 0x20202020;
    let hash: u32 = low * 0x9e3779b1 + high * 0x85ebca77;
    hash = (hash ^ (hash >>> 15)) * 0x2c1b3c6d;
    const second: u32 = (hash ^ (hash >>> 16)) * 0x297a2d39;
    const word = load<u32>(table + (<usize>(hash >>> shift) << 2));
    const mask: u32 = (<u32>1 << (second >>> 27)) | (<u32>1 << ((second >>> 22) & 31)) | (<u32>1 << ((second >>> 17) & 31));
    if ((word & mask) != mask) continue;
    store<u32>(output + (<usize>count << 2), <u32>(at - INPUT));
    count++;
  }
  return count;
}

/**
 * Looks at the window of `window` bytes at each of the first `length` places. Its hash is a polynomial of its bytes modulo 2^32 in
 * `base`, `oldest` being the base to the power of the window; the bit that its upper digits name must be set. Gives the number of hits.
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
