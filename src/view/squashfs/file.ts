import type { ChunkSource, Loss } from '../nested-blob.ts';
import { ScanError } from '../../errors.ts';
import type { Image } from './image.ts';
import type { Inode } from './inode.ts';

/** Flag in the size of a block: it is not packed. */
const PLAIN = 0x1000000;

/** The data of a file: its blocks, then its end, which is stored with those of other files. */
export class FileChunks implements ChunkSource {
  readonly #image: Image;
  readonly #file: Extract<Inode, { kind: 'file' }>;
  #at: number;
  #given = 0;
  #loss: Loss | undefined;

  /** @param file a newly read inode, whose sizes can be read only once */
  constructor(image: Image, file: Extract<Inode, { kind: 'file' }>) {
    this.#image = image;
    this.#file = file;
    this.#at = file.start;
  }

  async next(): Promise<Buffer | undefined> {
    try {
      return await this.#next();
    } catch (error) {
      if (!(error instanceof ScanError)) throw error;
      const reason = error.code === 'too-expanded' ? error.code : 'corrupt';
      this.#loss ??= { reason, detail: `its blocks cannot be found from byte ${this.#given} on` };
      return undefined;
    }
  }

  async #next(): Promise<Buffer | undefined> {
    const { blockSize } = this.#image.superblock;
    const { size, fragment } = this.#file;
    const left = size - this.#given;
    if (left <= 0) return undefined;
    const wanted = Math.min(left, blockSize);
    const isEnd = left < blockSize && fragment !== undefined;
    const bytes = isEnd ? await this.#end(fragment, wanted) : await this.#block(wanted);
    this.#given += wanted;
    // Otherwise the data after a block that is too short would move forward.
    return bytes.length === wanted ? bytes : Buffer.concat([bytes, Buffer.alloc(wanted - bytes.length)]);
  }

  async #block(wanted: number): Promise<Buffer> {
    const size = (await this.#file.sizes.take(4)).readUInt32LE(0);
    // A block of only zeros.
    if (size === 0) return Buffer.alloc(wanted);
    const { bytes, loss } = await this.#image.dataAt(this.#at, size, wanted);
    this.#at += size % PLAIN;
    this.#check(bytes, wanted, loss);
    return bytes;
  }

  async #end(fragment: number, wanted: number): Promise<Buffer> {
    const block = await this.#image.fragment(fragment);
    const { offset } = this.#file;
    const bytes = block.bytes.subarray(offset, offset + wanted);
    this.#check(bytes, wanted, bytes.length < wanted ? block.loss : undefined);
    return bytes;
  }

  #check(bytes: Buffer, wanted: number, loss: Loss | undefined): void {
    if (bytes.length >= wanted && loss === undefined) return;
    const { reason } = loss ?? { reason: 'corrupt' as const };
    this.#loss ??= { reason, detail: `a block is broken or missing at byte ${this.#given}` };
  }

  close(): Loss | undefined {
    return this.#loss;
  }
}
