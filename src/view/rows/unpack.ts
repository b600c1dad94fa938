import { ByteFeed } from '../byte-feed.ts';
import { type CompressedKind, unpackerFor } from '../compressed/formats.ts';
import { unpackLz4Block } from '../compressed/lz4-block.ts';
import { unpackAtOnce } from '../compressed/whole.ts';
import { unpackSnappyBlock } from '../compressed/snappy-block.ts';
import { Inflater } from '../compressed/inflate.ts';
import { memoryReader } from '../nested-blob.ts';

/** Output of a block: if it is damaged, everything before the damage. */
export interface Unpacked {
  readonly bytes: Buffer;
  readonly isWhole: boolean;
}

/** Maximum output per byte of an LZ4 block. */
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
  const whole = unpackAtOnce(kind, packed, most);
  if (whole !== undefined) return { bytes: whole, isWhole: true };
  const unpacker = (await unpackerFor(kind, undefined))(memoryReader(packed));
  const { bytes, isWhole } = await gathered(() => unpacker.next(), most);
  return { bytes, isWhole: unpacker.close() === undefined && isWhole };
}

/** Unpacks raw deflate data, up to `most` bytes. */
export async function unpackDeflate(packed: Buffer, most: number): Promise<Unpacked> {
  const inflater = new Inflater(new ByteFeed(memoryReader(packed)));
  const { bytes, isWhole } = await gathered(() => inflater.next(), most);
  inflater.close();
  return { bytes, isWhole: isWhole && inflater.outcome === 'complete' };
}

/** Unpacks a Snappy block that may declare a size of up to `most` bytes. */
export function unpackSnappy(packed: Buffer, most: number): Unpacked {
  return unpackSnappyBlock(packed, most) ?? { bytes: Buffer.alloc(0), isWhole: false };
}

/** Unpacks an LZ4 block of up to `size` bytes. */
export function unpackLz4(packed: Buffer, size: number): Unpacked {
  const into = Buffer.allocUnsafeSlow(Math.min(size, LZ4_RATIO * packed.length));
  const end = unpackLz4Block(packed, into, 0);
  return { bytes: into.subarray(0, end < 0 ? -end - 1 : end), isWhole: end >= 0 };
}

const LZ4_FRAME = 0x184d2204;
const LZ4_PLAIN = 0x80000000;
/** Flags for other fields of a frame (LZ4 frame format 1.6.3): checksums of blocks, a size, the number of a dictionary. */
const [LZ4_CHECKED, LZ4_SIZED, LZ4_DICTIONARY] = [16, 8, 1] as const;

/** Unpacks one LZ4 frame of up to `size` bytes. */
export function unpackLz4Frame(packed: Buffer, size: number): Unpacked {
  const into = Buffer.allocUnsafeSlow(Math.min(size, LZ4_RATIO * packed.length));
  const flags = packed[4] ?? 0;
  let at = 7 + (flags & LZ4_SIZED ? 8 : 0) + (flags & LZ4_DICTIONARY ? 4 : 0);
  let end = 0;
  if (packed.length < at || packed.readUInt32LE(0) !== LZ4_FRAME) return { bytes: into.subarray(0, 0), isWhole: false };
  while (at + 4 <= packed.length) {
    const word = packed.readUInt32LE(at);
    const length = word % LZ4_PLAIN;
    if (word === 0) return { bytes: into.subarray(0, end), isWhole: true };
    at += 4;
    const block = packed.subarray(at, at + length);
    const next = word >= LZ4_PLAIN ? end + block.copy(into, end) : unpackLz4Block(block, into, end);
    if (next < 0 || block.length < length) break;
    end = next;
    at += length + (flags & LZ4_CHECKED ? 4 : 0);
  }
  return { bytes: into.subarray(0, end), isWhole: false };
}

/** Unpacks LZ4 blocks as written by Hadoop: each preceded by the sizes of its data and of the block; without those, a single block. */
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
