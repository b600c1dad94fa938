import { crc32 } from 'node:zlib';
import type { Span } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { ByteFeed } from '../byte-feed.ts';
import { unpackerFor, type CompressedKind } from '../compressed/formats.ts';
import { Inflater } from '../compressed/inflate.ts';
import type { ChunkSource, Loss } from '../nested-blob.ts';
import { rangeReader, type RandomAccess } from '../random-access.ts';

/** A member of a zip file, from the central directory or from its own local header. */
export interface ZipMember {
  readonly name: string;
  /** General purpose bits (APPNOTE 4.4.4). */
  readonly flags: number;
  /** Compression method (APPNOTE 4.4.5). */
  readonly method: number;
  /** Undefined if only a data descriptor after the data contains it. */
  readonly crc: number | undefined;
  readonly size: number | undefined;
  /** Start of its local header. */
  readonly headerStart: number;
  /** Start of the extra fields of that header; they end where the data begins. */
  readonly fieldsStart: number;
  readonly dataStart: number;
  /** End of its data; beyond the end of the file if that was cut. */
  readonly dataEnd: number;
}

const STORED = 0;
const DEFLATED = 8;
const DEFLATED_64 = 9;
const LZMA = 14;
const AES = 99;
const CHUNK = 256 * 1024;

/** Supported methods besides deflate. */
export const UNPACKED: Readonly<Record<number, CompressedKind>> = { 12: 'bzip2', 93: 'zstd', 95: 'xz' };
const METHODS: Readonly<Record<number, string>> = { 1: 'shrink', 6: 'implode', 98: 'ppmd' };

/** Why a member cannot be read at all. */
export function unreadable(member: ZipMember): Loss | undefined {
  if (member.flags & 0x2041 || member.method === AES)
    return { reason: 'encrypted', detail: 'the zip member is encrypted' };
  if ([STORED, DEFLATED, DEFLATED_64, LZMA].includes(member.method) || member.method in UNPACKED) return undefined;
  const method = METHODS[member.method] ?? `method ${member.method}`;
  return { reason: 'unsupported-format', detail: `the zip member is compressed with ${method}` };
}

/** Span of a member's data if it is stored; undefined if it is compressed. */
export function storedAt({ method, dataStart, dataEnd }: ZipMember): Span | undefined {
  return method === STORED ? { start: dataStart, end: dataEnd } : undefined;
}

/** The data of one zip member; every byte that can be recovered is given before a loss is reported. */
export class ZipChunks implements ChunkSource {
  readonly #member: ZipMember;
  readonly #access: RandomAccess;
  readonly #budget: Budget;
  readonly #feed: ByteFeed;
  readonly #inflater: Inflater | undefined;
  #unpacker: ChunkSource | undefined;
  #crc = 0;
  #length = 0;

  constructor(access: RandomAccess, member: ZipMember, budget: Budget) {
    this.#access = access;
    this.#budget = budget;
    this.#member = member;
    const capacity = Math.max(1, Math.min(CHUNK, member.dataEnd - member.dataStart));
    this.#feed = new ByteFeed(rangeReader(access, member.dataStart, member.dataEnd), capacity);
    if (member.method === DEFLATED) this.#inflater = new Inflater(this.#feed);
  }

  async next(): Promise<Buffer | undefined> {
    const chunk = await this.#chunk();
    if (chunk === undefined) return undefined;
    this.#crc = crc32(chunk, this.#crc);
    this.#length += chunk.length;
    return chunk;
  }

  #chunk(): Promise<Buffer | undefined> {
    if (this.#inflater !== undefined) return this.#inflater.next();
    return this.#member.method === STORED ? this.#stored() : this.#unpacked();
  }

  async #unpacked(): Promise<Buffer | undefined> {
    this.#unpacker ??= await this.#newUnpacker();
    return this.#unpacker.next();
  }

  async #newUnpacker(): Promise<ChunkSource> {
    const { method, size, dataStart, dataEnd } = this.#member;
    const reader = rangeReader(this.#access, dataStart, dataEnd);
    if (method === DEFLATED_64) {
      const { Inflate64 } = await import('../compressed/inflate64.ts');
      return new Inflate64(reader, this.#budget);
    }
    if (method !== LZMA) return (await unpackerFor(UNPACKED[method] ?? 'zstd', this.#budget))(reader);
    const { ZipLzma } = await import('./lzma.ts');
    return new ZipLzma(reader, size);
  }

  async #stored(): Promise<Buffer | undefined> {
    const available = await this.#feed.fill(1);
    if (available === 0) return undefined;
    const chunk = Buffer.from(this.#feed.bytes);
    this.#feed.skip(available);
    return chunk;
  }

  /** End of the compressed data, if it was complete and has been read. */
  get end(): number | undefined {
    return this.#inflater?.outcome === 'complete' ? this.#member.dataStart + this.#feed.position : undefined;
  }

  close(ended: boolean): Loss | undefined {
    this.#inflater?.close();
    const lost = this.#unpacker?.close(ended);
    return ended ? (lost ?? this.#loss()) : undefined;
  }

  #loss(): Loss | undefined {
    const place = `at byte ${this.#member.dataStart + this.#feed.position}`;
    const { size, crc, dataEnd } = this.#member;
    if (this.#inflater?.outcome === 'corrupt')
      return { reason: 'corrupt', detail: `compressed data is broken ${place}` };
    const isStored = this.#member.method === STORED;
    const cut = isStored ? dataEnd > this.#access.size : this.#inflater?.outcome === 'truncated';
    if (cut) return { reason: 'truncated', detail: `data is cut ${place}` };
    if (size !== undefined && size !== this.#length) {
      return { reason: 'corrupt', detail: `${this.#length} bytes where the header says ${size}` };
    }
    if (crc !== undefined && crc !== this.#crc) return { reason: 'corrupt', detail: 'the checksum is wrong' };
    return undefined;
  }
}
