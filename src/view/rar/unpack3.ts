import type { CodeTable } from './code-table.ts';
import { readLengths, tablesOf } from './code-lengths.ts';
import { Prediction } from './prediction.ts';
import { ProgramFilters } from './program-filters.ts';
import { type Packed, RarUnpacker, TABLES } from './unpacker.ts';

/** Numbers of symbols in the tables: literals and lengths, distances, their low bits, lengths of repeated distances. */
const SIZES = [299, 60, 17, 28] as const;
const ALL = SIZES[0] + SIZES[1] + SIZES[2] + SIZES[3];

/** Symbols of the first table. */
const END = 256;
const FILTER = 257;
const LAST_MATCH = 258;
const OLD_DISTANCE = 259;
const SHORT = 263;
const NEW_DISTANCE = 271;
/** The low-bits symbol that repeats the low bits of the previous distance, and the number of distances for which it does. */
const SAME_LOW_BITS = 16;
const SAME_COUNT = 15;
/** Distance slots from here on have their four lowest bits in a separate table. */
const WITH_LOW_BITS = 10;
const FAR = [0x2000, 0x40000] as const;

/** Values of the byte after an escape in predicted text. */
const NEW_BLOCK = 0;
const END_OF_MEMBER = 2;
const PREDICTED_FILTER = 3;
const PREDICTED_MATCH = 4;
const LAST_BYTE = 5;

/** Relative cost of a byte of predicted text. */
const PREDICTED = 4;

/** First value of each slot, and number of extra bits. */
interface Slots {
  readonly bases: readonly number[];
  readonly extras: readonly number[];
}

/** Slots given as runs: the number of slots for each number of extra bits. */
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
  readonly #prediction = new Prediction();
  #isPredicted = false;

  protected begin(goesOn: boolean, _packed: Packed): void {
    // Predicted text begins with a new block in each member.
    if (this.#isPredicted) this.#leavePrediction();
    if (goesOn) return;
    this.#lengths.fill(0);
    this.#tables = undefined;
    this.#old = [0, 0, 0, 0];
    this.#lastLength = 0;
    this.#filters.reset();
    this.#prediction.reset();
  }

  protected step(): boolean {
    if (!this.#isPredicted && this.#tables === undefined) this.#openBlock();
    if (this.#isPredicted) return this.#predicted();
    if (this.#tables === undefined) return true;
    const symbol = this.#tables.literals.read(this.bits);
    if (symbol < END) this.window.write(symbol);
    else if (symbol === END) return this.#endBlock();
    else if (symbol === FILTER) this.#filters.read(() => this.bits.read(8), this.unpacked, this.output);
    else if (symbol === LAST_MATCH) {
      if (this.#lastLength > 0) this.copy(this.#old[0] as number, this.#lastLength);
    } else this.#matchOf(symbol, this.#tables);
    return true;
  }

  #openBlock(): void {
    this.bits.align();
    this.#isPredicted = this.bits.peek(1) === 1;
    if (this.#isPredicted) this.pay(this.#prediction.open(this.bits));
    else {
      this.bits.drop(1);
      this.#tables = this.#readTables();
    }
  }

  /** Decodes a byte of predicted text, or the command after an escape. @returns false at the end of the member's data */
  #predicted(): boolean {
    this.pay(PREDICTED);
    const byte = this.#prediction.next();
    const command = byte === this.#prediction.escape ? this.#prediction.next() : undefined;
    if (command === NEW_BLOCK) this.#leavePrediction();
    else if (command === END_OF_MEMBER) return false;
    else if (command === PREDICTED_FILTER)
      this.#filters.read(() => this.#prediction.next(), this.unpacked, this.output);
    else if (command === PREDICTED_MATCH) {
      const [far, middle, near, length] = [
        this.#prediction.next(),
        this.#prediction.next(),
        this.#prediction.next(),
        this.#prediction.next(),
      ];
      this.copy(far * 0x10000 + middle * 0x100 + near + 2, length + 32);
    } else if (command === LAST_BYTE) this.copy(1, this.#prediction.next() + 4);
    else this.window.write(byte);
    return true;
  }

  #leavePrediction(): void {
    this.#isPredicted = false;
    this.#tables = undefined;
  }

  #readTables(): Tables {
    this.pay(TABLES);
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

  /** @returns false if the member's data ends with the block */
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
