// The prefilter's inner loops, in AssemblyScript. `../wasm-prefilter.ts` lays out the memory and says what the tables hold.
//
// Two filters run over one piece of text. Short keywords (3 and 4 bytes): Teddy (Hyperscan's `fdr/teddy`), sixteen buckets
// of nibble masks. Longer ones: a table of four-byte grams and the byte behind each, looked at in every second byte only,
// because one of two neighbouring grams of a keyword always begins at an even address. What passes is compared with the
// keywords themselves.

/** Nibble masks: three bytes of the first eight buckets, four bytes of the others; 16 bytes for each half byte. */
const MASKS: usize = 1024;
/** Bit set of the hashes of short keywords' first three bytes, then chain heads (u32) by the same hash. */
const SHORT_BITS: usize = 2048;
const SHORT_HEADS: usize = SHORT_BITS + 8192;
/** By the hash of a four-byte gram a set of the low three bits that the byte behind it may have; then chain heads. */
const GRAM_BITS: usize = SHORT_HEADS + 32768;
const GRAM_HEADS: usize = GRAM_BITS + 65536;
/**
 * One way to meet a keyword, 32 bytes: u32 next entry of the chain (0 none), u32 keyword number, u32 length, u32 offset of
 * the gram in the keyword, u64 letters' case bits of the first eight bytes, u64 those bytes. Number 0 is not used.
 */
const ENTRIES: usize = GRAM_HEADS + 131072;

/** By entry, `stride` bytes each: the keyword's bytes from the ninth on, and from the middle on their case bits. */
let tails: usize = 0;
let stride: usize = 0;
let output: usize = 0;
let capacity: usize = 0;
let written: usize = 0;
let listEnd: usize = 0;
let list: usize = 0;
let first: usize = 0;
let last: usize = 0;
let limit: usize = 0;

/** Says where the tails stand, and where hits go: twice `count` of them, and room for as many again. */
export function setUp(tailsAt: usize, tailStride: usize, outputAt: usize, count: u32): void {
  tails = tailsAt;
  stride = tailStride;
  output = outputAt;
  capacity = <usize>count << 3;
}

function newList(at: usize): void {
  list = at;
  written = at;
  listEnd = at + capacity;
}

// @ts-ignore: decorator
@inline
function shortHash(at: usize): u32 {
  return ((load<u32>(at) | 0x202020) & 0xffffff) * 0x9e3779b1 >>> 16;
}

// @ts-ignore: decorator
@inline
function gramHash(at: usize): u32 {
  return (load<u32>(at) | 0x20202020) * 0x9e3779b1 >>> 16;
}

// @ts-ignore: decorator
@inline
function hasBit(set: usize, bit: u32): bool {
  return ((<u32>load<u8>(set + (bit >>> 3)) >>> (bit & 7)) & 1) != 0;
}

/** Compares a chain's keywords with the text at `at`, and notes those that begin in the range. */
function verify(at: usize, head: u32): void {
  let number = head;
  while (number != 0) {
    const entry = ENTRIES + (<usize>number << 5);
    const start = at - <usize>load<u32>(entry, 12);
    const length = <usize>load<u32>(entry, 8);
    if (start >= first && start < last && start + length <= limit && isKeyword(start, entry, number, length)) {
      if (written < listEnd) {
        // Sorted by start, then keyword: an entry is seldom far from its place.
        const key = (<u64>start << 32) | <u64>load<u32>(entry, 4);
        let place = written;
        while (place > list && load<u64>(place - 8) > key) {
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

// @ts-ignore: decorator
@inline
function isKeyword(start: usize, entry: usize, number: u32, length: usize): bool {
  const mask = length >= 8 ? <u64>-1 : (<u64>1 << (<u64>length << 3)) - 1;
  if (((load<u64>(start) | load<u64>(entry, 16)) & mask) != load<u64>(entry, 24)) return false;
  const tail = tails + <usize>number * stride;
  for (let i: usize = 8; i < length; i++) {
    if ((load<u8>(start + i) | load<u8>(tail + i + (stride >>> 1) - 8)) != load<u8>(tail + i - 8)) return false;
  }
  return true;
}

// @ts-ignore: decorator
@inline
function low(text: v128): v128 {
  return v128.and(text, i8x16.splat(15));
}

// @ts-ignore: decorator
@inline
function high(text: v128): v128 {
  return i8x16.shr_u(text, 4);
}

// @ts-ignore: decorator
@inline
function pick(table: usize, text: v128): v128 {
  return v128.and(
    i8x16.swizzle(v128.load(MASKS + table), low(text)),
    i8x16.swizzle(v128.load(MASKS + table + 16), high(text)),
  );
}

/** Bit i is set where a short keyword may begin at `at + i`. */
// @ts-ignore: decorator
@inline
function teddy(at: usize): u32 {
  const a = v128.load(at);
  const b = v128.load(at, 1);
  const c = v128.load(at, 2);
  const three = v128.and(v128.and(pick(0, a), pick(32, b)), pick(64, c));
  const four = v128.and(v128.and(pick(96, a), pick(128, b)), v128.and(pick(160, c), pick(192, v128.load(at, 3))));
  return i8x16.bitmask(i8x16.eq(v128.or(three, four), i8x16.splat(0))) ^ 0xffff;
}

/** Looks for short keywords that begin in the range. */
function scanShort(): void {
  for (let at = first; at < last; at += 32) {
    let found = teddy(at) | (teddy(at + 16) << 16);
    while (found != 0) {
      const place = at + ctz(found);
      found &= found - 1;
      const hash = shortHash(place);
      if (hasBit(SHORT_BITS, hash)) verify(place, load<u32>(SHORT_HEADS + (<usize>(hash >>> 3) << 2)));
    }
  }
}

// @ts-ignore: decorator
@inline
function probe(at: usize): void {
  const hash = gramHash(at);
  if (((<u32>load<u8>(GRAM_BITS + <usize>hash) >>> (<u32>load<u8>(at, 4) & 7)) & 1) != 0)
    verify(at, load<u32>(GRAM_HEADS + (<usize>(hash >>> 1) << 2)));
}

/** Looks for longer keywords that begin in the range. */
function scanLong(reach: usize): void {
  const end = min(last + reach, limit);
  for (let at = first & ~1; at < end; at += 8) {
    probe(at);
    probe(at + 2);
    probe(at + 4);
    probe(at + 6);
  }
}

/** Joins the two sorted lists in the room behind them. */
function merge(shortEnd: usize, longEnd: usize): void {
  let a = output;
  let b = output + capacity;
  let to = output + (capacity << 1);
  while (a < shortEnd || b < longEnd) {
    const left = a < shortEnd ? load<u64>(a) : <u64>-1;
    const right = b < longEnd ? load<u64>(b) : <u64>-1;
    store<u64>(to, min(left, right));
    to += 8;
    if (left < right) a += 8;
    else b += 8;
  }
}

/**
 * Notes the keywords that begin in `[from, to)`; bytes from `end` on are none of the text's, 64 of them may be read.
 * Gives the number of hits, or -1 when they are too many. They stand sorted, as u64 `start << 32 | keyword`, behind two
 * lists of the given capacity.
 *
 * @param flags 1: there are short keywords; 2: there are longer ones
 * @param reach farthest gram from a keyword's start
 */
export function scan(from: usize, to: usize, end: usize, flags: u32, reach: usize): i32 {
  first = from;
  last = to;
  limit = end;
  newList(output);
  if (flags & 1) scanShort();
  if (written > listEnd) return -1;
  const shortEnd = written;
  newList(output + capacity);
  if (flags & 2) scanLong(reach);
  if (written > listEnd) return -1;
  merge(shortEnd, written);
  return <i32>((shortEnd - output + written - list) >> 3);
}
