import { fastest, instantiate } from './web-assembly.ts';

/** The exports of `assembly/known.ts` used here. */
interface RollModule {
  setUp(bits: number, hits: number, pairs: number): void;
  roll(length: number, window: number, base: number, oldest: number, shift: number): number;
}

/** A bit table of windows of one length, by their hashes with a secret base. */
export interface RollBits {
  /** Length of a window in bytes. */
  readonly window: number;
  /** Odd. */
  readonly base: number;
  /** Significant bits of a hash, 12 to 24. */
  readonly width: number;
  /** A bit for each hash. */
  readonly words: Uint32Array;
}

/** Finds where windows of the table may occur. */
export interface RollFinder {
  /** Calls `found` with the offset of each window that begins in `[from, to)`, is within `bytes` and has its bit set in the table. */
  find(bytes: Uint8Array, from: number, to: number, found: (at: number) => void): void;
}

const PIECE = 64 * 1024;
const INPUT = 1024;
/** Longest window. */
const LONGEST_WINDOW = 128;

/** The bit of a window: the upper bits of its hash. */
export function rollHash(bytes: Uint8Array, at: number, { window, base, width }: Omit<RollBits, 'words'>): number {
  let hash = 0;
  for (let index = at; index < at + window; index++) hash = (Math.imul(hash, base) + (bytes[index] ?? 0)) | 0;
  return bitOf(hash, width);
}

function bitOf(hash: number, width: number): number {
  return Math.imul(hash, 0x9e3779b1) >>> (32 - width);
}

/** A bit table for hashes of the given width, in memory that threads share. */
export function rollBits(shape: Omit<RollBits, 'words'>, hashes: Iterable<number>): RollBits {
  const words = new Uint32Array(new SharedArrayBuffer(2 ** shape.width / 8));
  for (const bit of hashes) words[bit >>> 5] = (words[bit >>> 5] ?? 0) | (1 << (bit & 31));
  return { ...shape, words };
}

function power(base: number, exponent: number): number {
  let result = 1;
  for (let index = 0; index < exponent; index++) result = Math.imul(result, base);
  return result;
}

/** The same in plain TypeScript. */
class PlainRollFinder implements RollFinder {
  readonly #bits: RollBits;
  readonly #oldest: number;

  constructor(bits: RollBits) {
    this.#bits = bits;
    this.#oldest = power(bits.base, bits.window);
  }

  find(bytes: Uint8Array, from: number, to: number, found: (at: number) => void): void {
    const { window, base, width, words } = this.#bits;
    const last = Math.min(to, bytes.length - window + 1);
    let hash = 0;
    for (let index = from; index < from + window; index++) hash = (Math.imul(hash, base) + (bytes[index] ?? 0)) | 0;
    for (let at = from; at < last; at++) {
      const bit = bitOf(hash, width);
      if (((words[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) found(at);
      const moved = (bytes[at + window] ?? 0) - Math.imul(bytes[at] ?? 0, this.#oldest);
      hash = (Math.imul(hash, base) + moved) | 0;
    }
  }
}

class WasmRollFinder implements RollFinder {
  readonly #bits: RollBits;
  readonly #oldest: number;
  readonly #module: RollModule;
  readonly #memory: Uint8Array;
  readonly #hits: Uint32Array;

  constructor(bits: RollBits) {
    const hits = INPUT + PIECE + LONGEST_WINDOW;
    const table = hits + 4 * PIECE;
    const { exports, memory } = instantiate('known', table + 4 * bits.words.length);
    this.#module = exports as RollModule;
    this.#memory = new Uint8Array(memory);
    this.#hits = new Uint32Array(memory, hits, PIECE);
    new Uint32Array(memory, table, bits.words.length).set(bits.words);
    this.#module.setUp(table, hits, 0);
    this.#bits = bits;
    this.#oldest = power(bits.base, bits.window);
  }

  find(bytes: Uint8Array, from: number, to: number, found: (at: number) => void): void {
    const { window, base, width } = this.#bits;
    const last = Math.min(to, bytes.length - window + 1);
    for (let at = from; at < last; at += PIECE) {
      const size = Math.min(PIECE, last - at);
      this.#memory.set(bytes.subarray(at, Math.min(bytes.length, at + size + window)), INPUT);
      const count = this.#module.roll(size, window, base, this.#oldest, 32 - width);
      for (let index = 0; index < count; index++) found((this.#hits[index] ?? 0) + at);
    }
  }
}

/** The fastest finder that this machine supports; both return the same hits. */
export function rollFinderFor(bits: RollBits, plain: boolean = false): RollFinder {
  return fastest<RollFinder>(
    () => new WasmRollFinder(bits),
    () => new PlainRollFinder(bits),
    plain,
  );
}
