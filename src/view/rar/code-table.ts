import type { BitStream } from './bit-stream.ts';

/** Thrown if data is not valid RAR data. */
export class BadRarData extends Error {}

/** Thrown if unpacking costs more than the budget allows. */
export class UnpaidRarData extends Error {}

/** Thrown if data uses a feature of RAR that is not supported; its message names it. */
export class UnreadRarData extends Error {}

/** Bits of the longest code, and of those that are looked up directly. */
const LONGEST = 15;
const QUICK = 9;

/** Codes of up to 15 bits, defined by their lengths: shorter ones first, those of one length in the order of their symbols. */
export class CodeTable {
  /** Upper limit of the codes of each length, shifted to 16 bits. */
  readonly #limits = new Int32Array(LONGEST + 1);
  /** Index of the first symbol of each length, less the first code of that length. */
  readonly #bases = new Int32Array(LONGEST + 1);
  readonly #symbols: Uint16Array;
  /** By the next bits: the symbol and, in the four lowest bits, the length of its code; zero if the code is longer. */
  readonly #quick = new Uint16Array(1 << QUICK);

  /** @param lengths of the codes of all symbols; zero: the symbol has none */
  constructor(lengths: Uint8Array) {
    const counts = new Int32Array(LONGEST + 2);
    for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
    counts[0] = 0;
    const starts = new Int32Array(LONGEST + 2);
    for (let length = 1, code = 0, start = 0; length <= LONGEST; length++) {
      const count = counts[length] ?? 0;
      this.#bases[length] = start - code;
      starts[length] = start;
      start += count;
      code += count;
      this.#limits[length] = Math.min(code << (16 - length), 0x10000);
      code <<= 1;
    }
    this.#symbols = new Uint16Array(lengths.length);
    for (const [symbol, length] of lengths.entries())
      if (length > 0) {
        const place = starts[length] ?? 0;
        this.#symbols[place] = symbol;
        starts[length] = place + 1;
      }
    this.#fillQuick();
  }

  /** The next symbol. Throws {@link BadRarData} if no code begins like that, `OutOfBits`. */
  read(bits: BitStream): number {
    const ahead = bits.peek(16);
    const quick = this.#quick[ahead >>> (16 - QUICK)] as number;
    if (quick !== 0) {
      bits.drop(quick & 15);
      return quick >>> 4;
    }
    return this.#slow(bits, ahead);
  }

  #slow(bits: BitStream, ahead: number): number {
    for (let length = 1; length <= LONGEST; length++) {
      if (ahead >= (this.#limits[length] as number)) continue;
      bits.drop(length);
      return this.#symbolAt(ahead >>> (16 - length), length);
    }
    throw new BadRarData();
  }

  #symbolAt(code: number, length: number): number {
    const symbol = this.#symbols[code + (this.#bases[length] as number)];
    if (symbol === undefined) throw new BadRarData();
    return symbol;
  }

  #fillQuick(): void {
    let row = 0;
    for (let length = 1; length <= QUICK; length++) {
      const end = (this.#limits[length] as number) >>> (16 - QUICK);
      for (; row < end; row++) this.#quick[row] = (this.#symbolAt(row >>> (QUICK - length), length) << 4) | length;
    }
  }
}
