import { ByteFeed } from '../byte-feed.ts';
import { type CompressedKind, unpackerFor } from '../compressed/formats.ts';
import { unpackLz4Block } from '../compressed/lz4-block.ts';
import { unpackSnappyBlock } from '../compressed/snappy-block.ts';
import { Inflater } from '../compressed/inflate.ts';
import { memoryReader } from '../nested-blob.ts';

/** What a block gave: everything in front of the damage, where it is damaged. */
export interface Unpacked {
  readonly bytes: Buffer;
  readonly isWhole: boolean;
}

/** Bytes that one of an LZ4 block gives at most. */
const LZ4_RATIO = 256;
const HADOOP_HEAD = 8;

async function gathered(next: () => Promise<Buffer | undefined>, most: number): Promise<Unpacked> {
  const parts: Buffer[] = [];
  let total = 0;
  for (;;) {
    const chunk = await next();
    if (chunk === undefined) return { bytes: Buffer.concat(parts, total), isWhole: true };
    const part = chunk.subarray(0, most - total);
    total += part.length;
    parts.push(part);
    if (part.length < chunk.length) return { bytes: Buffer.concat(parts, total), isWhole: false };
  }
}

/** Unpacks data of a compression, up to `most` bytes. */
export async function unpackAs(kind: CompressedKind, packed: Buffer, most: number): Promise<Unpacked> {
  const unpacker = (await unpackerFor(kind))(memoryReader(packed));
  const { bytes, isWhole } = await gathered(() => unpacker.next(), most);
  return { bytes, isWhole: unpacker.close() === undefined && isWhole };
}

/** Unpacks deflate data without a head, up to `most` bytes. */
export async function unpackDeflate(packed: Buffer, most: number): Promise<Unpacked> {
  const inflater = new Inflater(new ByteFeed(memoryReader(packed)));
  const { bytes, isWhole } = await gathered(() => inflater.next(), most);
  inflater.close();
  return { bytes, isWhole: isWhole && inflater.outcome === 'complete' };
}

/** Unpacks a block of Snappy that may say it holds up to `most` bytes. */
export function unpackSnappy(packed: Buffer, most: number): Unpacked {
  return unpackSnappyBlock(packed, most) ?? { bytes: Buffer.alloc(0), isWhole: false };
}

/** Unpacks a block of LZ4 of up to `size` bytes. */
export function unpackLz4(packed: Buffer, size: number): Unpacked {
  const into = Buffer.allocUnsafeSlow(Math.min(size, LZ4_RATIO * packed.length));
  const end = unpackLz4Block(packed, into, 0);
  return { bytes: into.subarray(0, end < 0 ? -end - 1 : end), isWhole: end >= 0 };
}

/** Unpacks blocks of LZ4 as Hadoop writes them: sizes of the data and of the block in front of each; without those, one block. */
export function unpackHadoopLz4(packed: Buffer, size: number): Unpacked {
  const parts: Buffer[] = [];
  let [at, total] = [0, 0];
  while (at + HADOOP_HEAD <= packed.length) {
    const [given, length] = [packed.readUInt32BE(at), packed.readUInt32BE(at + 4)];
    at += HADOOP_HEAD;
    if (length > packed.length - at || given > size - total) break;
    const { bytes, isWhole } = unpackLz4(packed.subarray(at, at + length), given);
    if (!isWhole) break;
    parts.push(bytes);
    total += bytes.length;
    at += length;
  }
  return total === size ? { bytes: Buffer.concat(parts), isWhole: true } : unpackLz4(packed, size);
}
