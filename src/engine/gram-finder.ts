import { fastest, instantiate } from './web-assembly.ts';

/** What `assembly/known.ts` exports. */
interface KnownModule {
  setUp(bits: number, hits: number, pairs: number): void;
  scan(length: number, stride: number, tail: number, shift: number): number;
}

/**
 * How grams are taken. Any text of `gram + stride - 1` bytes contains a whole gram at a multiple of `stride`, wherever it begins: therefore
 * the grams at its first `stride` offsets are added to the table.
 */
export interface GramShape {
  /** Bytes between two grams of the searched text. */
  readonly stride: number;
  /** Length of a gram in bytes, 4 to 8. */
  readonly gram: number;
}

/** For texts of 15 bytes and longer. */
export const LONG: GramShape = { stride: 8, gram: 8 };
/** For texts of 8 to 14 bytes. */
export const SHORT: GramShape = { stride: 4, gram: 5 };

/** A bit table of grams: six bits for each, three in each of two 64-bit words of the 64-byte line that the gram's hash selects. */
export interface GramBits {
  readonly shape: GramShape;
  /** The number of lines is a power of two. */
  readonly words: Uint32Array;
  /** Bits to shift a hash right by to get a line number. */
  readonly shift: number;
  /** A bit for each pair of bytes that a gram has at its offsets 0, 2, 4 or 6, letters in lower case. */
  readonly pairs: Uint8Array;
}

/** Finds where grams of the table may occur. */
export interface GramFinder {
  /**
   * Calls `found` with the offset of each gram in `[from, to)` of `bytes` whose bits are in the table, in ascending order. Case-insensitive
   * for letters.
   */
  find(bytes: Uint8Array, from: number, to: number, found: (at: number) => void): void;
}

const PIECE = 64 * 1024;
/** Bytes beyond a piece, and beyond the list of hits, that may be accessed. Keeps the table's lines aligned. */
const SLACK = 64;
const INPUT = 1024;
/** Capacity for hits: one for each gram of a piece. */
const ROOM = PIECE / SHORT.stride;
const FOLD = 0x20202020;
/** 32-bit words in a line. */
const LINE = 16;
/** A larger table does not stay in the cache: then it pays to look up a gram's pairs before the gram. */
const MOST_NEAR = 2 ** 20;
const PAIR_BYTES = 2 ** 16 / 8;

/** Mask of the significant bytes of a gram's second half. */
function tailMask({ gram }: GramShape): number {
  return gram === 8 ? 0xffffffff : 2 ** (8 * (gram - 4)) - 1;
}

/** Bits to shift a hash right by to select one of `count`, a power of two. */
export function shiftFor(count: number): number {
  return 32 - Math.log2(count);
}

/** The hash of the gram at an offset; bytes beyond the end count as NUL. */
export function gramHash(bytes: Uint8Array, at: number, tail: number): number {
  return hashOf(wordAt(bytes, at) | FOLD, (wordAt(bytes, at + 4) & tail) | FOLD);
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
}

function hashOf(low: number, high: number): number {
  const hash = (Math.imul(low, 0x9e3779b1) + Math.imul(high, 0x85ebca77)) | 0;
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
}

/** Selects a word of a line and three bits of it. A separate hash: one of 32 bits alone barely separates texts from ten million grams. */
function bitsHash(low: number, high: number): number {
  const hash = (Math.imul(low, 0xc2b2ae3d) + Math.imul(high, 0x27d4eb2f)) | 0;
  return Math.imul(hash ^ (hash >>> 16), 0x297a2d39);
}

/** Selects another word and three more bits. */
function moreBits(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x1b56c4f5);
}

/** Creates the bit table for about `count` grams, in memory that threads can share. */
export function gramBits(shape: GramShape, count: number): GramBits {
  const words = 2 ** Math.min(23, Math.max(12, Math.ceil(Math.log2(Math.max(2, count) / 2))));
  return {
    shape,
    words: new Uint32Array(new SharedArrayBuffer(4 * words)),
    shift: shiftFor(words / LINE),
    pairs: new Uint8Array(new SharedArrayBuffer(PAIR_BYTES)),
  };
}

/** Adds the gram at an offset of `bytes`; returns its hash. */
export function addGram({ shape, words, shift, pairs }: GramBits, bytes: Uint8Array, at: number): number {
  const low = wordAt(bytes, at) | FOLD;
  const high = (wordAt(bytes, at + 4) & tailMask(shape)) | FOLD;
  const hash = hashOf(low, high);
  const line = (hash >>> shift) * LINE;
  const bits = bitsHash(low, high);
  setBits(words, line, bits);
  setBits(words, line, moreBits(bits));
  setBit(pairs, low & 0xffff);
  setBit(pairs, low >>> 16);
  setBit(pairs, high & 0xffff);
  setBit(pairs, high >>> 16);
  return hash;
}

function setBits(words: Uint32Array, line: number, hash: number): void {
  const word = line + (hash >>> 29) * 2;
  for (let from = 23; from > 5; from -= 6) {
    const bit = hash >>> from;
    const index = word + ((bit >>> 5) & 1);
    words[index] = (words[index] ?? 0) | (1 << (bit & 31));
  }
}

function hasBits(words: Uint32Array, line: number, hash: number): boolean {
  const word = line + (hash >>> 29) * 2;
  for (let from = 23; from > 5; from -= 6) {
    const bit = hash >>> from;
    if ((((words[word + ((bit >>> 5) & 1)] ?? 0) >>> (bit & 31)) & 1) === 0) return false;
  }
  return true;
}

function setBit(bits: Uint8Array, bit: number): void {
  bits[bit >>> 3] = (bits[bit >>> 3] ?? 0) | (1 << (bit & 7));
}

function hasBit(bits: Uint8Array, bit: number): boolean {
  return (((bits[bit >>> 3] ?? 0) >>> (bit & 7)) & 1) === 1;
}

/** The same in plain TypeScript. */
class PlainGramFinder implements GramFinder {
  readonly #bits: GramBits;

  constructor(bits: GramBits) {
    this.#bits = bits;
  }

  find(bytes: Uint8Array, from: number, to: number, found: (at: number) => void): void {
    const { shape, words, shift } = this.#bits;
    const tail = tailMask(shape);
    const arePairs = words.length > MOST_NEAR;
    for (let at = from; at < to; at += shape.stride) {
      const low = wordAt(bytes, at) | FOLD;
      const high = (wordAt(bytes, at + 4) & tail) | FOLD;
      if (arePairs && !this.#hasPairs(low, high)) continue;
      const line = (hashOf(low, high) >>> shift) * LINE;
      const bits = bitsHash(low, high);
      if (hasBits(words, line, bits) && hasBits(words, line, moreBits(bits))) found(at);
    }
  }

  #hasPairs(low: number, high: number): boolean {
    const { pairs } = this.#bits;
    return (
      hasBit(pairs, low & 0xffff) &&
      hasBit(pairs, low >>> 16) &&
      hasBit(pairs, high & 0xffff) &&
      hasBit(pairs, high >>> 16)
    );
  }
}

class WasmGramFinder implements GramFinder {
  readonly #shape: GramShape;
  readonly #shift: number;
  readonly #module: KnownModule;
  readonly #memory: Uint8Array;
  readonly #hits: Uint32Array;

  constructor({ shape, words, shift, pairs }: GramBits) {
    const hits = INPUT + PIECE + SLACK;
    const pairBits = hits + 4 * ROOM + SLACK;
    const bits = pairBits + PAIR_BYTES;
    const { exports, memory } = instantiate('known', bits + 4 * words.length);
    this.#module = exports as KnownModule;
    this.#memory = new Uint8Array(memory);
    this.#hits = new Uint32Array(memory, hits, ROOM);
    this.#memory.set(pairs, pairBits);
    new Uint32Array(memory, bits, words.length).set(words);
    this.#module.setUp(bits, hits, words.length > MOST_NEAR ? pairBits : 0);
    this.#shape = shape;
    this.#shift = shift;
  }

  find(bytes: Uint8Array, from: number, to: number, found: (at: number) => void): void {
    const { stride } = this.#shape;
    const tail = tailMask(this.#shape) | 0;
    for (let at = from; at < to; at += PIECE) {
      const size = Math.min(PIECE, to - at);
      const end = Math.min(bytes.length, at + size + 8);
      this.#memory.set(bytes.subarray(at, end), INPUT);
      // Remains of an earlier piece must not be taken for text.
      this.#memory.fill(0, INPUT + end - at, INPUT + end - at + 8);
      const count = this.#module.scan(size, stride, tail, this.#shift);
      for (let index = 0; index < count; index++) found((this.#hits[index] ?? 0) + at);
    }
  }
}

/** The fastest finder that this machine supports; all of them return the same hits. */
export function gramFinderFor(bits: GramBits, plain: boolean = false): GramFinder {
  return fastest<GramFinder>(
    () => new WasmGramFinder(bits),
    () => new PlainGramFinder(bits),
    plain,
  );
}
