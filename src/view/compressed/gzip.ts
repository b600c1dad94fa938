import { crc32 } from 'node:zlib';
import { Inflater } from './inflate.ts';
import { Unpacker } from './unpacker.ts';

/** Flags of the member header (RFC 1952, 2.3.1). */
const FHCRC = 2;
const FEXTRA = 4;
const FNAME = 8;
const FCOMMENT = 16;
const DEFLATE = 8;
const HEADER = 10;
const TRAILER = 8;
/** Work charged for a member, in addition to its bytes. */
const MEMBER = 1024;

/** The members of a gzip file (RFC 1952) one after the other, as `gzip -d` would write them. */
export class GzipUnpacker extends Unpacker {
  #inflater: Inflater | undefined;
  #members = 0;
  #crc = 0;
  #length = 0;

  protected async step(): Promise<Buffer | undefined> {
    this.#inflater ??= await this.#openMember();
    const chunk = await this.#inflater?.next();
    if (chunk !== undefined) {
      this.#crc = crc32(chunk, this.#crc);
      this.#length += chunk.length;
      return chunk;
    }
    if (this.#inflater !== undefined) await this.#endMember(this.#inflater);
    return undefined;
  }

  protected override release(): void {
    this.#inflater?.close();
  }

  async #openMember(): Promise<Inflater | undefined> {
    if ((await this.feed.fill(2)) === 0) {
      return this.#members === 0 ? this.stop('truncated', 'no gzip member') : this.finish();
    }
    const { bytes } = this.feed;
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return this.finishWithRest('gzip data');
    if ((await this.feed.fill(HEADER)) < HEADER) return this.stop('truncated', 'gzip header is cut');
    if (this.feed.bytes[2] !== DEFLATE) return this.stop('corrupt', 'unknown gzip compression method');
    const start = this.feed.position + HEADER;
    const isWhole = await this.#skipHeader();
    this.passOver(start);
    if (!isWhole) return this.stop('truncated', 'gzip header is cut');
    this.#members++;
    if (!this.pay(MEMBER)) return undefined;
    this.#crc = 0;
    this.#length = 0;
    return new Inflater(this.feed);
  }

  async #skipHeader(): Promise<boolean> {
    const flags = this.feed.bytes[3] ?? 0;
    this.feed.skip(HEADER);
    if (flags & FEXTRA) {
      if ((await this.feed.fill(2)) < 2) return false;
      const size = this.feed.bytes.readUInt16LE(0) + 2;
      if ((await this.feed.skipAhead(size)) < size) return false;
    }
    if (flags & FNAME && !(await this.#skipString())) return false;
    if (flags & FCOMMENT && !(await this.#skipString())) return false;
    return !(flags & FHCRC) || (await this.feed.skipAhead(2)) === 2;
  }

  async #skipString(): Promise<boolean> {
    while ((await this.feed.fill(1)) > 0) {
      const end = this.feed.bytes.indexOf(0);
      this.feed.skip(end < 0 ? this.feed.bytes.length : end + 1);
      if (end >= 0) return true;
    }
    return false;
  }

  async #endMember(inflater: Inflater): Promise<undefined> {
    inflater.close();
    this.#inflater = undefined;
    if (inflater.outcome === 'truncated') return this.endInDoubt('truncated', 'gzip data is cut');
    if (inflater.outcome === 'corrupt') return this.stop('corrupt', 'gzip data is broken');
    if ((await this.feed.fill(TRAILER)) < TRAILER) return this.endInDoubt('truncated', 'gzip trailer is cut');
    const { bytes } = this.feed;
    const intact = bytes.readUInt32LE(0) === this.#crc && bytes.readUInt32LE(4) === this.#length % 2 ** 32;
    if (!intact) this.doubt('corrupt', 'gzip checksum or length is wrong');
    this.feed.skip(TRAILER);
  }
}
