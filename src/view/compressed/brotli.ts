import { createBrotliDecompress } from 'node:zlib';
import { Unpacker } from './unpacker.ts';
import { ZlibPieces } from './zlib-pieces.ts';

/** Small pieces, as the output of a piece that contains an error is lost. */
const PIECE = 4 * 1024;

/** A brotli stream (RFC 7932), which has neither a magic number nor a checksum. */
export class BrotliUnpacker extends Unpacker {
  readonly #pieces: ZlibPieces = new ZlibPieces(createBrotliDecompress({ chunkSize: 64 * 1024 }));
  readonly #ready: Buffer[] = [];
  #ended = false;

  protected async step(): Promise<Buffer | undefined> {
    const chunk = this.#ready.shift();
    if (chunk !== undefined) return chunk;
    if (this.#ended) return this.finishWithRest('brotli data');
    const size = Math.min(await this.feed.fill(1), PIECE);
    if (size === 0) return this.#cut();
    const { output, consumed, failed } = await this.#pieces.run(Buffer.from(this.feed.bytes.subarray(0, size)));
    if (failed) return this.stop('corrupt', 'brotli data is broken');
    this.feed.skip(consumed);
    this.#ready.push(...output);
    this.#ended = consumed < size;
    return undefined;
  }

  protected override release(): void {
    this.#pieces.close();
  }

  /** A stream that has ended takes no further byte; one that was cut does, or reports an error. */
  async #cut(): Promise<undefined> {
    const { consumed, failed } = await this.#pieces.run(Buffer.alloc(1));
    return failed || consumed > 0 ? this.stop('truncated', 'brotli data is cut') : this.finish();
  }
}
