import type { SkipReason } from '../../../types.ts';
import type { ByteFeed } from '../../byte-feed.ts';
import type { ChunkSource, Loss } from '../../nested-blob.ts';
import { Lzma2Decoder } from './lzma2.ts';
import { LzmaRun } from './lzma-run.ts';

/** Largest dictionary for which memory is allocated, as for xz; reading ends at a match that reaches further back. */
export const LARGEST_DICTIONARY: number = 128 * 1024 * 1024;
/** The range decoder's first bytes. */
const START = 5;

/** Coding of LZMA data in an archive, according to its header. */
export interface LzmaCoding {
  readonly isLzma2: boolean;
  /** The properties byte of LZMA; LZMA2 contains its own. */
  readonly properties: number;
  /** Dictionary size in bytes. */
  readonly dictionary: number;
}

type Outcome = 'running' | 'complete' | 'truncated' | 'corrupt';
/** The state of an LZMA run as an outcome. */
const OUTCOMES = { running: 'running', ended: 'complete', cut: 'truncated', broken: 'corrupt' } as const;

/** The loss for packed data that cannot be read any further. */
export function packedLoss(reason: SkipReason, feed: ByteFeed): Loss {
  const what = { truncated: 'cut', 'too-large': 'not read: it needs more memory than is kept for it,' };
  return { reason, detail: `packed data is ${what[reason as 'truncated'] ?? 'broken'} at its byte ${feed.position}` };
}

/** LZMA or LZMA2 data with a coding given by an archive. */
export class LzmaSource implements ChunkSource {
  readonly #feed: ByteFeed;
  readonly #coding: LzmaCoding;
  readonly #size: number;
  #decoder: Lzma2Decoder | LzmaRun | undefined;
  #outcome: Outcome = 'running';

  /** @param size unpacked size; `Infinity` if a mark ends the data */
  constructor(feed: ByteFeed, coding: LzmaCoding, size: number) {
    this.#feed = feed;
    this.#coding = coding;
    this.#size = size;
  }

  async next(): Promise<Buffer | undefined> {
    if (this.#decoder === undefined) await this.#begin();
    while (this.#decoder !== undefined && this.#outcome === 'running') {
      const chunk = await this.#decoder.next();
      const { state } = this.#decoder;
      this.#outcome = state in OUTCOMES ? OUTCOMES[state as 'ended'] : (state as Outcome);
      if (chunk.length > 0) return chunk;
    }
    return undefined;
  }

  async #begin(): Promise<void> {
    const { isLzma2, properties } = this.#coding;
    const dictionary = Math.min(this.#coding.dictionary, LARGEST_DICTIONARY);
    if (isLzma2) {
      this.#decoder = new Lzma2Decoder(this.#feed, dictionary);
      return;
    }
    const available = await this.#feed.fill(START);
    const run = new LzmaRun(this.#feed, dictionary, this.#size);
    this.#decoder = run;
    if (available < START) this.#outcome = 'truncated';
    else if (!run.begin(properties)) this.#outcome = 'corrupt';
  }

  close(): Loss | undefined {
    this.#decoder = undefined;
    if (this.#outcome !== 'corrupt' && this.#outcome !== 'truncated') return undefined;
    const isTooFar = this.#outcome === 'corrupt' && this.#coding.dictionary > LARGEST_DICTIONARY;
    return packedLoss(isTooFar ? 'too-large' : this.#outcome, this.#feed);
  }
}
