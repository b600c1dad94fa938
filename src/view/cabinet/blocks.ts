import { inflateRawSync, constants } from 'node:zlib';
import type { SkipReason } from '../../types.ts';
import type { ChunkSource, Loss } from '../nested-blob.ts';
import type { RandomAccess } from '../random-access.ts';

/** Header of a data block ([MS-CAB] 2.4): checksum, packed size, unpacked size. */
const HEAD = 8;
/** Maximum unpacked size of a block. */
export const LARGEST_BLOCK: number = 32 * 1024;
const SIGNATURE = 'CK';

/** Blocks that are unpacked one after the other. */
export interface Folder {
  /** Start of the first block. */
  readonly start: number;
  readonly blocks: number;
  /** Their compression: the low four bits. */
  readonly packing: number;
  /** Reserved bytes in the header of each block. */
  readonly reserved: number;
}

const METHOD = 0x0f;
const STORED = 0;
const MSZIP = 1;
const NAMES: Readonly<Record<number, string>> = { 2: 'Quantum', 3: 'LZX' };

/** Why no block of a folder can be read; undefined if they can. */
export function unreadable({ packing }: Folder): Loss | undefined {
  const method = packing & METHOD;
  if (method === STORED || method === MSZIP) return undefined;
  const name = NAMES[method] ?? `method ${method}`;
  return { reason: 'unsupported-format', detail: `the data is packed with ${name}` };
}

/** End of the blocks of a folder, from their headers; not beyond the end of the data. */
export function endOf(access: RandomAccess, { start, blocks, reserved }: Folder): number {
  let at = start;
  for (let left = blocks; left > 0 && at < access.size; left--) {
    const head = access.read(at, HEAD);
    at += HEAD + reserved + (head.length < HEAD ? 0 : head.readUInt16LE(4));
  }
  return Math.min(at, Math.max(start, access.size));
}

/** The checksum of a block: the exclusive or of its words, where an incomplete last one has its first byte highest. */
function checksum(bytes: Buffer, seed: number): number {
  let sum = seed;
  const end = bytes.length & ~3;
  for (let at = 0; at < end; at += 4) sum ^= bytes.readInt32LE(at);
  let last = 0;
  for (let at = end; at < bytes.length; at++) last = (last << 8) | (bytes[at] as number);
  return sum ^ last;
}

type Unpack = (data: Buffer, size: number) => Buffer;

/** Deflate whose matches reach into the previous block. Throws if the data is broken. */
function mszip(): Unpack {
  let before: Buffer = Buffer.alloc(0);
  return (data, size) => {
    if (data.toString('latin1', 0, SIGNATURE.length) !== SIGNATURE) throw new RangeError('no block');
    const output = inflateRawSync(data.subarray(SIGNATURE.length), {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: size + 1,
      ...(before.length === 0 ? {} : { dictionary: before }),
    });
    before = Buffer.concat([before, output]).subarray(-LARGEST_BLOCK);
    return output;
  };
}

/** The unpacked data of a folder, block by block. */
export class BlockSource implements ChunkSource {
  readonly #access: RandomAccess;
  readonly #folder: Folder;
  #unpack: Unpack | undefined;
  #at: number;
  #left: number;
  #loss: Loss | undefined;
  #isOver = false;

  constructor(access: RandomAccess, folder: Folder) {
    this.#access = access;
    this.#folder = folder;
    this.#at = folder.start;
    this.#left = folder.blocks;
  }

  next(): Promise<Buffer | undefined> {
    while (!this.#isOver && this.#left > 0) {
      this.#left--;
      const chunk = this.#block();
      if (chunk !== undefined && chunk.length > 0) return Promise.resolve(chunk);
    }
    return Promise.resolve(undefined);
  }

  close(): Loss | undefined {
    this.#unpack = undefined;
    return this.#loss;
  }

  #block(): Buffer | undefined {
    const head = this.#access.read(this.#at, HEAD);
    if (head.length < HEAD) return this.#stop('truncated', 'the cabinet is cut');
    const [packed, size] = [head.readUInt16LE(4), head.readUInt16LE(6)];
    const start = this.#at + HEAD + this.#folder.reserved;
    const data = this.#access.read(start, packed);
    if (size === 0) return this.#stop('truncated', 'the data goes on in the next cabinet');
    if (size > LARGEST_BLOCK) return this.#stop('corrupt', 'a block is broken');
    this.#check(head, data, packed);
    const chunk = this.#unpacked(data, size);
    this.#at = start + packed;
    if (data.length < packed) this.#stop('truncated', 'the cabinet is cut');
    else if (chunk.length !== size) this.#stop('corrupt', 'a block is broken');
    return chunk.subarray(0, size);
  }

  /** If headers have reserved bytes, writers disagree on what the checksum covers. */
  #check(head: Buffer, data: Buffer, packed: number): void {
    const sum = head.readUInt32LE(0);
    if (sum === 0 || this.#folder.reserved > 0 || data.length < packed) return;
    if (sum !== checksum(head.subarray(4), checksum(data, 0)) >>> 0)
      this.#lose('corrupt', 'the checksum of a block is wrong');
  }

  #unpacked(data: Buffer, size: number): Buffer {
    try {
      if ((this.#folder.packing & METHOD) === STORED) return Buffer.from(data);
      return (this.#unpack ??= mszip())(data, size);
    } catch {
      return Buffer.alloc(0);
    }
  }

  #lose(reason: SkipReason, what: string): void {
    this.#loss ??= { reason, detail: `${what} at byte ${this.#at}` };
  }

  #stop(reason: SkipReason, what: string): undefined {
    this.#lose(reason, what);
    this.#isOver = true;
    return undefined;
  }
}
