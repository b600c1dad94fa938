import type { Span } from '../types.ts';
import { fastest, instantiate } from './web-assembly.ts';

/** What `assembly/escapes.ts` exports. */
interface EscapesModule {
  scan(family: number, length: number): number;
  decode(family: number, length: number, blank: number): number;
  passed(): number;
}

/** Ways of writing characters as escapes, in the order of their numbers. */
const FAMILIES = ['percent', 'json', 'c'] as const;

/** A way of writing characters as escapes that can be read in WebAssembly. */
export type EscapeCoding = (typeof FAMILIES)[number];

/** What is read, of which `src/view` is the owner: tables by byte value. */
export interface EscapeTables {
  /** What a character behind a backslash stands for, -1 for nothing. */
  readonly json: Readonly<Int16Array>;
  readonly c: Readonly<Int16Array>;
  /** Value of a hexadecimal digit, 255 for other bytes. */
  readonly hex: Readonly<Uint8Array>;
}

/** Finds and decodes escapes. */
export interface EscapeDecoder {
  /**
   * Gives starts and ends, in turn, of the rows of escapes from `from` on: those less than 512 bytes apart; a row that is longer
   * than 1 KiB is cut.
   */
  rows(coding: EscapeCoding, bytes: Uint8Array, from: number): number[];
  /**
   * Decodes a region, which no escape goes beyond, into `out`, which has room for it.
   *
   * @param blank a byte that stands for a blank
   * @returns the number of bytes of the decoding
   */
  decode(coding: EscapeCoding, bytes: Uint8Array, region: Span, blank: number | undefined, out: Uint8Array): number;
}

const PIECE = 64 * 1024;
/** What may be read behind a piece: the longest escape, and a vector. */
const AHEAD = 64;

// The places that `assembly/escapes.ts` has too.
const JSON_CODES = 1024;
const C_CODES = 1280;
const HEX = 1536;
const ROWS = 4096;
const INPUT = 8192;
const OUTPUT = INPUT + PIECE + 128;
const NONE = 255;

class WasmEscapeDecoder implements EscapeDecoder {
  readonly #module: EscapesModule;
  readonly #memory: Uint8Array;
  readonly #rows: Uint32Array;

  constructor({ json, c, hex }: EscapeTables) {
    const { exports, memory } = instantiate('escapes', OUTPUT + PIECE + 128);
    this.#module = exports as EscapesModule;
    this.#memory = new Uint8Array(memory);
    this.#rows = new Uint32Array(memory, ROWS, (INPUT - ROWS) >> 2);
    for (const [table, place] of [
      [json, JSON_CODES],
      [c, C_CODES],
    ] as const)
      table.forEach((code, byte) => (this.#memory[place + byte] = code < 0 ? NONE : code));
    this.#memory.set(hex, HEX);
  }

  rows(coding: EscapeCoding, bytes: Uint8Array, from: number): number[] {
    const family = FAMILIES.indexOf(coding);
    const rows: number[] = [];
    for (let at = from; at < bytes.length; at += this.#module.passed()) {
      const count = this.#module.scan(family, this.#load(bytes, { start: at, end: bytes.length }));
      for (let i = 0; i < 2 * count; i++) rows.push(at + (this.#rows[i] as number));
    }
    return rows;
  }

  decode(coding: EscapeCoding, bytes: Uint8Array, region: Span, blank: number | undefined, out: Uint8Array): number {
    const family = FAMILIES.indexOf(coding);
    let written = 0;
    for (let { start } = region; start < region.end; start += this.#module.passed()) {
      const count = this.#module.decode(family, this.#load(bytes, { start, end: region.end }), blank ?? 0);
      out.set(this.#memory.subarray(OUTPUT, OUTPUT + count), written);
      written += count;
    }
    return written;
  }

  /** Takes the next piece of a span into memory, with what stands behind it there; gives its length. */
  #load(bytes: Uint8Array, { start, end }: Span): number {
    const to = Math.min(end, start + PIECE + AHEAD);
    this.#memory.set(bytes.subarray(start, to), INPUT);
    this.#memory.fill(0, INPUT + to - start, INPUT + to - start + AHEAD);
    return Math.min(end - start, PIECE);
  }
}

/** Reads escapes in WebAssembly; undefined where there is none with SIMD, or plain code is asked for. */
export function escapeDecoderFor(tables: EscapeTables, plain: boolean = false): EscapeDecoder | undefined {
  return fastest<EscapeDecoder | undefined>(
    () => new WasmEscapeDecoder(tables),
    () => undefined,
    plain,
  );
}
