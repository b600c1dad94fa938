import { unpackLz4Block } from './lz4-block.ts';
import { Unpacker } from './unpacker.ts';

/** Magic number, and the size that the one block behind it unpacks to. */
const HEAD = 12;
/** Most that is unpacked: the block cannot be taken in parts. */
const LARGEST = 256 * 1024 * 1024;
/** Most that a byte of LZ4 can give. */
const RATIO = 255;

/** What Firefox packs its files with (mozLz4): one block of LZ4 behind its size, without a checksum. */
export class MozLz4Unpacker extends Unpacker {
  protected async step(): Promise<Buffer | undefined> {
    if ((await this.feed.fill(HEAD)) < HEAD) return this.stop('truncated', 'mozLz4 header is cut');
    const size = this.feed.bytes.readUInt32LE(HEAD - 4);
    this.feed.skip(HEAD);
    const packed = await this.#rest();
    if (packed === undefined) return this.stop('too-large', 'mozLz4 data of over 256 MiB begins');
    const into = Buffer.allocUnsafeSlow(Math.min(size, LARGEST, RATIO * packed.length));
    const reached = unpackLz4Block(packed, into, 0);
    const end = reached < 0 ? -reached - 1 : reached;
    if (size > LARGEST) this.stop('too-large', 'mozLz4 data of over 256 MiB ends');
    else if (end < size) this.stop('corrupt', 'mozLz4 data is cut or broken');
    else if (reached < 0) this.stop('corrupt', 'mozLz4 data is longer than it says');
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
