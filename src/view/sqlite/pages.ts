import type { RandomAccess } from '../random-access.ts';

/** Pages kept in memory: the path down a tree is read again and again. */
const KEPT = 64;

/** A value of a record; bytes are text in the database's encoding, or data. */
export type Value =
  | { readonly kind: 'null' }
  | { readonly kind: 'number'; readonly value: number | bigint }
  | { readonly kind: 'text' | 'blob'; readonly bytes: Buffer };

/** Location of a cell's payload. */
export interface Payload {
  /** Total size in bytes; if not all of it is on the page, the rest is on overflow pages. */
  readonly size: number;
  readonly local: Buffer;
  /** First overflow page; 0 for none. */
  readonly overflow: number;
}

/** The pages of a database, numbered from 1. */
export class Pages {
  readonly size: number;
  readonly usable: number;
  readonly count: number;
  readonly #access: RandomAccess;
  readonly #kept: Map<number, Buffer> = new Map();
  readonly #chains: Chains;

  constructor(access: RandomAccess, size: number, reserved: number) {
    this.#access = access;
    this.size = size;
    this.usable = size - reserved;
    this.count = Math.floor(access.size / size);
    this.#chains = new Chains(this.count);
  }

  /** Offset of a page in the file. */
  startOf(number: number): number {
    return (number - 1) * this.size;
  }

  /** The bytes of a page; fewer if the file is cut. */
  read(number: number): Buffer {
    if (number < 1 || number > this.count + 1) return Buffer.alloc(0);
    const kept = this.#kept.get(number);
    if (kept !== undefined) return kept;
    const page = Buffer.from(this.#access.read((number - 1) * this.size, this.size));
    if (this.#kept.size >= KEPT) this.#kept.delete(this.#kept.keys().next().value ?? 0);
    this.#kept.set(number, page);
    return page;
  }

  /** A payload assembled from its page and overflow pages; incomplete if the chain is cut. */
  whole(payload: Payload): Buffer {
    return this.#chains.follow(payload, (page) => this.#access.read((page - 1) * this.size, this.usable));
  }
}

/** Average number of times that a page may be visited: once in each of two passes over the rows, or in each version of a row. */
const MOST_VISITS = 16;

/** Follows payloads over overflow pages. Chains that share pages, which no valid database has, end after too many steps. */
export class Chains {
  #left: number;
  readonly #most: number;

  /** @param pages total number of pages */
  constructor(pages: number) {
    this.#most = pages;
    this.#left = pages * MOST_VISITS;
  }

  /** Whether payloads may be incomplete because there were too many steps. */
  get isExhausted(): boolean {
    return this.#left <= 0;
  }

  /**
   * A payload assembled from its page and overflow pages; incomplete if the chain is cut.
   *
   * @param read gives the bytes of a page, empty if there is none
   */
  follow({ size, local, overflow }: Payload, read: (page: number) => Buffer): Buffer {
    const parts = [local];
    let [length, next] = [local.length, overflow];
    for (let steps = 0; length < size && next > 0 && steps < this.#most && this.#left > 0; steps++) {
      this.#left--;
      const page = read(next);
      if (page.length < 5) break;
      const part = Buffer.from(page.subarray(4, 4 + size - length));
      parts.push(part);
      length += part.length;
      next = page.readUInt32BE(0);
    }
    return Buffer.concat(parts);
  }
}

/** A number of up to nine bytes, and the position after it; -1 if it is cut. */
export function varint(bytes: Buffer, at: number): readonly [value: number, next: number] {
  let value = 0;
  for (let index = 0; index < 9; index++) {
    const byte = bytes[at + index];
    if (byte === undefined) break;
    if (index === 8) return [value * 256 + byte, at + 9];
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return [value, at + index + 1];
  }
  return [0, -1];
}
