// Finds and decodes escapes: percent-encoding and the backslash escapes of JSON and C. `../escape-decoder.ts` lays out the memory;
// `src/view` defines what each escape stands for and has an equivalent in plain TypeScript.

/** The decoded character after a backslash in JSON, and in C; 255 for none. Value of each hexadecimal digit, or 255. */
const JSON_CODES: usize = 1024;
const C_CODES: usize = 1280;
const HEX: usize = 1536;
/** Starts and ends of sequences of escapes. */
const ROWS: usize = 4096;
const INPUT: usize = 8192;
const OUTPUT: usize = INPUT + 65536 + 128;

const PERCENT: u32 = 0, JSON: u32 = 1;

const SPACE: u8 = 0x20, PERCENT_SIGN: u8 = 0x25, BACKSLASH: u8 = 0x5c;
const LOWER_U: u32 = 0x75, UPPER_U: u32 = 0x55, LOWER_X: u32 = 0x78, OPEN: u32 = 0x7b, CLOSE: u32 = 0x7d;
const NONE: u32 = 255, FAILED: u32 = 0xffffffff, REPLACEMENT: u32 = 0xfffd;
const MOST_BRACED: usize = 6;
/** Escapes closer together than this belong to one sequence; a sequence longer than this is split. */
const GAP: usize = 512;
const LONG_ROW: usize = 1024;

/** Where the last call of `scan` or `decode` stopped: at the end of its input, or slightly beyond it. */
let stopped: usize = 0;
/** The value of the last escape read, and whether it is a raw byte. */
let code: u32 = 0;
let isByte: bool = false;

/** Bytes that the last call of `scan` or `decode` processed. */
export function passed(): u32 {
  return <u32>(stopped - INPUT);
}

// @ts-ignore: decorator
@inline
function byte(at: usize): u32 {
  return <u32>load<u8>(at);
}

/** The number of `count` hexadecimal digits at `at`. */
function number(at: usize, count: usize): u32 {
  let value: u32 = 0;
  for (let i: usize = 0; i < count; i++) {
    const digit = <u32>load<u8>(HEX + <usize>load<u8>(at + i));
    if (digit == NONE) return FAILED;
    value = (value << 4) | digit;
  }
  return value;
}

// @ts-ignore: decorator
@inline
function found(length: usize, value: u32, asByte: bool): usize {
  code = value;
  isByte = asByte;
  return length;
}

/** Length of the escape at `at`, 0 if there is none; sets its value. */
// @ts-ignore: decorator
@inline
function read(family: u32, at: usize): usize {
  if (family == PERCENT) {
    if (byte(at + 1) == LOWER_U) return readPercentUnit(at);
    const value = number(at + 1, 2);
    return value == FAILED ? 0 : found(3, value, true);
  }
  const letter = byte(at + 1);
  if (letter == LOWER_U && (family == JSON || byte(at + 2) != OPEN)) return readUnit(at);
  const value = <u32>load<u8>((family == JSON ? JSON_CODES : C_CODES) + <usize>letter);
  if (value != NONE) return found(2, value, true);
  return family == JSON ? 0 : readC(at, letter);
}

/** `%uXXXX`. */
function readPercentUnit(at: usize): usize {
  const unit = number(at + 2, 4);
  return unit == FAILED ? 0 : found(6, unit >= 0xd800 && unit < 0xe000 ? REPLACEMENT : unit, false);
}

/** `\uXXXX`, or two of them that form a surrogate pair. */
function readUnit(at: usize): usize {
  const unit = number(at + 2, 4);
  if (unit == FAILED) return 0;
  if (unit < 0xd800 || unit > 0xdfff) return found(6, unit, false);
  const isPair = unit < 0xdc00 && byte(at + 6) == <u32>BACKSLASH && byte(at + 7) == LOWER_U;
  const low = isPair ? number(at + 8, 4) : FAILED;
  if (low < 0xdc00 || low > 0xdfff) return found(6, REPLACEMENT, false);
  return found(12, 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00), false);
}

/** `\xHH`, `\x{…}`, `\u{…}`, `\UXXXXXXXX`, octal digits. */
function readC(at: usize, letter: u32): usize {
  if (letter == LOWER_X && byte(at + 2) == OPEN) return readBraced(at);
  if (letter == LOWER_X) {
    const value = number(at + 2, 2);
    return value == FAILED ? 0 : found(4, value, true);
  }
  if (letter == UPPER_U) {
    // Eight digits may collide with the failure marker.
    if (number(at + 2, 1) > 7) return number(at + 2, 4) == FAILED || number(at + 6, 4) == FAILED ? 0 : found(10, REPLACEMENT, false);
    const value = number(at + 2, 8);
    return value == FAILED ? 0 : found(10, value > 0x10ffff ? REPLACEMENT : value, false);
  }
  return letter == LOWER_U ? readBraced(at) : readOctal(at);
}

function readBraced(at: usize): usize {
  let close = at + 3;
  while (close - at - 3 < MOST_BRACED && byte(close) != CLOSE) close++;
  if (close == at + 3 || byte(close) != CLOSE) return 0;
  const value = number(at + 3, close - at - 3);
  return value == FAILED ? 0 : found(close + 1 - at, value > 0x10ffff ? REPLACEMENT : value, false);
}

// @ts-ignore: decorator
@inline
function isOctal(at: usize): bool {
  return (byte(at) & 0xf8) == 0x30;
}

function readOctal(at: usize): usize {
  let length: usize = 1;
  let value: u32 = 0;
  for (; length < 4 && isOctal(at + length); length++) value = (value << 3) + (byte(at + length) & 7);
  return length == 1 ? 0 : found(length, value & 0xff, true);
}

/** Whether an escape is valid in C but not in JSON. */
// @ts-ignore: decorator
@inline
function isTelling(at: usize): bool {
  const letter = byte(at + 1);
  if (letter == LOWER_X || letter == UPPER_U || (letter == LOWER_U && byte(at + 2) == OPEN)) return true;
  return isOctal(at + 1) && isOctal(at + 2) && isOctal(at + 3);
}

// @ts-ignore: decorator
@inline
function triggerOf(family: u32): u8 {
  return family == PERCENT ? PERCENT_SIGN : BACKSLASH;
}

/**
 * Finds the sequences of significant escapes that begin in the first `length` bytes, which are followed by more of the text, or by zeros.
 * Returns the number of sequences.
 */
export function scan(family: u32, length: usize): u32 {
  const end = INPUT + length;
  const trigger = triggerOf(family);
  const triggers = i8x16.splat(trigger);
  let row = ROWS - 8;
  let rowStart: usize = 0, rowEnd: usize = 0;
  let at = INPUT;
  while (at < end) {
    if (load<u8>(at) != trigger) {
      const bits = <u32>i8x16.bitmask(i8x16.eq(v128.load(at), triggers));
      at += bits == 0 ? 16 : <usize>ctz(bits);
      continue;
    }
    const size = read(family, at);
    if (size == 0) {
      at++;
      continue;
    }
    if (family <= JSON || isTelling(at)) {
      if (row < ROWS || at >= rowEnd + GAP || at - rowStart >= LONG_ROW) {
        row += 8;
        rowStart = at;
        store<u32>(row, <u32>(at - INPUT));
      }
      rowEnd = at + size;
      store<u32>(row, <u32>(rowEnd - INPUT), 4);
    }
    at += size;
  }
  stopped = at;
  return <u32>((row + 8 - ROWS) >> 3);
}

/**
 * Decodes the first `length` bytes, which are followed by more of the text, or by zeros.
 *
 * @param blank a byte that stands for a blank, 0 for none
 * @returns the number of decoded bytes
 */
export function decode(family: u32, length: usize, blank: u32): u32 {
  const end = INPUT + length;
  const trigger = triggerOf(family);
  const triggers = i8x16.splat(trigger), blanks = i8x16.splat(<u8>blank), spaces = i8x16.splat(SPACE);
  let at = INPUT, out = OUTPUT;
  while (at < end) {
    if (load<u8>(at) != trigger) {
      const text = v128.load(at);
      const bits = <u32>i8x16.bitmask(i8x16.eq(text, triggers));
      v128.store(out, blank == 0 ? text : v128.bitselect(spaces, text, i8x16.eq(text, blanks)));
      const count = min(bits == 0 ? 16 : <usize>ctz(bits), end - at);
      at += count;
      out += count;
      continue;
    }
    const size = read(family, at);
    if (size == 0) {
      store<u8>(out++, trigger);
      at++;
      continue;
    }
    out += write(out);
    at += size;
  }
  stopped = at;
  return <u32>(out - OUTPUT);
}

/** Writes the decoded escape; returns the number of bytes. */
// @ts-ignore: decorator
@inline
function write(out: usize): usize {
  if (!isByte && code >= 0x80) return writeWide(out, code >= 0xd800 && code <= 0xdfff ? REPLACEMENT : code);
  store<u8>(out, <u8>code);
  return 1;
}

function writeWide(out: usize, value: u32): usize {
  if (value < 0x800) {
    store<u8>(out, <u8>(0xc0 | (value >>> 6)));
    store<u8>(out, <u8>(0x80 | (value & 0x3f)), 1);
    return 2;
  }
  const length: usize = value < 0x10000 ? 3 : 4;
  store<u8>(out, <u8>(length == 3 ? 0xe0 | (value >>> 12) : 0xf0 | (value >>> 18)));
  if (length == 4) store<u8>(out, <u8>(0x80 | ((value >>> 12) & 0x3f)), 1);
  store<u8>(out + length - 2, <u8>(0x80 | ((value >>> 6) & 0x3f)));
  store<u8>(out + length - 1, <u8>(0x80 | (value & 0x3f)));
  return length;
}
