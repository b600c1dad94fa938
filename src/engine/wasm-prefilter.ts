import assembly from '../generated/assembly.json' with { type: 'json' };
import knownBuckets from '../generated/buckets.json' with { type: 'json' };
import { casesOf, expected, shareOut } from './buckets.ts';
import type { Prefilter } from './prefilter.ts';
import { wasm, type WasmMemory, type WasmModule } from './web-assembly.ts';

/** What `assembly/prefilter.ts` exports. */
interface PrefilterModule {
  setUp(tails: number, tailStride: number, output: number, capacity: number): void;
  scan(from: number, to: number, end: number, flags: number, reach: number): number;
}

const PAGE = 64 * 1024;
/** Bytes that are looked at by one call: they stay in the processor's second cache. */
const PIECE = 64 * 1024;
/** Bytes behind a piece that may be read. */
const SLACK = 64;
/** Hits of one kind for which there is room, at least. */
const ROOM = 4096;

// The places that `assembly/prefilter.ts` has too.
const MASKS = 1024;
const SHORT_BITS = 2048;
const SHORT_HEADS = SHORT_BITS + 8192;
const GRAM_BITS = SHORT_HEADS + 32768;
const GRAM_HEADS = GRAM_BITS + 32768;
const ENTRIES = GRAM_HEADS + 65536;
const ENTRY_SIZE = 32;

/** Keywords of this length and longer are found by their grams. */
const LONG = 5;
const GRAM = 4;
/** Lengths of keywords that stand in buckets. */
const SHORT_LENGTHS = [3, GRAM];
/** Buckets of the built-in rules' keywords, thought out at build time. */
const KNOWN_BUCKETS: Readonly<Record<string, string>> = knownBuckets;

/** How a keyword is met: by the gram at `offset`. */
interface Entry {
  readonly keyword: number;
  readonly bytes: Buffer;
  readonly offset: number;
}

function isLetter(byte: number): boolean {
  return byte >= 97 && byte <= 122;
}

function shortHash(bytes: Uint8Array): number {
  const [a = 0, b = 0, c = 0] = bytes;
  return Math.imul(a | 0x20 | ((b | 0x20) << 8) | ((c | 0x20) << 16), 0x9e3779b1) >>> 16;
}

function gramHash(bytes: Uint8Array, at: number): number {
  let gram = 0;
  for (let i = 0; i < GRAM; i++) gram |= ((bytes[at + i] ?? 0) | 0x20) << (8 * i);
  return Math.imul(gram, 0x9e3779b1) >>> 14;
}

/** The tables in the module's memory, and where its buffers begin. */
class Tables {
  readonly memory: WasmMemory;
  readonly flags: number;
  readonly longest: number;
  /** Farthest gram from its keyword's start. */
  readonly reach: number;
  readonly tails: number;
  readonly tailStride: number;
  readonly output: number;
  readonly capacity: number;
  readonly input: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(keywords: readonly Buffer[]) {
    const all = keywords.map((bytes, keyword) => ({ bytes, keyword }));
    const short = all.filter(({ bytes }) => bytes.length < LONG).map((entry) => ({ ...entry, offset: 0 }));
    const long = all.filter(({ bytes }) => bytes.length >= LONG).flatMap(gramEntries);
    this.longest = Math.max(1, ...keywords.map((bytes) => bytes.length));
    this.reach = Math.max(0, ...long.map(({ offset }) => offset));
    this.flags = (short.length > 0 ? 1 : 0) | (long.length > 0 ? 2 : 0);
    this.tails = ENTRIES + (short.length + long.length + 1) * ENTRY_SIZE;
    this.tailStride = 2 * Math.max(8, this.longest);
    this.output = align(this.tails + (short.length + long.length + 1) * this.tailStride);
    this.capacity = Math.max(ROOM, 2 * keywords.length);
    this.input = align(this.output + 4 * this.capacity * 8);
    const size = this.input + PIECE + this.longest + SLACK;
    this.memory = new wasm.Memory({ initial: Math.ceil(size / PAGE) });
    this.#bytes = new Uint8Array(this.memory.buffer);
    this.#view = new DataView(this.memory.buffer);
    this.#addMasks(short);
    short.forEach((entry, index) => this.#addShort(index + 1, entry));
    long.forEach((entry, index) => this.#addLong(short.length + index + 1, entry));
  }

  #addMasks(short: readonly Entry[]): void {
    for (const length of SHORT_LENGTHS) {
      const group = short.filter(({ bytes }) => bytes.length === length).map(({ bytes }) => bytes);
      const names = group.map((bytes) => bytes.toString('latin1'));
      const buckets = shareOut(names, length, KNOWN_BUCKETS[length]);
      group.forEach((bytes, index) => {
        bytes.forEach((byte, place) => {
          const table = MASKS + (length === GRAM ? 96 : 0) + place * 32;
          for (const one of casesOf(byte)) this.#allow(table, buckets[index] ?? 0, one);
        });
      });
    }
  }

  #allow(table: number, bucket: number, byte: number): void {
    for (const cell of [table + (byte & 15), table + 16 + (byte >> 4)]) {
      this.#bytes[cell] = (this.#bytes[cell] ?? 0) | (1 << bucket);
    }
  }

  #addShort(number: number, entry: Entry): void {
    const hash = shortHash(entry.bytes);
    this.#setBit(SHORT_BITS, hash);
    this.#addEntry(number, entry, SHORT_HEADS + (hash >>> 3) * 4);
  }

  #addLong(number: number, entry: Entry): void {
    const hash = gramHash(entry.bytes, entry.offset);
    this.#setBit(GRAM_BITS, hash);
    this.#addEntry(number, entry, GRAM_HEADS + (hash >>> 4) * 4);
  }

  #setBit(set: number, bit: number): void {
    const cell = set + (bit >>> 3);
    this.#bytes[cell] = (this.#bytes[cell] ?? 0) | (1 << (bit & 7));
  }

  #addEntry(number: number, { keyword, bytes, offset }: Entry, head: number): void {
    const view = this.#view;
    const at = ENTRIES + number * ENTRY_SIZE;
    view.setUint32(at, view.getUint32(head, true), true);
    view.setUint32(head, number, true);
    view.setUint32(at + 4, keyword, true);
    view.setUint32(at + 8, bytes.length, true);
    view.setUint32(at + 12, offset, true);
    const tail = this.tails + number * this.tailStride;
    const tailCases = tail + (this.tailStride >>> 1);
    for (let index = 0; index < bytes.length; index++) {
      const byte = bytes[index] ?? 0;
      this.#bytes[index < 8 ? at + 16 + index : tailCases + index - 8] = isLetter(byte) ? 0x20 : 0;
      this.#bytes[index < 8 ? at + 24 + index : tail + index - 8] = byte;
    }
  }
}

/** Two neighbouring grams, rare ones: one of them begins at an even address wherever the keyword stands. */
function gramEntries({ bytes, keyword }: Omit<Entry, 'offset'>): Entry[] {
  let rarest = 0;
  let least = Infinity;
  for (let offset = 0; offset + GRAM < bytes.length; offset++) {
    const share = expected(bytes, offset, GRAM) + expected(bytes, offset + 1, GRAM);
    if (share >= least) continue;
    least = share;
    rarest = offset;
  }
  return [rarest, rarest + 1].map((offset) => ({ bytes, keyword, offset }));
}

function align(size: number): number {
  return (size + 63) & ~63;
}

let compiled: WasmModule | undefined;

/** The prefilter in WebAssembly with SIMD. Gives the same hits as the reference. */
export class WasmPrefilter implements Prefilter {
  /** Fewest characters of a keyword. */
  static readonly shortest: number = 3;
  readonly #tables: Tables;
  readonly #module: PrefilterModule;
  readonly #memory: Uint8Array;
  readonly #words: Uint32Array;
  #bytes: Uint8Array = new Uint8Array();
  /** Not yet looked at. */
  #at = 0;
  #to = 0;
  /** Hits of the last piece that were not yet given, and the offset of its first byte. */
  #next = 0;
  #count = 0;
  #origin = 0;

  /**
   * @param keywords lower-case texts of at least 3 characters; a hit names its index
   * @throws {WebAssembly.CompileError} where there is no SIMD
   */
  constructor(keywords: readonly string[]) {
    const encoded = keywords.map((keyword) => Buffer.from(keyword, 'latin1'));
    if (encoded.some((keyword) => keyword.length < WasmPrefilter.shortest))
      throw new RangeError('Cannot build a prefilter: a keyword is shorter than 3 bytes');
    this.#tables = new Tables(encoded);
    compiled ??= new wasm.Module(Buffer.from(assembly.prefilter, 'base64'));
    const { memory, tails, tailStride, output, capacity } = this.#tables;
    const instance = new wasm.Instance(compiled, { env: { memory } });
    this.#module = instance.exports as PrefilterModule;
    this.#module.setUp(tails, tailStride, output, capacity);
    this.#memory = new Uint8Array(memory.buffer);
    this.#words = new Uint32Array(memory.buffer, output + 2 * capacity * 8, 4 * capacity);
  }

  begin(bytes: Uint8Array, from: number, to: number): void {
    this.#bytes = bytes;
    this.#at = from;
    this.#to = Math.min(to, bytes.length);
    this.#count = 0;
    this.#next = 0;
  }

  next(out: Uint32Array): number {
    while (this.#next === this.#count) {
      if (this.#at >= this.#to) return 0;
      this.#scanPiece();
    }
    const room = Math.min(this.#count - this.#next, out.length >> 1);
    for (let i = 0; i < room; i++) {
      const word = 2 * (this.#next + i);
      out[2 * i] = (this.#words[word + 1] ?? 0) - this.#tables.input + this.#origin;
      out[2 * i + 1] = this.#words[word] ?? 0;
    }
    this.#next += room;
    return room;
  }

  /** Looks at the next piece; at half of it, and so on, when it has more hits than there is room for. */
  #scanPiece(): void {
    const { input, longest, flags, reach } = this.#tables;
    const from = this.#at;
    const end = Math.min(this.#bytes.length, from + PIECE + longest - 1, this.#to + longest - 1);
    this.#memory.set(from === 0 && end === this.#bytes.length ? this.#bytes : this.#bytes.subarray(from, end), input);
    let size = Math.min(PIECE, this.#to - from);
    let count = this.#module.scan(input, input + size, input + end - from, flags, reach);
    while (count < 0) {
      size = Math.ceil(size / 2);
      count = this.#module.scan(input, input + size, input + end - from, flags, reach);
    }
    this.#origin = from;
    this.#at = from + size;
    this.#next = 0;
    this.#count = count;
  }
}
