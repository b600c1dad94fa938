import { copyMatch } from './copy-match.ts';

const SHORTEST_MATCH = 4;
const FULL = 15;

/** A length and the position after its bytes: 15 continues with bytes of 255. */
function lengthAt(bytes: Uint8Array, at: number, nibble: number): { readonly length: number; readonly next: number } {
  let length = nibble;
  let next = at;
  if (nibble !== FULL) return { length, next };
  for (;;) {
    const byte = bytes[next++];
    if (byte === undefined) return { length: Infinity, next };
    length += byte;
    if (byte !== 255) return { length, next };
  }
}

/**
 * Unpacks a block (LZ4 block format) into `into` from `start` on; what precedes `start` may be copied from. Gives the end; for a broken
 * block `-end - 1`, where everything before `end` is good.
 */
export function unpackLz4Block(block: Uint8Array, into: Buffer, start: number): number {
  let at = 0;
  let end = start;
  while (at < block.length) {
    const token = block[at++] ?? 0;
    const literals = lengthAt(block, at, token >> 4);
    at = literals.next;
    if (literals.length > block.length - at || literals.length > into.length - end) return -end - 1;
    into.set(block.subarray(at, at + literals.length), end);
    at += literals.length;
    end += literals.length;
    if (at === block.length) return end;
    const distance = (block[at] ?? 0) | ((block[at + 1] ?? 0) << 8);
    const match = lengthAt(block, at + 2, token & FULL);
    at = match.next;
    const matchEnd = end + match.length + SHORTEST_MATCH;
    if (distance === 0 || distance > end || matchEnd > into.length) return -end - 1;
    end = copyMatch(into, end, distance, matchEnd - end);
  }
  return end;
}
