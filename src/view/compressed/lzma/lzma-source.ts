import type { SkipReason } from '../../../types.ts';
import type { ByteFeed } from '../../byte-feed.ts';
import type { ChunkSource, Loss } from '../../nested-blob.ts';
import { Lzma2Decoder } from './lzma2.ts';
import { LzmaRun } from './lzma-run.ts';

/** Largest dictionary that memory is kept for, as for xz; a match that reaches further back ends what can be read. */
export const LARGEST_DICTIONARY: number = 128 * 1024 * 1024;
/** The range decoder's first bytes. */
const START = 5;

/** How LZMA data in an archive is coded, as its header says. */
export interface LzmaCoding {
  readonly isLzma2: boolean;
  /** The byte that says how LZMA data is coded; LZMA2 says it itself. */
  readonly properties: number;
  /** Bytes of memory that are asked for. */
  readonly dictionary: number;
}

type Outcome = 'running' | 'complete' | 'truncated' | 'corrupt';
/** The same said by the decoder of LZMA. */
const OUTCOMES = { running: 'running', ended: 'complete', cut: 'truncated', broken: 'corrupt' } as const;

/** What is said of packed data that cannot be read on. */
export function packedLoss(reason: SkipReason, feed: ByteFeed): Loss {
  const what = { truncated: 'cut', 'too-large': 'not read: it needs more memory than is kept for it,' };
  return { reason, detail: `packed data is ${what[reason as 'truncated'] ?? 'broken'} at its byte ${feed.position}` };
}

/** LZMA or LZMA2 data that an archive describes. */
export class LzmaSource implements ChunkSource {
  readonly #feed: ByteFeed;
  readonly #coding: LzmaCoding;
  readonly #size: number;
  #decoder: Lzma2Decoder | LzmaRun | undefined;
  #outcome: Outcome = 'running';

  /** @param size of what it unpacks to; `Infinity` where a mark ends it */
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
