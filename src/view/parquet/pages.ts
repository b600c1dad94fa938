import type { Span } from '../../types.ts';
import type { RandomAccess } from '../random-access.ts';
import { BrokenTable } from '../rows/broken-table.ts';
import { type Effort, partSize } from '../rows/effort.ts';
import { type Unpacked, unpackAs, unpackHadoopLz4, unpackLz4, unpackSnappy } from '../rows/unpack.ts';
import { decodeDictionary, decodeValues, type PageNeeds } from './decode.ts';
import type { ColumnChunk } from './footer.ts';
import { readHybrid } from './hybrid.ts';
import { DATA_PAGE, DATA_PAGE_2, DICTIONARY_PAGE, type PageHeader, pageHeaderAt } from './page-header.ts';
import type { Leaf } from './schema.ts';
import type { Values } from './values.ts';

/** Levels in runs; the bit-packed encoding is used by writers before 2013. */
const RLE = 3;
const PREFIX = 4;
/** Work charged for a page and for a value, which may take up no bytes. */
const [PAGE, VALUE] = [512, 4] as const;

/** Values of a column with their levels. */
export interface Page {
  readonly count: number;
  /** Level of each value; undefined if all are 0. */
  readonly reps: Uint8Array | undefined;
  readonly defs: Uint8Array | undefined;
  /** Undefined for a page that could not be read: its values count as null. */
  readonly values: Values | undefined;
  /** The last value that begins a row; -1 if there is none. */
  readonly lastStart: number;
  /** Bytes that it keeps in memory. */
  readonly held: number;
}

/** Compressions of pages by their numbers. */
const CODECS: Readonly<Record<number, (packed: Buffer, size: number) => Unpacked | Promise<Unpacked>>> = {
  0: (bytes) => ({ bytes, isWhole: true }),
  1: unpackSnappy,
  2: (packed, size) => unpackAs('gzip', packed, size),
  4: (packed, size) => unpackAs('brotli', packed, size),
  5: unpackHadoopLz4,
  6: (packed, size) => unpackAs('zstd', packed, size),
  7: unpackLz4,
};

/** The levels of a page, and the data after them. */
interface PageParts extends Pick<Page, 'reps' | 'defs'> {
  readonly bytes: Buffer;
}

interface Levels {
  readonly levels: Uint8Array | undefined;
  readonly next: number;
}

/** Index of the last value that begins a row. */
function lastStartOf(reps: Uint8Array | undefined, count: number): number {
  return reps === undefined ? count - 1 : reps.lastIndexOf(0);
}

function widthOf(level: number): number {
  return 32 - Math.clz32(level);
}

/** Reads the pages of one column in one row group. */
export class PageReader {
  readonly leaf: Leaf;
  readonly #access: RandomAccess;
  readonly #codec: number;
  readonly #effort: Effort;
  readonly #read: Span[];
  #dictionary: Values | undefined;
  #at: number;
  #left: number;

  /** @param needs `read` collects the spans of pages that were read */
  constructor(
    access: RandomAccess,
    { codec, values, start }: ColumnChunk,
    { leaf, effort, read }: { readonly leaf: Leaf; readonly effort: Effort; readonly read: Span[] },
  ) {
    this.#read = read;
    this.#access = access;
    this.#effort = effort;
    this.#codec = codec;
    this.#at = start ?? access.size;
    this.#left = start === undefined ? 0 : values;
    this.leaf = leaf;
  }

  /**
   * The next page with values; undefined after the last one. Throws {@link BrokenTable} if it cannot be located.
   *
   * @param onLost receives the reason why a page that was located could not be read
   */
  async next(onLost: (error: unknown) => void): Promise<Page | undefined> {
    while (this.#left > 0) {
      const { header, data } = pageHeaderAt(this.#access, this.#at);
      const size = partSize(header.packed);
      this.#effort.spend(PAGE + data - this.#at + size);
      this.#at = data + size;
      if (header.kind === DICTIONARY_PAGE) await this.#readDictionary(header, data);
      if (header.kind !== DATA_PAGE && header.kind !== DATA_PAGE_2) continue;
      const count = partSize(header.values);
      this.#left -= Math.max(1, count);
      this.#effort.spend(VALUE * count);
      if (data + size > this.#access.size) throw new BrokenTable('truncated', 'a page is cut');
      try {
        const page = await this.#page(header, data, onLost);
        this.#read.push({ start: data, end: data + size });
        return page;
      } catch (error) {
        onLost(error);
        return { count, reps: undefined, defs: undefined, values: undefined, lastStart: count - 1, held: 0 };
      }
    }
    return undefined;
  }

  /** Frees resources. */
  close(): void {
    this.#effort.release(this.#dictionary?.bytes ?? 0);
    this.#dictionary = undefined;
    this.#left = 0;
  }

  async #readDictionary({ packed, unpacked, values: count, encoding }: PageHeader, data: number): Promise<void> {
    const bytes = await this.#unpack(this.#access.read(data, packed), unpacked);
    if (count < 0 || count > bytes.length) throw new BrokenTable('corrupt', 'a dictionary is broken');
    const values = decodeDictionary({ bytes, count, encoding }, this.leaf);
    this.#effort.release(this.#dictionary?.bytes ?? 0);
    this.#dictionary = undefined;
    this.#effort.hold(values.bytes);
    this.#dictionary = values;
  }

  async #unpack(packed: Buffer, size: number): Promise<Buffer> {
    const unpack = CODECS[this.#codec];
    if (unpack === undefined) throw new BrokenTable('unsupported-format', `pages compressed by codec ${this.#codec}`);
    this.#effort.spend(partSize(size));
    const { bytes, isWhole } = await unpack(packed, size);
    if (!isWhole || bytes.length < size) throw new BrokenTable('corrupt', 'a page does not unpack');
    return bytes;
  }

  async #page(header: PageHeader, data: number, onLost: PageNeeds['onLost']): Promise<Page> {
    const packed = this.#access.read(data, header.packed);
    const parts = await (header.kind === DATA_PAGE ? this.#first(header, packed) : this.#second(header, packed));
    return this.#made(header, parts, onLost);
  }

  async #first(header: PageHeader, packed: Buffer): Promise<PageParts> {
    const bytes = await this.#unpack(packed, header.unpacked);
    const [defEncoding, repEncoding] = header.levelEncodings;
    const reps = this.#prefixed(bytes, 0, { count: header.values, most: this.leaf.rep, encoding: repEncoding });
    const defs = this.#prefixed(bytes, reps.next, { count: header.values, most: this.leaf.def, encoding: defEncoding });
    return { reps: reps.levels, defs: defs.levels, bytes: bytes.subarray(defs.next) };
  }

  /** Levels preceded by their length. */
  #prefixed(
    bytes: Buffer,
    at: number,
    { count, most, encoding }: { readonly count: number; readonly most: number; readonly encoding: number },
  ): Levels {
    if (most === 0) return { levels: undefined, next: at };
    if (encoding !== RLE) throw new BrokenTable('unsupported-format', `levels in encoding ${encoding}`);
    const start = at + PREFIX;
    const end = start > bytes.length ? Infinity : start + bytes.readUInt32LE(at);
    if (end > bytes.length) throw new BrokenTable('corrupt', 'levels of a page are cut');
    return { levels: this.#levels(bytes, { start, end, width: widthOf(most) }, count), next: end };
  }

  #levels(bytes: Buffer, span: Parameters<typeof readHybrid>[1], count: number): Uint8Array {
    const levels = new Uint8Array(count);
    readHybrid(bytes, span, levels);
    return levels;
  }

  async #second(header: PageHeader, packed: Buffer): Promise<PageParts> {
    const { repBytes, defBytes, values: count } = header;
    const start = repBytes + defBytes;
    if (repBytes < 0 || defBytes < 0 || start > packed.length || start > header.unpacked)
      throw new BrokenTable('corrupt', 'levels of a page are cut');
    const { rep, def } = this.leaf;
    const reps = rep === 0 ? undefined : this.#levels(packed, { start: 0, end: repBytes, width: widthOf(rep) }, count);
    const defs =
      def === 0 ? undefined : this.#levels(packed, { start: repBytes, end: start, width: widthOf(def) }, count);
    const data = packed.subarray(start);
    // A page of only nulls may have no data at all, whatever its compression.
    const bytes = header.isPacked && data.length > 0 ? await this.#unpack(data, header.unpacked - start) : data;
    return { reps, defs, bytes };
  }

  #made({ values: count, encoding }: PageHeader, { reps, defs, bytes }: PageParts, onLost: PageNeeds['onLost']): Page {
    let there = count;
    if (defs !== undefined) for (const level of defs) if (level !== this.leaf.def) there--;
    const { leaf } = this;
    const values = decodeValues({ bytes, count: there, encoding }, leaf, {
      dictionary: this.#dictionary,
      effort: this.#effort,
      onLost,
    });
    if (values.count < there) onLost(new BrokenTable('corrupt', 'values of a page are not there'));
    const held = values.bytes + (reps?.length ?? 0) + (defs?.length ?? 0);
    this.#effort.hold(held);
    return { count, reps, defs, values, lastStart: lastStartOf(reps, count), held };
  }
}
