import type { BitReader } from './bit-reader.ts';

/** Length of the longest code, in bits. */
const LONGEST_CODE = 20;
/** Symbols decoded with one table before the next selector. */
const GROUP = 50;
/** Maximum number of bytes from one symbol: a count of equal ones. */
const LONGEST_ROW = 255;
const RUN_A = 0;
const RUN_B = 1;

/** Thrown if a block is not valid bzip2 data. */
export class BadBlock extends Error {}

/** Table of the CRC-32 with the most significant bit first, by byte. */
const CRC_TABLE: Readonly<Int32Array> = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc;
});

function crcOf(bytes: Uint8Array, from: number): number {
  let crc = from;
  for (const byte of bytes) crc = (crc << 8) ^ (CRC_TABLE[(crc >>> 24) ^ byte] as number);
  return crc;
}

/** A table of codes: for each length, the largest code, shifted left, and the position of its symbols. */
interface CodeTable {
  readonly shortest: number;
  readonly limits: Int32Array;
  readonly bases: Int32Array;
  readonly symbols: Uint16Array;
}

function check(isGood: boolean): asserts isGood {
  if (!isGood) throw new BadBlock();
}

/** Bytes that occur in the block, in order. */
function readAlphabet(bits: BitReader): Uint8Array {
  const rows = bits.read(16);
  const bytes: number[] = [];
  for (let row = 0; row < 16; row++) {
    if ((rows & (0x8000 >> row)) === 0) continue;
    const used = bits.read(16);
    for (let column = 0; column < 16; column++) if (used & (0x8000 >> column)) bytes.push(row * 16 + column);
  }
  check(bytes.length > 0);
  return Uint8Array.from(bytes);
}

function toFront(list: Uint8Array, index: number): number {
  const value = list[index] ?? 0;
  list.copyWithin(1, 0, index);
  list[0] = value;
  return value;
}

function readSelectors(bits: BitReader, tables: number): Uint8Array {
  const selectors = new Uint8Array(bits.read(15));
  check(selectors.length > 0);
  const order = Uint8Array.from({ length: tables }, (_, index) => index);
  for (let at = 0; at < selectors.length; at++) {
    let index = 0;
    while (bits.read(1) === 1) check(++index < tables);
    selectors[at] = toFront(order, index);
  }
  return selectors;
}

function readLengths(bits: BitReader, count: number): Uint8Array {
  const lengths = new Uint8Array(count);
  let length = bits.read(5);
  for (let symbol = 0; symbol < count; symbol++) {
    check(length >= 1 && length <= LONGEST_CODE);
    while (bits.read(1) === 1) {
      length += bits.read(1) === 1 ? -1 : 1;
      check(length >= 1 && length <= LONGEST_CODE);
    }
    lengths[symbol] = length;
  }
  return lengths;
}

function codeTable(lengths: Uint8Array): CodeTable {
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

function readSymbol(bits: BitReader, table: CodeTable): number {
  const ahead = bits.peek(LONGEST_CODE);
  for (let length = table.shortest; length <= LONGEST_CODE; length++) {
    if (ahead > (table.limits[length] as number)) continue;
    bits.drop(length);
    return table.symbols[(ahead >> (LONGEST_CODE - length)) + (table.bases[length] as number)] ?? 0;
  }
  throw new BadBlock();
}

/** The block as it was before move-to-front and run-length encoding. */
function readSorted(bits: BitReader, into: Uint32Array): number {
  const alphabet = readAlphabet(bits);
  const tableCount = bits.read(3);
  check(tableCount >= 2 && tableCount <= 6);
  const selectors = readSelectors(bits, tableCount);
  const tables = Array.from({ length: tableCount }, () => codeTable(readLengths(bits, alphabet.length + 2)));
  const order = alphabet.slice();
  const end = alphabet.length + 1;
  let count = 0;
  let run = 0;
  let runBit = 1;
  for (const selector of selectors) {
    const table = tables[selector] as CodeTable;
    for (let left = GROUP; left > 0; left--) {
      const symbol = readSymbol(bits, table);
      if (symbol === RUN_A || symbol === RUN_B) {
        run += runBit << symbol;
        runBit <<= 1;
        check(run <= into.length - count);
        continue;
      }
      if (run > 0) into.fill(order[0] ?? 0, count, count + run);
      count += run;
      run = 0;
      runBit = 1;
      if (symbol === end) return count;
      check(count < into.length);
      into[count++] = toFront(order, symbol - 1);
    }
  }
  throw new BadBlock();
}

/** Links each byte to its successor, which reverses the Burrows-Wheeler transform. */
function link(sorted: Uint32Array, count: number): void {
  const starts = new Uint32Array(257);
  for (let at = 0; at < count; at++) starts[(sorted[at] as number) + 1]!++;
  for (let byte = 0; byte < 256; byte++) starts[byte + 1]! += starts[byte] as number;
  for (let at = 0; at < count; at++) {
    const place = starts[(sorted[at] as number) & 0xff]!++;
    sorted[place] = ((sorted[place] as number) | (at << 8)) >>> 0;
  }
}

/** A block, read completely and returned piece by piece. */
export class Bzip2Block {
  readonly #links: Uint32Array;
  #next: number;
  #left: number;
  /** Number of equal bytes in a row so far; after four, a count of further ones follows. */
  #row = 0;
  #byte = -1;
  #repeat = 0;
  #crc = -1;

  /** Number of its symbols. */
  readonly size: number;

  /**
   * Reads a block from after its mark and checksum. Throws `BadBlock` or `OutOfBits`.
   *
   * @param links memory for the largest block, in use until everything was read
   */
  constructor(bits: BitReader, links: Uint32Array) {
    // The bit for randomised blocks, which no version since 0.9.5 has written.
    check(bits.read(1) === 0);
    const origin = bits.read(24);
    this.#links = links;
    this.size = readSorted(bits, links);
    this.#left = this.size;
    check(origin < this.#left);
    link(this.#links, this.#left);
    this.#next = (this.#links[origin] as number) >>> 8;
  }

  /** CRC-32 of everything returned, in bzip2's bit order. */
  get crc(): number {
    return ~this.#crc >>> 0;
  }

  /** Up to `size` bytes; empty at the end. */
  read(size: number): Buffer {
    const into = Buffer.allocUnsafe(Math.min(size, this.#repeat + LONGEST_ROW * this.#left));
    let count = 0;
    while (count < into.length && (this.#repeat > 0 || this.#left > 0)) {
      if (this.#repeat > 0) {
        const end = Math.min(into.length, count + this.#repeat);
        this.#repeat -= end - count;
        into.fill(this.#byte, count, end);
        count = end;
      } else if (this.#row === 4) {
        this.#repeat = this.#advance();
        this.#row = 0;
      } else {
        const byte = this.#advance();
        this.#row = byte === this.#byte ? this.#row + 1 : 1;
        this.#byte = byte;
        into[count++] = byte;
      }
    }
    const output = into.subarray(0, count);
    this.#crc = crcOf(output, this.#crc);
    return output;
  }

  #advance(): number {
    const entry = this.#left > 0 ? (this.#links[this.#next] as number) : 0;
    this.#left--;
    this.#next = entry >>> 8;
    return entry & 0xff;
  }
}
