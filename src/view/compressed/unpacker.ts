import type { ByteReader, SkipReason, Span } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { ByteFeed } from '../byte-feed.ts';
import type { ChunkSource, Loss } from '../nested-blob.ts';

/** Number of unpacked bytes that distinguishes data with a short magic number from chance. */
export const LEAST_GIVEN = 8;

/** Minimum size of a damaged member that could hide a text of eight characters, including head and checks of the shortest format. */
const LEAST_HIDDEN = 16;
/** Parts that a format skips: shorter ones are only scanned raw. Beyond the maximum number, parts are merged. */
const LEAST_UNUSED = 40;
const MOST_UNUSED = 1024;
/** Magic number and size before the data of a skippable zstd or LZ4 frame (RFC 8878, 3.1.2). */
const FRAME_HEAD = 8;

/**
 * Unpacks a compression whose data consists of members (frames, streams) one after the other, and records what was lost. Every byte that
 * can be recovered is given first.
 */
export abstract class Unpacker implements ChunkSource {
  /** Whether only such data is expected; false if other data may follow it. */
  alone: boolean = true;
  /**
   * Whether the data may not be of this format at all: then it is no loss if it gives nothing, or gives everything without a correct
   * checksum.
   */
  guessed: boolean = false;
  /** Charged for work that yields no bytes; undefined if that is not limited. */
  budget: Pick<Budget, 'work'> | undefined;
  protected readonly feed: ByteFeed;
  readonly #reader: ByteReader;
  #done = false;
  #loss: Loss | undefined;
  #given = 0;
  #restStart: number | undefined;
  readonly #unused: Span[] = [];
  /** Whether all data was given despite the loss. */
  #isWhole = false;

  /** @param capacity maximum number of input bytes that must be available at once */
  constructor(reader: ByteReader, capacity?: number) {
    this.#reader = reader;
    this.feed = new ByteFeed(reader, capacity);
  }

  /** Compressed bytes consumed so far. */
  get position(): number {
    return this.feed.position;
  }

  /** Start of unknown data after the last member; undefined if there is none. */
  get restStart(): number | undefined {
    return this.#restStart;
  }

  /** Parts of the compressed data that the format allows for other purposes: skippable frames, header fields. */
  get unused(): readonly Span[] {
    return this.#unused;
  }

  /** Records such a part, from `start` to the current position. */
  protected passOver(start: number): void {
    const end = this.feed.position;
    if (end - start < LEAST_UNUSED) return;
    const last = this.#unused.at(-1);
    if (last !== undefined && this.#unused.length >= MOST_UNUSED)
      this.#unused[this.#unused.length - 1] = { start: last.start, end };
    else this.#unused.push({ start, end });
  }

  async next(): Promise<Buffer | undefined> {
    while (!this.#done) {
      const chunk = await this.step();
      if (chunk === undefined || chunk.length === 0) continue;
      this.#given += chunk.length;
      return chunk;
    }
    return undefined;
  }

  close(): Loss | undefined {
    this.release();
    const cut = this.#reader.close();
    return (this.#isNoLoss() ? undefined : this.#loss) ?? cut;
  }

  /** Unpacks a little more and gives the output. Calls `finish` or `stop` at the end. */
  protected abstract step(): Promise<Buffer | undefined>;

  /** Frees resources. */
  protected release(): void {
    // Most have none.
  }

  /** Records the first loss: later ones are usually its consequence. */
  protected lose(reason: SkipReason, what: string): void {
    this.#isWhole = false;
    this.#keep(reason, what);
  }

  /** Records a loss although all existing data was given: what was cut off is nowhere, or is only the check of the data. */
  protected doubt(reason: SkipReason, what: string): void {
    this.#isWhole ||= this.#loss === undefined;
    this.#keep(reason, what);
  }

  /** Ends with such a loss. */
  protected endInDoubt(reason: SkipReason, what: string): undefined {
    this.doubt(reason, what);
    return this.finish();
  }

  #keep(reason: SkipReason, what: string): void {
    this.#loss ??= { reason, detail: `${what} at byte ${this.feed.position}` };
  }

  /** Ends with a loss. */
  protected stop(reason: SkipReason, what: string): undefined {
    this.lose(reason, what);
    this.#done = true;
    return undefined;
  }

  /** Charges work that yields no bytes; ends the data if the budget refuses. */
  protected pay(work: number): boolean {
    if (this.budget?.work(work) !== false) return true;
    this.stop('too-expanded', 'more work than the budget allows');
    return false;
  }

  #isNoLoss(): boolean {
    if (!this.guessed || this.#loss === undefined) return false;
    const isBroken = this.#loss.reason === 'corrupt' || this.#loss.reason === 'truncated';
    return this.#isWhole || (isBroken && this.#given < LEAST_GIVEN);
  }

  /** Skips a skippable frame. @param words of the loss if it is cut */
  protected async passFrame(words: string): Promise<undefined> {
    const available = await this.feed.fill(FRAME_HEAD);
    const size = available < FRAME_HEAD ? Infinity : FRAME_HEAD + this.feed.bytes.readUInt32LE(4);
    const start = this.feed.position + FRAME_HEAD;
    const passed = await this.feed.skipAhead(size);
    this.passOver(start);
    return passed < size ? this.stop('truncated', words) : undefined;
  }

  /** Ends at the end of the data. */
  protected finish(): undefined {
    this.#done = true;
    return undefined;
  }

  /**
   * Ends after the last member. Zeros there are padding of tapes and block devices, and a few bytes cannot hide anything that the raw scan
   * does not show; anything else is reported.
   */
  protected async finishWithRest(words: string): Promise<undefined> {
    while (this.alone && (await this.feed.fill(1)) > 0) {
      const zeros = this.feed.bytes.findIndex((byte) => byte !== 0);
      this.feed.skip(zeros < 0 ? this.feed.bytes.length : zeros);
      if (zeros < 0) continue;
      this.#restStart = this.feed.position;
      if ((await this.feed.fill(LEAST_HIDDEN)) < LEAST_HIDDEN) return this.finish();
      return this.stop('corrupt', `unknown data behind the ${words}`);
    }
    return this.finish();
  }
}
