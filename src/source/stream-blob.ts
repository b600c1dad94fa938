import { ScanError, systemReason } from '../errors.ts';
import type { Blob, ByteReader, Skip, SkipReason } from '../types.ts';
import { systemCode } from './failure.ts';

/** A blob whose bytes come from a stream. */
export interface StreamBlobOptions {
  readonly path: string;
  readonly view: readonly string[];
  /** Number of bytes that the stream should give, if known: fewer is a `truncated` skip. */
  readonly size?: number;
  /** Called once for every `open`. */
  readonly stream: () => AsyncIterable<Uint8Array>;
}

/**
 * A blob whose reader returns promises. A failure of the stream is a `ScanError` with the code `truncated` if the
 * stream was cut off, and `unreadable` otherwise. `close` ends the stream, whether or not it was read to its end.
 */
export function streamBlob(options: StreamBlobOptions): Blob {
  const { path, view, size } = options;
  return { path, view, size, open: () => new StreamReader(options) };
}

class StreamReader implements ByteReader {
  readonly #options: StreamBlobOptions;
  readonly #source: AsyncIterable<Uint8Array>;
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);
  #position = 0;
  #ended = false;
  #failed = false;
  #closed = false;

  constructor(options: StreamBlobOptions) {
    this.#options = options;
    try {
      this.#source = options.stream();
      this.#chunks = this.#source[Symbol.asyncIterator]();
    } catch (error) {
      throw streamError(options.path, error);
    }
  }

  async read(into: Uint8Array): Promise<number> {
    if (this.#rest.length === 0) this.#rest = await this.#nextChunk();
    const part = this.#rest.subarray(0, into.length);
    into.set(part);
    this.#rest = this.#rest.subarray(part.length);
    this.#position += part.length;
    return part.length;
  }

  /** The next non-empty chunk; an empty one means the end. */
  async #nextChunk(): Promise<Uint8Array> {
    try {
      while (!this.#ended && !this.#closed) {
        const { done, value } = await this.#chunks.next();
        if (done === true) this.#ended = true;
        else if (value.length > 0) return value;
      }
      return new Uint8Array(0);
    } catch (error) {
      this.#ended = true;
      this.#failed = true;
      throw streamError(this.#options.path, error);
    }
  }

  close(): Omit<Skip, 'path' | 'view'> | undefined {
    if (this.#closed) return undefined;
    this.#closed = true;
    if (!this.#ended) this.#destroy();
    const { size } = this.#options;
    if (size === undefined || !this.#ended || this.#failed || this.#position >= size) return undefined;
    return { reason: 'truncated', detail: `ended after ${this.#position} of ${size} bytes` };
  }

  /** `return()` of a Node stream's iterator waits for a pending read, which may never end: `destroy()` does not. */
  #destroy(): void {
    const source: { destroy?: unknown; on?: unknown } = this.#source as object;
    try {
      Promise.resolve(this.#chunks.return?.()).then(ignore, ignore);
      if (typeof source.on === 'function') source.on('error', ignore);
      if (typeof source.destroy === 'function') source.destroy();
    } catch {
      ignore();
    }
  }
}

function ignore(): void {
  // How a stream ends does not matter once nothing more of it is wanted.
}

function streamError(path: string, error: unknown): ScanError {
  if (error instanceof ScanError) return error;
  const code = systemCode(error);
  const reason: SkipReason = CUT_OFF.has(code) ? 'truncated' : 'unreadable';
  const state = reason === 'truncated' ? 'the stream was cut off' : systemReason(error);
  return new ScanError(reason, `Cannot read ${path}: ${state}`, { cause: error });
}

const CUT_OFF: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_DESTROYED',
  'ABORT_ERR',
]);
