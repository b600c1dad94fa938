import type { ByteFeed } from '../../byte-feed.ts';
import { LONGEST_SYMBOL, LzmaDecoder } from './lzma-decoder.ts';
import { HistoryWindow } from '../history-window.ts';

/** Output per step. */
const STEP = 256 * 1024;
const INPUT = 64 * 1024;

/** State of a run: it continues, ended with its mark or at its size, was cut, or is invalid. */
export type RunState = 'running' | 'ended' | 'cut' | 'broken';

/** LZMA data after a header that describes its coding. The dictionary grows only with what is really unpacked. */
export class LzmaRun {
  readonly #feed: ByteFeed;
  readonly #window: HistoryWindow;
  readonly #decoder: LzmaDecoder;
  readonly #size: number;
  #isTail = false;
  state: RunState = 'running';

  /**
   * @param dictionary size in bytes
   * @param size unpacked size, if no mark ends the data. @default unknown
   */
  constructor(feed: ByteFeed, dictionary: number, size: number = Infinity) {
    this.#feed = feed;
    this.#window = new HistoryWindow(dictionary);
    this.#decoder = new LzmaDecoder(this.#window);
    this.#size = size;
  }

  /** Bytes unpacked so far. */
  get total(): number {
    return this.#window.total;
  }

  /** Starts, or starts over, with the buffered bytes; false if they are not the beginning of such data. */
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

  /** Unpacks a little more; symbols are decoded only while the buffer holds all bytes that one can take, or the rest of the data. */
  async next(): Promise<Buffer> {
    const most = Math.min(STEP, this.#size - this.total);
    this.#window.makeRoom(most);
    const available = await this.#feed.fill(INPUT);
    const { range } = this.#decoder;
    range.input = this.#feed.bytes;
    range.at = 0;
    const end = available < INPUT ? available : available - LONGEST_SYMBOL;
    // The decoder may already hold the last symbols when the data has ended.
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
