import type { Span } from '../../types.ts';
import type { Loss } from '../nested-blob.ts';
import type { RandomAccess } from '../random-access.ts';
import type { Budget } from '../budget.ts';
import { type Ending, entriesIn, unpackBlock, written } from './block.ts';
import { maskedCrc } from '../compressed/crc32c.ts';
import { type Entry, varintAt } from './fields.ts';
import type { Pass } from './pass.ts';

/** Two block handles and a magic number at the end (LevelDB, doc/table_format.md). */
const FOOTER = 48;
const MAGIC = 8;
const LEVELDB = '57fb808b247547db';
/** Magic numbers of RocksDB tables: of block-based ones, the same before version 2, and of plain ones. */
const ROCKSDB: ReadonlySet<string> = new Set(['f7cff485b741e288', '1e78d1e4e8b9c724', '4f34f41e4f34f41e']);
/** Compression and checksum after a block. */
const TRAILER = 5;
/** Largest block that is read at once. */
const LARGEST = 64 * 1024 * 1024;

/** A block's span, without its trailer. */
function placeAt(bytes: Buffer, at: number): (Span & { readonly next: number }) | undefined {
  const start = varintAt(bytes, at);
  const size = start && varintAt(bytes, start.next);
  return size && { start: start.value, end: start.value + size.value, next: size.next };
}

/** An unpacked block. */
interface Block {
  readonly bytes: Buffer;
  /** Whether its checksum is correct and nothing of it is lost. */
  readonly isSound: boolean;
}

/** One pass over a LevelDB table. */
export class TablePass implements Pass {
  readonly rest: Span[] = [];
  readonly #access: RandomAccess;
  readonly #budget: Budget;
  #loss: Loss | undefined;
  #broken = 0;
  /** Blocks are consecutive: one that begins earlier would be read again and again. */
  #end = 0;

  constructor(access: RandomAccess, budget: Budget) {
    this.#access = access;
    this.#budget = budget;
  }

  get loss(): Loss | undefined {
    if (this.#loss !== undefined || this.#broken === 0) return this.#loss;
    return { reason: 'corrupt', detail: `${this.#broken} blocks are broken or wrong by their checksums` };
  }

  async *entries(): AsyncGenerator<Iterable<Entry>> {
    const index = await this.#index();
    if (index === undefined) return;
    const places = entriesIn(index, this.#budget);
    let next = places.next();
    for (; next.done !== true; next = places.next()) {
      const place = next.value.value && placeAt(next.value.value, 0);
      if (place === undefined || place.start < this.#end) this.#broken++;
      else yield this.#entriesAt(place, await this.#blockAt(place));
    }
    this.#tell(next.value);
  }

  *#entriesAt({ start, end }: Span, { bytes, isSound }: Block): Generator<Entry> {
    this.#end = end + TRAILER;
    const entries = entriesIn(bytes, this.#budget);
    let next = entries.next();
    for (; next.done !== true; next = entries.next()) yield written(next.value);
    if (next.value === 'whole' && isSound) return;
    this.#tell(isSound || next.value === 'unpaid' ? next.value : 'broken');
    this.rest.push({ start, end: Math.min(end, this.#access.size) });
  }

  #tell(ending: Ending): void {
    if (ending === 'broken') this.#broken++;
    else if (ending === 'unpaid')
      this.#loss ??= { reason: 'too-expanded', detail: 'keys stand for more than the budget allows' };
  }

  async #index(): Promise<Buffer | undefined> {
    const { size } = this.#access;
    const footer = this.#access.read(Math.max(0, size - FOOTER), FOOTER);
    const magic = footer.toString('hex', footer.length - MAGIC);
    const places = magic === LEVELDB ? placeAt(footer, 0) : undefined;
    const place = places && placeAt(footer, places.next);
    if (place !== undefined && place.end + TRAILER <= size) {
      const { bytes, isSound } = await this.#blockAt(place);
      if (!isSound) this.#broken++;
      if (bytes.length > 0) return bytes;
    }
    this.#loss = ROCKSDB.has(magic)
      ? { reason: 'unsupported-format', detail: 'blocks of a RocksDB table: not scanned but as they stand' }
      : { reason: 'corrupt', detail: 'a table of LevelDB without its end or its index: looked at as it stands' };
    this.rest.push({ start: 0, end: size });
    return undefined;
  }

  async #blockAt({ start, end }: Span): Promise<Block> {
    if (end - start > LARGEST || end + TRAILER > this.#access.size) return { bytes: Buffer.alloc(0), isSound: false };
    const packed = this.#access.read(start, end - start + TRAILER);
    const tail = packed.length - TRAILER;
    const { bytes, loss } = await unpackBlock(packed.subarray(0, tail), packed[tail] as number, this.#budget);
    const isRight = packed.readUInt32LE(tail + 1) === maskedCrc(packed.subarray(0, tail + 1));
    if (loss?.reason === 'unsupported-format') this.#loss ??= loss;
    return { bytes, isSound: loss === undefined && isRight };
  }
}
