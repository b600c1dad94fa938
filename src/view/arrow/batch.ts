import type { Span } from '../../types.ts';
import type { RandomAccess } from '../random-access.ts';
import { BrokenTable } from '../rows/broken-table.ts';
import type { Effort } from '../rows/effort.ts';
import { unpackAs, unpackLz4Frame } from '../rows/unpack.ts';
import {
  type Column,
  type Member,
  placeIn,
  PlainColumn,
  PointingColumn,
  type Target,
  type WriteAt,
  writeLists,
  writeNumbers,
  writeObject,
  writeTexts,
  writeViews,
} from './columns.ts';
import type { FlatTable } from './flatbuffer.ts';
import { type Field, isShown, TYPE } from './schema.ts';

const NONE = Buffer.alloc(0);
const [LZ4, ZSTD] = [0, 1] as const;
/** Bytes of a buffer's location, and work charged for reading a buffer, in addition to its bytes. */
const [PLACE, BUFFER] = [16, 256] as const;
/** Length of the size before a compressed buffer; it is negative if the buffer is not compressed. */
const SIZE = 8;
/** Types whose number of buffers is not two. */
const BUFFERS: Readonly<Record<number, number>> = {
  [TYPE.null]: 0,
  [TYPE.binary]: 3,
  [TYPE.utf8]: 3,
  [TYPE.largeBinary]: 3,
  [TYPE.largeUtf8]: 3,
  [TYPE.struct]: 1,
  [TYPE.fixedList]: 1,
  [TYPE.runs]: 0,
  [TYPE.listView]: 3,
  [TYPE.largeListView]: 3,
};
const VIEWS: ReadonlySet<number> = new Set([TYPE.binaryView, TYPE.utf8View]);
const LARGE: ReadonlySet<number> = new Set([TYPE.largeBinary, TYPE.largeUtf8, TYPE.largeList, TYPE.largeListView]);
const TEXTS: ReadonlySet<number> = new Set([TYPE.binary, TYPE.utf8, TYPE.largeBinary, TYPE.largeUtf8]);

/** Values of a dictionary from one batch. */
interface DictionaryPart {
  readonly column: Column | undefined;
  readonly batch: Batch;
}

/** The values of a dictionary, possibly from several batches. */
export class Dictionary {
  readonly #parts: DictionaryPart[];
  /** Number of values up to the end of each part. */
  readonly #ends: number[];

  constructor(part: DictionaryPart) {
    this.#parts = [part];
    this.#ends = [part.batch.length];
  }

  add(part: DictionaryPart): void {
    this.#parts.push(part);
    this.#ends.push((this.#ends.at(-1) ?? 0) + part.batch.length);
  }

  /** Location of the value with the given index. */
  target(place: number): Target | undefined {
    if (place < 0) return undefined;
    let [low, high] = [0, this.#ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ends[middle] as number) > place) high = middle;
      else low = middle + 1;
    }
    const column = this.#parts[low]?.column;
    return column && { column, index: place - (this.#ends[low - 1] ?? 0) };
  }

  /** Frees resources. */
  close(): void {
    for (const { batch } of this.#parts) batch.close();
  }
}

/** The source of a batch. */
export interface BatchSource {
  readonly access: RandomAccess;
  /** Start of its buffers. */
  readonly body: number;
  /** Whether unions have a validity bitmap, as they did before version 5. */
  readonly isOld: boolean;
  /** By their ids. */
  readonly dictionaries: ReadonlyMap<number, Dictionary>;
  readonly effort: Effort;
  /** Called with the reason why a column could not be read. */
  readonly onLost: (field: Field, error: unknown) => void;
  /** Collects the spans of compressed buffers that were read; others may contain unused data. */
  readonly read: Span[];
}

/** Makes the columns of one batch of rows, whose buffers are in the order of the schema. */
export class Batch {
  readonly length: number;
  readonly #buffers: Buffer;
  readonly #variadic: Buffer;
  readonly #codec: number | undefined;
  readonly #source: BatchSource;
  #next = 0;
  #nextVariadic = 0;
  #held = 0;

  constructor(table: FlatTable, source: BatchSource) {
    this.length = table.long(0);
    this.#buffers = table.list(2, PLACE);
    this.#codec = table.table(3)?.number(0, 1);
    this.#variadic = table.list(4, 8);
    this.#source = source;
  }

  /** Frees resources. */
  close(): void {
    this.#source.effort.release(this.#held);
    this.#held = 0;
  }

  async members(fields: readonly Field[]): Promise<Member[]> {
    const members: Member[] = [];
    for (const field of fields) members.push({ name: field.name, column: await this.#column(field) });
    return members;
  }

  /** A column of plain values; undefined if none of it is shown. */
  async values(field: Field): Promise<Column | undefined> {
    return this.#column({ ...field, dictionary: undefined });
  }

  async #column(field: Field): Promise<Column | undefined> {
    const { dictionary } = field;
    const isPlain = dictionary === undefined;
    const first = this.#next;
    this.#next += isPlain ? this.#count(field) : 2;
    const children = isPlain ? await this.#children(field) : [];
    if (!isShown(field)) return undefined;
    try {
      return isPlain ? await this.#plain(field, first, children) : await this.#pointing(dictionary, first);
    } catch (error) {
      this.#source.onLost(field, error);
      return undefined;
    }
  }

  /** The children of a column; for a map, the two columns of its entries, which have a validity bitmap. */
  #children({ type, children: [entries], children }: Field): Promise<Member[]> {
    if (type !== TYPE.map || entries === undefined) return this.members(children);
    this.#next++;
    return this.members(entries.children);
  }

  /** Number of buffers of a column, without those of its children. */
  #count({ type, isDense }: Field): number {
    if (type === TYPE.union) return (isDense ? 2 : 1) + Number(this.#source.isOld);
    if (VIEWS.has(type)) return 2 + this.#dataCount(this.#nextVariadic++);
    return BUFFERS[type] ?? 2;
  }

  /** Number of data buffers of a column of views. */
  #dataCount(index: number): number {
    const count = placeIn(this.#variadic, index, 8);
    if (count < 0) throw new BrokenTable('corrupt', 'a batch of rows is broken');
    return count;
  }

  async #buffer(index: number): Promise<Buffer> {
    const { access, body, effort } = this.#source;
    if (PLACE * (index + 1) > this.#buffers.length)
      throw new BrokenTable('corrupt', 'a batch of rows has too few buffers');
    const [at, length] = [placeIn(this.#buffers, 2 * index, 8), placeIn(this.#buffers, 2 * index + 1, 8)];
    if (at < 0 || length < 0) throw new BrokenTable('corrupt', 'a batch of rows is broken');
    if (body + at + length > access.size) throw new BrokenTable('truncated', 'a batch of rows is cut');
    effort.spend(BUFFER + length);
    this.#hold(length);
    const bytes = access.read(body + at, length);
    if (this.#codec === undefined || length === 0) return bytes;
    const size = placeIn(bytes, 0, SIZE);
    if (size < 0) return bytes.subarray(SIZE);
    const unpacked = await this.#unpack(bytes.subarray(SIZE), size);
    this.#source.read.push({ start: body + at, end: body + at + length });
    return unpacked;
  }

  #hold(bytes: number): void {
    this.#source.effort.hold(bytes);
    this.#held += bytes;
  }

  async #unpack(packed: Buffer, size: number): Promise<Buffer> {
    if (this.#codec !== LZ4 && this.#codec !== ZSTD)
      throw new BrokenTable('unsupported-format', `buffers compressed by codec ${this.#codec}`);
    this.#source.effort.spend(size);
    this.#hold(size);
    const { bytes, isWhole } = await (this.#codec === LZ4
      ? unpackLz4Frame(packed, size)
      : unpackAs('zstd', packed, size));
    if (!isWhole || bytes.length < size) throw new BrokenTable('corrupt', 'a buffer does not unpack');
    return bytes;
  }

  async #pointing({ id, width }: NonNullable<Field['dictionary']>, first: number): Promise<Column> {
    const [valid, indices] = [await this.#buffer(first), await this.#buffer(first + 1)];
    const values = this.#source.dictionaries.get(id);
    const bits = new PlainColumn(valid, () => undefined);
    return new PointingColumn(
      (index) => (bits.isNull(index) ? undefined : values?.target(placeIn(indices, index, width))),
      this.#source.effort,
    );
  }

  async #plain(field: Field, first: number, children: readonly Member[]): Promise<Column> {
    if (field.type === TYPE.union) return this.#union(field, first, children);
    if (field.type === TYPE.runs) return this.#runs(field, first, children);
    return new PlainColumn(await this.#buffer(first), await this.#writer(field, first + 1, children));
  }

  async #writer(field: Field, second: number, children: readonly Member[]): Promise<WriteAt> {
    const { type, size } = field;
    if (type === TYPE.struct) return writeObject(children, this.#source.effort);
    if (type === TYPE.fixedList) return this.#lists(field, children, (index) => [index * size, (index + 1) * size]);
    const main = await this.#buffer(second);
    if (type === TYPE.int) return writeNumbers(main, size);
    if (type === TYPE.fixedBinary) return writeTexts(main, (index) => [index * size, (index + 1) * size]);
    const width = LARGE.has(type) ? 8 : 4;
    const placesOf = (index: number): readonly [number, number] => [
      placeIn(main, index, width),
      placeIn(main, index + 1, width),
    ];
    if (TEXTS.has(type)) return writeTexts(await this.#buffer(second + 1), placesOf);
    if (VIEWS.has(type)) return this.#views(main, second + 1);
    if (type !== TYPE.listView && type !== TYPE.largeListView) return this.#lists(field, children, placesOf);
    const sizes = await this.#buffer(second + 1);
    return this.#lists(field, children, (index) => {
      const start = placeIn(main, index, width);
      return [start, start + placeIn(sizes, index, width)];
    });
  }

  async #views(main: Buffer, first: number): Promise<WriteAt> {
    const count = this.#dataCount(this.#nextVariadic - 1);
    const buffers: Buffer[] = [];
    for (let i = 0; i < count; i++) buffers.push(await this.#buffer(first + i));
    return writeViews(main, buffers);
  }

  #lists({ type, children }: Field, members: readonly Member[], placesOf: Parameters<typeof writeLists>[0]): WriteAt {
    const { effort } = this.#source;
    if (type !== TYPE.map) return writeLists(placesOf, { element: members[0]?.column, key: undefined, effort });
    const isNamed = TEXTS.has(children[0]?.children[0]?.type ?? 0);
    if (isNamed) return writeLists(placesOf, { element: members[1]?.column, key: members[0]?.column, effort });
    return writeLists(placesOf, {
      element: new PlainColumn(NONE, writeObject(members, effort)),
      key: undefined,
      effort,
    });
  }

  /** Values of several types, each with the number of its type. */
  async #union({ members, isDense }: Field, first: number, children: readonly Member[]): Promise<Column> {
    const at = first + Number(this.#source.isOld);
    const types = await this.#buffer(at);
    const places = isDense ? await this.#buffer(at + 1) : undefined;
    const numbers = new Map(members.map((id, index) => [id, index] as const).toReversed());
    return new PointingColumn((index) => {
      const id = placeIn(types, index, 1);
      const column = children[members.length > 0 ? (numbers.get(id) ?? -1) : id]?.column;
      const place = places === undefined ? index : placeIn(places, index, 4);
      return column === undefined || place < 0 ? undefined : { column, index: place };
    }, this.#source.effort);
  }

  /** Values that repeat for a run of rows, given by the ends of the runs. */
  async #runs(field: Field, first: number, [, values]: readonly Member[]): Promise<Column> {
    const width = field.children[0]?.size ?? 0;
    const ends = await this.#buffer(first + 1);
    const column = values?.column;
    return new PointingColumn((index) => {
      let [low, high] = [0, width > 0 ? Math.floor(ends.length / width) : 0];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (placeIn(ends, middle, width) > index) high = middle;
        else low = middle + 1;
      }
      return column && { column, index: low };
    }, this.#source.effort);
  }
}
