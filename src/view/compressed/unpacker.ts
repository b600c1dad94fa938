import type { ByteReader, SkipReason, Span } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { ByteFeed } from '../byte-feed.ts';
import type { ChunkSource, Loss } from '../nested-blob.ts';

/** Unpacked bytes that tell data of a short magic number from chance. */
export const LEAST_GIVEN = 8;

/** Bytes that a damaged member needs to hide a text of eight characters, head and checks of the shortest format with them. */
const LEAST_HIDDEN = 16;
/** Parts that a format passes over: fewer bytes are looked at as they are. More parts than that are taken together. */
const LEAST_UNUSED = 40;
const MOST_UNUSED = 1024;
/** Magic number and size in front of what a skippable frame of zstd or LZ4 holds (RFC 8878, 3.1.2). */
const FRAME_HEAD = 8;

/**
 * Undoes a compression whose data comes as members (frames, streams) one after the other, and keeps account of what was
 * lost. Every byte that can be had is given first.
 */
export abstract class Unpacker implements ChunkSource {
  /** Whether nothing but such data is expected; false where other data may follow it. */
  alone: boolean = true;
  /** Whether the data may be none of this format: then it is no loss if it gives nothing, or everything and no checksum that fits. */
  guessed: boolean = false;
  /** What pays for work that gives no bytes; undefined: nothing does. */
  budget: Pick<Budget, 'work'> | undefined;
  protected readonly feed: ByteFeed;
  readonly #reader: ByteReader;
  #done = false;
  #loss: Loss | undefined;
  #given = 0;
  #restStart: number | undefined;
  readonly #unused: Span[] = [];
  /** Whether all data was given in spite of the loss. */
  #isWhole = false;

  /** @param capacity bytes of input that must be seen at once, at most */
  constructor(reader: ByteReader, capacity?: number) {
    this.#reader = reader;
    this.feed = new ByteFeed(reader, capacity);
  }

  /** Compressed bytes that were taken so far. */
  get position(): number {
    return this.feed.position;
  }

  /** Where unknown data begins behind the last member; undefined where none was met. */
  get restStart(): number | undefined {
    return this.#restStart;
  }

  /** Parts of the compressed data that the format lets stand in it for others: skippable frames, fields of headers. */
  get unused(): readonly Span[] {
    return this.#unused;
  }

  /** Notes such a part, from `start` on to the place that is reached. */
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

  /** Goes on by a little; gives what that unpacked. Calls `finish` or `stop` where there is no more. */
  protected abstract step(): Promise<Buffer | undefined>;

  /** Frees what is held. */
  protected release(): void {
    // Most hold nothing.
  }

  /** Keeps the first loss: what comes after it usually follows from it. */
  protected lose(reason: SkipReason, what: string): void {
    this.#isWhole = false;
    this.#keep(reason, what);
  }

  /** Keeps a loss where all that is there was given: what was cut off lies nowhere, or is what the data is checked by. */
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

  /** Pays for work that gives no bytes; ends the data where it is not paid for. */
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

  /** Passes over a skippable frame. @param words of the loss where it is cut */
  protected async passFrame(words: string): Promise<undefined> {
    const available = await this.feed.fill(FRAME_HEAD);
    const size = available < FRAME_HEAD ? Infinity : FRAME_HEAD + this.feed.bytes.readUInt32LE(4);
    const start = this.feed.position + FRAME_HEAD;
    const passed = await this.feed.skipAhead(size);
    this.passOver(start);
    return passed < size ? this.stop('truncated', words) : undefined;
  }

  /** Ends where the data ends. */
  protected finish(): undefined {
    this.#done = true;
    return undefined;
  }

  /**
   * Ends behind the last member. Zeros there are padding of tapes and block devices, and a few bytes hide nothing that they do
   * not show as they stand; anything else is said.
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
