import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { ScanError, systemReason } from '../errors.ts';
import type { Blob, ByteReader, SourceEvent, Span } from '../types.ts';
import type { Budget } from './budget.ts';
import { chunkReader, lossOf, Meter, nestedBlob, openBlob, restStep, skipOf, type ChunkSource } from './nested-blob.ts';

/** Largest blob held in memory because there is no file to seek in. */
const BUFFERED = 64 * 1024 * 1024;

/** Bytes that can be read at any offset. */
export interface RandomAccess {
  /** Bytes in total. */
  readonly size: number;
  /** What yauzl opens. */
  readonly origin: { readonly fd: number } | { readonly bytes: Buffer };
  /** Up to `length` bytes from `position`; fewer at the end. */
  read(position: number, length: number): Buffer;
  close(): void;
}

class MemoryAccess implements RandomAccess {
  readonly origin: { readonly bytes: Buffer };
  readonly #bytes: Buffer;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.origin = { bytes: this.#bytes };
  }

  get size(): number {
    return this.#bytes.length;
  }

  read(position: number, length: number): Buffer {
    return this.#bytes.subarray(position, position + length);
  }

  close(): void {
    // Nothing to close.
  }
}

class FileAccess implements RandomAccess {
  readonly origin: { readonly fd: number };
  readonly size: number;
  readonly #fd: number;

  constructor(file: string, expectedSize: number | undefined) {
    // A link or device that replaced the file after it was listed is neither opened nor waited for.
    this.#fd = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    this.origin = { fd: this.#fd };
    const stat = fstatSync(this.#fd);
    this.size = stat.size;
    if (stat.isFile() && (expectedSize === undefined || expectedSize === stat.size)) return;
    closeSync(this.#fd);
    throw new ScanError('changed', 'Cannot read the archive: the file changed since it was listed');
  }

  read(position: number, length: number): Buffer {
    const into = Buffer.allocUnsafe(Math.max(0, Math.min(length, this.size - position)));
    let filled = 0;
    while (filled < into.length) {
      const count = readSync(this.#fd, into, filled, into.length - filled, position + filled);
      if (count === 0) break;
      filled += count;
    }
    return into.subarray(0, filled);
  }

  close(): void {
    closeSync(this.#fd);
  }
}

async function buffered(reader: ByteReader): Promise<Buffer> {
  const parts: Buffer[] = [];
  let total = 0;
  try {
    for (;;) {
      const into = Buffer.allocUnsafe(256 * 1024);
      const count = await reader.read(into);
      if (count === 0) return Buffer.concat(parts, total);
      total += count;
      if (total > BUFFERED)
        throw new ScanError('too-large', `Cannot read the archive: it is nested and over ${BUFFERED} bytes`);
      parts.push(into.subarray(0, count));
    }
  } finally {
    reader.close();
  }
}

function openFile(file: string, size: number | undefined): FileAccess {
  try {
    return new FileAccess(file, size);
  } catch (error) {
    if (error instanceof ScanError) throw error;
    throw new ScanError('unreadable', `Cannot open the archive: ${systemReason(error)}`, { cause: error });
  }
}

/** Random access to bytes in memory. */
export function memoryAccess(bytes: Uint8Array): RandomAccess {
  return new MemoryAccess(bytes);
}

/** A part of another random access; closing it closes nothing. */
export function partAccess(access: RandomAccess, { start, end }: Span): RandomAccess {
  return {
    size: Math.max(0, end - start),
    get origin() {
      return { bytes: access.read(start, end - start) };
    },
    read: (position, length) => access.read(start + position, Math.min(length, Math.max(0, end - start - position))),
    close: () => undefined,
  };
}

/**
 * Opens a blob for random access: its bytes, its file, or a copy in memory of at most 64 MiB. Throws `ScanError` `unreadable`, `changed` or
 * `too-large`.
 */
export async function randomAccess(blob: Blob): Promise<RandomAccess> {
  if (blob.bytes !== undefined) return new MemoryAccess(blob.bytes);
  if (blob.file !== undefined) return openFile(blob.file, blob.size);
  return new MemoryAccess(await buffered(openBlob(blob)));
}

/** Expands a container that needs random access; if it cannot be opened or read any further, that is a skip of it. */
export async function* expandWith(
  blob: Blob,
  events: (access: RandomAccess) => AsyncIterable<SourceEvent> | Iterable<SourceEvent>,
): AsyncGenerator<SourceEvent> {
  let access: RandomAccess | undefined;
  try {
    access = await randomAccess(blob);
    yield* events(access);
  } catch (error) {
    yield skipOf(blob, lossOf(error));
  } finally {
    access?.close();
  }
}

/** The bytes from `start` to `end` in order. */
export function rangeReader(access: RandomAccess, start: number, end: number): ByteReader {
  let position = start;
  return {
    read(into) {
      const part = access.read(position, Math.min(into.length, end - position));
      into.set(part);
      position += part.length;
      return part.length;
    },
    close: () => undefined,
  };
}

const CHUNK = 256 * 1024;

class RangeChunks implements ChunkSource {
  readonly #access: RandomAccess;
  readonly #span: Span;
  readonly #reader: ByteReader;

  constructor(access: RandomAccess, span: Span) {
    this.#access = access;
    this.#span = span;
    this.#reader = rangeReader(access, span.start, span.end);
  }

  async next(): Promise<Buffer | undefined> {
    const into = Buffer.allocUnsafe(Math.min(CHUNK, Math.max(1, this.#span.end - this.#span.start)));
    const count = await this.#reader.read(into);
    return count === 0 ? undefined : into.subarray(0, count);
  }

  close(ended: boolean): ReturnType<ChunkSource['close']> {
    const missing = this.#span.end - Math.max(this.#span.start, this.#access.size);
    if (!ended || missing <= 0) return undefined;
    return { reason: 'truncated', detail: `the file ends ${missing} bytes before the member does` };
  }
}

/** A member stored unchanged in its container. */
export function memberAt(
  { blob, access, budget }: { readonly blob: Blob; readonly access: RandomAccess; readonly budget: Budget },
  step: string,
  span: Span,
): SourceEvent {
  const meter = new Meter(budget);
  return nestedBlob(blob, step, span.end - span.start, () => chunkReader(new RangeChunks(access, span), meter), span);
}

/** Leftover bytes that may hold more than a header; fewer are only scanned raw. */
const LEAST_REST = 64;

/** Data in a container's file that is not part of the container but may hold another one. */
export function restAt(
  container: { readonly blob: Blob; readonly access: RandomAccess; readonly budget: Budget },
  kind: string,
  span: Span,
): readonly SourceEvent[] {
  return span.end - span.start < LEAST_REST ? [] : [memberAt(container, restStep(kind), span)];
}
