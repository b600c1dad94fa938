import { copyMatch } from './copy-match.ts';

/** What a block gave: everything in front of the damage, where it is damaged. */
export interface SnappyBlock {
  readonly bytes: Buffer;
  /** Whether all that the block says it holds was there. */
  readonly isWhole: boolean;
}

/** Bytes of the longest size that may stand in front: 32 bits, seven in each. */
const LONGEST_SIZE = 5;
/** The tags of literals from which on the length stands behind the tag, in one to four bytes. */
const LONG_LITERAL = 60;
/** Bytes of the distance by the two lowest bits of a copy's tag. */
const DISTANCE_BYTES = [0, 1, 2, 4] as const;

/** A number of `count` bytes, the lowest first. Bytes that are not there are zero. */
function numberAt(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = count - 1; i >= 0; i--) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}

/** The size in front of a block, and where the block goes on; undefined where there is none. */
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

/** Bytes of the number behind a tag: the length of a long literal, or the distance of a copy. */
function numberBytes(tag: number): number {
  const kind = tag & 3;
  return kind === 0 ? Math.max(0, (tag >> 2) - LONG_LITERAL + 1) : (DISTANCE_BYTES[kind] ?? 0);
}

/** Length of a literal, or of a copy; `number`: what stands behind its tag. */
function lengthOf(tag: number, number: number): number {
  if ((tag & 3) === 1) return ((tag >> 2) & 7) + 4;
  return (tag & 3) === 0 && tag >> 2 >= LONG_LITERAL ? number + 1 : (tag >> 2) + 1;
}

/** Fills `into` with what the elements from `at` on give; says how far it came. */
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
 * Unpacks one block of Snappy (https://github.com/google/snappy/blob/main/format_description.txt), which has no magic
 * number and no checksum.
 *
 * @param most bytes that the block may say it holds
 * @returns undefined where the block has no size in front, or one above `most`
 */
export function unpackSnappyBlock(block: Uint8Array, most: number): SnappyBlock | undefined {
  const head = sizeOf(block);
  if (head === undefined || head.size > most) return undefined;
  // A byte of the block gives no more than 64, whatever the size in front says.
  const into = Buffer.allocUnsafeSlow(Math.min(head.size, 64 * block.length));
  const end = fill(block, head.next, into);
  return { bytes: into.subarray(0, end), isWhole: end === head.size };
}
