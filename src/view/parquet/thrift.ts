import { BrokenTable } from '../rows/broken-table.ts';

/** Types of the compact protocol (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md). */
const [TRUE, FALSE, BYTE, I16, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT, UUID] = [
  1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13,
] as const;
/** Bytes of fixed-size values; booleans are part of their types. */
const SIZES: Readonly<Record<number, number>> = { [TRUE]: 0, [FALSE]: 0, [BYTE]: 1, [DOUBLE]: 8, [UUID]: 16 };
const DEEPEST = 32;
const LONG_SIZE = 15;

/** Handles a field of a structure: reads it and returns true, or leaves it to be skipped. */
export type TakeField = (id: number, type: number) => boolean;

/** Reads Thrift's compact protocol from bytes in memory. Throws {@link BrokenTable} at their end. */
export class ThriftReader {
  readonly #bytes: Buffer;
  #at: number;
  /** The type of the field to be read. */
  #type = -1;

  constructor(bytes: Buffer, at: number = 0) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** A reader positioned at a list. */
  static atList(bytes: Buffer, at: number): ThriftReader {
    const reader = new ThriftReader(bytes, at);
    reader.#type = LIST;
    return reader;
  }

  /** Position of the next byte. */
  get position(): number {
    return this.#at;
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new BrokenTable('truncated', 'a header is cut');
    return byte;
  }

  #varint(): number {
    let value = 0;
    for (let scale = 1; scale < 2 ** 70; scale *= 128) {
      const byte = this.#byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    throw new BrokenTable('corrupt', 'a number in a header is broken');
  }

  #expect(isExpected: boolean): void {
    if (!isExpected) throw new BrokenTable('corrupt', 'a field of a header is of another type');
  }

  /** A number of up to 64 bits; above 53 bits it is not exact. */
  number(): number {
    this.#expect(this.#type >= I16 && this.#type <= I64);
    return this.#signed();
  }

  #signed(): number {
    const value = this.#varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  binary(): Buffer {
    this.#expect(this.#type === BINARY);
    return this.#counted();
  }

  #counted(): Buffer {
    const length = this.#varint();
    const start = this.#at;
    this.#skipBytes(length);
    return this.#bytes.subarray(start, start + length);
  }

  #skipBytes(count: number): void {
    if (count > this.#bytes.length - this.#at) throw new BrokenTable('truncated', 'a header is cut');
    this.#at += count;
  }

  /** Whether a boolean field is true, given its type. */
  static isTrue(type: number): boolean {
    return type === TRUE;
  }

  /** Reads the fields of a structure. */
  struct(take: TakeField, depth: number = 0): void {
    for (let id = 0; ;) {
      const head = this.#byte();
      if (head === 0) return;
      id = head >> 4 === 0 ? this.#signed() : id + (head >> 4);
      this.#type = head & 15;
      if (!take(id, head & 15)) this.#skip(head & 15, depth + 1);
    }
  }

  /** Number of structures in a list; never more than there are bytes left. */
  listSize(): number {
    this.#expect(this.#type === LIST);
    const { size, type } = this.#listHead();
    this.#expect(type === STRUCT);
    return size;
  }

  #listHead(): { readonly size: number; readonly type: number } {
    const head = this.#byte();
    const size = head >> 4 === LONG_SIZE ? this.#varint() : head >> 4;
    if (size > this.#bytes.length - this.#at) throw new BrokenTable('corrupt', 'a list in a header is too long');
    return { size, type: head & 15 };
  }

  /** Skips a value. */
  #skip(type: number, depth: number): void {
    if (depth > DEEPEST) throw new BrokenTable('corrupt', 'a header is too deep');
    const size = SIZES[type];
    if (size !== undefined) return this.#skipBytes(size);
    if (type >= I16 && type <= I64) return void this.#varint();
    if (type === BINARY) return void this.#counted();
    if (type === STRUCT) return this.struct(() => false, depth);
    if (type === MAP) return this.#skipMap(depth);
    if (type === LIST || type === SET) return this.#skipList(depth);
    throw new BrokenTable('corrupt', 'a header has a field of no known type');
  }

  #skipList(depth: number): void {
    const { size, type } = this.#listHead();
    for (let i = 0; i < size; i++) this.#skipElement(type, depth);
  }

  /** Skips an element; booleans take up a byte in lists and maps. */
  #skipElement(type: number, depth: number): void {
    if (type === TRUE || type === FALSE) this.#skipBytes(1);
    else this.#skip(type, depth + 1);
  }

  #skipMap(depth: number): void {
    const size = this.#varint();
    if (size === 0) return;
    const types = this.#byte();
    if (size > this.#bytes.length - this.#at) throw new BrokenTable('corrupt', 'a map in a header is too long');
    for (let i = 0; i < size; i++) {
      this.#skipElement(types >> 4, depth);
      this.#skipElement(types & 15, depth);
    }
  }
}
