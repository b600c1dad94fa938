import { casesOf, expected, expectedLowBits, shareOut } from './buckets.ts';

/** Bytes that are looked at by one call: they stay in the processor's second cache. */
export const PIECE: number = 64 * 1024;
/** Fewest characters of a keyword. */
export const SHORTEST_KEYWORD = 3;
/** Bytes behind a piece that may be read. */
const SLACK = 64;
/** Hits of one kind for which there is room, at least. */
const ROOM = 4096;

// The places that `assembly/prefilter.ts` has too.
const MASKS = 1024;
const SHORT_BITS = 2048;
const SHORT_HEADS = SHORT_BITS + 8192;
const GRAM_BITS = SHORT_HEADS + 32768;
const GRAM_HEADS = GRAM_BITS + 65536;
const ENTRIES = GRAM_HEADS + 131072;
const ENTRY_SIZE = 32;

/** Keywords of this length and longer are found by their grams. */
const LONG = 5;
const GRAM = 4;
/** Lengths of keywords that stand in buckets. */
const SHORT_LENGTHS = [SHORTEST_KEYWORD, GRAM];

/** What the prefilter's module needs in its memory for a list of keywords. */
export interface PrefilterTables {
  /** The memory from its first byte on. */
  readonly image: Uint8Array;
  /** 1: there are short keywords; 2: there are long ones. */
  readonly flags: number;
  /** Bytes of the longest keyword. */
  readonly longest: number;
  /** Farthest gram from its keyword's start. */
  readonly reach: number;
  /** Where the keywords' tails begin, and how far one is from the next. */
  readonly tails: number;
  readonly tailStride: number;
  /** Where hits go, and for how many of a kind there is room. */
  readonly output: number;
  readonly capacity: number;
}

/** Where the piece of text stands that is looked at, and how many bytes of memory there are. */
export function roomOf({ output, capacity, longest }: PrefilterTables): {
  readonly input: number;
  readonly size: number;
} {
  const input = align(output + 4 * capacity * 8);
  return { input, size: input + PIECE + longest + SLACK };
}

/** How a keyword is met: by the gram at `offset`. */
interface Entry {
  readonly keyword: number;
  readonly bytes: Buffer;
  readonly offset: number;
}

/**
 * Lays out the tables for keywords.
 *
 * @param keywords lower-case texts of at least 3 bytes, one character a byte; a hit names its index
 * @throws {RangeError} when one is shorter
 */
export function buildTables(keywords: readonly string[]): PrefilterTables {
  const all = keywords.map((text, keyword) => ({ bytes: Buffer.from(text, 'latin1'), keyword }));
  if (all.some(({ bytes }) => bytes.length < SHORTEST_KEYWORD))
    throw new RangeError('Cannot build a prefilter: a keyword is shorter than 3 bytes');
  const short = all.filter(({ bytes }) => bytes.length < LONG).map((entry) => ({ ...entry, offset: 0 }));
  const long = all.filter(({ bytes }) => bytes.length >= LONG).flatMap(gramEntries);
  const entries = short.length + long.length + 1;
  const longest = Math.max(1, ...all.map(({ bytes }) => bytes.length));
  const tails = ENTRIES + entries * ENTRY_SIZE;
  const tailStride = 2 * Math.max(8, longest);
  const output = align(tails + entries * tailStride);
  return {
    image: new Image(output, tails, tailStride).filled(short, long),
    flags: (short.length > 0 ? 1 : 0) | (long.length > 0 ? 2 : 0),
    longest,
    reach: Math.max(0, ...long.map(({ offset }) => offset)),
    tails,
    tailStride,
    output,
    capacity: Math.max(ROOM, 2 * keywords.length),
  };
}

/** The bytes of the tables while they are laid out. */
class Image {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #tails: number;
  readonly #tailStride: number;

  constructor(size: number, tails: number, tailStride: number) {
    this.#bytes = new Uint8Array(size);
    this.#view = new DataView(this.#bytes.buffer);
    this.#tails = tails;
    this.#tailStride = tailStride;
  }

  filled(short: readonly Entry[], long: readonly Entry[]): Uint8Array {
    this.#addMasks(short);
    short.forEach((entry, index) => this.#addShort(index + 1, entry));
    long.forEach((entry, index) => this.#addLong(short.length + index + 1, entry));
    return this.#bytes;
  }

  #addMasks(short: readonly Entry[]): void {
    for (const length of SHORT_LENGTHS) {
      const group = short.filter(({ bytes }) => bytes.length === length).map(({ bytes }) => bytes);
      const buckets = shareOut(group, length);
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
    const next = entry.bytes[entry.offset + GRAM];
    // Behind the keyword's last gram anything stands. Both cases of a letter have the same low bits.
    this.#bytes[GRAM_BITS + hash] =
      (this.#bytes[GRAM_BITS + hash] ?? 0) | (next === undefined ? 0xff : 1 << (next & 7));
    this.#addEntry(number, entry, GRAM_HEADS + (hash >>> 1) * 4);
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
    const tail = this.#tails + number * this.#tailStride;
    const tailCases = tail + (this.#tailStride >>> 1);
    for (let index = 0; index < bytes.length; index++) {
      const byte = bytes[index] ?? 0;
      this.#bytes[index < 8 ? at + 16 + index : tailCases + index - 8] = isSmallLetter(byte) ? 0x20 : 0;
      this.#bytes[index < 8 ? at + 24 + index : tail + index - 8] = byte;
    }
  }
}

function isSmallLetter(byte: number): boolean {
  return byte >= 97 && byte <= 122;
}

function shortHash(bytes: Uint8Array): number {
  const [a = 0, b = 0, c = 0] = bytes;
  return Math.imul(a | 0x20 | ((b | 0x20) << 8) | ((c | 0x20) << 16), 0x9e3779b1) >>> 16;
}

function gramHash(bytes: Uint8Array, at: number): number {
  let gram = 0;
  for (let i = 0; i < GRAM; i++) gram |= ((bytes[at + i] ?? 0) | 0x20) << (8 * i);
  return Math.imul(gram, 0x9e3779b1) >>> 16;
}

/** Two neighbouring grams, rare ones: one of them begins at an even address wherever the keyword stands. */
function gramEntries({ bytes, keyword }: Omit<Entry, 'offset'>): Entry[] {
  let rarest = 0;
  let least = Infinity;
  for (let offset = 0; offset + GRAM < bytes.length; offset++) {
    const share = expectedGram(bytes, offset) + expectedGram(bytes, offset + 1);
    if (share >= least) continue;
    least = share;
    rarest = offset;
  }
  return [rarest, rarest + 1].map((offset) => ({ bytes, keyword, offset }));
}

function expectedGram(bytes: Uint8Array, offset: number): number {
  const next = bytes[offset + GRAM];
  return expected(bytes, offset, GRAM) * (next === undefined ? 1 : expectedLowBits(next));
}

function align(size: number): number {
  return (size + 63) & ~63;
}
