import { BadRarData, type CodeTable } from './code-table.ts';
import { readLengths, tablesOf } from './code-lengths.ts';
import type { Filter } from './filters.ts';
import { type Packed, RarUnpacker, TABLES } from './unpacker.ts';

/** Numbers of symbols in the tables: literals and lengths, distances, their low bits, lengths of repeated distances. */
const LITERALS = 306;
const DISTANCES = { short: 64, long: 80 } as const;
const LOW_BITS = 16;
const REPEATED = 44;

/** Symbols of the first table. */
const FILTER = 256;
const LAST_MATCH = 257;
const OLD_DISTANCE = 258;
const NEW_DISTANCE = 262;

const FILTERS: readonly Filter['kind'][] = ['delta', 'e8', 'e8e9', 'arm'];
/** Flags of a block's header. */
const LAST_BLOCK = 0x40;
const HAS_TABLES = 0x80;
/** Distances from which on a match is one byte longer than its declared length. */
const FAR = [0x100, 0x2000, 0x40000] as const;

interface Tables {
  readonly literals: CodeTable;
  readonly distances: CodeTable;
  readonly lowBits: CodeTable;
  readonly repeated: CodeTable;
}

/** The method of RAR 5 and later. */
export class Rar5Unpacker extends RarUnpacker {
  #isLong = false;
  #tables: Tables | undefined;
  #old: number[] = [0, 0, 0, 0];
  #lastLength = 0;
  /** End of the block, in bits of the member's data. */
  #blockEnd = 0;
  #isLastBlock = false;

  protected begin(goesOn: boolean, { isLong }: Packed): void {
    this.#isLong = isLong;
    this.#blockEnd = 0;
    this.#isLastBlock = false;
    if (goesOn) return;
    this.#tables = undefined;
    this.#old = [0, 0, 0, 0];
    this.#lastLength = 0;
  }

  protected step(): boolean {
    while (this.bits.position >= this.#blockEnd) {
      if (this.#isLastBlock) return false;
      this.#openBlock();
    }
    this.#symbol(this.#tables as Tables);
    return true;
  }

  #openBlock(): void {
    const { bits } = this;
    bits.align();
    const flags = bits.read(8);
    const checksum = bits.read(8);
    const sizeBytes = ((flags >> 3) & 3) + 1;
    if (sizeBytes > 3) throw new BadRarData();
    let size = 0;
    let check = 0x5a ^ flags;
    for (let at = 0; at < sizeBytes; at++) {
      const byte = bits.read(8);
      size += byte * 2 ** (8 * at);
      check ^= byte;
    }
    if (check !== checksum) throw new BadRarData();
    this.#blockEnd = bits.position + size * 8 - (size > 0 ? 7 - (flags & 7) : 0);
    this.#isLastBlock = (flags & LAST_BLOCK) !== 0;
    if ((flags & HAS_TABLES) !== 0) this.#readTables();
    if (this.#tables === undefined) throw new BadRarData();
  }

  #readTables(): void {
    this.pay(TABLES);
    const sizes = [LITERALS, this.#isLong ? DISTANCES.long : DISTANCES.short, LOW_BITS, REPEATED];
    const lengths = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0));
    readLengths(this.bits, lengths, false);
    const [literals, distances, lowBits, repeated] = tablesOf(lengths, sizes) as [
      CodeTable,
      CodeTable,
      CodeTable,
      CodeTable,
    ];
    this.#tables = { literals, distances, lowBits, repeated };
  }

  #symbol(tables: Tables): void {
    const symbol = tables.literals.read(this.bits);
    if (symbol < FILTER) this.window.write(symbol);
    else if (symbol >= NEW_DISTANCE) this.#match(this.#lengthOf(symbol - NEW_DISTANCE), this.#distance(tables));
    else if (symbol === FILTER) this.#filter();
    else if (symbol === LAST_MATCH) {
      if (this.#lastLength > 0) this.copy(this.#old[0] as number, this.#lastLength);
    } else this.#repeat(symbol - OLD_DISTANCE, tables);
  }

  #match(written: number, distance: number): void {
    const length = written + FAR.filter((far) => distance > far).length;
    this.#old = [distance, ...this.#old.slice(0, 3)];
    this.#lastLength = length;
    this.copy(distance, length);
  }

  /** A match at one of the last four distances, which becomes the latest one. */
  #repeat(index: number, tables: Tables): void {
    const [distance = 0] = this.#old.splice(index, 1);
    this.#old.unshift(distance);
    this.#lastLength = this.#lengthOf(tables.repeated.read(this.bits));
    this.copy(distance, this.#lastLength);
  }

  #lengthOf(slot: number): number {
    if (slot < 8) return 2 + slot;
    const extra = (slot >> 2) - 1;
    return 2 + ((4 | (slot & 3)) << extra) + this.bits.read(extra);
  }

  #distance({ distances, lowBits }: Tables): number {
    const slot = distances.read(this.bits);
    if (slot < 4) return 1 + slot;
    const extra = (slot >> 1) - 1;
    const base = 1 + (2 | (slot & 1)) * 2 ** extra;
    if (extra < 4) return base + this.bits.read(extra);
    const high = extra > 4 ? this.bits.readLong(extra - 4) * 16 : 0;
    return base + high + lowBits.read(this.bits);
  }

  #filter(): void {
    const start = this.unpacked + this.#filterNumber();
    const length = this.#filterNumber();
    const kind = FILTERS[this.bits.read(3)];
    if (kind === undefined) throw new BadRarData();
    const channels = kind === 'delta' ? this.bits.read(5) + 1 : 1;
    this.output.add({ kind, start, length, channels, wraps: true });
  }

  #filterNumber(): number {
    const count = this.bits.read(2) + 1;
    let value = 0;
    for (let at = 0; at < count; at++) value += this.bits.read(8) * 2 ** (8 * at);
    return value;
  }
}
