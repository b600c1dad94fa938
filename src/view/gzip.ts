import { crc32 } from 'node:zlib';
import type { Blob, ByteReader, SourceEvent } from '../types.ts';
import type { Budget } from './budget.ts';
import { ByteFeed } from './byte-feed.ts';
import { Inflater } from './inflate.ts';
import { chunkReader, Meter, nestedBlob, openBlob, type ChunkSource, type Loss } from './nested-blob.ts';

/** Flags of the member header (RFC 1952, 2.3.1). */
const FHCRC = 2;
const FEXTRA = 4;
const FNAME = 8;
const FCOMMENT = 16;
const DEFLATE = 8;
const HEADER = 10;
const TRAILER = 8;

/** The members of a gzip file one after the other, as `gzip -d` would write them. */
class GzipChunks implements ChunkSource {
  readonly #inner: ByteReader;
  readonly #feed: ByteFeed;
  #inflater: Inflater | undefined;
  #members = 0;
  #crc = 0;
  #length = 0;
  #done = false;
  #loss: Loss | undefined;

  constructor(inner: ByteReader) {
    this.#inner = inner;
    this.#feed = new ByteFeed(inner);
  }

  async next(): Promise<Buffer | undefined> {
    while (!this.#done) {
      this.#inflater ??= await this.#openMember();
      const chunk = await this.#inflater?.next();
      if (chunk !== undefined) {
        this.#crc = crc32(chunk, this.#crc);
        this.#length += chunk.length;
        return chunk;
      }
      if (this.#inflater !== undefined) await this.#endMember(this.#inflater);
    }
    return undefined;
  }

  close(): Loss | undefined {
    this.#inflater?.close();
    const cut = this.#inner.close();
    return this.#loss ?? cut;
  }

  /** Keeps the first loss: what comes after it usually follows from it. */
  #lose(reason: Loss['reason'], what: string): void {
    this.#loss ??= { reason, detail: `${what} at byte ${this.#feed.position}` };
  }

  #stop(reason: Loss['reason'], what: string): undefined {
    this.#lose(reason, what);
    this.#done = true;
    return undefined;
  }

  async #openMember(): Promise<Inflater | undefined> {
    if ((await this.#feed.fill(2)) === 0) {
      this.#done = true;
      if (this.#members === 0) this.#lose('truncated', 'no gzip member');
      return undefined;
    }
    const { bytes } = this.#feed;
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return this.#junk();
    if ((await this.#feed.fill(HEADER)) < HEADER) return this.#stop('truncated', 'gzip header is cut');
    if (this.#feed.bytes[2] !== DEFLATE) return this.#stop('corrupt', 'unknown gzip compression method');
    if (!(await this.#skipHeader())) return this.#stop('truncated', 'gzip header is cut');
    this.#members++;
    this.#crc = 0;
    this.#length = 0;
    return new Inflater(this.#feed);
  }

  /** Zeros behind the last member are padding of tapes and block devices; anything else is said. */
  async #junk(): Promise<undefined> {
    this.#done = true;
    while ((await this.#feed.fill(1)) > 0) {
      const zeros = this.#feed.bytes.findIndex((byte) => byte !== 0);
      this.#feed.skip(zeros < 0 ? this.#feed.bytes.length : zeros);
      if (zeros >= 0) return this.#stop('corrupt', 'bytes behind the last gzip member are no gzip data');
    }
    return undefined;
  }

  async #skipHeader(): Promise<boolean> {
    const flags = this.#feed.bytes[3] ?? 0;
    this.#feed.skip(HEADER);
    if (flags & FEXTRA) {
      if ((await this.#feed.fill(2)) < 2) return false;
      const size = this.#feed.bytes.readUInt16LE(0) + 2;
      if ((await this.#feed.skipAhead(size)) < size) return false;
    }
    if (flags & FNAME && !(await this.#skipString())) return false;
    if (flags & FCOMMENT && !(await this.#skipString())) return false;
    return !(flags & FHCRC) || (await this.#feed.skipAhead(2)) === 2;
  }

  async #skipString(): Promise<boolean> {
    while ((await this.#feed.fill(1)) > 0) {
      const end = this.#feed.bytes.indexOf(0);
      this.#feed.skip(end < 0 ? this.#feed.bytes.length : end + 1);
      if (end >= 0) return true;
    }
    return false;
  }

  async #endMember(inflater: Inflater): Promise<void> {
    inflater.close();
    this.#inflater = undefined;
    if (inflater.outcome === 'truncated') return this.#stop('truncated', 'gzip data is cut');
    if (inflater.outcome === 'corrupt') return this.#stop('corrupt', 'gzip data is broken');
    if ((await this.#feed.fill(TRAILER)) < TRAILER) return this.#stop('truncated', 'gzip trailer is cut');
    const { bytes } = this.#feed;
    const intact = bytes.readUInt32LE(0) === this.#crc && bytes.readUInt32LE(4) === this.#length % 2 ** 32;
    if (!intact) this.#lose('corrupt', 'gzip checksum or length is wrong');
    this.#feed.skip(TRAILER);
  }
}

/** Gives the decompressed data of a gzip file (RFC 1952) of any size and number of members as one blob. */
export function* expandGzip(blob: Blob, budget: Budget): Generator<SourceEvent> {
  const meter = new Meter(budget);
  yield nestedBlob(blob, 'gzip', undefined, () => chunkReader(new GzipChunks(openBlob(blob)), meter));
}
