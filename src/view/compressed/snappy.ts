import type { ByteReader } from '../../types.ts';
import { unpackSnappyBlock } from './snappy-block.ts';
import { Unpacker } from './unpacker.ts';

/** Type and size (three bytes, little-endian) before each chunk. */
const HEAD = 4;
const CHECKSUM = 4;
const COMPRESSED = 0x00;
const PLAIN = 0x01;
/** Types of chunks from here on are skipped if unknown: padding, and the mark at the start of a stream. */
const SKIPPABLE = 0x80;
/** Maximum unpacked size of a chunk. */
const LARGEST = 65_536;
/** Maximum size of such data if it is incompressible. */
const LARGEST_PACKED = CHECKSUM + 32 + LARGEST + Math.ceil(LARGEST / 6);

/**
 * Snappy frames (https://github.com/google/snappy/blob/main/framing_format.txt), several streams one after the other. Checksums are not
 * verified.
 */
export class SnappyUnpacker extends Unpacker {
  constructor(reader: ByteReader) {
    super(reader, HEAD + LARGEST_PACKED);
  }

  protected async step(): Promise<Buffer | undefined> {
    const available = await this.feed.fill(HEAD);
    if (available === 0) return this.finish();
    if (available < HEAD) return this.stop('truncated', 'Snappy data is cut');
    const kind = this.feed.bytes[0] as number;
    const size = this.feed.bytes.readUIntLE(1, 3);
    if (kind === COMPRESSED || kind === PLAIN) return this.#chunk(kind, size);
    if (kind < SKIPPABLE) return this.finishWithRest('Snappy data');
    return this.#pass(size);
  }

  async #pass(size: number): Promise<undefined> {
    const start = this.feed.position + HEAD;
    const passed = await this.feed.skipAhead(HEAD + size);
    this.passOver(start);
    return passed < HEAD + size ? this.stop('truncated', 'Snappy data is cut') : undefined;
  }

  async #chunk(kind: number, size: number): Promise<Buffer | undefined> {
    if (size < CHECKSUM || size > LARGEST_PACKED) return this.finishWithRest('Snappy data');
    const available = await this.feed.fill(HEAD + size);
    const packed = this.feed.bytes.subarray(HEAD + CHECKSUM, Math.min(available, HEAD + size));
    const { bytes, isWhole } =
      kind === PLAIN
        ? { bytes: packed, isWhole: true }
        : (unpackSnappyBlock(packed, LARGEST) ?? { bytes: Buffer.alloc(0), isWhole: false });
    const chunk = Buffer.from(bytes);
    if (available < HEAD + size) this.stop('truncated', 'Snappy data is cut');
    else if (!isWhole) this.stop('corrupt', 'Snappy data is broken');
    this.feed.skip(Math.min(available, HEAD + size));
    return chunk;
  }
}
