import * as zlib from 'node:zlib';
import type { Decompress as ScriptDecompress } from 'fzstd';
import { Unpacker } from './unpacker.ts';
import { ZlibPieces, type ZlibStream } from './zlib-pieces.ts';

/** Magic numbers (RFC 8878, 3.1.1 and 3.1.2), as the first four bytes read. */
const FRAME = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;
/** A frame header has at most 18 bytes including its magic number, a block header 3. */
const LONGEST_HEADER = 18;
const BLOCK_HEADER = 3;
const CHECKSUM = 4;
/** Work charged for a frame, and for each such part of its window: memory is allocated for all of it. */
const [FRAME_WORK, WINDOW_PART] = [1024, 512] as const;
/** Largest window allocated on a header's word, as in `zstd -d`. */
const LARGEST_WINDOW = 128 * 1024 * 1024;
/** Including its header; blocks contain at most 128 KiB, and anything that fits into the buffer is accepted. */
const LARGEST_BLOCK = 2 * 128 * 1024 - CHECKSUM;
const RUN = 1;
const RESERVED = 3;

/** The fields of a frame header that are needed to walk its blocks (RFC 8878, 3.1.1.1). */
interface FrameHeader {
  readonly length: number;
  readonly window: number;
  readonly dictionary: boolean;
  readonly checksum: boolean;
}

/** Unpacks the parts of a frame, header and blocks, in order. */
interface FrameDecoder {
  /** Gives the output of a part; undefined if it is broken. */
  push(part: Buffer, last: boolean): Promise<readonly Buffer[] | undefined>;
  close(): void;
}

function readHeader(bytes: Buffer): FrameHeader | undefined {
  const descriptor = bytes[4] ?? 0;
  const single = (descriptor & 0x20) !== 0;
  const dictionarySize = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeBytes = [single ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  const sizeStart = 5 + (single ? 0 : 1) + dictionarySize;
  const length = sizeStart + sizeBytes;
  if (bytes.length < length) return undefined;
  const id = bytes.subarray(sizeStart - dictionarySize, sizeStart);
  const window = single ? contentSize(bytes, sizeStart, sizeBytes) : windowSize(bytes[5] ?? 0);
  return { length, window, dictionary: id.some((byte) => byte !== 0), checksum: (descriptor & 4) !== 0 };
}

function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

function contentSize(bytes: Buffer, at: number, size: number): number {
  if (size === 8) return Number(bytes.readBigUInt64LE(at));
  return bytes.readUIntLE(at, size) + (size === 2 ? 256 : 0);
}

/** Node's own decoder, missing in versions before 22.15. */
class NativeFrame implements FrameDecoder {
  readonly #pieces: ZlibPieces;

  constructor(stream: ZlibStream) {
    this.#pieces = new ZlibPieces(stream);
  }

  async push(part: Buffer): Promise<readonly Buffer[] | undefined> {
    const { output, failed } = await this.#pieces.run(part);
    return failed ? undefined : output;
  }

  close(): void {
    this.#pieces.close();
  }
}

/** The decoder of the fzstd package. */
class ScriptFrame implements FrameDecoder {
  readonly #push: (part: Uint8Array, last: boolean) => void;
  #output: Buffer[] = [];

  constructor(Decompress: typeof ScriptDecompress) {
    const decompress = new Decompress((data) => {
      // The output of a block is a view of memory that the next block overwrites.
      if (data.length > 0) this.#output.push(Buffer.from(data));
    });
    this.#push = (part, last) => decompress.push(part, last);
  }

  push(part: Buffer, last: boolean): Promise<readonly Buffer[] | undefined> {
    this.#output = [];
    try {
      this.#push(part, last);
      return Promise.resolve(this.#output);
    } catch {
      return Promise.resolve(undefined);
    }
  }

  close(): void {
    this.#output = [];
  }
}

interface MaybeZstd {
  readonly createZstdDecompress?: (options: { readonly chunkSize: number }) => ZlibStream;
}

async function newFrame(): Promise<FrameDecoder> {
  const { createZstdDecompress } = zlib as MaybeZstd;
  if (createZstdDecompress !== undefined) return new NativeFrame(createZstdDecompress({ chunkSize: 128 * 1024 }));
  const { Decompress } = await import('fzstd');
  return new ScriptFrame(Decompress);
}

/**
 * Zstandard frames (RFC 8878) one after the other; skippable ones are skipped. Frames are walked block by block, so that a cut or broken
 * one gives everything before the damage, and the next frame is found. Frame checksums are not verified.
 */
export class ZstdUnpacker extends Unpacker {
  #frame: FrameDecoder | undefined;
  #hasChecksum = false;
  #frames = 0;
  readonly #ready: Buffer[] = [];

  protected async step(): Promise<Buffer | undefined> {
    const chunk = this.#ready.shift();
    if (chunk !== undefined) return chunk;
    return this.#frame === undefined ? this.#nextFrame() : this.#block(this.#frame);
  }

  protected override release(): void {
    this.#frame?.close();
  }

  async #nextFrame(): Promise<undefined> {
    const available = await this.feed.fill(LONGEST_HEADER);
    if (available === 0) return this.finish();
    const { bytes } = this.feed;
    const magic = available < 4 ? 0 : bytes.readUInt32LE(0);
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE) return this.#skipFrame();
    if (magic !== FRAME) {
      return this.#frames === 0 ? this.stop('corrupt', 'no zstd frame') : this.finishWithRest('zstd data');
    }
    return this.#openFrame(readHeader(bytes));
  }

  #skipFrame(): Promise<undefined> {
    this.#frames++;
    return this.passFrame('zstd data is cut');
  }

  async #openFrame(header: FrameHeader | undefined): Promise<undefined> {
    if (header === undefined) return this.stop('truncated', 'zstd frame header is cut');
    if (header.dictionary) return this.stop('unsupported-format', 'zstd data that needs a dictionary begins');
    if (header.window > LARGEST_WINDOW) {
      return this.stop('too-large', `zstd data that needs ${header.window} bytes of memory begins`);
    }
    this.#frames++;
    if (!this.pay(FRAME_WORK + Math.floor(header.window / WINDOW_PART))) return undefined;
    this.#frame = await newFrame();
    this.#hasChecksum = header.checksum;
    const started = await this.#frame.push(Buffer.from(this.feed.bytes.subarray(0, header.length)), false);
    if (started === undefined) return this.stop('corrupt', 'zstd frame header is broken');
    this.feed.skip(header.length);
    return undefined;
  }

  async #block(frame: FrameDecoder): Promise<undefined> {
    if ((await this.feed.fill(BLOCK_HEADER)) < BLOCK_HEADER) return this.stop('truncated', 'zstd data is cut');
    const header = this.feed.bytes.readUIntLE(0, BLOCK_HEADER);
    const last = (header & 1) === 1;
    const type = (header >> 1) & 3;
    const length = BLOCK_HEADER + (type === RUN ? 1 : header >> 3);
    if (type === RESERVED || length > LARGEST_BLOCK) return this.stop('corrupt', 'zstd data is broken');
    const tail = last && this.#hasChecksum ? CHECKSUM : 0;
    const available = await this.feed.fill(length + tail);
    if (available < length) return this.stop('truncated', 'zstd data is cut');
    const isWhole = available >= length + tail;
    await this.#unpack(frame, isWhole ? length + tail : length, last && isWhole);
    if (last) this.#endFrame(frame);
    if (!isWhole) this.doubt('truncated', 'zstd checksum is cut');
    return undefined;
  }

  async #unpack(frame: FrameDecoder, length: number, last: boolean): Promise<undefined> {
    const output = await frame.push(Buffer.from(this.feed.bytes.subarray(0, length)), last);
    if (output === undefined) return this.stop('corrupt', 'zstd data is broken');
    this.#ready.push(...output);
    this.feed.skip(length);
  }

  #endFrame(frame: FrameDecoder): void {
    frame.close();
    this.#frame = undefined;
  }
}
