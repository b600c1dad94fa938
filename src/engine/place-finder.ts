import type { Span } from '../types.ts';
import { fastest, instantiate } from './web-assembly.ts';

/** What `assembly/places.ts` exports. */
interface PlacesModule {
  readonly scan: (length: number) => number;
}

/** Finds the offsets of byte pairs. */
export interface PlaceFinder {
  /** Calls `visit` with each offset in the range at which a pair begins, in ascending order. Those that fail their check may be omitted. */
  find(bytes: Uint8Array, range: Span, visit: (at: number) => void): void;
}

/** Additional conditions on the bytes around a pair, which `assembly/places.ts` implements. */
const PLACE_CHECKS = [
  'none',
  'line-break',
  'quote',
  'mark',
  'bracket',
  'number',
  'call',
  'statement',
  'parenthesis',
  'object',
  'holder',
] as const;

/** A check that filters out occurrences that are frequent in ordinary text. */
export type PlaceCheck = (typeof PLACE_CHECKS)[number];

/** Byte sets used by the checks, in the order of their bits. */
const SET_NAMES = [
  'hex',
  'token',
  'glue',
  'style',
  'rule',
  'escaped',
  'careted',
  'ticked',
  'between',
  'prefix',
  'quote',
  'callEnd',
  'template',
] as const;

/** For each set, 1 for the bytes in it. */
export type PlaceSets = Readonly<Record<(typeof SET_NAMES)[number], Readonly<Uint8Array>>>;

/** What to search for; owned by `src/view`. */
export interface PlaceTables {
  /** For each byte a word: the low half has the pairs of which it is the first byte, the high half those of which it is the second. */
  readonly bits: Readonly<Uint32Array>;
  /** The check for pairs that begin with a byte; none if absent. */
  readonly checks?: ReadonlyMap<number, PlaceCheck>;
  readonly sets?: PlaceSets;
}

const PIECE = 64 * 1024;
const SLACK = 64;

// Addresses, as in `assembly/places.ts`.
const MASKS = 1024;
const CHECKS = 1280;
const BITS = 2048;
const SETS = 3072;
const OUT = 4096;
const AROUND = 160;
const INPUT = OUT + 4 * 65536 + AROUND;

class WasmPlaceFinder implements PlaceFinder {
  readonly #scan: (length: number) => number;
  readonly #memory: Uint8Array;
  readonly #places: Uint32Array;

  constructor({ bits, checks, sets }: PlaceTables) {
    const { exports, memory } = instantiate('places', INPUT + PIECE + AROUND + SLACK);
    this.#scan = (exports as PlacesModule).scan;
    this.#memory = new Uint8Array(memory);
    this.#places = new Uint32Array(memory, OUT, PIECE);
    new Uint32Array(memory, BITS, 256).set(bits);
    for (const [byte, check] of checks ?? []) this.#memory[CHECKS + byte] = PLACE_CHECKS.indexOf(check);
    if (sets !== undefined) new Uint32Array(memory, SETS, 256).set(setBits(sets));
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
      this.#load(bytes, from, length);
      const count = this.#scan(length);
      for (let i = 0; i < count; i++) visit(from + (this.#places[i] as number));
    }
  }

  #load(bytes: Uint8Array, from: number, length: number): void {
    const before = Math.min(from, AROUND);
    const to = Math.min(bytes.length, from + length + AROUND);
    this.#memory.set(bytes.subarray(from - before, to), INPUT - before);
    if (before < AROUND) this.#memory.fill(0, INPUT - AROUND, INPUT - before);
    if (to === from + length + AROUND) return;
    // After the last byte of a text, assume a line break.
    const end = INPUT + to - from;
    this.#memory[end] = LINE_BREAK;
    this.#memory.fill(0, end + 1, end + AROUND);
  }
}

const LINE_BREAK = 10;

/** For each byte, one bit for each set that contains it. */
function setBits(sets: PlaceSets): Uint32Array {
  const bits = new Uint32Array(256);
  SET_NAMES.forEach((name, bit) => {
    for (let byte = 0; byte < 256; byte++) bits[byte] = (bits[byte] ?? 0) | ((sets[name][byte] ?? 0) << bit);
  });
  return bits;
}

/** The set for a byte, by its high half: everything but printable ASCII shares two, so that no letter causes false hits for other bytes. */
function setOf(high: number): number {
  if (high < 2) return 0;
  return high < 8 ? high : 1;
}

/** Eight sets of low and high half bytes, which together cover every first byte (and some others). */
function firstBytes(bits: Readonly<Uint32Array>): readonly (readonly (readonly [offset: number, half: number])[])[] {
  const sets: (readonly [number, number])[][] = Array.from({ length: 8 }, () => []);
  for (let byte = 0; byte < 256; byte++) {
    if (((bits[byte] ?? 0) & 0xffff) === 0) continue;
    const high = byte >> 4;
    sets[setOf(high)]?.push([0, byte & 15], [16, high]);
  }
  return sets;
}

/** The same in plain TypeScript, without the checks. */
class PlainPlaceFinder implements PlaceFinder {
  readonly #bits: Readonly<Uint32Array>;

  constructor({ bits }: PlaceTables) {
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

/** The fastest finder that this machine supports. */
export function placeFinderFor(tables: PlaceTables, plain: boolean = false): PlaceFinder {
  return fastest<PlaceFinder>(
    () => new WasmPlaceFinder(tables),
    () => new PlainPlaceFinder(tables),
    plain,
  );
}
