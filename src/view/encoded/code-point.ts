/** Replaces numbers that are not characters. */
export const REPLACEMENT = 0xfffd;

/** The character for a number in HTML and CSS: U+FFFD for 0, for a surrogate and above the last code point. */
export function characterOf(code: number): number {
  return code === 0 || code > 0x10ffff ? REPLACEMENT : unitOf(code);
}

/** The character for one UTF-16 unit: U+FFFD for a surrogate. */
export function unitOf(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? REPLACEMENT : unit;
}

/** Whether two UTF-16 units are a surrogate pair. @param low -1 if there is none */
export function isPair(high: number, low: number): boolean {
  return high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000;
}

/** The character for a surrogate pair. */
export function pairOf(high: number, low: number): number {
  return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}
