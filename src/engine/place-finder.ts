import type { Span } from '../types.ts';
import { fastest, instantiate } from './web-assembly.ts';

/** What `assembly/places.ts` exports. */
interface PlacesModule {
  readonly scan: (length: number) => number;
}

/** Finds the places of pairs of bytes. */
export interface PlaceFinder {
  /** Calls `visit` with each place in the range at which a pair begins, in ascending order. */
  find(bytes: Uint8Array, range: Span, visit: (at: number) => void): void;
}

const PIECE = 64 * 1024;
const SLACK = 64;

// The places that `assembly/places.ts` has too.
const MASKS = 1024;
const BITS = 2048;
const OUT = 4096;
const INPUT = OUT + 4 * 65536;

class WasmPlaceFinder implements PlaceFinder {
  readonly #scan: (length: number) => number;
  readonly #memory: Uint8Array;
  readonly #places: Uint32Array;

  constructor(bits: Uint32Array) {
    const { exports, memory } = instantiate('places', INPUT + PIECE + SLACK);
    this.#scan = (exports as PlacesModule).scan;
    this.#memory = new Uint8Array(memory);
    this.#places = new Uint32Array(memory, OUT, PIECE);
    new Uint32Array(memory, BITS, 256).set(bits);
    firstBytes(bits).forEach((halves, bit) => {
      for (const [offset, half] of halves) this.#allow(MASKS + offset + half, bit);
    });
  }

  #allow(cell: number, bit: number): void {
    this.#memory[cell] = (this.#memory[cell] ?? 0) | (1 << bit);
  }

  find(bytes: Uint8Array, { start, end }: Span, visit: (at: number) => void): void {
    for (let from = start; from < end; from += PIECE) {
      const length = Math.min(PIECE, end - from);
      this.#memory.set(bytes.subarray(from, from + length + 1), INPUT);
      // Behind the last byte of a text a line break is as good as any.
      if (from + length >= bytes.length) this.#memory[INPUT + length] = LINE_BREAK;
      const count = this.#scan(length);
      for (let i = 0; i < count; i++) visit(from + (this.#places[i] as number));
    }
  }
}

const LINE_BREAK = 10;

/** Eight sets of low and high half bytes, which together hold every first byte (and some others). */
function firstBytes(bits: Uint32Array): readonly (readonly (readonly [offset: number, half: number])[])[] {
  const sets: (readonly [number, number])[][] = Array.from({ length: 8 }, () => []);
  for (let byte = 0; byte < 256; byte++) {
    if (((bits[byte] ?? 0) & 0xffff) === 0) continue;
    const high = byte >> 4;
    sets[high & 7]?.push([0, byte & 15], [16, high]);
  }
  return sets;
}

/** The same in plain TypeScript. */
class PlainPlaceFinder implements PlaceFinder {
  readonly #bits: Uint32Array;

  constructor(bits: Uint32Array) {
    this.#bits = bits;
  }

  find(bytes: Uint8Array, { start, end }: Span, visit: (at: number) => void): void {
    let first = this.#bits[bytes[start] ?? 0] ?? 0;
    for (let at = start; at < end; at++) {
      const second = this.#bits[at + 1 < bytes.length ? (bytes[at + 1] ?? 0) : LINE_BREAK] ?? 0;
      if ((first & (second >>> 16)) !== 0) visit(at);
      first = second;
    }
  }
}

/**
 * The fastest finder that this machine allows.
 *
 * @param bits for each byte a word: the pairs that it is the first byte of in the low half, those that it is the second
 *   byte of in the high half
 */
export function placeFinderFor(bits: Uint32Array, plain: boolean = false): PlaceFinder {
  return fastest<PlaceFinder>(
    () => new WasmPlaceFinder(bits),
    () => new PlainPlaceFinder(bits),
    plain,
  );
}
