import type { ByteReader } from '../../types.ts';
import { ByteFeed } from '../byte-feed.ts';
import { LzmaRun, type RunState } from '../compressed/lzma/lzma-run.ts';
import type { ChunkSource, Loss } from '../nested-blob.ts';

/** Version of the packer, size of the properties, the properties (APPNOTE 5.8.8), and the range decoder's first bytes. */
const HEAD = 4;
const PROPERTIES = 5;
const START = 5;
const LARGEST_DICTIONARY = 128 * 1024 * 1024;

/** Data of a zip member that is packed with LZMA. */
export class ZipLzma implements ChunkSource {
  readonly #feed: ByteFeed;
  readonly #size: number;
  #run: LzmaRun | undefined;
  #isCapped = false;
  #loss: Loss | undefined;

  /** @param size of what it unpacks to; undefined where a mark ends it */
  constructor(reader: ByteReader, size: number | undefined) {
    this.#feed = new ByteFeed(reader);
    this.#size = size ?? Infinity;
  }

  async next(): Promise<Buffer | undefined> {
    if (this.#run === undefined) await this.#open();
    const run = this.#run;
    if (run === undefined) return undefined;
    for (let state: RunState = run.state; state === 'running' && this.#loss === undefined;) {
      const chunk = await run.next();
      state = run.state;
      if (state === 'cut') this.#lose('truncated', 'cut');
      else if (state === 'broken') this.#lose(this.#isCapped ? 'too-large' : 'corrupt', 'broken');
      if (chunk.length > 0) return chunk;
    }
    return undefined;
  }

  close(): Loss | undefined {
    this.#run = undefined;
    return this.#loss;
  }

  async #open(): Promise<void> {
    const available = await this.#feed.fill(HEAD + PROPERTIES + START);
    if (available < HEAD + PROPERTIES + START) return this.#lose('truncated', 'cut');
    const { bytes } = this.#feed;
    const [properties = 0, dictionary] = [bytes[HEAD], bytes.readUInt32LE(HEAD + 1)];
    if (bytes.readUInt16LE(2) !== PROPERTIES) return this.#lose('corrupt', 'broken');
    this.#feed.skip(HEAD + PROPERTIES);
    this.#isCapped = dictionary > LARGEST_DICTIONARY;
    this.#run = new LzmaRun(this.#feed, Math.min(dictionary, LARGEST_DICTIONARY), this.#size);
    if (!this.#run.begin(properties)) this.#lose('corrupt', 'broken');
  }

  #lose(reason: Loss['reason'], how: string): void {
    this.#loss = { reason, detail: `LZMA data is ${how} at its byte ${this.#feed.position}` };
  }
}
