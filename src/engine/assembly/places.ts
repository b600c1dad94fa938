// Finds pairs of bytes of which something may begin: the first is one of a few, the second one that may follow it.
// `../place-finder.ts` lays out the memory.

/** Nibble masks of a set that holds every first byte: low halves, then high halves. */
const MASKS: usize = 1024;
/** For each byte a word: the beginnings that it is the first of (low half), and the second of (high half). */
const BITS: usize = 2048;
/** Offsets of what was found. */
const OUT: usize = 4096;
const INPUT: usize = OUT + 4 * 65536;

/** Looks through `length` bytes; one more stands behind them. Gives the number of places. */
export function scan(length: usize): u32 {
  const end = INPUT + length;
  let count: usize = 0;
  const low = v128.load(MASKS), high = v128.load(MASKS, 16);
  for (let at = INPUT; at < end; at += 16) {
    const text = v128.load(at);
    const found = v128.and(
      i8x16.swizzle(low, v128.and(text, i8x16.splat(15))),
      i8x16.swizzle(high, i8x16.shr_u(text, 4)),
    );
    let bits = <u32>i8x16.bitmask(i8x16.eq(found, i8x16.splat(0))) ^ 0xffff;
    if (end - at < 16) bits &= (1 << <u32>(end - at)) - 1;
    while (bits != 0) {
      const place = at + <usize>ctz(bits);
      bits &= bits - 1;
      const first = load<u32>(BITS + (<usize>load<u8>(place) << 2));
      const second = load<u32>(BITS + (<usize>load<u8>(place, 1) << 2));
      if ((first & (second >>> 16)) == 0) continue;
      store<u32>(OUT + (count << 2), <u32>(place - INPUT));
      count++;
    }
  }
  return <u32>count;
}
