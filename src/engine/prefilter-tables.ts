import { expected, expectedLowBits } from './byte-frequencies.ts';

/** Bytes processed by one call, chosen to fit in the second-level cache. */
export const PIECE: number = 64 * 1024;
/** Minimum characters of a keyword. */
export const SHORTEST_KEYWORD = 3;
/** Maximum characters of a keyword: its length takes two bytes. */
export const LONGEST_KEYWORD = 65_535;
/** Bytes beyond a piece that may be read. */
const SLACK = 64;
/** Minimum capacity for hits. */
const ROOM = 8192;

// Addresses, as in `assembly/prefilter.ts`.
const SIEVE = 1024;
const SHORT_BITS = SIEVE + 131072;
const SHORT_HEADS = SHORT_BITS + 8192;
const GRAM_BITS = SHORT_HEADS + 32768;
const GRAM_HEADS = GRAM_BITS + 65536;
const ENTRIES = GRAM_HEADS + 131072;
const ENTRY_SIZE = 32;
/** Size in bytes of the list of offsets that pass the sieve in one block of text. */
const PASSED_SIZE = 4 * 1024;

/** Keywords of at least this length are found by their grams. */
const LONG = 5;
const GRAM = 4;
/** Bytes of a keyword stored in its entry; the rest follows all entries. */
const IN_ENTRY = 8;

/** The memory contents that the prefilter's module needs for a list of keywords. */
export interface PrefilterTables {
  /** The memory from its first byte on. */
  readonly image: Uint8Array;
  /** Length of the longest keyword in bytes. */
  readonly longest: number;
  /** Maximum offset of a gram within its keyword. */
  readonly reach: number;
  /** Address of the hits, and the capacity. */
  readonly output: number;
  readonly capacity: number;
}

/** Addresses of the offsets that passed the sieve and of the current piece of text, and the size of the memory in bytes. */
export function roomOf({ output, capacity, longest }: PrefilterTables): {
  readonly passed: number;
  readonly input: number;
  readonly size: number;
} {
  const passed = align(output + capacity * 8);
  const input = align(passed + PASSED_SIZE);
  return { passed, input, size: input + PIECE + longest + SLACK };
}

interface Keyword {
  readonly keyword: number;
  readonly bytes: Buffer;
  /** Address of its bytes from the ninth on. */
  readonly tail: number;
}

/** A keyword with the gram at `offset` by which it is found. */
interface Entry extends Keyword {
  readonly offset: number;
}

/**
 * Builds the tables for keywords.
 *
 * @param keywords lower-case texts of at least 3 bytes, one character for each byte; a hit gives the index
 * @throws {RangeError} if one is shorter, or longer than 65,535
 */
export function buildTables(keywords: readonly string[]): PrefilterTables {
  const all = keywords.map((text, keyword) => ({ bytes: Buffer.from(text, 'latin1'), keyword }));
  if (all.some(({ bytes }) => bytes.length < SHORTEST_KEYWORD || bytes.length > LONGEST_KEYWORD))
    throw new RangeError('Cannot build a prefilter: a keyword is shorter than 3 bytes or longer than 65,535');
  const entryCount = all.reduce((count, { bytes }) => count + (isLong(bytes) ? 2 : 1), 1);
  const placed = placeTails(all, ENTRIES + entryCount * ENTRY_SIZE);
  const short = placed.keywords.filter(({ bytes }) => !isLong(bytes)).map((keyword) => ({ ...keyword, offset: 0 }));
  const long = placed.keywords.filter(({ bytes }) => isLong(bytes)).flatMap(gramEntries);
  const output = align(placed.end);
  return {
    image: new Image(output).filled(short, long),
    longest: Math.max(1, ...all.map(({ bytes }) => bytes.length)),
    reach: Math.max(0, ...long.map(({ offset }) => offset)),
    output,
    capacity: Math.max(ROOM, 4 * keywords.length),
  };
}

function isLong(bytes: Uint8Array): boolean {
  return bytes.length >= LONG;
}

/** Assigns each keyword the address of its bytes from the ninth on, one after the other, and returns the end of the last one. */
function placeTails(
  keywords: readonly Omit<Keyword, 'tail'>[],
  from: number,
): { readonly keywords: readonly Keyword[]; readonly end: number } {
  let end = from;
  const placed = keywords.map((keyword) => {
    const tail = end;
    end += 2 * Math.max(0, keyword.bytes.length - IN_ENTRY);
    return { ...keyword, tail };
  });
  return { keywords: placed, end };
}

/** The contents of the tables while they are built. */
class Image {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(size: number) {
    this.#bytes = new Uint8Array(size);
    this.#view = new DataView(this.#bytes.buffer);
  }

  filled(short: readonly Entry[], long: readonly Entry[]): Uint8Array {
    short.forEach((entry, index) => this.#addShort(index + 1, entry));
    long.forEach((entry, index) => this.#addLong(short.length + index + 1, entry));
    return this.#bytes;
  }

  #addShort(number: number, entry: Entry): void {
    const [a = 0, b = 0, c = 0, d] = entry.bytes;
    for (const any of FOLDED) {
      this.#setBit(SIEVE, sieveHash(a, b, c, d ?? any));
      this.#setBit(SIEVE, sieveHash(any, a, b, c));
    }
    const hash = shortHash(entry.bytes);
    this.#setBit(SHORT_BITS, hash);
    this.#addEntry(number, entry, SHORT_HEADS + (hash >>> 3) * 4);
  }

  #addLong(number: number, entry: Entry): void {
    const hash = gramHash(entry.bytes, entry.offset);
    const [a = 0, b = 0, c = 0, d = 0] = entry.bytes.subarray(entry.offset);
    this.#setBit(SIEVE, sieveHash(a, b, c, d));
    const next = entry.bytes[entry.offset + GRAM];
    // Anything may follow the keyword's last gram. Both cases of a letter have the same low bits.
    this.#bytes[GRAM_BITS + hash] =
      (this.#bytes[GRAM_BITS + hash] ?? 0) | (next === undefined ? 0xff : 1 << (next & 7));
    this.#addEntry(number, entry, GRAM_HEADS + (hash >>> 1) * 4);
  }

  #setBit(set: number, bit: number): void {
    const cell = set + (bit >>> 3);
    this.#bytes[cell] = (this.#bytes[cell] ?? 0) | (1 << (bit & 7));
  }

  #addEntry(number: number, { keyword, bytes, offset, tail }: Entry, head: number): void {
    const view = this.#view;
    const at = ENTRIES + number * ENTRY_SIZE;
    view.setUint32(at, view.getUint32(head, true), true);
    view.setUint32(head, number, true);
    view.setUint32(at + 4, keyword, true);
    view.setUint16(at + 8, bytes.length, true);
    view.setUint16(at + 10, offset, true);
    view.setUint32(at + 12, tail, true);
    const tailCases = tail + Math.max(0, bytes.length - IN_ENTRY);
    this.#bytes.fill(0xff, at + 16, at + 32);
    for (let index = 0; index < bytes.length; index++) {
      const byte = bytes[index] ?? 0;
      const behind = index - IN_ENTRY;
      this.#bytes[behind < 0 ? at + 16 + index : tailCases + behind] = isSmallLetter(byte) ? 0x20 : 0;
      this.#bytes[behind < 0 ? at + 24 + index : tail + behind] = byte;
    }
  }
}

function isSmallLetter(byte: number): boolean {
  return byte >= 97 && byte <= 122;
}

/** Mask of a byte in the sieve: upper-case and lower-case letters become equal. */
const FOLD = 0x5f;
/** Every byte value after masking. */
const FOLDED: readonly number[] = [...new Set(Array.from({ length: 256 }, (_, byte) => byte & FOLD))];

function sieveHash(a: number, b: number, c: number, d: number): number {
  const folded = (a & FOLD) | ((b & FOLD) << 8) | ((c & FOLD) << 16) | ((d & FOLD) << 24);
  return Math.imul(folded, 0x9e3779b1) >>> 12;
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

/** Two adjacent grams that are rare: one of them begins at an even address wherever the keyword begins. */
function gramEntries(keyword: Keyword): Entry[] {
  const { bytes } = keyword;
  let rarest = 0;
  let least = Infinity;
  for (let offset = 0; offset + GRAM < bytes.length; offset++) {
    const share = expectedGram(bytes, offset) + expectedGram(bytes, offset + 1);
    if (share >= least) continue;
    least = share;
    rarest = offset;
  }
  return [rarest, rarest + 1].map((offset) => ({ ...keyword, offset }));
}

function expectedGram(bytes: Uint8Array, offset: number): number {
  const next = bytes[offset + GRAM];
  return expected(bytes, offset, GRAM) * (next === undefined ? 1 : expectedLowBits(next));
}

function align(size: number): number {
  return (size + 63) & ~63;
}
