import { LzmaRun } from './lzma-run.ts';
import { isLzmaHeader, LZMA_HEADER } from './lzma-header.ts';
import { Unpacker } from '../unpacker.ts';

/** The range decoder's first bytes. */
const START = 5;
const LARGEST_DICTIONARY = 512 * 1024 * 1024;
const UNKNOWN = 0xffffffffffffffffn;

/** LZMA data with the header of the first tools (LZMA specification, "lzma file format"), which has no checksum. */
export class LzmaUnpacker extends Unpacker {
  #run: LzmaRun | undefined;

  protected async step(): Promise<Buffer | undefined> {
    if (this.#run === undefined) return this.#open();
    const chunk = await this.#run.next();
    const { state } = this.#run;
    if (state === 'ended') await this.finishWithRest('LZMA data');
    else if (state === 'cut') this.stop('truncated', 'LZMA data is cut');
    else if (state === 'broken') this.stop('corrupt', 'LZMA data is broken');
    return chunk;
  }

  protected override release(): void {
    this.#run = undefined;
  }

  async #open(): Promise<undefined> {
    const available = await this.feed.fill(LZMA_HEADER + START);
    if (available < LZMA_HEADER + START) return this.stop('truncated', 'LZMA header is cut');
    const { bytes } = this.feed;
    const [properties = 0, dictionary, size] = [bytes[0], bytes.readUInt32LE(1), bytes.readBigUInt64LE(5)];
    if (!isLzmaHeader(bytes) || dictionary > LARGEST_DICTIONARY) return this.stop('corrupt', 'LZMA header is broken');
    this.feed.skip(LZMA_HEADER);
    this.#run = new LzmaRun(this.feed, dictionary, size === UNKNOWN ? Infinity : Number(size));
    return this.#run.begin(properties) ? undefined : this.stop('corrupt', 'LZMA data is broken');
  }
}
