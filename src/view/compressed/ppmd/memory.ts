/** Bytes of a unit: a context, or two of its symbols. */
const UNIT = 12;
/** Units of the largest block. */
const LARGEST = 128;
/** Sizes of blocks, in units: one to four, then in steps of two, three and four up to 128. */
const SIZES: readonly number[] = sizes();
/** Index of the smallest size for the given number of units, less one. */
const INDEX: Readonly<Uint8Array> = Uint8Array.from({ length: LARGEST }, (_, units) =>
  SIZES.findIndex((size) => size > units),
);
/** Number of failed requests before free blocks are merged. */
const GLUE_AFTER = 255;
/** Fields of a free block: a mark that it is free, its units, the next and the previous one. */
const NEXT = 4;
const BEFORE = 8;

function sizes(): number[] {
  const all: number[] = [];
  for (let size = 0; size < LARGEST;) {
    size += all.length >= 12 ? 4 : (all.length >> 2) + 1;
    all.push(size);
  }
  return all;
}

/** Index of the block size for a number of units. */
export function sizeIndex(units: number): number {
  return INDEX[units - 1] as number;
}

/**
 * The memory of a PPMd model (variant H): the text first, contexts from the end downwards, blocks of symbols in between. Allocation,
 * including when memory runs out, must be exactly as in the packer, because the model then starts over.
 */
export class PpmdMemory {
  readonly bytes: Uint8Array;
  readonly #shorts: Uint16Array;
  readonly #longs: Uint32Array;
  readonly #size: number;
  readonly #start: number;
  readonly #free = new Uint32Array(SIZES.length);
  #low = 0;
  #high = 0;
  #glueIn = 0;
  /** End of the text. */
  text = 0;
  /** Start of the blocks; the text must end before it. */
  unitsStart = 0;

  /** @param size in bytes */
  constructor(size: number) {
    this.#size = size;
    // No address is zero, which means none, and the end is a multiple of four.
    this.#start = 4 - (size & 3);
    const buffer = new ArrayBuffer(this.#start + size + UNIT);
    this.bytes = new Uint8Array(buffer);
    this.#shorts = new Uint16Array(buffer, 0, buffer.byteLength >> 1);
    this.#longs = new Uint32Array(buffer, 0, buffer.byteLength >> 2);
  }

  /** Clears the memory. */
  restart(): void {
    this.#free.fill(0);
    this.text = this.#start;
    this.#high = this.text + this.#size;
    this.unitsStart = this.#high - Math.floor(this.#size / 8 / UNIT) * 7 * UNIT;
    this.#low = this.unitsStart;
    this.#glueIn = 0;
  }

  /** The 16 bits at an even address. */
  short(at: number): number {
    return this.#shorts[at >> 1] as number;
  }

  setShort(at: number, value: number): void {
    this.#shorts[at >> 1] = value;
  }

  /** The 32 bits at a multiple of four. */
  long(at: number): number {
    return this.#longs[at >> 2] as number;
  }

  setLong(at: number, value: number): void {
    this.#longs[at >> 2] = value;
  }

  /** Allocates a block of the size with this index; 0 if there is none. */
  allocate(index: number): number {
    if (this.#free[index] !== 0) return this.#take(index);
    const length = (SIZES[index] as number) * UNIT;
    if (length > this.#high - this.#low) return this.#allocateRare(index);
    this.#low += length;
    return this.#low - length;
  }

  /** Allocates a unit for a context; 0 if there is none. */
  allocateContext(): number {
    if (this.#high !== this.#low) return (this.#high -= UNIT);
    return this.#free[0] === 0 ? this.#allocateRare(0) : this.#take(0);
  }

  /** Shrinks a block of `units` units; gives its address. */
  shrink(at: number, units: number, wanted: number): number {
    const [from, to] = [sizeIndex(units), sizeIndex(wanted)];
    if (from === to) return at;
    if (this.#free[to] === 0) {
      this.#split(at, from, to);
      return at;
    }
    const into = this.#take(to);
    this.bytes.copyWithin(into, at, at + wanted * UNIT);
    this.release(at, from);
    return into;
  }

  /** Frees a block of a size. */
  release(at: number, index: number): void {
    this.setLong(at, this.#free[index] as number);
    this.#free[index] = at;
  }

  #take(index: number): number {
    const at = this.#free[index] as number;
    this.#free[index] = this.long(at);
    return at;
  }

  #split(at: number, from: number, to: number): void {
    const kept = SIZES[to] as number;
    this.#releaseUnits(at + kept * UNIT, (SIZES[from] as number) - kept);
  }

  /** Frees up to 128 units, as two blocks if no size fits exactly. */
  #releaseUnits(at: number, units: number): void {
    let index = sizeIndex(units);
    if (SIZES[index] !== units) {
      index--;
      const first = SIZES[index] as number;
      this.release(at + first * UNIT, units - first - 1);
    }
    this.release(at, index);
  }

  #allocateRare(index: number): number {
    if (this.#glueIn === 0) {
      this.#glue();
      if (this.#free[index] !== 0) return this.#take(index);
    }
    for (let larger = index + 1; larger < SIZES.length; larger++) {
      if (this.#free[larger] === 0) continue;
      const at = this.#take(larger);
      this.#split(at, larger, index);
      return at;
    }
    this.#glueIn--;
    const length = (SIZES[index] as number) * UNIT;
    if (this.unitsStart - this.text <= length) return 0;
    return (this.unitsStart -= length);
  }

  /** Merges adjacent free blocks. */
  #glue(): void {
    this.#glueIn = GLUE_AFTER;
    // The unit after all others is the head of a ring of free blocks.
    const head = this.#start + this.#size;
    const first = this.#ring(head);
    if (this.#low !== this.#high) this.setShort(this.#low, 1);
    for (let at = first; at !== head; at = this.long(at + NEXT)) this.#glueAt(at);
    for (let at = this.long(head + NEXT), next = 0; at !== head; at = next) {
      next = this.long(at + NEXT);
      let units = this.short(at + 2);
      let place = at;
      for (; units > LARGEST; units -= LARGEST, place += LARGEST * UNIT) this.release(place, SIZES.length - 1);
      this.#releaseUnits(place, units);
    }
  }

  /** All free blocks as a ring; gives the one after the head. */
  #ring(head: number): number {
    let last = head;
    for (const [index, size] of SIZES.entries()) {
      let next = this.#free[index] as number;
      this.#free[index] = 0;
      while (next !== 0) {
        const at = next;
        next = this.long(at);
        this.setLong(at + NEXT, last);
        this.setLong(last + BEFORE, at);
        this.setShort(at, 0);
        this.setShort(at + 2, size);
        last = at;
      }
    }
    this.setShort(head, 1);
    this.setLong(head + NEXT, last);
    this.setLong(last + BEFORE, head);
    return last;
  }

  #glueAt(at: number): void {
    for (let units = this.short(at + 2); ;) {
      const beside = at + units * UNIT;
      units += this.short(beside + 2);
      if (this.short(beside) !== 0 || units >= 0x10000) return;
      const [next, before] = [this.long(beside + NEXT), this.long(beside + BEFORE)];
      this.setLong(before + NEXT, next);
      this.setLong(next + BEFORE, before);
      this.setShort(at + 2, units);
    }
  }
}
