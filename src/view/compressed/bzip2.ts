import type { ByteReader } from '../../types.ts';
import { BitReader, OutOfBits } from './bit-reader.ts';
import { BadBlock, Bzip2Block } from './bzip2-block.ts';
import { Unpacker } from './unpacker.ts';

/** Marks of a block and of the end, each as two 24-bit numbers. */
const BLOCK_MARK: readonly [number, number] = [0x314159, 0x265359];
const END_MARK: readonly [number, number] = [0x177245, 0x385090];
const HEADER = 4;
/** Upper bound for the largest block: 900,000 symbols of 20 bits, and its tables. */
const LARGEST_PACKED = 2_400_000;
const PIECE = 256 * 1024;
/** Work charged for a block and for each of its symbols, in addition to the bytes that they give. */
const [BLOCK, LINK] = [1024, 2] as const;

const LARGEST_BLOCK = 900_000;
/** Released memory, for reuse: an archive may have many small streams. */
const spare: Uint32Array[] = [];

/** The streams of a bzip2 file one after the other, block by block; a block is given completely or lost. */
export class Bzip2Unpacker extends Unpacker {
  /** Maximum size of a block in bytes; 0 between streams. */
  #size = 0;
  #streams = 0;
  /** Bits of the first byte that were already consumed. */
  #bit = 0;
  #block: Bzip2Block | undefined;
  /** Memory for the links of a block, reused for the next one. */
  #links: Uint32Array | undefined;
  #wanted = 0;

  constructor(reader: ByteReader) {
    // With extra room, the remaining bytes need not be moved for each small block.
    super(reader, 2 * LARGEST_PACKED);
  }

  protected async step(): Promise<Buffer | undefined> {
    if (this.#block !== undefined) return this.#output(this.#block);
    return this.#size === 0 ? this.#nextStream() : this.#nextBlock();
  }

  protected override release(): void {
    this.#block = undefined;
    if (this.#links !== undefined && spare.length === 0) spare.push(this.#links);
    this.#links = undefined;
    this.#size = 0;
  }

  async #nextStream(): Promise<undefined> {
    const available = await this.feed.fill(HEADER);
    const { bytes } = this.feed;
    const level = (bytes[3] ?? 0) - 0x30;
    const isStream = available >= HEADER && bytes.toString('latin1', 0, 3) === 'BZh' && level >= 1 && level <= 9;
    if (isStream) {
      this.#size = level * 100_000;
      this.#streams++;
      this.feed.skip(HEADER);
      return undefined;
    }
    if (this.#streams > 0) return this.finishWithRest('bzip2 data');
    return available < HEADER ? this.stop('truncated', 'bzip2 header is cut') : this.stop('corrupt', 'no bzip2 header');
  }

  async #nextBlock(): Promise<undefined> {
    await this.feed.fill(LARGEST_PACKED);
    const bits = new BitReader(this.feed.bytes);
    try {
      bits.read(this.#bit);
      const mark = [bits.read(24), bits.read(24)];
      const checksum = ((bits.read(16) << 16) | bits.read(16)) >>> 0;
      if (mark[0] === END_MARK[0] && mark[1] === END_MARK[1]) return this.#endStream(bits);
      if (mark[0] !== BLOCK_MARK[0] || mark[1] !== BLOCK_MARK[1]) return this.stop('corrupt', 'bzip2 data is broken');
      this.#links ??= spare.pop() ?? new Uint32Array(LARGEST_BLOCK);
      const block = new Bzip2Block(bits, this.#links.subarray(0, this.#size));
      if (!this.pay(BLOCK + LINK * block.size)) return undefined;
      this.#block = block;
      this.#wanted = checksum;
    } catch (error) {
      if (error instanceof OutOfBits) return this.stop('truncated', 'bzip2 data is cut');
      if (error instanceof BadBlock) return this.stop('corrupt', 'bzip2 data is broken');
      throw error;
    }
    this.#pass(bits.position);
    return undefined;
  }

  #endStream(bits: BitReader): undefined {
    this.feed.skip(Math.ceil(bits.position / 8));
    this.#bit = 0;
    this.#size = 0;
    return undefined;
  }

  #pass(bits: number): void {
    this.feed.skip(bits >> 3);
    this.#bit = bits & 7;
  }

  #output(block: Bzip2Block): Buffer | undefined {
    const chunk = block.read(PIECE);
    if (chunk.length > 0) return chunk;
    this.#block = undefined;
    if (block.crc !== this.#wanted) this.doubt('corrupt', 'bzip2 checksum is wrong');
    return undefined;
  }
}
