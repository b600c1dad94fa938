// The prefilter's inner loops, in AssemblyScript. `../wasm-prefilter.ts` lays out the memory and defines what the tables hold. Every second
// offset of a text is examined. The four bytes there, with letter case masked out, select one bit of a sieve that tells whether they may
// belong to a keyword: a long one by one of two adjacent grams of four bytes, one of which always begins at an even address; a short one (3
// and 4 bytes) by its first three bytes, at the offset or one after it. Whatever passes is looked up by its exact bytes and compared with
// the keywords themselves.

/** Bit set of the hashes of four folded bytes. */
const SIEVE: usize = 1024;
/** Bit set of the hashes of short keywords' first three bytes, then chain heads (u32) by the same hash. */
const SHORT_BITS: usize = SIEVE + 131072;
const SHORT_HEADS: usize = SHORT_BITS + 8192;
/** For each hash of a four-byte gram, a set of the low three bits that the byte after it may have; then chain heads. */
const GRAM_BITS: usize = SHORT_HEADS + 32768;
const GRAM_HEADS: usize = GRAM_BITS + 65536;
/**
 * An entry for finding a keyword, 32 bytes: u32 next entry of the chain (0 none), u32 keyword number, u16 length, u16 offset of the gram in
 * the keyword, u32 address of its bytes from the ninth on, followed by as many case bits; u64 letters' case bits of the first eight bytes,
 * u64 those bytes; all bits of both beyond the keyword's length. Number 0 is not used.
 */
const ENTRIES: usize = GRAM_HEADS + 131072;
/** Bytes that are sieved at once, and the size of the list that passed. */
const BLOCK: usize = 2048;

let output: usize = 0;
let capacity: usize = 0;
let passed: usize = 0;
let written: usize = 0;
let listEnd: usize = 0;
let first: usize = 0;
let last: usize = 0;
let limit: usize = 0;

/** Sets the address and capacity of the hits, and the address of the list of offsets that passed: room for half a block's bytes. */
export function setUp(outputAt: usize, count: u32, passedAt: usize): void {
  output = outputAt;
  capacity = <usize>count << 3;
  passed = passedAt;
}

// @ts-ignore: decorator
@inline
function hasBit(set: usize, bit: u32): bool {
  return ((<u32>load<u8>(set + (bit >>> 3)) >>> (bit & 7)) & 1) != 0;
}

/** Compares a chain's keywords with the text at `at`, and records those that begin in the range. */
function verify(at: usize, head: u32): void {
  let number = head;
  while (number != 0) {
    const entry = ENTRIES + (<usize>number << 5);
    const start = at - <usize>load<u16>(entry, 10);
    if ((load<u64>(start) | load<u64>(entry, 16)) == load<u64>(entry, 24) && isKeyword(start, entry)) {
      if (written < listEnd) {
        // Sorted by start, then keyword: an entry is rarely far from its final position.
        const key = (<u64>start << 32) | <u64>load<u32>(entry, 4);
        let place = written;
        while (place > output && load<u64>(place - 8) > key) {
          store<u64>(place, load<u64>(place - 8));
          place -= 8;
        }
        store<u64>(place, key);
      }
      written += 8;
    }
    number = load<u32>(entry);
  }
}

/** Whether the keyword, whose first eight bytes match, begins in the range and is present completely. */
function isKeyword(start: usize, entry: usize): bool {
  const length = <usize>load<u16>(entry, 8);
  if (start < first || start >= last || start + length > limit) return false;
  if (length <= 8) return true;
  const tail = <usize>load<u32>(entry, 12);
  const rest = length - 8;
  for (let i: usize = 0; i < rest; i++) {
    if ((load<u8>(start + i, 8) | load<u8>(tail + rest + i)) != load<u8>(tail + i)) return false;
  }
  return true;
}

/** Returns where to write the next offset: `place` is written to `to`, and kept if its bytes pass the sieve. */
// @ts-ignore: decorator
@inline
function sift(place: usize, to: usize): usize {
  const hash = (load<u32>(place) & 0x5f5f5f5f) * 0x9e3779b1 >>> 12;
  store<u32>(to, <u32>place);
  return to + (<usize>hasBit(SIEVE, hash) << 2);
}

/** Writes the offsets in `[from, to)` that pass; returns the end of their list. No step depends on the previous one. */
function sieve(from: usize, to: usize): usize {
  let end = passed;
  for (let at = from; at < to; at += 8) {
    end = sift(at, end);
    end = sift(at + 2, end);
    end = sift(at + 4, end);
    end = sift(at + 6, end);
  }
  return end;
}

/** Looks up the keywords that may occur at an offset. */
// @ts-ignore: decorator
@inline
function meet(at: usize): void {
  const text = load<u32>(at) | 0x20202020;
  const even = (text & 0xffffff) * 0x9e3779b1 >>> 16;
  if (hasBit(SHORT_BITS, even)) verify(at, load<u32>(SHORT_HEADS + (<usize>(even >>> 3) << 2)));
  const odd = (text >>> 8) * 0x9e3779b1 >>> 16;
  if (hasBit(SHORT_BITS, odd)) verify(at + 1, load<u32>(SHORT_HEADS + (<usize>(odd >>> 3) << 2)));
  const gram = text * 0x9e3779b1 >>> 16;
  if (((<u32>load<u8>(GRAM_BITS + <usize>gram) >>> (<u32>load<u8>(at, 4) & 7)) & 1) != 0)
    verify(at, load<u32>(GRAM_HEADS + (<usize>(gram >>> 1) << 2)));
}

/**
 * Records the keywords that begin in `[from, to)`; bytes from `end` on do not belong to the text, but 64 of them may be read. Returns the
 * number of hits, or -1 if there are too many. They are sorted, as u64 `start << 32 | keyword`.
 *
 * @param reach maximum offset of a gram within its keyword
 */
export function scan(from: usize, to: usize, end: usize, reach: usize): i32 {
  first = from;
  last = to;
  limit = end;
  written = output;
  listEnd = output + capacity;
  const stop = min(to + reach, end);
  for (let block = from & ~1; block < stop; block += BLOCK) {
    const noted = sieve(block, min(block + BLOCK, stop));
    for (let at = passed; at < noted; at += 4) meet(<usize>load<u32>(at));
    if (written > listEnd) return -1;
  }
  return <i32>((written - output) >> 3);
}
