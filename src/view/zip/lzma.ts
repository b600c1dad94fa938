import type { ByteReader } from '../../types.ts';
import { ByteFeed } from '../byte-feed.ts';
import { LzmaSource, packedLoss } from '../compressed/lzma/lzma-source.ts';
import type { ChunkSource, Loss } from '../nested-blob.ts';

/** Version of the packer and size of the properties; the properties (APPNOTE 5.8.8). */
const HEAD = 4;
const PROPERTIES = 5;

/** Data of a zip member packed with LZMA, preceded by a zip-specific header. */
export class ZipLzma implements ChunkSource {
  readonly #feed: ByteFeed;
  readonly #size: number;
  #source: LzmaSource | undefined;
  #loss: Loss | undefined;

  /** @param size unpacked size; undefined if a mark ends the data */
  constructor(reader: ByteReader, size: number | undefined) {
    this.#feed = new ByteFeed(reader);
    this.#size = size ?? Infinity;
  }

  async next(): Promise<Buffer | undefined> {
    if (this.#source === undefined && this.#loss === undefined) await this.#open();
    return this.#source?.next();
  }

  close(): Loss | undefined {
    return this.#source?.close() ?? this.#loss;
  }

  async #open(): Promise<void> {
    const available = await this.#feed.fill(HEAD + PROPERTIES);
    const { bytes } = this.#feed;
    if (available < HEAD + PROPERTIES) this.#loss = packedLoss('truncated', this.#feed);
    else if (bytes.readUInt16LE(2) !== PROPERTIES) this.#loss = packedLoss('corrupt', this.#feed);
    else {
      const [properties = 0, dictionary] = [bytes[HEAD], bytes.readUInt32LE(HEAD + 1)];
      this.#feed.skip(HEAD + PROPERTIES);
      this.#source = new LzmaSource(this.#feed, { isLzma2: false, properties, dictionary }, this.#size);
    }
  }
}
