import { PIECE, type PrefilterTables, roomOf } from './prefilter-tables.ts';
import type { Prefilter } from './prefilter.ts';
import { instantiate } from './web-assembly.ts';

/** What `assembly/prefilter.ts` exports. */
interface PrefilterModule {
  setUp(output: number, capacity: number, passed: number): void;
  scan(from: number, to: number, end: number, reach: number): number;
}

/** The prefilter in WebAssembly with SIMD. Returns the same hits as the reference. */
export class WasmPrefilter implements Prefilter {
  readonly #tables: PrefilterTables;
  /** Address of the current piece in the memory. */
  readonly #input: number;
  readonly #module: PrefilterModule;
  readonly #memory: Uint8Array;
  readonly #words: Uint32Array;
  #bytes: Uint8Array = new Uint8Array();
  /** Offset of the first byte not yet processed. */
  #at = 0;
  #to = 0;
  /** Index of the first hit of the last piece not yet returned, and the offset of the piece's first byte. */
  #next = 0;
  #count = 0;
  #origin = 0;

  /**
   * @param tables of the keywords; a hit gives the index of one
   * @throws {WebAssembly.CompileError} if SIMD is not available
   */
  constructor(tables: PrefilterTables) {
    this.#tables = tables;
    const { image, output, capacity } = tables;
    const { passed, input, size } = roomOf(tables);
    const { exports, memory } = instantiate('prefilter', size);
    this.#module = exports as PrefilterModule;
    this.#module.setUp(output, capacity, passed);
    this.#memory = new Uint8Array(memory);
    this.#memory.set(image);
    this.#words = new Uint32Array(memory, output, 2 * capacity);
    this.#input = input;
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
      out[2 * i] = (this.#words[word + 1] ?? 0) - this.#input + this.#origin;
      out[2 * i + 1] = this.#words[word] ?? 0;
    }
    this.#next += room;
    return room;
  }

  /** Processes the next piece; retries with half of it, and so on, if it has more hits than fit. */
  #scanPiece(): void {
    const { longest, reach } = this.#tables;
    const input = this.#input;
    const from = this.#at;
    const end = Math.min(this.#bytes.length, from + PIECE + longest - 1, this.#to + longest - 1);
    this.#memory.set(from === 0 && end === this.#bytes.length ? this.#bytes : this.#bytes.subarray(from, end), input);
    let size = Math.min(PIECE, this.#to - from);
    let count = this.#module.scan(input, input + size, input + end - from, reach);
    while (count < 0) {
      size = Math.ceil(size / 2);
      count = this.#module.scan(input, input + size, input + end - from, reach);
    }
    this.#origin = from;
    this.#at = from + size;
    this.#next = 0;
    this.#count = count;
  }
}
