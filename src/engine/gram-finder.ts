import { fastest, instantiate } from './web-assembly.ts';

/** What `assembly/known.ts` exports. */
interface KnownModule {
  setUp(bits: number, hits: number): void;
  scan(length: number, stride: number, tail: number, shift: number): number;
}

/**
 * How grams are taken. Any text of `gram + stride - 1` bytes holds a whole gram that begins at a multiple of `stride`,
 * wherever it stands: of such a text the grams at its first `stride` places are put into the table.
 */
export interface GramShape {
  /** Bytes between two grams of the text that is searched. */
  readonly stride: number;
  /** Bytes of a gram, 4 to 8. */
  readonly gram: number;
}

/** For texts of 15 bytes and longer. */
export const LONG: GramShape = { stride: 8, gram: 8 };
/** For texts of 8 to 14 bytes. */
export const SHORT: GramShape = { stride: 4, gram: 5 };

/** Bits of grams, three for each, all in the word that the gram's hash names. A power of two of words. */
export interface GramBits {
  readonly shape: GramShape;
  readonly words: Uint32Array;
}

/** Tells where a gram of the table may stand. */
export interface GramFinder {
  /**
   * Calls `found` with the offset of each gram in `[from, to)` of `bytes` whose bits are in the table, in ascending order. Letters
   * are looked up without regard to their case.
   */
  find(bytes: Uint8Array, from: number, to: number, found: (at: number) => void): void;
}

const PIECE = 64 * 1024;
/** Bytes behind a piece that may be read. */
const SLACK = 64;
const INPUT = 1024;
/** Hits for which there is room: one for each gram of a piece. */
const ROOM = PIECE / SHORT.stride;
const FOLD = 0x20202020;

/** Mask of the bytes of a gram's second half that count. */
function tailMask({ gram }: GramShape): number {
  return gram === 8 ? 0xffffffff : 2 ** (8 * (gram - 4)) - 1;
}

/** Bits to shift a hash by so that it names a word. */
function shiftOf(words: Uint32Array): number {
  return 32 - Math.log2(words.length);
}

/** The hash of the gram at a place; bytes behind the end count as NUL. */
export function gramHash(bytes: Uint8Array, at: number, tail: number): number {
  const low = wordAt(bytes, at) | FOLD;
  const high = (wordAt(bytes, at + 4) & tail) | FOLD;
  const hash = (Math.imul(low, 0x9e3779b1) + Math.imul(high, 0x85ebca77)) | 0;
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
}

function maskOf(hash: number): number {
  const second = Math.imul(hash ^ (hash >>> 16), 0x297a2d39);
  return (1 << (second >>> 27)) | (1 << ((second >>> 22) & 31)) | (1 << ((second >>> 17) & 31));
}

/** Makes the table of bits for about `count` grams, in memory that threads can share. */
export function gramBits(shape: GramShape, count: number): GramBits {
  const words = 2 ** Math.min(23, Math.max(12, Math.ceil(Math.log2(Math.max(2, count) / 2))));
  return { shape, words: new Uint32Array(new SharedArrayBuffer(4 * words)) };
}

/** Enters the gram at a place of `bytes`; gives its hash. */
export function addGram({ shape, words }: GramBits, bytes: Uint8Array, at: number): number {
  const hash = gramHash(bytes, at, tailMask(shape));
  const word = hash >>> shiftOf(words);
  words[word] = (words[word] ?? 0) | maskOf(hash);
  return hash;
}

/** The same in plain TypeScript. */
class PlainGramFinder implements GramFinder {
  readonly #bits: GramBits;

  constructor(bits: GramBits) {
    this.#bits = bits;
  }

  find(bytes: Uint8Array, from: number, to: number, found: (at: number) => void): void {
    const { shape, words } = this.#bits;
    const [tail, shift] = [tailMask(shape), shiftOf(words)];
    for (let at = from; at < to; at += shape.stride) {
      const hash = gramHash(bytes, at, tail);
      const mask = maskOf(hash);
      if (((words[hash >>> shift] ?? 0) & mask) === mask) found(at);
    }
  }
}

class WasmGramFinder implements GramFinder {
  readonly #shape: GramShape;
  readonly #shift: number;
  readonly #module: KnownModule;
  readonly #memory: Uint8Array;
  readonly #hits: Uint32Array;

  constructor({ shape, words }: GramBits) {
    const hits = INPUT + PIECE + SLACK;
    const bits = hits + 4 * ROOM;
    const { exports, memory } = instantiate('known', bits + 4 * words.length);
    this.#module = exports as KnownModule;
    this.#memory = new Uint8Array(memory);
    this.#hits = new Uint32Array(memory, hits, ROOM);
    new Uint32Array(memory, bits, words.length).set(words);
    this.#module.setUp(bits, hits);
    this.#shape = shape;
    this.#shift = shiftOf(words);
  }

  find(bytes: Uint8Array, from: number, to: number, found: (at: number) => void): void {
    const { stride } = this.#shape;
    const tail = tailMask(this.#shape) | 0;
    for (let at = from; at < to; at += PIECE) {
      const size = Math.min(PIECE, to - at);
      const end = Math.min(bytes.length, at + size + 8);
      this.#memory.set(bytes.subarray(at, end), INPUT);
      // What an earlier piece left behind must not be taken for text.
      this.#memory.fill(0, INPUT + end - at, INPUT + end - at + 8);
      const count = this.#module.scan(size, stride, tail, this.#shift);
      for (let index = 0; index < count; index++) found((this.#hits[index] ?? 0) + at);
    }
  }
}

/** The fastest finder that this machine allows; all of them give the same hits. */
export function gramFinderFor(bits: GramBits, plain: boolean = false): GramFinder {
  return fastest<GramFinder>(
    () => new WasmGramFinder(bits),
    () => new PlainGramFinder(bits),
    plain,
  );
}
