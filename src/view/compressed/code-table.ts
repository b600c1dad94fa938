import type { BitReader } from './bit-reader.ts';

/** Bits of the longest code. */
export const LONGEST_CODE = 20;

/** Thrown where data is not what its format writes. */
export class BadCode extends Error {}

/** One table of codes: for each length the largest code, moved to the left, and where its symbols stand. */
export interface CodeTable {
  readonly shortest: number;
  readonly limits: Int32Array;
  readonly bases: Int32Array;
  readonly symbols: Uint16Array;
}

/** The table for codes of these lengths, one for each symbol, 0 for none. */
export function codeTable(lengths: Uint8Array): CodeTable {
  const limits = new Int32Array(LONGEST_CODE + 1).fill(-1);
  const bases = new Int32Array(LONGEST_CODE + 1);
  const symbols: number[] = [];
  let code = 0;
  let shortest = LONGEST_CODE;
  for (let length = 1; length <= LONGEST_CODE; length++) {
    bases[length] = symbols.length - code;
    const before = symbols.length;
    for (let symbol = 0; symbol < lengths.length; symbol++) if (lengths[symbol] === length) symbols.push(symbol);
    code += symbols.length - before;
    if (symbols.length > before) {
      shortest = Math.min(shortest, length);
      limits[length] = (code << (LONGEST_CODE - length)) - 1;
    }
    code <<= 1;
  }
  return { shortest, limits, bases, symbols: Uint16Array.from(symbols) };
}

/** The symbol of the next code. Throws `BadCode` or `OutOfBits`. */
export function readSymbol(bits: BitReader, table: CodeTable): number {
  const ahead = bits.peek(LONGEST_CODE);
  for (let length = table.shortest; length <= LONGEST_CODE; length++) {
    if (ahead > (table.limits[length] as number)) continue;
    bits.drop(length);
    return table.symbols[(ahead >> (LONGEST_CODE - length)) + (table.bases[length] as number)] ?? 0;
  }
  throw new BadCode();
}
