import type { ObjectIds } from './object-ids.ts';

const EMPTY = 0;

/** Finds object ids in a list of them: an open hash table over the ids' own first bytes, which are random already. */
export class IdTable {
  readonly #ids: ObjectIds;
  /** Index + 1, or 0. */
  readonly #slots: Uint32Array;
  readonly #mask: number;

  constructor(ids: ObjectIds) {
    this.#ids = ids;
    const size = 2 ** Math.ceil(Math.log2(Math.max(16, ids.length * 2)));
    this.#slots = new Uint32Array(size);
    this.#mask = size - 1;
    for (let index = 0; index < ids.length; index++) this.#insert(index);
  }

  /** Index of id `index` of another list, or -1. */
  find(other: ObjectIds, index: number): number {
    const { width, raw } = this.#ids;
    const wanted = other.raw;
    const start = index * width;
    for (let slot = wanted.readUInt32LE(start) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const found = (this.#slots[slot] ?? EMPTY) - 1;
      if (found < 0) return -1;
      if (isEqual(raw, found * width, wanted, start, width)) return found;
    }
  }

  #insert(index: number): void {
    let slot = this.#ids.raw.readUInt32LE(index * this.#ids.width) & this.#mask;
    while (this.#slots[slot] !== EMPTY) slot = (slot + 1) & this.#mask;
    this.#slots[slot] = index + 1;
  }
}

function isEqual(a: Buffer, from: number, b: Buffer, start: number, width: number): boolean {
  for (let i = 0; i < width; i++) if (a[from + i] !== b[start + i]) return false;
  return true;
}
