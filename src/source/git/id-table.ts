import { hexInto, type ObjectIds } from './object-ids.ts';

const EMPTY = 0;

/**
 * Finds object ids in a list. Lists of the same repository are mostly in the same order, so the id after the last one
 * found is tried first, then an open hash table over the first bytes of the ids, which are random already.
 */
export class IdTable {
  readonly #ids: ObjectIds;
  /** Index + 1, or 0. */
  #slots: Uint32Array | undefined;
  #mask = 0;
  #last = -1;
  readonly #scratch: Buffer;

  constructor(ids: ObjectIds) {
    this.#ids = ids;
    this.#scratch = Buffer.alloc(ids.width);
  }

  /** Index of the id that another list has at `index`, or -1. */
  find(other: ObjectIds, index: number): number {
    const { width, raw } = this.#ids;
    const start = index * width;
    const guess = this.#last + 1;
    if (guess < this.#ids.length && isEqual(raw, guess * width, other.raw, start, width)) return (this.#last = guess);
    const found = this.findBytes(other.raw, start);
    if (found >= 0) this.#last = found;
    return found;
  }

  /** Index of the id whose bytes begin at `start`, or -1. */
  findBytes(bytes: Uint8Array, start: number): number {
    const { width, raw } = this.#ids;
    const slots = (this.#slots ??= this.#fill());
    for (let slot = tag(bytes, start) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const found = (slots[slot] ?? EMPTY) - 1;
      if (found < 0) return -1;
      if (isEqual(raw, found * width, bytes, start, width)) return found;
    }
  }

  /** Index of the id whose hex digits begin at `start` of a text, or -1. */
  findHex(text: Uint8Array, start: number): number {
    hexInto(this.#scratch, text, start);
    return this.findBytes(this.#scratch, 0);
  }

  /** Index of an id given in hex digits, or -1. */
  findId(id: string): number {
    return id.length === 2 * this.#ids.width ? this.findHex(Buffer.from(id, 'latin1'), 0) : -1;
  }

  #fill(): Uint32Array {
    const { raw, width, length } = this.#ids;
    const slots = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(16, length * 2))));
    this.#mask = slots.length - 1;
    for (let index = 0; index < length; index++) {
      let slot = tag(raw, index * width) & this.#mask;
      while (slots[slot] !== EMPTY) slot = (slot + 1) & this.#mask;
      slots[slot] = index + 1;
    }
    return slots;
  }
}

/** The first 32 bits. */
function tag(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

function isEqual(a: Uint8Array, from: number, b: Uint8Array, start: number, width: number): boolean {
  for (let i = 0; i < width; i++) if (a[from + i] !== b[start + i]) return false;
  return true;
}
