import type { ByteReader } from '../../types.ts';
import { unpackLz4Block } from './lz4-block.ts';
import { Unpacker } from './unpacker.ts';

/** Magic numbers of the LZ4 frame format 1.6.3, as the first four bytes read. */
const FRAME = 0x184d2204;
/** The legacy format: blocks of 8 MiB preceded by their packed size, up to the end or the next frame. */
const OLD = 0x184c2102;
const OLD_BLOCK = 8 << 20;
/** Maximum packed size of a legacy block, if its data is incompressible. */
const OLD_PACKED = OLD_BLOCK + (OLD_BLOCK >> 8) + 16;
const SKIPPABLE = 0x184d2a50;
/** Descriptor with all options, after the magic number. */
const LONGEST_DESCRIPTOR = 15;
/** Largest block by its code: 64 KiB, 256 KiB, 1 MiB, 4 MiB. */
const BLOCK_SIZES: Readonly<Record<number, number>> = { 4: 1 << 16, 5: 1 << 18, 6: 1 << 20, 7: 1 << 22 };
/** How far back a match may reach, including into earlier blocks. */
const REACH = 64 * 1024;
const PLAIN = 0x80000000;

interface Frame {
  readonly isOld: boolean;
  readonly blockSize: number;
  readonly blockChecksum: boolean;
  readonly contentChecksum: boolean;
}

/** LZ4 frames one after the other; skippable ones are skipped. Checksums are not verified. */
export class Lz4Unpacker extends Unpacker {
  #frame: Frame | undefined;
  #frames = 0;
  /** Earlier output, at least up to the reach of a match, and the block after it. Shared by all frames. */
  #window: Buffer = Buffer.alloc(0);
  /** Start of the next block in the window. */
  #end = 0;
  #hasBlock = false;

  constructor(reader: ByteReader) {
    super(reader, OLD_PACKED + 8);
  }

  protected async step(): Promise<Buffer | undefined> {
    return this.#frame === undefined ? this.#nextFrame() : this.#block(this.#frame);
  }

  async #nextFrame(): Promise<undefined> {
    const available = await this.feed.fill(4 + LONGEST_DESCRIPTOR);
    if (available === 0) return this.finish();
    const { bytes } = this.feed;
    const magic = available < 4 ? 0 : bytes.readUInt32LE(0);
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE) return this.#skipFrame();
    if (magic === OLD) return this.#openOld();
    if (magic !== FRAME) {
      return this.#frames === 0 ? this.stop('corrupt', 'no LZ4 frame') : this.finishWithRest('LZ4 data');
    }
    return this.#openFrame(bytes);
  }

  #skipFrame(): Promise<undefined> {
    this.#frames++;
    return this.passFrame('LZ4 data is cut');
  }

  #openOld(): undefined {
    this.#open({ isOld: true, blockSize: OLD_BLOCK, blockChecksum: false, contentChecksum: false });
    this.feed.skip(4);
    return undefined;
  }

  #open(frame: Frame): void {
    this.#frame = frame;
    this.#frames++;
    this.#hasBlock = false;
    this.#end = 0;
  }

  #openFrame(bytes: Buffer): undefined {
    const flags = bytes[4] ?? 0;
    const hasSize = (flags & 8) !== 0;
    const hasDictionary = (flags & 1) !== 0;
    const length = 4 + 2 + (hasSize ? 8 : 0) + (hasDictionary ? 4 : 0) + 1;
    const blockSize = BLOCK_SIZES[((bytes[5] ?? 0) >> 4) & 7];
    if (bytes.length < length) return this.stop('truncated', 'LZ4 frame header is cut');
    if (flags >> 6 !== 1 || blockSize === undefined) return this.stop('corrupt', 'LZ4 frame header is broken');
    if (hasDictionary) return this.stop('unsupported-format', 'LZ4 data that needs a dictionary begins');
    this.#open({ isOld: false, blockSize, blockChecksum: (flags & 16) !== 0, contentChecksum: (flags & 4) !== 0 });
    this.feed.skip(length);
    return undefined;
  }

  async #oldBlock(): Promise<Buffer | undefined> {
    const there = await this.feed.fill(4);
    // A cut between blocks goes unnoticed; one before the first block does not.
    if (there === 0 && this.#hasBlock) return this.finish();
    if (there < 4) return this.stop('truncated', 'LZ4 data is cut');
    const size = this.feed.bytes.readUInt32LE(0);
    if (size === 0 || size > OLD_PACKED) {
      // What follows is another frame, or other data.
      this.#frame = undefined;
      return undefined;
    }
    this.#end = 0;
    return this.#packedBlock({ size, length: 4 + size, isPlain: false });
  }

  async #block(frame: Frame): Promise<Buffer | undefined> {
    if (frame.isOld) return this.#oldBlock();
    if ((await this.feed.fill(4)) < 4) return this.stop('truncated', 'LZ4 data is cut');
    const word = this.feed.bytes.readUInt32LE(0);
    if (word === 0) return this.#endFrame(frame);
    const size = word >= PLAIN ? word - PLAIN : word;
    if (size > frame.blockSize) return this.stop('corrupt', 'LZ4 data is broken');
    return this.#packedBlock({ size, length: 4 + size + (frame.blockChecksum ? 4 : 0), isPlain: word >= PLAIN });
  }

  /** Reads the block after its size; `length`: including everything that belongs to it. */
  async #packedBlock(block: { size: number; length: number; isPlain: boolean }): Promise<Buffer | undefined> {
    const { size, length, isPlain } = block;
    this.#hasBlock = true;
    const available = await this.feed.fill(length);
    const packed = this.feed.bytes.subarray(4, Math.min(4 + size, available));
    const chunk = this.#unpack(packed, isPlain);
    if (available < length) this.stop('truncated', 'LZ4 data is cut');
    else if (chunk.broken) this.stop('corrupt', 'LZ4 data is broken');
    this.feed.skip(Math.min(available, length));
    return chunk.output;
  }

  #unpack(packed: Buffer, isPlain: boolean): { readonly output: Buffer; readonly broken: boolean } {
    const into = this.#room(this.#frame?.blockSize ?? 0);
    const start = this.#end;
    if (isPlain) packed.copy(into, start);
    const reached = isPlain ? start + packed.length : unpackLz4Block(packed, into, start);
    this.#end = reached < 0 ? -reached - 1 : reached;
    return { output: Buffer.from(into.subarray(start, this.#end)), broken: reached < 0 };
  }

  /**
   * Memory with room for a block: there are many small ones, so earlier output is moved only once it fills as much as a match can reach.
   */
  #room(size: number): Buffer {
    if (this.#window.length < 2 * REACH + size) {
      const grown = Buffer.allocUnsafeSlow(2 * REACH + size);
      this.#window.copy(grown, 0, 0, this.#end);
      this.#window = grown;
    }
    if (this.#end > 2 * REACH) {
      this.#window.copyWithin(0, this.#end - REACH, this.#end);
      this.#end = REACH;
    }
    return this.#window.subarray(0, this.#end + size);
  }

  async #endFrame({ contentChecksum }: Frame): Promise<undefined> {
    const length = contentChecksum ? 8 : 4;
    this.#frame = undefined;
    if ((await this.feed.skipAhead(length)) < length) return this.stop('truncated', 'LZ4 checksum is cut');
    return undefined;
  }
}

/** Magic number, and the unpacked size of the single block after it. */
const MOZ_HEAD = 12;
/** Maximum output: the block cannot be unpacked in parts. */
const LARGEST = 256 * 1024 * 1024;
/** Maximum output per byte of LZ4 data. */
const RATIO = 255;

/** A block without the zeros that pad its file. */
function withoutZeros(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.findLastIndex((byte) => byte !== 0) + 1);
}

/** The format of Firefox's packed files (mozLz4): one LZ4 block preceded by its size, without a checksum. */
export class MozLz4Unpacker extends Unpacker {
  protected async step(): Promise<Buffer | undefined> {
    if ((await this.feed.fill(MOZ_HEAD)) < MOZ_HEAD) return this.stop('truncated', 'mozLz4 header is cut');
    const size = this.feed.bytes.readUInt32LE(MOZ_HEAD - 4);
    this.feed.skip(MOZ_HEAD);
    const packed = await this.#rest();
    if (packed === undefined) return this.stop('too-large', 'mozLz4 data of over 256 MiB begins');
    const into = Buffer.allocUnsafeSlow(Math.min(size, LARGEST, RATIO * packed.length));
    const reached = unpackLz4Block(packed, into, 0);
    const end = reached < 0 ? -reached - 1 : reached;
    if (size > LARGEST) this.stop('too-large', 'mozLz4 data of over 256 MiB ends');
    else if (end < size) this.stop('corrupt', 'mozLz4 data is cut or broken');
    else if (reached < 0 && unpackLz4Block(withoutZeros(packed), into, 0) < 0)
      this.stop('corrupt', 'mozLz4 data is longer than it says');
    this.finish();
    return into.subarray(0, end);
  }

  async #rest(): Promise<Buffer | undefined> {
    const parts: Buffer[] = [];
    let total = 0;
    for (let count; (count = await this.feed.fill(1)) > 0; total += count) {
      if (total > LARGEST) return undefined;
      parts.push(Buffer.from(this.feed.bytes));
      this.feed.skip(count);
    }
    return Buffer.concat(parts);
  }
}
