import { fastest, instantiate } from './web-assembly.ts';

/** What `assembly/runs.ts` exports. */
interface RunsModule {
  scan(length: number, before: number, more: number): number;
  hexRuns(): number;
  base32Runs(): number;
  pairBlocks(): number;
  rowBlocks(): number;
  open(): number;
}

/** Places in a text from which views may be made. */
export interface Runs {
  /** Start and end of each run of at least 18 base64 digits (RFC 4648, either alphabet) that may encode something. */
  readonly base64: readonly number[];
  /** Start and end of each run of at least 32 hexadecimal digits that may encode something. */
  readonly hex: readonly number[];
  /** Start and end of each run of at least 20 base32 digits (RFC 4648, section 6, in either case) that may encode something. */
  readonly base32: readonly number[];
  /** Starts of 64-byte blocks; every row of 16 or more separated digit pairs is mostly in one of them. */
  readonly pairs: readonly number[];
  /** The same for rows of groups of four or eight digits, and of quoted characters between commas. */
  readonly rows: readonly number[];
}

/** What to search for: lookup tables by byte value, owned by `src/view`. */
export interface RunTables {
  /** 0 text, 1 NUL, 2 continuation, 3 to 5 first byte of 2 to 4, 6 never in text. */
  readonly text: Readonly<Uint8Array>;
  /** Value of a digit, 255 for other bytes. */
  readonly base64: Readonly<Uint8Array>;
  readonly hex: Readonly<Uint8Array>;
  readonly base32: Readonly<Uint8Array>;
  /** 1 for `+` and `/`, 2 for `-` and `_`. */
  readonly marks: Readonly<Uint8Array>;
  /** Pairs of bytes that begin interesting binary data, the first one as the high byte. */
  readonly starts: Iterable<number>;
  /** The same for everything recognised as a container by its first bytes. */
  readonly heads: Iterable<number>;
  /** Pairs that begin what is searched for inside data. */
  readonly magics: Iterable<number>;
}

const PIECE = 64 * 1024;
const SLACK = 64;

// Addresses, as in `assembly/run-layout.ts`.
const MASKS = 1024;
const TEXT = 1280;
const BASE64 = 1536;
const HEX = 1792;
const MARKS = 2048;
const BASE32 = 2304;
const BASE64_RUNS = 4096;
const HEX_RUNS = BASE64_RUNS + 32768;
const BASE32_RUNS = HEX_RUNS + 32768;
const BLOCKS = BASE32_RUNS + 32768;
const ROWS = BLOCKS + 4096;
const STARTS = BLOCKS + 8192;
const HEADS = STARTS + 8192;
const MAGICS = HEADS + 8192;
const INPUT = MAGICS + 8192;

/**
 * Classes as high half bytes × low half bytes; bits 0 to 4 are base64 digits, 5 and 6 separators of pairs: blank, tab and line break, and
 * `,-.:;|\`, each with a few others that the product also includes.
 */
const CLASSES: readonly (readonly [readonly number[], readonly number[]])[] = [
  [[4, 6], range(1, 15)],
  [[5, 7], range(0, 10)],
  [[3], range(0, 9)],
  [[5], [15]],
  [[2], [11, 13, 15]],
  [
    [0, 2],
    [0, 9, 10],
  ],
  [[2, 3, 5, 7], range(10, 14)],
];

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Minimum digits of a run. */
const LEAST = { base64: 18, hex: 32, base32: 20 } as const;

/** Lists to be filled. */
interface FoundRuns {
  readonly base64: number[];
  readonly hex: number[];
  readonly base32: number[];
  readonly pairs: number[];
  readonly rows: number[];
}

/** Finds runs in texts of any length. */
export interface RunFinder {
  find(bytes: Uint8Array): Runs;
}

class WasmRunFinder implements RunFinder {
  readonly #module: RunsModule;
  readonly #memory: Uint8Array;
  readonly #words: Uint32Array;
  readonly #tables: RunTables;

  constructor(tables: RunTables) {
    const { exports, memory } = instantiate('runs', INPUT + PIECE + SLACK);
    this.#module = exports as RunsModule;
    this.#memory = new Uint8Array(memory);
    this.#words = new Uint32Array(memory);
    this.#tables = tables;
    this.#memory.set(tables.text, TEXT);
    this.#memory.set(tables.base64, BASE64);
    this.#memory.set(tables.hex, HEX);
    this.#memory.set(tables.marks, MARKS);
    this.#memory.set(tables.base32, BASE32);
    for (const [set, pairs] of [
      [STARTS, tables.starts],
      [HEADS, tables.heads],
      [MAGICS, tables.magics],
    ] as const)
      for (const pair of pairs) this.#allow(set + (pair >>> 3), pair & 7);
    CLASSES.forEach(([high, low], bit) => {
      for (const half of low) this.#allow(MASKS + half, bit);
      for (const half of high) this.#allow(MASKS + 16 + half, bit);
    });
  }

  #allow(cell: number, bit: number): void {
    this.#memory[cell] = (this.#memory[cell] ?? 0) | (1 << bit);
  }

  find(bytes: Uint8Array): Runs {
    const runs = { base64: [], hex: [], base32: [], pairs: [], rows: [] };
    for (let at = 0; at < bytes.length;) at = this.#findIn(bytes, at, runs);
    return runs;
  }

  /** Processes the piece that begins at `from`; returns the start of the next one. */
  #findIn(bytes: Uint8Array, from: number, runs: FoundRuns): number {
    const end = Math.min(bytes.length, from + PIECE);
    this.#memory.set(from === 0 && end === bytes.length ? bytes : bytes.subarray(from, end), INPUT);
    this.#memory[INPUT + end - from] = bytes[end] ?? 0;
    const more = end < bytes.length;
    const count = this.#module.scan(end - from, from === 0 ? 0 : (bytes[from - 1] ?? 0), more ? 1 : 0);
    this.#take(BASE64_RUNS, 2 * count, from, runs.base64);
    this.#take(HEX_RUNS, 2 * this.#module.hexRuns(), from, runs.hex);
    this.#take(BASE32_RUNS, 2 * this.#module.base32Runs(), from, runs.base32);
    this.#take(BLOCKS, this.#module.pairBlocks(), from, runs.pairs);
    this.#take(ROWS, this.#module.rowBlocks(), from, runs.rows);
    const open = more ? from + this.#module.open() : end;
    return open > from ? open : this.#longRun(bytes, from, end, runs);
  }

  #take(list: number, length: number, from: number, into: number[]): void {
    const first = list >> 2;
    for (let i = 0; i < length; i++) into.push((this.#words[first + i] ?? 0) + from);
  }

  /** A run longer than a piece: always reported, as base64 and as digits of smaller bases. */
  #longRun(bytes: Uint8Array, start: number, known: number, runs: FoundRuns): number {
    const { base64, hex, base32 } = this.#tables;
    const end = runEnd(bytes, known, base64);
    runs.base64.push(start, end);
    const digits = bytes.subarray(start, end);
    for (const place of longRuns(digits, hex, LEAST.hex)) runs.hex.push(start + place);
    for (const place of longRuns(digits, base32, LEAST.base32)) runs.base32.push(start + place);
    return end;
  }
}

function runEnd(bytes: Uint8Array, from: number, values: Readonly<Uint8Array>): number {
  let end = from;
  while (end < bytes.length && values[bytes[end] ?? 0] !== 255) end++;
  return end;
}

/** The same in plain TypeScript, without judging the contents of runs and of rows of groups. */
class PlainRunFinder implements RunFinder {
  readonly #tables: RunTables;

  constructor(tables: RunTables) {
    this.#tables = tables;
  }

  find(bytes: Uint8Array): Runs {
    const { base64, hex, base32 } = this.#tables;
    const pairs: number[] = [];
    const rows: number[] = [];
    for (let at = 0; at < bytes.length; at += BLOCK) {
      rows.push(at);
      if (hasPairs(bytes, at, base64)) pairs.push(at);
    }
    return {
      base64: longRuns(bytes, base64, LEAST.base64),
      hex: longRuns(bytes, hex, LEAST.hex),
      base32: longRuns(bytes, base32, LEAST.base32),
      pairs,
      rows,
    };
  }
}

/** Bytes of a block, and consecutive pairs that a block must contain to be reported. */
const [BLOCK, PAIRS] = [64, 7] as const;
/** 1 for bytes that may separate two pairs: the classes with bits 5 and 6. */
const SEPARATORS: Readonly<Uint8Array> = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number(CLASSES.slice(5).some(([high, low]) => high.includes(byte >> 4) && low.includes(byte & 15))),
);

/** Whether the block at `from` has that many consecutive digit pairs between separators; the end of the text counts as a separator. */
function hasPairs(bytes: Uint8Array, from: number, digits: Readonly<Uint8Array>): boolean {
  const end = Math.min(from + BLOCK - 1, bytes.length);
  for (let start = from; start < from + 3; start++) {
    let count = 0;
    for (let at = start; at + 3 <= end; at += 3) {
      count = isPair(bytes, at, digits) ? count + 1 : 0;
      if (count === PAIRS) return true;
    }
  }
  return false;
}

function isPair(bytes: Uint8Array, at: number, digits: Readonly<Uint8Array>): boolean {
  const isDigit = (byte: number | undefined): boolean => byte !== undefined && digits[byte] !== 255;
  return (
    SEPARATORS[bytes[at] ?? 0] === 1 &&
    SEPARATORS[bytes[at + 3] ?? 0] === 1 &&
    isDigit(bytes[at + 1]) &&
    isDigit(bytes[at + 2])
  );
}

function longRuns(bytes: Uint8Array, values: Readonly<Uint8Array>, least: number): number[] {
  const runs: number[] = [];
  let start = 0;
  for (let probe = least - 1; probe < bytes.length; probe = start + least - 1) {
    let back = probe;
    while (back >= start && values[bytes[back] ?? 0] !== 255) back--;
    if (back < start) {
      const end = runEnd(bytes, probe, values);
      runs.push(start, end);
      start = end + 1;
    } else start = back + 1;
  }
  return runs;
}

/** The fastest finder that this machine supports. */
export function runFinderFor(tables: RunTables, plain: boolean = false): RunFinder {
  return fastest<RunFinder>(
    () => new WasmRunFinder(tables),
    () => new PlainRunFinder(tables),
    plain,
  );
}
