import type { ByteReader, SkipReason } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { ByteFeed } from '../byte-feed.ts';
import type { ChunkSource, Loss } from '../nested-blob.ts';
import { OutOfBits } from './bit-reader.ts';
import { HistoryWindow } from './history-window.ts';

/** Maximum distance and length of a match. */
const REACH = 64 * 1024;
const LONGEST_MATCH = 3 + 0xffff;
/** Packed bytes read at once, and the maximum size of a block's head or a symbol. */
const AHEAD = 64 * 1024;
const ONE_STEP = 1024;
/** Work charged for a block, in addition to its bytes. */
const BLOCK = 256;
const LONGEST_CODE = 15;
/** Symbols of lengths and of their codes, and the order of the latter (RFC 1951, 3.2.7). */
const END = 256;
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const;
/** Extra bits of the length slots; the last slot is specific to Deflate64 (APPNOTE 4.4.5, method 9). */
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5] as const;

/** Thrown if data is not valid Deflate64. */
class BadData extends Error {}

/** Thrown if the budget does not pay for more blocks. */
class Unpaid extends Error {}

function howEnded(error: unknown): readonly [SkipReason, string] {
  if (error instanceof OutOfBits) return ['truncated', 'is cut'];
  if (error instanceof BadData) return ['corrupt', 'is broken'];
  if (error instanceof Unpaid) return ['too-expanded', 'costs more than the budget allows'];
  throw error;
}

/** A code table: the number of codes of each length, and their symbols in order. */
interface Codes {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

/** A block that is stored, or coded. */
type Block = { left: number } | { readonly literals: Codes; readonly distances: Codes };

function codesOf(lengths: Uint8Array): Codes {
  const counts = new Uint16Array(LONGEST_CODE + 1);
  for (const length of lengths) counts[length]!++;
  counts[0] = 0;
  const places = new Uint16Array(LONGEST_CODE + 2);
  for (let length = 1; length <= LONGEST_CODE; length++)
    places[length + 1] = (places[length] as number) + (counts[length] as number);
  const symbols = new Uint16Array(places[LONGEST_CODE + 1] as number);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol] as number;
    if (length > 0) symbols[places[length]!++] = symbol;
  }
  return { counts, symbols };
}

const FIXED_LENGTHS = Uint8Array.from({ length: 288 }, (_, symbol) => {
  if (symbol < 144) return 8;
  return symbol < 256 ? 9 : symbol < 280 ? 7 : 8;
});
const FIXED: Block = { literals: codesOf(FIXED_LENGTHS), distances: codesOf(new Uint8Array(32).fill(5)) };

/** Decompresses Deflate64: deflate with longer matches that reach further back. It has no checksum. */
export class Inflate64 implements ChunkSource {
  readonly #feed: ByteFeed;
  readonly #budget: Pick<Budget, 'work'>;
  readonly #window = new HistoryWindow(REACH);
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #bits = 0;
  #count = 0;
  #isLastBlock = false;
  #block: Block | undefined;
  #isOver = false;
  #loss: Loss | undefined;

  constructor(reader: ByteReader, budget: Pick<Budget, 'work'>) {
    this.#budget = budget;
    // With extra room, the remaining bytes need not be moved each time.
    this.#feed = new ByteFeed(reader, 2 * AHEAD);
  }

  async next(): Promise<Buffer | undefined> {
    while (!this.#isOver) {
      const available = await this.#feed.fill(AHEAD);
      this.#bytes = this.#feed.bytes;
      this.#at = 0;
      this.#window.makeRoom(2 * REACH);
      this.#run(available < AHEAD ? Infinity : available - ONE_STEP);
      this.#feed.skip(this.#at);
      const chunk = this.#window.take();
      if (chunk.length > 0) return chunk;
    }
    return undefined;
  }

  close(): Loss | undefined {
    return this.#loss;
  }

  #run(end: number): void {
    try {
      while (!this.#isOver && this.#window.room > LONGEST_MATCH && this.#at < end) this.#step();
    } catch (error) {
      const [reason, how] = howEnded(error);
      this.#loss = { reason, detail: `Deflate64 data ${how} at its byte ${this.#feed.position + this.#at}` };
      this.#isOver = true;
    }
  }

  #step(): void {
    this.#block ??= this.#openBlock();
    if ('left' in this.#block) this.#copyStored(this.#block);
    else this.#symbol(this.#block);
  }

  #openBlock(): Block {
    this.#isLastBlock = this.#read(1) === 1;
    const kind = this.#read(2);
    if (kind === 3) throw new BadData();
    if (!this.#budget.work(BLOCK)) throw new Unpaid();
    if (kind === 2) return this.#readCodes();
    if (kind === 1) return FIXED;
    this.#read(this.#count & 7);
    const left = this.#read(16);
    if (this.#read(16) !== (left ^ 0xffff)) throw new BadData();
    return { left };
  }

  #endBlock(): void {
    this.#block = undefined;
    this.#isOver = this.#isLastBlock;
  }

  #copyStored(block: { left: number }): void {
    if (block.left === 0) return this.#endBlock();
    // Whole bytes that were read ahead come first.
    if (this.#count > 0) {
      this.#window.write(this.#read(8));
      block.left--;
      return;
    }
    const part = this.#bytes.subarray(this.#at, this.#at + block.left);
    if (part.length === 0) throw new OutOfBits();
    this.#window.append(part);
    this.#at += part.length;
    block.left -= part.length;
  }

  #symbol({ literals, distances }: { readonly literals: Codes; readonly distances: Codes }): void {
    const symbol = this.#decode(literals);
    if (symbol < END) return this.#window.write(symbol);
    if (symbol === END) return this.#endBlock();
    const length = this.#lengthOf(symbol - END - 1);
    const slot = this.#decode(distances);
    const extra = Math.max(0, (slot >> 1) - 1);
    const base = slot < 2 ? slot : (2 + (slot & 1)) * 2 ** extra;
    const distance = base + this.#read(extra) + 1;
    if (!this.#window.reaches(distance)) throw new BadData();
    this.#window.copy(distance, length);
  }

  #lengthOf(slot: number): number {
    if (slot === LENGTH_BITS.length) return 3 + this.#read(16);
    const extra = LENGTH_BITS[slot];
    if (extra === undefined) throw new BadData();
    const base = extra === 0 ? slot : (4 + (slot & 3)) << extra;
    return 3 + base + this.#read(extra);
  }

  #readCodes(): Block {
    const literals = this.#read(5) + 257;
    const distances = this.#read(5) + 1;
    const given = this.#read(4) + 4;
    const short = new Uint8Array(ORDER.length);
    for (const symbol of ORDER.slice(0, given)) short[symbol] = this.#read(3);
    const lengths = this.#readLengths(codesOf(short), literals + distances);
    return { literals: codesOf(lengths.subarray(0, literals)), distances: codesOf(lengths.subarray(literals)) };
  }

  #readLengths(codes: Codes, count: number): Uint8Array {
    const lengths = new Uint8Array(count);
    for (let at = 0; at < count;) {
      const symbol = this.#decode(codes);
      if (symbol < 16) {
        lengths[at++] = symbol;
        continue;
      }
      if (symbol === 16 && at === 0) throw new BadData();
      const value = symbol === 16 ? (lengths[at - 1] ?? 0) : 0;
      const run = symbol === 16 ? 3 + this.#read(2) : symbol === 17 ? 3 + this.#read(3) : 11 + this.#read(7);
      if (at + run > count) throw new BadData();
      lengths.fill(value, at, (at += run));
    }
    return lengths;
  }

  #decode({ counts, symbols }: Codes): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= LONGEST_CODE; length++) {
      code |= this.#read(1);
      const count = counts[length] as number;
      if (code - count < first) return symbols[index + code - first] ?? END;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new BadData();
  }

  /** The next bits (at most 16), least significant first. */
  #read(count: number): number {
    while (this.#count < count) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw new OutOfBits();
      this.#at++;
      this.#bits |= byte << this.#count;
      this.#count += 8;
    }
    const value = this.#bits & ((1 << count) - 1);
    this.#bits >>>= count;
    this.#count -= count;
    return value;
  }
}
