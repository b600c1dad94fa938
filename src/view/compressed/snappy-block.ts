import { copyMatch } from './copy-match.ts';

/** Output of a block: if it is damaged, everything before the damage. */
export interface SnappyBlock {
  readonly bytes: Buffer;
  /** Whether all data that the block declares was there. */
  readonly isWhole: boolean;
}

/** Maximum length of the size before a block: 32 bits, seven per byte. */
const LONGEST_SIZE = 5;
/** Literal tags from which on the length follows the tag, in one to four bytes. */
const LONG_LITERAL = 60;
/** Bytes of the distance, by the two lowest bits of a copy's tag. */
const DISTANCE_BYTES = [0, 1, 2, 4] as const;

/** A little-endian number of `count` bytes. Missing bytes are zero. */
function numberAt(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = count - 1; i >= 0; i--) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}

/** The size before a block, and the start of its data; undefined if there is none. */
function sizeOf(block: Uint8Array): { readonly size: number; readonly next: number } | undefined {
  let size = 0;
  for (let i = 0; i < LONGEST_SIZE; i++) {
    const byte = block[i];
    if (byte === undefined) return undefined;
    size += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return size < 2 ** 32 ? { size, next: i + 1 } : undefined;
  }
  return undefined;
}

/** Bytes of the number after a tag: the length of a long literal, or the distance of a copy. */
function numberBytes(tag: number): number {
  const kind = tag & 3;
  return kind === 0 ? Math.max(0, (tag >> 2) - LONG_LITERAL + 1) : (DISTANCE_BYTES[kind] ?? 0);
}

/** Length of a literal or a copy; `number`: the number after its tag. */
function lengthOf(tag: number, number: number): number {
  if ((tag & 3) === 1) return ((tag >> 2) & 7) + 4;
  return (tag & 3) === 0 && tag >> 2 >= LONG_LITERAL ? number + 1 : (tag >> 2) + 1;
}

/** Fills `into` with the output of the elements from `at` on; gives its length. */
function fill(block: Uint8Array, at: number, into: Buffer): number {
  let end = 0;
  for (let next = at; next < block.length && end < into.length;) {
    const tag = block[next++] ?? 0;
    const extra = numberBytes(tag);
    if (next + extra > block.length) return end;
    const number = numberAt(block, next, extra);
    next += extra;
    const wanted = Math.min(lengthOf(tag, number), into.length - end);
    if ((tag & 3) === 0) {
      const literal = block.subarray(next, next + wanted);
      into.set(literal, end);
      next += wanted;
      end += literal.length;
    } else {
      const distance = (tag & 3) === 1 ? ((tag >> 5) << 8) | number : number;
      if (distance === 0 || distance > end) return end;
      end = copyMatch(into, end, distance, wanted);
    }
  }
  return end;
}

/**
 * Unpacks one block of Snappy (https://github.com/google/snappy/blob/main/format_description.txt), which has no magic number and no
 * checksum.
 *
 * @param most largest size that the block may declare
 * @returns undefined if no size precedes the block, or one above `most`
 */
export function unpackSnappyBlock(block: Uint8Array, most: number): SnappyBlock | undefined {
  const head = sizeOf(block);
  if (head === undefined || head.size > most) return undefined;
  // A byte of the block gives at most 64, whatever size is declared.
  const into = Buffer.allocUnsafeSlow(Math.min(head.size, 64 * block.length));
  const end = fill(block, head.next, into);
  return { bytes: into.subarray(0, end), isWhole: end === head.size };
}
