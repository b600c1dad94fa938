import type { BitStream } from './bit-stream.ts';
import { BadRarData, CodeTable } from './code-table.ts';

/** Number of codes that encode code lengths; their own lengths take four bits each. */
const SHORT_CODES = 20;
const ESCAPE = 15;

/** Symbols from here on repeat the previous length (two of them), or stand for zeros (two of them); each with few bits or with many. */
const REPEAT = 16;
const ZEROS = 18;

function shortLengths(bits: BitStream): Uint8Array {
  const lengths = new Uint8Array(SHORT_CODES);
  for (let at = 0; at < SHORT_CODES;) {
    const length = bits.read(4);
    const zeros = length === ESCAPE ? bits.read(4) : 0;
    if (zeros > 0) at += zeros + 2;
    else lengths[at++] = length;
  }
  return lengths;
}

/**
 * Reads the code lengths for all tables of a block, one after the other. Throws {@link BadRarData}, `OutOfBits`.
 *
 * @param lengths of the previous block, to which RAR 3 and 4 add the values they write; modified in place
 * @param isAdded whether values are added to them
 */
export function readLengths(bits: BitStream, lengths: Uint8Array, isAdded: boolean): void {
  const codes = new CodeTable(shortLengths(bits));
  for (let at = 0; at < lengths.length;) {
    const symbol = codes.read(bits);
    if (symbol < REPEAT) {
      lengths[at] = isAdded ? ((lengths[at] ?? 0) + symbol) & 15 : symbol;
      at++;
      continue;
    }
    if (symbol < ZEROS && at === 0) throw new BadRarData();
    const count = symbol % 2 === 0 ? 3 + bits.read(3) : 11 + bits.read(7);
    const end = Math.min(lengths.length, at + count);
    lengths.fill(symbol < ZEROS ? (lengths[at - 1] ?? 0) : 0, at, end);
    at = end;
  }
}

/** The tables of `sizes` symbols each, whose lengths are consecutive. */
export function tablesOf(lengths: Uint8Array, sizes: readonly number[]): CodeTable[] {
  let start = 0;
  return sizes.map((size) => new CodeTable(lengths.subarray(start, (start += size))));
}
