import { createInflateRaw, inflateRawSync, type InflateRaw, type ZlibOptions } from 'node:zlib';
import type { ByteFeed } from '../byte-feed.ts';
import { ZlibPieces } from './zlib-pieces.ts';

/** Compressed bytes passed to zlib at once: at most 1032 times as many come back. */
const PIECE = 16 * 1024;
/** Compressed bytes kept to find the exact position of an error; after that pieces are small, so that little is lost. */
const KEPT = 8 * 1024 * 1024;
const SMALL_PIECE = 4 * 1024;
/** Maximum output of a small stream that is inflated at once. */
const SMALL_OUTPUT = 64 * 1024;
/** Piece sizes of the search for the first bad byte. */
const SEARCH_STEPS = [512, 16, 1];

const newPieces = (): ZlibPieces => new ZlibPieces(createInflateRaw({ chunkSize: 64 * 1024 }));

/**
 * The output of a complete stream in these bytes, and the number of bytes consumed; undefined if the stream is not complete, or has more
 * output.
 */
function inflateSmall(bytes: Uint8Array): { readonly output: Buffer; readonly consumed: number } | undefined {
  const options: ZlibOptions = { info: true, maxOutputLength: SMALL_OUTPUT, chunkSize: SMALL_PIECE };
  try {
    const { buffer, engine } = inflateRawSync(bytes, options) as unknown as { buffer: Buffer; engine: InflateRaw };
    return { output: buffer, consumed: engine.bytesWritten };
  } catch {
    return undefined;
  }
}

/** How a deflate stream ended. */
export type InflateOutcome = 'running' | 'complete' | 'truncated' | 'corrupt';

/**
 * Inflates one raw deflate stream (RFC 1951) from a feed in flat memory. Everything before a cut or an error is delivered; after a complete
 * stream, the feed is positioned after its last byte.
 */
export class Inflater {
  readonly #feed: ByteFeed;
  #raw: ZlibPieces | undefined;
  #kept: Buffer[] = [];
  #keptBytes = 0;
  #ready: Buffer[] = [];
  #delivered = 0;
  #outcome: InflateOutcome = 'running';

  constructor(feed: ByteFeed) {
    this.#feed = feed;
  }

  /** `running` until `next` has given its last chunk. */
  get outcome(): InflateOutcome {
    return this.#outcome;
  }

  /** The next decompressed bytes, never empty; undefined at the end. */
  async next(): Promise<Buffer | undefined> {
    while (this.#ready.length === 0 && this.#outcome === 'running') await this.#step();
    const chunk = this.#ready.shift();
    this.#delivered += chunk?.length ?? 0;
    return chunk;
  }

  /** Frees zlib's memory; the inflater must not be used afterwards. */
  close(): void {
    this.#raw?.close();
    this.#kept = [];
  }

  async #step(): Promise<void> {
    const available = await this.#feed.fill(1);
    if (available === 0) return this.#finish();
    if (this.#raw === undefined && this.#isSmall()) return;
    this.#raw ??= newPieces();
    const size = Math.min(available, this.#keptBytes < KEPT ? PIECE : SMALL_PIECE);
    const piece = Buffer.from(this.#feed.bytes.subarray(0, size));
    const { output, consumed, failed } = await this.#raw.run(piece);
    if (failed) return this.#recover(piece, output);
    this.#feed.skip(consumed);
    this.#ready = [...output];
    if (consumed < size) this.#outcome = 'complete';
    else this.#keep(piece);
  }

  /** Inflates a small stream at once, which costs a tenth: archives have many of them. */
  #isSmall(): boolean {
    const small = inflateSmall(this.#feed.bytes.subarray(0, SMALL_PIECE));
    if (small === undefined) return false;
    this.#feed.skip(small.consumed);
    if (small.output.length > 0) this.#ready = [small.output];
    this.#outcome = 'complete';
    return true;
  }

  #keep(piece: Buffer): void {
    if (this.#keptBytes < KEPT) this.#kept.push(piece);
    else this.#kept = [];
    this.#keptBytes += piece.length;
  }

  /** A stream that has ended takes no further byte; one that was cut does. */
  async #finish(): Promise<void> {
    const { consumed, failed } = await (this.#raw ??= newPieces()).run(Buffer.alloc(1));
    this.#outcome = failed || consumed > 0 ? 'truncated' : 'complete';
  }

  /** Runs the stream again in ever smaller pieces, to recover the output before the first bad byte. */
  async #recover(bad: Buffer, output: readonly Buffer[]): Promise<void> {
    this.#outcome = 'corrupt';
    this.#ready = [...output];
    if (this.#keptBytes > KEPT) return;
    let good = 0;
    for (const step of SEARCH_STEPS) {
      const round = await this.#replay(bad, good, step);
      good = round.good;
      this.#ready = round.output;
    }
    this.#feed.skip(good);
  }

  async #replay(bad: Buffer, good: number, step: number): Promise<{ good: number; output: Buffer[] }> {
    const raw = newPieces();
    const output: Buffer[] = [];
    let toDrop = this.#delivered;
    const feed = async (piece: Uint8Array): Promise<boolean> => {
      const result = await raw.run(piece);
      for (const chunk of result.output) {
        if (chunk.length > toDrop) output.push(chunk.subarray(toDrop));
        toDrop = Math.max(0, toDrop - chunk.length);
      }
      return !result.failed;
    };
    for (const piece of this.#kept) await feed(piece);
    if (good > 0) await feed(bad.subarray(0, good));
    let reached = good;
    while (reached < bad.length && (await feed(bad.subarray(reached, reached + step)))) reached += step;
    raw.close();
    return { good: Math.min(reached, bad.length), output };
  }
}
