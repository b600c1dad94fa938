import { createHash, type Hash } from 'node:crypto';
import type { ByteReader } from '../types.ts';
import type { Budget } from '../view/budget.ts';
import type { ByteTap } from './context.ts';

/** A reader that counts the bytes read and, if asked, hashes them. */
export class MeteredReader implements ByteReader {
  readonly #inner: ByteReader;
  readonly #hash: Hash | undefined;
  readonly #tap: ByteTap | undefined;
  readonly #budget: Pick<Budget, 'addRoot'> | undefined;
  bytes = 0;
  /** Whether the end has been reached. */
  ended = false;

  /** @param budget of a root whose size is not known before it has been read */
  constructor(inner: ByteReader, hashed: boolean, tap?: ByteTap, budget?: Pick<Budget, 'addRoot'>) {
    this.#inner = inner;
    this.#budget = budget;
    this.#hash = hashed ? createHash('sha256') : undefined;
    this.#tap = tap;
  }

  read(into: Uint8Array): number | Promise<number> {
    const count = this.#inner.read(into);
    return typeof count === 'number' ? this.#meter(into, count) : count.then((read) => this.#meter(into, read));
  }

  close(): ReturnType<ByteReader['close']> {
    return this.#inner.close();
  }

  /** SHA-256 of all bytes in lower-case hex, or null if not requested or not read to the end. */
  digest(): string | null {
    return this.ended ? (this.#hash?.digest('hex') ?? null) : null;
  }

  #meter(into: Uint8Array, count: number): number {
    this.bytes += count;
    if (count === 0) {
      if (!this.ended) this.#tap?.end();
      this.ended = true;
    } else {
      this.#hash?.update(into.subarray(0, count));
      this.#budget?.addRoot(count);
      this.#tap?.take(into.subarray(0, count));
    }
    return count;
  }
}

/** A reader of something that can be read only once. From a certain point on it keeps what it reads. */
export class KeepingReader implements ByteReader {
  readonly #inner: ByteReader;
  readonly #most: number;
  #parts: Buffer[] | undefined;
  #size = 0;

  /** @param most maximum number of bytes to keep; if there are more, none are kept */
  constructor(inner: ByteReader, most: number) {
    this.#inner = inner;
    this.#most = most;
  }

  /** Starts keeping. @param head the bytes read before */
  keep(head: Uint8Array): void {
    this.#parts = [];
    this.#add(head);
  }

  /** All bytes read, or undefined if there were more than it keeps. */
  get bytes(): Buffer | undefined {
    return this.#parts && Buffer.concat(this.#parts);
  }

  read(into: Uint8Array): number | Promise<number> {
    const count = this.#inner.read(into);
    if (typeof count !== 'number') return count.then((read) => this.#add(into.subarray(0, read)));
    return this.#add(into.subarray(0, count));
  }

  close(): ReturnType<ByteReader['close']> {
    return this.#inner.close();
  }

  #add(bytes: Uint8Array): number {
    this.#size += bytes.length;
    if (this.#size > this.#most) this.#parts = undefined;
    this.#parts?.push(Buffer.from(bytes));
    return bytes.length;
  }
}

/** A reader that returns `head` again before the rest of `inner`. */
export class PeekedReader implements ByteReader {
  readonly #inner: ByteReader;
  #head: Uint8Array;

  constructor(head: Uint8Array, inner: ByteReader) {
    this.#head = head;
    this.#inner = inner;
  }

  read(into: Uint8Array): number | Promise<number> {
    if (this.#head.length === 0) return this.#inner.read(into);
    const count = Math.min(into.length, this.#head.length);
    into.set(this.#head.subarray(0, count));
    this.#head = this.#head.subarray(count);
    return count;
  }

  close(): ReturnType<ByteReader['close']> {
    return this.#inner.close();
  }
}

/** Reads up to `size` bytes from the start of a reader, into `head` if given. */
export function readHead(
  reader: ByteReader,
  size: number,
  head: Uint8Array = new Uint8Array(size),
): Uint8Array | Promise<Uint8Array> {
  let used = 0;
  while (used < size) {
    const count = reader.read(head.subarray(used));
    if (typeof count !== 'number') return count.then((late) => readOn(late));
    if (count === 0) break;
    used += count;
  }
  return head.subarray(0, used);

  async function readOn(count: number): Promise<Uint8Array> {
    for (let read = count; read > 0; read = used < size ? await reader.read(head.subarray(used)) : 0) used += read;
    return head.subarray(0, used);
  }
}
