/** What stands for a number that is no character. */
export const REPLACEMENT = 0xfffd;

/** The character of a number as HTML and CSS read one: U+FFFD for 0, for half of a pair and above the last character. */
export function characterOf(code: number): number {
  return code === 0 || code > 0x10ffff ? REPLACEMENT : unitOf(code);
}

/** The character of one unit of UTF-16: U+FFFD for half of a pair. */
export function unitOf(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? REPLACEMENT : unit;
}

/** Whether two units of UTF-16 are one character. @param low -1 where there is none */
export function isPair(high: number, low: number): boolean {
  return high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000;
}

/** The character of two units that are a pair. */
export function pairOf(high: number, low: number): number {
  return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}
