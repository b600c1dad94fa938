/** Invisible characters (Unicode 16, general categories Cf and Mn), combining lines and strokes: first and last code points. */
const INVISIBLE: readonly (readonly [first: number, last: number])[] = [
  [0xad, 0xad],
  [0x332, 0x338],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x180e, 0x180e],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
];

/** Blanks that do not break, or have another width (general category Zs). */
const BLANKS: readonly (readonly [first: number, last: number])[] = [
  [0xa0, 0xa0],
  [0x2000, 0x200a],
  [0x202f, 0x202f],
];

/** Length of the invisible character that begins with these bytes; 0 for other characters. */
export function invisibleLength(first: number, second: number, third: number): number {
  // Tags, and the selectors that follow them.
  if (first === 0xf3) return second === 0xa0 && third >> 6 === 2 ? 4 : 0;
  return lengthIn(INVISIBLE, first, second, third);
}

/** Length of the non-ASCII blank that begins with these bytes; 0 for other characters. */
export function blankLength(first: number, second: number, third: number): number {
  return lengthIn(BLANKS, first, second, third);
}

function lengthIn(ranges: typeof BLANKS, first: number, second: number, third: number): number {
  const length = first < 0xe0 ? 2 : 3;
  if ((length === 2 ? second : third) >> 6 !== 2) return 0;
  const high = length === 2 ? first & 0x1f : ((first & 0x0f) << 6) | (second & 0x3f);
  const code = (high << 6) | ((length === 2 ? second : third) & 0x3f);
  return ranges.some(([least, most]) => code >= least && code <= most) ? length : 0;
}
