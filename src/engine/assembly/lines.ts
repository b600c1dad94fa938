// Finds the line breaks that may split a value: those with runs of value characters on both sides that look random together and as if one
// continued the other. `../line-finder.ts` lays out the memory and has an equivalent in plain TypeScript.

/** Class of each byte as a value character: 0 none, 1 to 3 digit, lower-case letter, capital, 4 any other. */
const KINDS: usize = 1024;
/** Flags of each byte: 1 may end a line that continues, 2 is a continuation mark, 4 may end a prefix, 8 may follow a value. */
const FLAGS: usize = 1280;
/** Pairs of the start of a line and its line break. */
const OUT: usize = 4096;
const INPUT: usize = OUT + 8 * 65536;

const MOST_PREFIX: usize = 160;
const MOST_TOKEN: usize = 256;
const LEAST_TOKEN: u32 = 16;
const SHORT: u32 = 8;
const LEAST_CHANGES: u32 = 5;
const LEAST_SHARE: f64 = 0.28;
const LEAST_WIDTH: usize = 40;
const MOST_WIDTH: usize = 512;
const MOST_CLOSERS: usize = 8;

let openAt: usize = 0;
let changes: u32 = 0;

/** Start of the line whose break the last scan did not reach. */
export function open(): u32 {
  return <u32>openAt;
}

/** Length of the run from `at` on, at most `most`: `step` is 1, or -1 for the run that ends there. Adds to `changes`. */
// @ts-ignore: decorator
@inline
function row(at: usize, step: isize, most: usize): u32 {
  let last: u32 = 0, count: u32 = 0;
  for (let place = at; count < <u32>most; place += <usize>step) {
    const kind = <u32>load<u8>(KINDS + <usize>load<u8>(place));
    if (kind == 0) break;
    count++;
    if (kind == 4) continue;
    if (last != 0 && kind != last) changes++;
    last = kind;
  }
  return count;
}

// @ts-ignore: decorator
@inline
function digits(text: v128): v128 {
  return i8x16.lt_u(i8x16.sub(text, i8x16.splat(0x30)), i8x16.splat(10));
}

/** Length of the common prefix of two lines; all digits count as equal. */
// @ts-ignore: decorator
@inline
function sharedLength(a: usize, b: usize, most: usize): usize {
  for (let i: usize = 0; i < most; i += 16) {
    const left = v128.load(a + i), right = v128.load(b + i);
    const same = v128.or(i8x16.eq(left, right), v128.and(digits(left), digits(right)));
    const others = <u32>i8x16.bitmask(same) ^ 0xffff;
    if (others != 0) return min(most, i + <usize>ctz(others));
  }
  return most;
}

/** Where the text begins after the common prefix of two lines. */
function behindPrefix(first: usize, second: usize, limit: usize, textEnd: usize): usize {
  const most = min(MOST_PREFIX, min(limit - first, textEnd - second));
  let length = sharedLength(first, second, most);
  while (length > 0 && (load<u8>(FLAGS + <usize>load<u8>(second + length - 1)) & 4) == 0) length--;
  let at = second + length;
  const far = at + MOST_PREFIX;
  while (at < far && (load<u8>(at) == 0x20 || load<u8>(at) == 9)) at++;
  return at;
}

/** Whether only closing marks follow between `from` and the end of its line. */
function isAlone(from: usize, textEnd: usize): bool {
  let at = from;
  while (at < from + MOST_CLOSERS && (load<u8>(FLAGS + <usize>load<u8>(at)) & 8) != 0) at++;
  const byte = load<u8>(at);
  return at >= textEnd || byte == 10 || byte == 13 || byte == 0x5c;
}

/** Whether the line at `next` is no longer than the one before it, whose width is that of wrapped lines, or too long to be judged here. */
function isFull(next: usize, width: usize, textEnd: usize): bool {
  if (width < LEAST_WIDTH) return false;
  if (width > MOST_WIDTH || textEnd - next <= width) return true;
  const end = min(textEnd, next + width + 2);
  for (let at = next; at < end; at += 16) {
    const breaks = <u32>i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(10)));
    if (breaks != 0) return at + <usize>ctz(breaks) < end;
  }
  return false;
}

/** Whether the break at `newline` of the line that begins at `start` may split a value. */
function mayCut(start: usize, newline: usize, textEnd: usize): bool {
  let end = newline;
  while (end > start && (load<u8>(end - 1) == 13 || load<u8>(end - 1) == 0x20)) end--;
  if (end == start) return false;
  const flags = load<u8>(FLAGS + <usize>load<u8>(end - 1));
  if (flags & 2) return true;
  if ((flags & 1) == 0) return false;
  changes = 0;
  const tail = row(end - 1, -1, min(MOST_TOKEN, end - start));
  if (tail >= SHORT && changes < 2) return false;
  const before = changes;
  const at = behindPrefix(start, newline + 1, end, textEnd);
  const head = row(at, 1, MOST_TOKEN);
  if (head == 0 || (head >= SHORT && changes - before < 2) || tail + head < LEAST_TOKEN) return false;
  if (changes < LEAST_CHANGES || <f64>changes < LEAST_SHARE * <f64>(tail + head - 2)) return false;
  if (isAlone(at + <usize>head, textEnd)) return true;
  const readsAsWord = head > 1 && head < SHORT && changes == before;
  return !readsAsWord && isFull(newline + 1, end - start, textEnd);
}

/**
 * Checks the line breaks from `skip` to `limit` of `length` bytes, which are followed by zeros; the first byte begins a line. Returns the
 * number of lines.
 */
export function scan(skip: usize, limit: usize, length: usize): u32 {
  const end = INPUT + limit, textEnd = INPUT + length;
  let start = INPUT;
  let count: usize = 0;
  for (let at = INPUT; at < end; at += 16) {
    let breaks = <u32>i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(10)));
    if (end - at < 16) breaks &= (1 << <u32>(end - at)) - 1;
    while (breaks != 0) {
      const newline = at + <usize>ctz(breaks);
      breaks &= breaks - 1;
      if (newline >= INPUT + skip && mayCut(start, newline, textEnd)) {
        store<u32>(OUT + (count << 3), <u32>(start - INPUT));
        store<u32>(OUT + (count << 3), <u32>(newline - INPUT), 4);
        count++;
      }
      start = newline + 1;
    }
  }
  openAt = start - INPUT;
  return <u32>count;
}
