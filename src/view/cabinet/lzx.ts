import { BitReader, OutOfBits } from '../compressed/bit-reader.ts';
import { BadCode, codeTable, type CodeTable, readSymbol } from '../compressed/code-table.ts';

/** Slots of distances by the bits of the window (LZX in [MS-PATCH] 2.1). */
const SLOTS: Readonly<Record<number, number>> = { 15: 30, 16: 32, 17: 34, 18: 36, 19: 38, 20: 42, 21: 50 };
const LITERALS = 256;
/** Main symbols of a slot: lengths 2 to 8, and the one that says that the length is coded apart. */
const LENGTHS = 8;
const LONG = 7;
const LENGTH_SYMBOLS = 249;
const SHORTEST = 2;
/** Bits of a distance behind its slot, at most. */
const MOST_BITS = 17;
const ALIGNED_BITS = 3;
const VERBATIM = 1;
const ALIGNED = 2;
const UNCOMPRESSED = 3;
/** Slots that stand for the last three distances. */
const LAST = 3;
/** Frames of which calls of programs are undone, and bytes at the end of each that are none. */
const TRANSLATED_FRAMES = 32_768;
const UNTRANSLATED = 10;
const CALL = 0xe8;

function bitsOf(slot: number): number {
  return slot < 4 ? 0 : Math.min(MOST_BITS, (slot >> 1) - 1);
}

/** The first distance of each slot. */
const BASES: readonly number[] = basesOf(50);

function basesOf(count: number): number[] {
  const bases = [0];
  for (let slot = 1; slot < count; slot++) bases.push((bases[slot - 1] as number) + 2 ** bitsOf(slot - 1));
  return bases;
}

const NO_CODES: CodeTable = codeTable(new Uint8Array(1));

/** Reads the lengths of codes as differences to those before. */
function readLengths(bits: BitReader, lengths: Uint8Array, from: number, to: number): void {
  const table = codeTable(Uint8Array.from({ length: 20 }, () => bits.read(4)));
  const lengthAt = (at: number, symbol: number): number => ((lengths[at] as number) + 17 - symbol) % 17;
  for (let at = from; at < to;) {
    const symbol = readSymbol(bits, table);
    if (symbol < 17) lengths[at] = lengthAt(at++, symbol);
    else {
      const run = symbol === 17 ? 4 + bits.read(4) : symbol === 18 ? 20 + bits.read(5) : 4 + bits.read(1);
      const value = symbol === 19 ? lengthAt(at, readSymbol(bits, table)) : 0;
      const end = Math.min(to, at + run);
      lengths.fill(value, at, end);
      at = end;
    }
  }
}

/** The data of a frame: words of bits, the highest first, and bytes between them. */
class FrameReader {
  readonly #data: Buffer;
  #at = 0;
  bits: BitReader;

  constructor(data: Buffer) {
    this.#data = data;
    this.bits = this.#bitsHere();
  }

  #bitsHere(): BitReader {
    const words = Buffer.alloc((this.#data.length - this.#at + 1) & ~1);
    this.#data.copy(words, 0, this.#at);
    return new BitReader(words.swap16());
  }

  /** Passes over what is left of a word, all of one that was not begun: bytes come next. */
  toBytes(): void {
    this.#at += 2 * (Math.floor(this.bits.position / 16) + 1);
  }

  bytes(count: number): Buffer {
    const bytes = this.#data.subarray(this.#at, this.#at + count);
    if (bytes.length < count) throw new OutOfBits();
    this.#at += count;
    return bytes;
  }

  get hasBytes(): boolean {
    return this.#at < this.#data.length;
  }

  /** Bits come next. */
  toBits(): void {
    this.bits = this.#bitsHere();
  }
}

/** Unpacks LZX as cabinets have it: one stream, frame by frame. */
export class Lzx {
  readonly #window: Buffer;
  readonly #mask: number;
  readonly #mainLengths: Uint8Array;
  readonly #lengthLengths: Uint8Array = new Uint8Array(LENGTH_SYMBOLS);
  #main: CodeTable = NO_CODES;
  #long: CodeTable = NO_CODES;
  #aligned: CodeTable = NO_CODES;
  readonly #distances: [number, number, number] = [1, 1, 1];
  #position = 0;
  #frames = 0;
  /** Size of the program by which calls are undone; 0 for none, undefined before the first frame. */
  #translated: number | undefined;
  #type = 0;
  /** Bytes of the block that are still to come. */
  #left = 0;
  /** An uncompressed block of odd length has a byte of padding behind it. */
  #isOdd = false;

  /** Throws `BadCode`. @param windowBits 15 to 21 */
  constructor(windowBits: number) {
    const slots = SLOTS[windowBits];
    if (slots === undefined) throw new BadCode();
    this.#window = Buffer.alloc(2 ** windowBits);
    this.#mask = 2 ** windowBits - 1;
    this.#mainLengths = new Uint8Array(LITERALS + LENGTHS * slots);
  }

  /** Unpacks a frame of `size` bytes. Throws `BadCode` or `OutOfBits`. */
  frame(data: Buffer, size: number): Buffer {
    const reader = new FrameReader(data);
    this.#translated ??= reader.bits.read(1) === 1 ? reader.bits.read(16) * 65_536 + reader.bits.read(16) : 0;
    const start = this.#position;
    while (this.#position < start + size) {
      if (this.#left === 0) this.#block(reader);
      const count = Math.min(this.#left, start + size - this.#position);
      if (this.#type === UNCOMPRESSED) this.#copy(reader.bytes(count));
      else this.#symbols(reader.bits, this.#position + count);
      this.#left -= count;
      if (this.#left === 0 && this.#type === UNCOMPRESSED) this.#endBytes(reader);
    }
    return this.#programs(this.#output(start, size), start);
  }

  #endBytes(reader: FrameReader): void {
    if (this.#isOdd && reader.hasBytes) {
      reader.bytes(1);
      this.#isOdd = false;
    }
    reader.toBits();
  }

  #block(reader: FrameReader): void {
    if (this.#isOdd) this.#endBytes(reader);
    const { bits } = reader;
    this.#type = bits.read(3);
    this.#left = bits.read(24);
    if (this.#left === 0) throw new BadCode();
    if (this.#type === UNCOMPRESSED) {
      reader.toBytes();
      const head = reader.bytes(12);
      for (let index = 0; index < LAST; index++) this.#distances[index] = head.readUInt32LE(4 * index);
      this.#isOdd = this.#left % 2 === 1;
    } else if (this.#type === VERBATIM || this.#type === ALIGNED) this.#readTables(bits);
    else throw new BadCode();
  }

  #readTables(bits: BitReader): void {
    const isAligned = this.#type === ALIGNED;
    this.#aligned = isAligned ? codeTable(Uint8Array.from({ length: 8 }, () => bits.read(3))) : NO_CODES;
    readLengths(bits, this.#mainLengths, 0, LITERALS);
    readLengths(bits, this.#mainLengths, LITERALS, this.#mainLengths.length);
    this.#main = codeTable(this.#mainLengths);
    readLengths(bits, this.#lengthLengths, 0, LENGTH_SYMBOLS);
    this.#long = codeTable(this.#lengthLengths);
  }

  #copy(bytes: Buffer): void {
    for (const byte of bytes) this.#window[this.#position++ & this.#mask] = byte;
  }

  #symbols(bits: BitReader, end: number): void {
    const window = this.#window;
    const mask = this.#mask;
    while (this.#position < end) {
      const symbol = readSymbol(bits, this.#main);
      if (symbol < LITERALS) {
        window[this.#position++ & mask] = symbol;
        continue;
      }
      const slot = (symbol - LITERALS) >> 3;
      const short = (symbol - LITERALS) & LONG;
      const length = SHORTEST + short + (short === LONG ? readSymbol(bits, this.#long) : 0);
      const distance = this.#distance(bits, slot);
      const stop = this.#position + length;
      if (stop > end || distance > mask) throw new BadCode();
      for (let at = this.#position; at < stop; at++) window[at & mask] = window[(at - distance) & mask] as number;
      this.#position = stop;
    }
  }

  #distance(bits: BitReader, slot: number): number {
    const distances = this.#distances;
    if (slot < LAST) {
      const distance = distances[slot] as number;
      distances[slot] = distances[0];
      distances[0] = distance;
      return distance;
    }
    const distance = (BASES[slot] as number) - 2 + this.#extra(bits, bitsOf(slot));
    distances.copyWithin(1, 0, 2);
    distances[0] = distance;
    return distance;
  }

  #extra(bits: BitReader, count: number): number {
    if (this.#type !== ALIGNED || count < ALIGNED_BITS) return bits.read(count);
    return bits.read(count - ALIGNED_BITS) * 8 + readSymbol(bits, this.#aligned);
  }

  #output(start: number, size: number): Buffer {
    const from = start & this.#mask;
    const first = this.#window.subarray(from, from + size);
    return Buffer.concat([first, this.#window.subarray(0, size - first.length)]);
  }

  /** Turns places that calls of x86 lead to into distances again. */
  #programs(output: Buffer, start: number): Buffer {
    const size = this.#translated ?? 0;
    if (size === 0 || this.#frames++ >= TRANSLATED_FRAMES) return output;
    for (let at = 0; at < output.length - UNTRANSLATED; at++) {
      if (output[at] !== CALL) continue;
      const place = start + at;
      const target = output.readInt32LE(at + 1);
      if (target >= -place && target < size) output.writeInt32LE(target >= 0 ? target - place : target + size, at + 1);
      at += 4;
    }
    return output;
  }
}
