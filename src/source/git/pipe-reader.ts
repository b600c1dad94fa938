import type { Readable } from 'node:stream';
import type { ByteReader } from '../../types.ts';

/** Number of unread bytes from which the stream is paused. */
const AHEAD = 1024 * 1024;
/** Larger buffers are released when a smaller run of bytes is requested. */
const KEPT = 4 * 1024 * 1024;
const NEWLINE = 10;

/**
 * Cuts a stream into lines and runs of bytes. What is already there is given at once and without a copy; only what
 * crosses the border of two chunks is assembled, in a buffer that is reused.
 */
export class PipeReader {
  readonly #stream: Readable;
  readonly #waiting: Buffer[] = [];
  #ahead = 0;
  #ended = false;
  #wake: (() => void) | undefined;
  #chunk: Buffer = Buffer.alloc(0);
  #at = 0;
  /** The beginning of a line whose end has not arrived yet. */
  #carry = '';
  #scratch: Buffer = Buffer.alloc(64 * 1024);
  /** Number of bytes of a part that have not been read yet. */
  #left = 0;

  constructor(stream: Readable) {
    this.#stream = stream;
    stream.on('data', (chunk: Buffer) => this.#push(chunk));
    for (const event of ['end', 'close', 'error']) stream.on(event, () => this.#end());
  }

  /** The next line without its line break; undefined if its end has not arrived yet. */
  line(): string | undefined {
    const end = this.#chunk.indexOf(NEWLINE, this.#at);
    const text = this.#chunk.toString('latin1', this.#at, end < 0 ? this.#chunk.length : end);
    this.#at = end < 0 ? this.#chunk.length : end + 1;
    if (end < 0) {
      this.#carry += text;
      return undefined;
    }
    const line = this.#carry + text;
    this.#carry = '';
    return line;
  }

  /** Takes the next line if it is `length` bytes long with its line break, is within one chunk and is as expected. */
  match(length: number, isExpected: (chunk: Buffer, start: number) => boolean): boolean {
    const start = this.#at;
    if (this.#carry !== '' || this.#chunk[start + length - 1] !== NEWLINE || !isExpected(this.#chunk, start))
      return false;
    this.#at = start + length;
    return true;
  }

  /** Whether the next `count` bytes are available without a copy. */
  holds(count: number): boolean {
    return this.#chunk.length - this.#at >= count;
  }

  /** The next `count` bytes, for which `holds` must be true. */
  take(count: number): Buffer {
    const start = this.#at;
    this.#at += count;
    return this.#chunk.subarray(start, this.#at);
  }

  /** Makes the stream's next bytes the current ones, once all bytes before them have been taken; false at the end. */
  async more(): Promise<boolean> {
    while (this.#waiting.length === 0) {
      if (this.#ended) return false;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    this.#chunk = this.#waiting.shift() ?? this.#chunk;
    this.#at = 0;
    this.#ahead -= this.#chunk.length;
    if (this.#ahead < AHEAD && this.#stream.isPaused()) this.#stream.resume();
    return true;
  }

  /** The next `count` bytes, assembled; undefined if the stream ends before. Valid until the next call. */
  async gather(count: number): Promise<Buffer | undefined> {
    if (this.#scratch.length < count || this.#scratch.length > Math.max(count, KEPT)) {
      this.#scratch = Buffer.allocUnsafeSlow(count > KEPT ? count : Math.min(KEPT, 2 * count));
    }
    for (let used = 0; ;) {
      const taken = Math.min(count - used, this.#chunk.length - this.#at);
      this.#chunk.copy(this.#scratch, used, this.#at, this.#at + taken);
      this.#at += taken;
      used += taken;
      if (used === count) return this.#scratch.subarray(0, count);
      if (!(await this.more())) return undefined;
    }
  }

  /** A reader of the next `size` bytes; `pass` skips the rest of them. */
  part(size: number): ByteReader {
    this.#left = size;
    const read = async (into: Uint8Array): Promise<number> => {
      if (this.#left === 0) return 0;
      if (this.#at === this.#chunk.length && !(await this.more())) return 0;
      const count = Math.min(into.length, this.#left, this.#chunk.length - this.#at);
      this.#chunk.copy(into, 0, this.#at, this.#at + count);
      this.#at += count;
      this.#left -= count;
      return count;
    };
    return {
      read,
      close: () =>
        this.#ended && this.#left > 0 && this.#waiting.length === 0
          ? { reason: 'truncated', detail: `git gave ${this.#left} bytes fewer than the object has` }
          : undefined,
    };
  }

  /** Skips the rest of a part and `more` bytes; false if the stream ends before. */
  async pass(more: number): Promise<boolean> {
    this.#left += more;
    for (;;) {
      const count = Math.min(this.#left, this.#chunk.length - this.#at);
      this.#at += count;
      this.#left -= count;
      if (this.#left === 0) return true;
      if (!(await this.more())) return false;
    }
  }

  #push(chunk: Buffer): void {
    this.#waiting.push(chunk);
    this.#ahead += chunk.length;
    if (this.#ahead > AHEAD) this.#stream.pause();
    this.#awake();
  }

  #end(): void {
    this.#ended = true;
    this.#awake();
  }

  #awake(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
