import type { Span } from '../../types.ts';
import type { Loss } from '../nested-blob.ts';
import type { RandomAccess } from '../random-access.ts';
import { entriesIn, unpackBlock, writtenIn } from './block.ts';
import { maskedCrc } from './crc32c.ts';
import { type Entry, varintAt } from './fields.ts';
import type { Pass } from './pass.ts';

/** Two places and a magic number at the end (LevelDB, doc/table_format.md). */
const FOOTER = 48;
const MAGIC = 8;
const LEVELDB = '57fb808b247547db';
/** Magic numbers of the tables of RocksDB: of blocks, the same before version 2, and plain ones. */
const ROCKSDB: ReadonlySet<string> = new Set(['f7cff485b741e288', '1e78d1e4e8b9c724', '4f34f41e4f34f41e']);
/** Compression and checksum behind a block. */
const TRAILER = 5;
/** Largest block that is read at once. */
const LARGEST = 64 * 1024 * 1024;

/** A block's place, without what stands behind it. */
function placeAt(bytes: Buffer, at: number): (Span & { readonly next: number }) | undefined {
  const start = varintAt(bytes, at);
  const size = start && varintAt(bytes, start.next);
  return size && { start: start.value, end: start.value + size.value, next: size.next };
}

/** One pass over a table of LevelDB. */
export class TablePass implements Pass {
  readonly rest: Span[] = [];
  readonly #access: RandomAccess;
  #loss: Loss | undefined;
  #broken = 0;
  /** Blocks stand one behind the other: one that begins further in front would be read again and again. */
  #end = 0;

  constructor(access: RandomAccess) {
    this.#access = access;
  }

  get loss(): Loss | undefined {
    if (this.#loss !== undefined || this.#broken === 0) return this.#loss;
    return { reason: 'corrupt', detail: `${this.#broken} blocks are broken or wrong by their checksums` };
  }

  async *entries(): AsyncGenerator<readonly Entry[]> {
    const index = await this.#index();
    if (index === undefined) return;
    const { entries, isWhole } = entriesIn(index);
    if (!isWhole) this.#broken++;
    for (const { value } of entries) {
      const place = value && placeAt(value, 0);
      if (place === undefined || place.start < this.#end) this.#broken++;
      else yield await this.#block(place);
    }
  }

  async #index(): Promise<Buffer | undefined> {
    const { size } = this.#access;
    const footer = this.#access.read(Math.max(0, size - FOOTER), FOOTER);
    const magic = footer.toString('hex', footer.length - MAGIC);
    const places = magic === LEVELDB ? placeAt(footer, 0) : undefined;
    const place = places && placeAt(footer, places.next);
    if (place !== undefined && place.end + TRAILER <= size) {
      const index = await this.#unpacked(place);
      if (index.length > 0) return index;
    }
    this.#loss = ROCKSDB.has(magic)
      ? { reason: 'unsupported-format', detail: 'blocks of a RocksDB table: not looked at but as they stand' }
      : { reason: 'corrupt', detail: 'a table of LevelDB without its end or its index: looked at as it stands' };
    this.rest.push({ start: 0, end: size });
    return undefined;
  }

  async #block(place: Span): Promise<readonly Entry[]> {
    this.#end = place.end + TRAILER;
    const before = this.#broken;
    const block = await this.#unpacked(place);
    const { entries, isWhole } = writtenIn(block);
    if (!isWhole && this.#broken === before) this.#broken++;
    if (this.#broken > before) this.rest.push({ start: place.start, end: Math.min(place.end, this.#access.size) });
    return entries;
  }

  async #unpacked({ start, end }: Span): Promise<Buffer> {
    if (end - start > LARGEST || end + TRAILER > this.#access.size) {
      this.#broken++;
      return Buffer.alloc(0);
    }
    const bytes = this.#access.read(start, end - start + TRAILER);
    const packed = bytes.subarray(0, end - start);
    const { bytes: block, loss } = await unpackBlock(packed, bytes[packed.length] as number);
    const isWrong = bytes.readUInt32LE(packed.length + 1) !== maskedCrc(bytes.subarray(0, packed.length + 1));
    if (loss?.reason === 'unsupported-format') this.#loss ??= loss;
    if (loss !== undefined || isWrong) this.#broken++;
    return block;
  }
}
