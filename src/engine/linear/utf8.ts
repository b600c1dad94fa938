import type { CodeRange } from './syntax.ts';

/** Consecutive ranges of bytes. */
export type ByteSequence = readonly CodeRange[];

/** The last code points encoded in one, two and three bytes. */
const LAST = [0x7f, 0x7ff, 0xffff] as const;

/** A range of code points as sequences of byte ranges in UTF-8: each code point's encoding matches one of the sequences. */
export function byteSequences({ min, max }: CodeRange): readonly ByteSequence[] {
  for (const last of LAST) if (min <= last && last < max) return split(min, last, max);
  if (max <= 0x7f) return [[{ min, max }]];
  for (let shift = 6; shift <= 18; shift += 6) {
    const low = (1 << shift) - 1;
    if ((min & ~low) === (max & ~low)) continue;
    if ((min & low) !== 0) return split(min, min | low, max);
    if ((max & low) !== low) return split(min, (max & ~low) - 1, max);
  }
  const [first, last] = [encoded(min), encoded(max)];
  return [first.map((byte, index) => ({ min: byte, max: last[index] ?? byte }))];
}

function split(min: number, at: number, max: number): readonly ByteSequence[] {
  return [...byteSequences({ min, max: at }), ...byteSequences({ min: at + 1, max })];
}

/** Also for surrogates, which do not occur in valid text. */
function encoded(code: number): readonly number[] {
  const tail = (shift: number): number => 0x80 | ((code >> shift) & 0x3f);
  if (code <= 0x7f) return [code];
  if (code <= 0x7ff) return [0xc0 | (code >> 6), tail(0)];
  if (code <= 0xffff) return [0xe0 | (code >> 12), tail(6), tail(0)];
  return [0xf0 | (code >> 18), tail(12), tail(6), tail(0)];
}
