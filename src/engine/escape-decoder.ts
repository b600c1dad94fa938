import type { Span } from '../types.ts';
import { fastest, instantiate } from './web-assembly.ts';

/** What `assembly/escapes.ts` exports. */
interface EscapesModule {
  scan(family: number, length: number): number;
  decode(family: number, length: number, blank: number): number;
  passed(): number;
}

/** Escape syntaxes, in the order of their numbers. */
const FAMILIES = ['percent', 'json', 'c'] as const;

/** An escape syntax that WebAssembly can read. */
export type EscapeCoding = (typeof FAMILIES)[number];

/** Lookup tables by byte value, owned by `src/view`. */
export interface EscapeTables {
  /** The character that follows a backslash, decoded; -1 if it is not an escape. */
  readonly json: Readonly<Int16Array>;
  readonly c: Readonly<Int16Array>;
  /** Value of a hexadecimal digit, 255 for other bytes. */
  readonly hex: Readonly<Uint8Array>;
}

/** Finds and decodes escapes. */
export interface EscapeDecoder {
  /**
   * Returns alternating starts and ends of the sequences of escapes from `from` on: escapes less than 512 bytes apart belong together;
   * sequences longer than 1 KiB are split.
   */
  rows(coding: EscapeCoding, bytes: Uint8Array, from: number): number[];
  /**
   * Decodes a region, at whose end no escape is cut, into `out`, which must be large enough.
   *
   * @param blank a byte that stands for a blank
   * @returns the number of decoded bytes
   */
  decode(coding: EscapeCoding, bytes: Uint8Array, region: Span, blank: number | undefined, out: Uint8Array): number;
}

const PIECE = 64 * 1024;
/** Bytes beyond a piece that may be read: the longest escape, and a vector. */
const AHEAD = 64;

// Addresses, as in `assembly/escapes.ts`.
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

  /** Copies the next piece of a span into memory, with the bytes after it; returns its length. */
  #load(bytes: Uint8Array, { start, end }: Span): number {
    const to = Math.min(end, start + PIECE + AHEAD);
    this.#memory.set(bytes.subarray(start, to), INPUT);
    this.#memory.fill(0, INPUT + to - start, INPUT + to - start + AHEAD);
    return Math.min(end - start, PIECE);
  }
}

/** A decoder in WebAssembly; undefined if SIMD is not available or plain code is requested. */
export function escapeDecoderFor(tables: EscapeTables, plain: boolean = false): EscapeDecoder | undefined {
  return fastest<EscapeDecoder | undefined>(
    () => new WasmEscapeDecoder(tables),
    () => undefined,
    plain,
  );
}
