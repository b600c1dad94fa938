import { BrokenTable } from '../rows/broken-table.ts';

const NONE = Buffer.alloc(0);

/** A table of FlatBuffers (https://flatbuffers.dev/internals/). References outside the bytes throw {@link BrokenTable}. */
export class FlatTable {
  readonly #bytes: Buffer;
  readonly #at: number;
  readonly #fields: number;
  readonly #size: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
    this.#fields = at - this.#read(at, 4).readInt32LE();
    this.#size = this.#read(this.#fields, 2).readUInt16LE();
  }

  #read(at: number, length: number): Buffer {
    const part = at < 0 ? undefined : this.#bytes.subarray(at, at + length);
    if (part?.length !== length) throw new BrokenTable('corrupt', 'a header is broken');
    return part;
  }

  /** Position of a field by its number; 0 if it is missing. */
  #place(field: number): number {
    const slot = 4 + 2 * field;
    const offset = slot + 2 > this.#size ? 0 : this.#read(this.#fields + slot, 2).readUInt16LE();
    return offset === 0 ? 0 : this.#at + offset;
  }

  /** A number of 8, 16 or 32 bits; 0 if it is missing. */
  number(field: number, bytes: 1 | 2 | 4): number {
    const at = this.#place(field);
    return at === 0 ? 0 : this.#read(at, bytes).readIntLE(0, bytes);
  }

  /** A number of 64 bits, as far as it is exact; 0 if it is missing. */
  long(field: number): number {
    const at = this.#place(field);
    return at === 0 ? 0 : Number(this.#read(at, 8).readBigInt64LE());
  }

  #target(at: number): number {
    return at + this.#read(at, 4).readUInt32LE();
  }

  table(field: number): FlatTable | undefined {
    const at = this.#place(field);
    return at === 0 ? undefined : new FlatTable(this.#bytes, this.#target(at));
  }

  /** The elements of a list, `width` bytes each, one after the other. */
  list(field: number, width: number): Buffer {
    const at = this.#place(field);
    if (at === 0) return NONE;
    const start = this.#target(at);
    return this.#read(start + 4, this.#read(start, 4).readUInt32LE() * width);
  }

  /** The tables of a list, several of which may be the same one. */
  *tables(field: number): Generator<FlatTable> {
    const at = this.#place(field);
    const first = at === 0 ? 0 : this.#target(at) + 4;
    for (let index = 0, count = this.list(field, 4).length / 4; index < count; index++)
      yield new FlatTable(this.#bytes, this.#target(first + 4 * index));
  }

  text(field: number): Buffer {
    const at = this.#place(field);
    if (at === 0) return NONE;
    const start = this.#target(at);
    return this.#read(start + 4, this.#read(start, 4).readUInt32LE());
  }
}
