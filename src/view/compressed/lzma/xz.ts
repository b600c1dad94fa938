import { createHash, type Hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Unpacker } from '../unpacker.ts';
import { Crc64, XZ_CRC64 } from '../crc64.ts';
import { Lzma2Decoder } from './lzma2.ts';

/** The xz file format, version 1.2: lengths of its fixed parts. */
const STREAM_HEADER = 12;
const FOOTER = 12;
const LONGEST_BLOCK_HEADER = 1024;
/** Lengths of the checks by their number (2.1.1.2). */
const CHECK_LENGTHS = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64] as const;
const MAGIC = '\xfd7zXZ\0';
const LZMA2 = 0x21;
/** Largest dictionary allocated on a header's word; `xz -9` needs half of it. */
const LARGEST_DICTIONARY = 128 * 1024 * 1024;

/** The check of one block's unpacked data. */
interface Check {
  add(bytes: Uint8Array): void;
  digest(): Buffer;
}

class Crc32 implements Check {
  #crc = 0;

  add(bytes: Uint8Array): void {
    this.#crc = crc32(bytes, this.#crc);
  }

  digest(): Buffer {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(this.#crc, 0);
    return bytes;
  }
}

class Sha256 implements Check {
  readonly #hash: Hash = createHash('sha256');

  add(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  digest(): Buffer {
    return this.#hash.digest();
  }
}

/** The check with that number; undefined for one that is not in use. */
function newCheck(number: number): Check | undefined {
  if (number === 1) return new Crc32();
  if (number === 4) return new Crc64(XZ_CRC64);
  return number === 10 ? new Sha256() : undefined;
}

/** A number of 7 bits per byte (1.2); `next` is the position after it, -1 if it is invalid. */
function variable(bytes: Buffer, at: number): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let index = 0; index < 9; index++) {
    const byte = bytes[at + index];
    if (byte === undefined) break;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, next: at + index + 1 };
  }
  return { value: 0, next: -1 };
}

function dictionarySize(byte: number): number {
  return byte >= 40 ? 2 ** 32 - 1 : (2 | (byte & 1)) * 2 ** ((byte >> 1) + 11);
}

/** The dictionary size from a block header, or the reason why the block is not read. */
function readBlockHeader(bytes: Buffer): number | 'corrupt' | 'filtered' {
  const size = bytes.length;
  if (crc32(bytes.subarray(0, size - 4)) !== bytes.readUInt32LE(size - 4)) return 'corrupt';
  const flags = bytes[1] ?? 0;
  let at = 2;
  if (flags & 0x40) at = variable(bytes, at).next;
  if (flags & 0x80) at = variable(bytes, at).next;
  if (at < 0) return 'corrupt';
  const filter = variable(bytes, at);
  if ((flags & 3) !== 0 || filter.value !== LZMA2) return 'filtered';
  return filter.next < 0 || bytes[filter.next] !== 1 ? 'corrupt' : dictionarySize(bytes[filter.next + 1] ?? 0xff);
}

/** The streams of an xz file one after the other; the check of every block is verified. */
export class XzUnpacker extends Unpacker {
  #streams = 0;
  #inStream = false;
  #checkNumber = 0;
  #check: Check | undefined;
  #block: Lzma2Decoder | undefined;
  /** Start of the block's data, which is padded to a multiple of four. */
  #blockStart = 0;

  protected async step(): Promise<Buffer | undefined> {
    if (this.#block !== undefined) return this.#unpack(this.#block);
    return this.#inStream ? this.#nextBlock() : this.#nextStream();
  }

  protected override release(): void {
    this.#block = undefined;
  }

  async #nextStream(): Promise<undefined> {
    const available = await this.feed.fill(STREAM_HEADER);
    const isStream = this.feed.bytes.toString('latin1', 0, 6) === MAGIC;
    if (!isStream) return this.#noStream(available);
    if (available < STREAM_HEADER) return this.stop('truncated', 'xz header is cut');
    this.#checkNumber = (this.feed.bytes[7] ?? 0) & 0x0f;
    this.#streams++;
    this.#inStream = true;
    this.feed.skip(STREAM_HEADER);
    return undefined;
  }

  async #noStream(available: number): Promise<undefined> {
    if (this.#streams === 0) return this.stop('corrupt', 'no xz header');
    // Streams may be padded with zeros, four at a time (2.2).
    if (available >= 4 && this.feed.bytes.readUInt32LE(0) === 0) this.feed.skip(4);
    else return this.finishWithRest('xz data');
    return undefined;
  }

  async #nextBlock(): Promise<undefined> {
    if ((await this.feed.fill(1)) === 0) return this.stop('truncated', 'xz data is cut');
    const first = this.feed.bytes[0] ?? 0;
    if (first === 0) return this.#index();
    const size = (first + 1) * 4;
    if ((await this.feed.fill(Math.min(size, LONGEST_BLOCK_HEADER))) < size)
      return this.stop('truncated', 'xz block header is cut');
    const dictionary = readBlockHeader(this.feed.bytes.subarray(0, size));
    if (dictionary === 'corrupt') return this.stop('corrupt', 'xz block header is broken');
    if (dictionary === 'filtered') return this.stop('unsupported-format', 'xz data with a filter for programs begins');
    if (dictionary > LARGEST_DICTIONARY)
      return this.stop('too-large', `xz data that needs ${dictionary} bytes of memory begins`);
    this.feed.skip(size);
    this.#blockStart = this.feed.position;
    this.#block = new Lzma2Decoder(this.feed, dictionary);
    this.#check = newCheck(this.#checkNumber);
    return undefined;
  }

  async #unpack(block: Lzma2Decoder): Promise<Buffer | undefined> {
    const chunk = await block.next();
    this.#check?.add(chunk);
    if (block.state === 'truncated') this.stop('truncated', 'xz data is cut');
    else if (block.state === 'corrupt') this.stop('corrupt', 'xz data is broken');
    else if (block.state === 'complete') await this.#endBlock();
    return chunk;
  }

  async #endBlock(): Promise<undefined> {
    this.#block = undefined;
    const padding = (4 - ((this.feed.position - this.#blockStart) % 4)) % 4;
    const length = CHECK_LENGTHS[this.#checkNumber] ?? 0;
    if ((await this.feed.fill(padding + length)) < padding + length)
      return this.endInDoubt('truncated', 'xz check is cut');
    const expected = this.feed.bytes.subarray(padding, padding + length);
    if (this.#check?.digest().equals(expected) === false) this.doubt('corrupt', 'xz check is wrong');
    this.feed.skip(padding + length);
  }

  /** Skips the index and the footer (4 and 2.1.2): the blocks contain everything needed. */
  async #index(): Promise<undefined> {
    const start = this.feed.position;
    this.feed.skip(1);
    const records = await this.#variable();
    for (let left = 2 * records; left > 0; left--) if ((await this.#variable()) < 0) return this.#cut();
    const padding = (4 - ((this.feed.position - start) % 4)) % 4;
    const rest = padding + 4 + FOOTER;
    if (records < 0 || (await this.feed.skipAhead(rest)) < rest) return this.#cut();
    this.#inStream = false;
    return undefined;
  }

  #cut(): undefined {
    return this.endInDoubt('truncated', 'xz index is cut');
  }

  async #variable(): Promise<number> {
    await this.feed.fill(9);
    const { value, next } = variable(this.feed.bytes, 0);
    if (next > 0) this.feed.skip(next);
    return next < 0 ? -1 : value;
  }
}
