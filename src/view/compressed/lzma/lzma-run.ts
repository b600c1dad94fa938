import type { ByteFeed } from '../../byte-feed.ts';
import { LONGEST_SYMBOL, LzmaDecoder } from './lzma-decoder.ts';
import { HistoryWindow } from '../history-window.ts';

/** Output in one step. */
const STEP = 256 * 1024;
const INPUT = 64 * 1024;

/** How a run stands: it goes on, ended with its mark or at its size, was cut, or makes no sense. */
export type RunState = 'running' | 'ended' | 'cut' | 'broken';

/** LZMA data behind a header that says how it is coded. Its dictionary grows with what is really unpacked. */
export class LzmaRun {
  readonly #feed: ByteFeed;
  readonly #window: HistoryWindow;
  readonly #decoder: LzmaDecoder;
  readonly #size: number;
  #isTail = false;
  state: RunState = 'running';

  /**
   * @param dictionary size in bytes
   * @param size of what it unpacks to, where no mark ends it. @default unknown
   */
  constructor(feed: ByteFeed, dictionary: number, size: number = Infinity) {
    this.#feed = feed;
    this.#window = new HistoryWindow(dictionary);
    this.#decoder = new LzmaDecoder(this.#window);
    this.#size = size;
  }

  /** Bytes that were unpacked. */
  get total(): number {
    return this.#window.total;
  }

  /** Begins, or begins anew, with the buffered bytes; false where they are not the beginning of such data. */
  begin(properties: number): boolean {
    const { range } = this.#decoder;
    this.state = 'running';
    this.#isTail = false;
    this.#window.reset();
    if (!this.#decoder.setProperties(properties)) return false;
    range.input = this.#feed.bytes;
    range.at = 0;
    if (!range.start()) return false;
    this.#feed.skip(Math.min(range.at, this.#feed.bytes.length));
    return true;
  }

  /** Goes on by a little; symbols are decoded while all bytes that one can take are buffered, or the data has no more. */
  async next(): Promise<Buffer> {
    const most = Math.min(STEP, this.#size - this.total);
    this.#window.makeRoom(most);
    const available = await this.#feed.fill(INPUT);
    const { range } = this.#decoder;
    range.input = this.#feed.bytes;
    range.at = 0;
    const end = available < INPUT ? available : available - LONGEST_SYMBOL;
    // The last symbols may be in the decoder already when the data has ended.
    const { stop, written } = this.#decoder.decode(most, this.#isTail ? available + 1 : end);
    const chunk = this.#window.take();
    const isEnded = stop === 'end' || this.total >= this.#size;
    if (isEnded) range.normalize();
    const isOver = range.at > available;
    this.#feed.skip(Math.min(range.at, available));
    if (stop === 'broken') this.state = 'broken';
    else if (isEnded && !isOver) this.state = 'ended';
    else if (written < most && available < INPUT) {
      if (this.#isTail) this.state = 'cut';
      this.#isTail = true;
    }
    return this.state === 'cut' ? Buffer.alloc(0) : chunk;
  }
}
