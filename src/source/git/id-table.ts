import type { ObjectIds } from './object-ids.ts';

const EMPTY = 0;

/**
 * Finds object ids in a list of them. Lists of the same repository are mostly in the same order, so the id behind the last
 * one found is tried first; else an open hash table over the ids' own first bytes, which are random already.
 */
export class IdTable {
  readonly #ids: ObjectIds;
  /** Index + 1, or 0. */
  #slots: Uint32Array | undefined;
  #mask = 0;
  #last = -1;

  constructor(ids: ObjectIds) {
    this.#ids = ids;
  }

  /** Index of id `index` of another list, or -1. */
  find(other: ObjectIds, index: number): number {
    const { width, raw } = this.#ids;
    const wanted = other.raw;
    const start = index * width;
    const guess = this.#last + 1;
    if (guess < this.#ids.length && isEqual(raw, guess * width, wanted, start, width)) return (this.#last = guess);
    const slots = (this.#slots ??= this.#fill());
    for (let slot = wanted.readUInt32LE(start) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const found = (slots[slot] ?? EMPTY) - 1;
      if (found < 0) return -1;
      if (isEqual(raw, found * width, wanted, start, width)) return (this.#last = found);
    }
  }

  #fill(): Uint32Array {
    const { raw, width, length } = this.#ids;
    const slots = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(16, length * 2))));
    this.#mask = slots.length - 1;
    for (let index = 0; index < length; index++) {
      let slot = raw.readUInt32LE(index * width) & this.#mask;
      while (slots[slot] !== EMPTY) slot = (slot + 1) & this.#mask;
      slots[slot] = index + 1;
    }
    return slots;
  }
}

function isEqual(a: Buffer, from: number, b: Buffer, start: number, width: number): boolean {
  for (let i = 0; i < width; i++) if (a[from + i] !== b[start + i]) return false;
  return true;
}
