import { type CodeTable, UnreadRarData } from './code-table.ts';
import { readLengths, tablesOf } from './code-lengths.ts';
import { ProgramFilters } from './program-filters.ts';
import { type Packed, RarUnpacker } from './unpacker.ts';

/** Symbols of the tables: literals with lengths, distances, their low bits, lengths of repeated distances. */
const SIZES = [299, 60, 17, 28] as const;
const ALL = SIZES[0] + SIZES[1] + SIZES[2] + SIZES[3];

/** Symbols of the first table. */
const END = 256;
const FILTER = 257;
const LAST_MATCH = 258;
const OLD_DISTANCE = 259;
const SHORT = 263;
const NEW_DISTANCE = 271;
/** The symbol of low bits that are those of the distance before, for so many distances. */
const SAME_LOW_BITS = 16;
const SAME_COUNT = 15;
/** Distance slots from here on have their four lowest bits in a table of their own. */
const WITH_LOW_BITS = 10;
const FAR = [0x2000, 0x40000] as const;

/** First value of each slot, and bits that are added to it. */
interface Slots {
  readonly bases: readonly number[];
  readonly extras: readonly number[];
}

/** Slots whose bits are given as runs: so many slots of each number of bits. */
function slotsOf(runs: readonly (readonly [count: number, extra: number])[]): Slots {
  const extras = runs.flatMap(([count, extra]) => Array<number>(count).fill(extra));
  let next = 0;
  const bases = extras.map((extra) => {
    const base = next;
    next += 2 ** extra;
    return base;
  });
  return { bases, extras };
}

const LENGTHS = slotsOf([
  [8, 0],
  [4, 1],
  [4, 2],
  [4, 3],
  [4, 4],
  [4, 5],
]);
const NEAR = slotsOf([
  [2, 2],
  [1, 3],
  [1, 4],
  [1, 5],
  [3, 6],
]);
const DISTANCES = slotsOf([
  [4, 0],
  ...Array.from({ length: 15 }, (_, index) => [2, index + 1] as const),
  [14, 16],
  [12, 18],
]);

interface Tables {
  readonly literals: CodeTable;
  readonly distances: CodeTable;
  readonly lowBits: CodeTable;
  readonly repeated: CodeTable;
}

/** The method of RAR 2.9 to 4. */
export class Rar3Unpacker extends RarUnpacker {
  readonly #lengths = new Uint8Array(ALL);
  #tables: Tables | undefined;
  #old: number[] = [0, 0, 0, 0];
  #lastLength = 0;
  #lowBits = 0;
  #sameLowBits = 0;
  readonly #filters = new ProgramFilters();

  protected begin(goesOn: boolean, _packed: Packed): void {
    if (goesOn) return;
    this.#lengths.fill(0);
    this.#tables = undefined;
    this.#old = [0, 0, 0, 0];
    this.#lastLength = 0;
    this.#filters.reset();
  }

  protected step(): boolean {
    this.#tables ??= this.#readTables();
    const symbol = this.#tables.literals.read(this.bits);
    if (symbol < END) this.window.write(symbol);
    else if (symbol === END) return this.#endBlock();
    else if (symbol === FILTER) this.#filters.read(this.bits, this.unpacked, this.output);
    else if (symbol === LAST_MATCH) {
      if (this.#lastLength > 0) this.copy(this.#old[0] as number, this.#lastLength);
    } else this.#matchOf(symbol, this.#tables);
    return true;
  }

  #readTables(): Tables {
    this.bits.align();
    // Text may be packed by prediction (PPMd variant H) in place of matches.
    if (this.bits.read(1) === 1) throw new UnreadRarData('prediction (PPMd)');
    this.#lowBits = 0;
    this.#sameLowBits = 0;
    if (this.bits.read(1) === 0) this.#lengths.fill(0);
    readLengths(this.bits, this.#lengths, true);
    const [literals, distances, lowBits, repeated] = tablesOf(this.#lengths, SIZES) as [
      CodeTable,
      CodeTable,
      CodeTable,
      CodeTable,
    ];
    return { literals, distances, lowBits, repeated };
  }

  /** @returns false where the member's data ends with the block */
  #endBlock(): boolean {
    const goesOn = this.bits.read(1) === 1;
    if (goesOn || this.bits.read(1) === 1) this.#tables = undefined;
    return goesOn;
  }

  #matchOf(symbol: number, tables: Tables): void {
    if (symbol >= NEW_DISTANCE) {
      const length = this.#valueOf(LENGTHS, symbol - NEW_DISTANCE) + 3;
      const distance = this.#distance(tables);
      this.#match(distance, length + FAR.filter((far) => distance >= far).length);
    } else if (symbol >= SHORT) this.#match(this.#valueOf(NEAR, symbol - SHORT) + 1, 2);
    else {
      const [distance = 0] = this.#old.splice(symbol - OLD_DISTANCE, 1);
      this.#old.unshift(distance);
      this.#lastLength = this.#valueOf(LENGTHS, tables.repeated.read(this.bits)) + 2;
      this.copy(distance, this.#lastLength);
    }
  }

  #match(distance: number, length: number): void {
    this.#old = [distance, ...this.#old.slice(0, 3)];
    this.#lastLength = length;
    this.copy(distance, length);
  }

  #valueOf({ bases, extras }: Slots, slot: number): number {
    return (bases[slot] ?? 0) + this.bits.readLong(extras[slot] ?? 0);
  }

  #distance({ distances, lowBits }: Tables): number {
    const slot = distances.read(this.bits);
    if (slot < WITH_LOW_BITS) return this.#valueOf(DISTANCES, slot) + 1;
    const extra = DISTANCES.extras[slot] ?? 0;
    const high = extra > 4 ? this.bits.readLong(extra - 4) * 16 : 0;
    return (DISTANCES.bases[slot] ?? 0) + 1 + high + this.#nextLowBits(lowBits);
  }

  #nextLowBits(table: CodeTable): number {
    if (this.#sameLowBits > 0) {
      this.#sameLowBits--;
      return this.#lowBits;
    }
    const low = table.read(this.bits);
    if (low === SAME_LOW_BITS) this.#sameLowBits = SAME_COUNT;
    else this.#lowBits = low;
    return this.#lowBits;
  }
}
