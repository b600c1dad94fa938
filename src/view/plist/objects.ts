/** A value of a property list; containers refer to their members by number. */
export type PlistValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'data'; readonly bytes: Buffer }
  | { readonly kind: 'array'; readonly members: readonly number[] }
  | { readonly kind: 'dictionary'; readonly keys: readonly number[]; readonly values: readonly number[] }
  | { readonly kind: 'uid'; readonly index: number }
  | { readonly kind: 'plain'; readonly text: string };

const HEADER = 8;
const TRAILER = 32;
/** Types of objects by the upper half of their first byte, as in CFBinaryPList.c of Core Foundation. */
const [PLAIN, INTEGER, REAL, DATE, DATA, ASCII, UTF16, UID, ARRAY, SET, DICTIONARY] = [
  0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 13,
] as const;
/** Numbers and dates, whose size is a power of two. */
const NUMBERS: ReadonlySet<number> = new Set([INTEGER, REAL, DATE]);
const FALSE = 8;
const TRUE = 9;
const NULL: PlistValue = { kind: 'plain', text: 'null' };

/** Whether a number of this size can be read. */
function isSize(size: number): boolean {
  return size >= 1 && size <= 6;
}

/** The objects of a binary property list, read on request. */
export class PlistObjects {
  readonly #bytes: Buffer;
  readonly #offsetSize: number;
  readonly #referenceSize: number;
  readonly #table: number;
  /** Number of objects. */
  readonly count: number;
  /** Number of the root object. */
  readonly root: number;

  private constructor(bytes: Buffer, trailer: Buffer) {
    this.#bytes = bytes;
    this.#offsetSize = trailer[6] ?? 0;
    this.#referenceSize = trailer[7] ?? 0;
    this.count = Number(trailer.readBigUInt64BE(8));
    this.root = Number(trailer.readBigUInt64BE(16));
    this.#table = Number(trailer.readBigUInt64BE(24));
  }

  /** Reads the trailer; undefined if it does not fit the bytes. */
  static of(bytes: Buffer): PlistObjects | undefined {
    if (bytes.length < HEADER + TRAILER) return undefined;
    const objects = new PlistObjects(bytes, bytes.subarray(bytes.length - TRAILER));
    return objects.#isWhole() ? objects : undefined;
  }

  #isWhole(): boolean {
    if (!isSize(this.#offsetSize) || !isSize(this.#referenceSize)) return false;
    const end = this.#table + this.count * this.#offsetSize;
    return this.#table >= HEADER && end <= this.#bytes.length - TRAILER && this.root < this.count;
  }

  /** An object by its number; undefined if it is broken. */
  read(index: number): PlistValue | undefined {
    if (index >= this.count) return undefined;
    const at = this.#bytes.readUIntBE(this.#table + index * this.#offsetSize, this.#offsetSize);
    if (at < HEADER || at >= this.#table) return undefined;
    const marker = this.#bytes[at] ?? 0;
    const [kind, low] = [marker >> 4, marker & 15];
    if (kind === PLAIN) return low === FALSE || low === TRUE ? { kind: 'plain', text: String(low === TRUE) } : NULL;
    if (NUMBERS.has(kind)) return this.#number(kind, at + 1, 1 << low);
    if (kind === UID) return this.#uid(at + 1, low + 1);
    const counted = this.#count(at, low);
    return counted === undefined ? undefined : this.#counted(kind, counted.start, counted.count);
  }

  #fits(at: number, length: number): boolean {
    return at + length <= this.#table;
  }

  #uid(at: number, size: number): PlistValue | undefined {
    return isSize(size) && this.#fits(at, size) ? { kind: 'uid', index: this.#bytes.readUIntBE(at, size) } : undefined;
  }

  #number(kind: number, at: number, size: number): PlistValue | undefined {
    if (!this.#fits(at, size)) return undefined;
    if (kind === INTEGER && size <= 4) return { kind: 'plain', text: String(this.#bytes.readUIntBE(at, size)) };
    if (kind === INTEGER && size === 8) return { kind: 'plain', text: String(this.#bytes.readBigInt64BE(at)) };
    if (kind !== INTEGER && size === 8) return { kind: 'plain', text: String(this.#bytes.readDoubleBE(at)) };
    return NULL;
  }

  /** Length of an object, and its start: the length is in the lower half of its first byte, or in an integer after it. */
  #count(at: number, low: number): { readonly start: number; readonly count: number } | undefined {
    if (low < 15) return { start: at + 1, count: low };
    const marker = this.#bytes[at + 1] ?? 0;
    const size = 1 << (marker & 15);
    if (marker >> 4 !== INTEGER || size > 4 || !this.#fits(at + 2, size)) return undefined;
    return { start: at + 2 + size, count: this.#bytes.readUIntBE(at + 2, size) };
  }

  #counted(kind: number, start: number, count: number): PlistValue | undefined {
    switch (kind) {
      case DATA:
        return this.#data(start, count);
      case ASCII:
        return this.#text(start, count, (bytes) => bytes.toString('latin1'));
      case UTF16:
        return this.#text(start, 2 * count, (bytes) => Buffer.from(bytes).swap16().toString('utf16le'));
      case ARRAY:
      case SET:
        return this.#members(start, count, (members) => ({ kind: 'array', members }));
      case DICTIONARY:
        return this.#members(start, 2 * count, (all) => ({
          kind: 'dictionary',
          keys: all.slice(0, count),
          values: all.slice(count),
        }));
      default:
        return undefined;
    }
  }

  #data(start: number, length: number): PlistValue | undefined {
    if (!this.#fits(start, length)) return undefined;
    return { kind: 'data', bytes: this.#bytes.subarray(start, start + length) };
  }

  #text(start: number, length: number, decode: (bytes: Buffer) => string): PlistValue | undefined {
    if (!this.#fits(start, length)) return undefined;
    return { kind: 'text', text: decode(this.#bytes.subarray(start, start + length)) };
  }

  #members(start: number, count: number, of: (members: readonly number[]) => PlistValue): PlistValue | undefined {
    const size = this.#referenceSize;
    if (!this.#fits(start, count * size)) return undefined;
    return of(Array.from({ length: count }, (_, index) => this.#bytes.readUIntBE(start + index * size, size)));
  }
}
