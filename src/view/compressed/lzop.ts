import { crc32 } from 'node:zlib';
import type { ByteReader } from '../../types.ts';
import { unpackLzoBlock } from './lzo-block.ts';
import { Unpacker } from './unpacker.ts';

const MAGIC = '\x89LZO\0\r\n\x1a\n';
/** From this program version on, a header contains the version needed to read it, and the level. */
const WITH_LEVEL = 0x0940;
/** Last of the compressions, all of which the same decoder reads. */
const LAST_METHOD = 3;
/** Header flags for checksums, of the data and of its packed form, and for additional header fields. */
const [ADLER_DATA, ADLER_PACKED, EXTRA, CRC_DATA, CRC_PACKED] = [0x1, 0x2, 0x40, 0x100, 0x200] as const;
const [FILTER, CRC_HEADER] = [0x800, 0x1000] as const;
/** A header with the longest name. */
const LONGEST_HEADER = 9 + 7 + 2 + 4 * 5 + 1 + 255 + 4;
/** Largest block that is read: the program writes 256 KiB. */
const LARGEST = 4 * 1024 * 1024;
/** Sizes of a block and its checksums. */
const BLOCK_HEAD = 8 + 4 * 4;

/** Adler-32 (RFC 1950, 8.2). */
function adler32(bytes: Uint8Array): number {
  let [low, high] = [1, 0];
  for (let at = 0; at < bytes.length;) {
    // This many bytes sum to less than 32 bits.
    const end = Math.min(bytes.length, at + 5552);
    for (; at < end; at++) high += low += bytes[at] as number;
    low %= 65_521;
    high %= 65_521;
  }
  return ((high << 16) | low) >>> 0;
}

interface Member {
  readonly flags: number;
  /** Position of the header's own checksum, or of the cut. */
  readonly end: number;
}

/** The header at the start of the bytes; undefined if it is not one that can be read. */
function readHeader(bytes: Buffer): Member | undefined {
  const version = bytes.readUInt16BE(9);
  let at = version >= WITH_LEVEL ? 15 : 13;
  const method = bytes[at] as number;
  at += version >= WITH_LEVEL ? 2 : 1;
  const flags = bytes.readUInt32BE(at);
  if (method === 0 || method > LAST_METHOD || (flags & FILTER) !== 0) return undefined;
  at += 4 + 8 + (version >= WITH_LEVEL ? 4 : 0);
  return { flags, end: at + 1 + (bytes[at] ?? 0) };
}

/** The format of lzop: members one after the other, each made of blocks. */
export class LzopUnpacker extends Unpacker {
  #flags: number | undefined;
  #members = 0;

  constructor(reader: ByteReader) {
    super(reader, LARGEST + BLOCK_HEAD);
  }

  protected step(): Promise<Buffer | undefined> {
    return this.#flags === undefined ? this.#nextMember() : this.#block(this.#flags);
  }

  async #nextMember(): Promise<undefined> {
    const available = await this.feed.fill(LONGEST_HEADER);
    if (available === 0 && this.#members > 0) return this.finish();
    const { bytes } = this.feed;
    if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC)
      return this.#members > 0 ? this.finishWithRest('lzop data') : this.stop('corrupt', 'no lzop header');
    // The shortest header without a name.
    const header = available < 34 ? undefined : readHeader(bytes);
    if (available < 34 || (header !== undefined && available < header.end + 4))
      return this.stop('truncated', 'lzop header is cut');
    if (header === undefined)
      return this.stop('unsupported-format', 'lzop data with a filter or of an unknown method begins');
    return this.#open(header, bytes);
  }

  #open({ flags, end }: Member, bytes: Buffer): Promise<undefined> | undefined {
    const fields = bytes.subarray(MAGIC.length, end);
    const sum = flags & CRC_HEADER ? crc32(fields) : adler32(fields);
    // What it says about the following data may be wrong as well.
    if (sum !== bytes.readUInt32BE(end)) this.lose('corrupt', 'lzop header is broken');
    this.#members++;
    this.#flags = flags;
    this.feed.skip(end + 4);
    return (flags & EXTRA) === 0 ? undefined : this.#extra();
  }

  async #extra(): Promise<undefined> {
    const available = await this.feed.fill(4);
    const size = available < 4 ? 0 : this.feed.bytes.readUInt32BE(0);
    const start = this.feed.position + 4;
    const passed = await this.feed.skipAhead(4 + size + 4);
    this.passOver(start);
    return passed < 4 + size + 4 ? this.stop('truncated', 'lzop header is cut') : undefined;
  }

  async #block(flags: number): Promise<Buffer | undefined> {
    const available = await this.feed.fill(BLOCK_HEAD);
    const { bytes } = this.feed;
    const size = available < 4 ? undefined : bytes.readUInt32BE(0);
    if (size === 0) return this.#endMember();
    if (size === undefined || available < 8) return this.stop('truncated', 'lzop data is cut');
    const packed = bytes.readUInt32BE(4);
    if (packed > size) return this.stop('corrupt', 'lzop data is broken');
    if (size > LARGEST) return this.stop('too-large', `a block of ${size} bytes`);
    const count = (wanted: number): number => (flags & wanted ? 1 : 0);
    const own = count(ADLER_DATA) + count(CRC_DATA);
    const head = 8 + 4 * (own + (packed < size ? count(ADLER_PACKED) + count(CRC_PACKED) : 0));
    return this.#unpack({ size, packed, head, sums: own });
  }

  #endMember(): undefined {
    this.feed.skip(4);
    this.#flags = undefined;
    return undefined;
  }

  async #unpack(block: { size: number; packed: number; head: number; sums: number }): Promise<Buffer> {
    const { size, packed, head } = block;
    const available = await this.feed.fill(head + packed);
    const { bytes } = this.feed;
    const data = bytes.subarray(head, Math.min(head + packed, available));
    const into = packed < size ? Buffer.allocUnsafeSlow(size) : Buffer.from(data);
    const reached = packed < size ? unpackLzoBlock(data, into) : data.length;
    const output = into.subarray(0, reached < 0 ? -reached - 1 : reached);
    if (available < head + packed) this.stop('truncated', 'lzop data is cut');
    else if (output.length < size || reached < 0) this.stop('corrupt', 'lzop data is broken');
    else if (!this.#isRight(bytes, output)) this.doubt('corrupt', 'lzop checksum is wrong');
    this.feed.skip(Math.min(available, head + packed));
    return output;
  }

  /** Whether the first checksum after a block's sizes is that of its data, if it has one. */
  #isRight(bytes: Buffer, output: Buffer): boolean {
    const flags = this.#flags ?? 0;
    if (flags & ADLER_DATA) return bytes.readUInt32BE(8) === adler32(output);
    return (flags & CRC_DATA) === 0 || bytes.readUInt32BE(8) === crc32(output);
  }
}
