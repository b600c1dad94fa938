import type { JsonLines } from '../rows/json-lines.ts';

/** The values of a page, or of a dictionary. */
export interface Values {
  readonly count: number;
  /** Bytes that they keep in memory. */
  readonly bytes: number;
  write(lines: JsonLines, index: number): void;
}

const SPAN_BYTES = 8;

/** Texts and data. */
export class ByteValues implements Values {
  readonly count: number;
  readonly #bytes: Buffer;
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;

  constructor(bytes: Buffer, starts: Uint32Array, ends: Uint32Array) {
    this.#bytes = bytes;
    this.#starts = starts;
    this.#ends = ends;
    this.count = starts.length;
  }

  get bytes(): number {
    return this.#bytes.length + SPAN_BYTES * this.count;
  }

  write(lines: JsonLines, index: number): void {
    lines.text(this.#bytes, this.#starts[index] as number, this.#ends[index] as number);
  }
}

/** Texts and data of fixed length. */
export class FixedValues implements Values {
  readonly count: number;
  readonly #bytes: Buffer;
  readonly #width: number;
  readonly #isUuid: boolean;

  constructor(bytes: Buffer, width: number, isUuid: boolean) {
    this.#bytes = bytes;
    this.#width = width;
    this.#isUuid = isUuid;
    this.count = width > 0 ? Math.floor(bytes.length / width) : 0;
  }

  get bytes(): number {
    return this.#bytes.length;
  }

  write(lines: JsonLines, index: number): void {
    const start = index * this.#width;
    if (this.#isUuid) lines.put(JSON.stringify(uuidOf(this.#bytes.toString('hex', start, start + 16))));
    else lines.text(this.#bytes, start, start + this.#width);
  }
}

function uuidOf(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Integers. */
export class NumberValues implements Values {
  readonly count: number;
  readonly #numbers: Int32Array | BigInt64Array;

  constructor(numbers: Int32Array | BigInt64Array) {
    this.#numbers = numbers;
    this.count = numbers.length;
  }

  get bytes(): number {
    return this.#numbers.byteLength;
  }

  write(lines: JsonLines, index: number): void {
    lines.put(String(this.#numbers[index]));
  }
}

/** Values from a dictionary, by index. */
export class DictionaryValues implements Values {
  readonly count: number;
  readonly #dictionary: Values;
  readonly #indices: Uint32Array;
  /** Whether all of them are present. */
  readonly isWhole: boolean;

  constructor(dictionary: Values, indices: Uint32Array) {
    this.#dictionary = dictionary;
    this.#indices = indices;
    this.count = indices.length;
    this.isWhole = indices.every((index) => index < dictionary.count);
  }

  get bytes(): number {
    return this.#indices.byteLength;
  }

  write(lines: JsonLines, index: number): void {
    const place = this.#indices[index] as number;
    if (place < this.#dictionary.count) this.#dictionary.write(lines, place);
    else lines.put('null');
  }
}
