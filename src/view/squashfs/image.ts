import { ScanError } from '../../errors.ts';
import type { Budget } from '../budget.ts';
import { unpackLz4Block } from '../compressed/lz4-block.ts';
import { unpackLzoBlock } from '../compressed/lzo-block.ts';
import { unpackWhole, type Whole } from '../compressed/whole.ts';
import type { Loss } from '../nested-blob.ts';
import type { RandomAccess } from '../random-access.ts';
import type { Packer, Superblock } from './superblock.ts';

/** Maximum unpacked size of a block of metadata: inodes, directories and so on. */
const META = 8192;
const META_PLAIN = 0x8000;
/** Flag in the size of a data block: it is not packed. */
const DATA_PLAIN = 0x1000000;
/** Number of unpacked metadata blocks and fragments that are cached. */
const [KEPT_META, KEPT_FRAGMENTS] = [64, 4] as const;
/** Locations of fragments: number per block, and size of each in bytes. */
const [PLACES, PLACE] = [512, 16] as const;
const NOTHING = Buffer.alloc(0);
const BROKEN: Loss = { reason: 'corrupt', detail: 'a block is broken' };

/** A metadata block, and the start of the next one. */
interface MetaBlock {
  readonly bytes: Buffer;
  readonly next: number;
}

/** A cache of the most recently used values. */
class Recent<T> {
  readonly #most: number;
  readonly #kept: Map<number, T> = new Map();

  constructor(most: number) {
    this.#most = most;
  }

  get(key: number): T | undefined {
    const value = this.#kept.get(key);
    if (value !== undefined) this.put(key, value);
    return value;
  }

  put(key: number, value: T): void {
    this.#kept.delete(key);
    this.#kept.set(key, value);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.#most && oldest !== undefined) this.#kept.delete(oldest);
  }
}

function isShort(reached: number, into: Buffer): Whole {
  const isBroken = reached < 0;
  return { bytes: into.subarray(0, isBroken ? -reached - 1 : reached), loss: isBroken ? BROKEN : undefined };
}

/** Unpacks one block. @param most maximum size of its output, in bytes */
function unpacked(packer: Packer, packed: Buffer, most: number, budget: Budget): Promise<Whole> | Whole {
  if (packer === 'lz4') {
    const into = Buffer.allocUnsafe(most);
    return isShort(unpackLz4Block(packed, into, 0), into);
  }
  if (packer === 'lzo') {
    const into = Buffer.allocUnsafe(most);
    return isShort(unpackLzoBlock(packed, into), into);
  }
  return unpackWhole(packer, packed, most, budget);
}

/** The blocks of an image. Unpacking metadata is charged: a block may be requested again and again. */
export class Image {
  readonly superblock: Superblock;
  readonly #access: RandomAccess;
  readonly #budget: Budget;
  readonly #meta: Recent<MetaBlock> = new Recent(KEPT_META);
  readonly #fragments: Recent<Whole> = new Recent(KEPT_FRAGMENTS);

  constructor(access: RandomAccess, superblock: Superblock, budget: Budget) {
    this.#access = access;
    this.superblock = superblock;
    this.#budget = budget;
  }

  #pay(bytes: number): void {
    if (!this.#budget.spend(bytes))
      throw new ScanError('too-expanded', 'Cannot read the image: more than the budget allows');
  }

  #work(bytes: number): void {
    if (!this.#budget.work(bytes))
      throw new ScanError('too-expanded', 'Cannot read the image: more than the budget allows');
  }

  /** The metadata block at an offset. Throws `ScanError` if it cannot be read. */
  async metaAt(at: number): Promise<MetaBlock> {
    const known = this.#meta.get(at);
    if (known !== undefined) return known;
    const head = this.#access.read(at, 2);
    if (head.length < 2) throw new ScanError('truncated', `Cannot read the image: it ends before byte ${at}`);
    const word = head.readUInt16LE(0);
    const size = word % META_PLAIN;
    const packed = this.#access.read(at + 2, size);
    if (packed.length < size)
      throw new ScanError('truncated', `Cannot read the image: it ends in a block at byte ${at}`);
    this.#pay(META);
    const { bytes, loss } =
      word < META_PLAIN ? await unpacked(this.superblock.packer, packed, META, this.#budget) : { bytes: packed };
    if (loss !== undefined || bytes.length > META || bytes.length === 0)
      throw new ScanError(loss?.reason ?? 'corrupt', `Cannot read the image: a block is broken at byte ${at}`);
    const block = { bytes, next: at + 2 + size };
    this.#meta.put(at, block);
    return block;
  }

  /** A block of a file's data. @param size including the flag for unpacked data; @param most maximum size of its output */
  async dataAt(at: number, size: number, most: number): Promise<Whole> {
    const length = size % DATA_PLAIN;
    // No packed block is larger than its contents; otherwise many one-byte files could have the same large block read again and again.
    if (length > this.superblock.blockSize) return { bytes: NOTHING, loss: BROKEN };
    this.#work(Math.max(0, length - most));
    const packed = this.#access.read(at, length);
    const { bytes, loss } =
      size >= DATA_PLAIN
        ? { bytes: packed.subarray(0, most) }
        : await unpacked(this.superblock.packer, packed, most, this.#budget);
    const cut: Loss | undefined =
      packed.length < length ? { reason: 'truncated', detail: 'the image ends in a block of the file' } : undefined;
    return { bytes, loss: cut ?? loss };
  }

  /** A block shared by the ends of several files, by its number. */
  async fragment(index: number): Promise<Whole> {
    const known = this.#fragments.get(index);
    if (known !== undefined) return known;
    const { fragments, fragmentTable, blockSize } = this.superblock;
    if (index >= fragments) return { bytes: NOTHING, loss: { reason: 'corrupt', detail: 'its end is in no block' } };
    const pointer = this.#access.read(fragmentTable + 8 * Math.floor(index / PLACES), 8);
    if (pointer.length < 8)
      return { bytes: NOTHING, loss: { reason: 'truncated', detail: 'the image ends before it' } };
    const { bytes } = await this.metaAt(Number(pointer.readBigUInt64LE(0)));
    const at = PLACE * (index % PLACES);
    if (at + PLACE > bytes.length) return { bytes: NOTHING, loss: BROKEN };
    this.#pay(blockSize);
    const block = await this.dataAt(Number(bytes.readBigUInt64LE(at)), bytes.readUInt32LE(at + 8), blockSize);
    this.#fragments.put(index, block);
    return block;
  }
}

/** Reads through consecutive metadata blocks. */
export class MetaCursor {
  readonly #image: Image;
  #block: number;
  #offset: number;

  /** @param offset in the unpacked block */
  constructor(image: Image, block: number, offset: number) {
    this.#image = image;
    this.#block = block;
    this.#offset = offset;
  }

  /** The next `count` bytes. Throws `ScanError` if there are fewer. */
  async take(count: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let left = count; left > 0;) {
      const { bytes, next } = await this.#image.metaAt(this.#block);
      const part = bytes.subarray(this.#offset, this.#offset + left);
      parts.push(part);
      left -= part.length;
      this.#offset += part.length;
      if (this.#offset < bytes.length) continue;
      this.#block = next;
      this.#offset = Math.max(0, this.#offset - bytes.length);
    }
    const [first = NOTHING] = parts;
    return parts.length === 1 ? first : Buffer.concat(parts, count);
  }
}
