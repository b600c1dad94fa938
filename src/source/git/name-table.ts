const FIRST_SLOTS = 4096;

/** Start value of the hash that `add` takes: 32-bit FNV-1a over the name's bytes. */
export const HASH_START = 0x811c9dc5;
/** Factor that the hash is multiplied by for each byte. */
export const HASH_STEP = 0x01000193;

/** Names of files and folders as bytes, each stored once and identified by a number. */
export class NameTable {
  #bytes: Buffer = Buffer.alloc(64 * 1024);
  /** Where each name begins, and where the next one will. */
  #starts: Uint32Array = new Uint32Array(1024);
  #hashes: Int32Array = new Int32Array(1024);
  /** Number + 1, or 0. */
  #slots: Uint32Array = new Uint32Array(FIRST_SLOTS);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The number of the name in `[start, end)`. @param hash of these bytes, as a 32-bit integer */
  add(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const number = (this.#slots[slot] as number) - 1;
      if (this.#hashes[number] === hash && this.#isName(number, bytes, start, end)) return number;
    }
    const number = this.#append(bytes, start, end, hash);
    this.#slots[slot] = number + 1;
    if (number * 2 > mask) this.#rehash();
    return number;
  }

  /** A view of the name's bytes, valid until the next call of `add`. */
  bytes(number: number): Buffer {
    return this.#bytes.subarray(this.#starts[number], this.#starts[number + 1]);
  }

  hash(number: number): number {
    return this.#hashes[number] ?? 0;
  }

  #isName(number: number, bytes: Uint8Array, start: number, end: number): boolean {
    let at = this.#starts[number] as number;
    if ((this.#starts[number + 1] as number) - at !== end - start) return false;
    for (let i = start; i < end; i++, at++) if (this.#bytes[at] !== bytes[i]) return false;
    return true;
  }

  #append(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const number = this.#length++;
    const at = this.#starts[number] as number;
    const next = at + end - start;
    if (next > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes], Math.max(next, 2 * this.#bytes.length));
    if (number + 2 > this.#starts.length) this.#grow();
    this.#bytes.set(bytes.subarray(start, end), at);
    this.#starts[number + 1] = next;
    this.#hashes[number] = hash;
    return number;
  }

  #grow(): void {
    const starts = new Uint32Array(2 * this.#starts.length);
    const hashes = new Int32Array(2 * this.#hashes.length);
    starts.set(this.#starts);
    hashes.set(this.#hashes);
    this.#starts = starts;
    this.#hashes = hashes;
  }

  #rehash(): void {
    const slots = new Uint32Array(4 * this.#slots.length);
    const mask = slots.length - 1;
    for (let number = 0; number < this.#length; number++) {
      let slot = this.hash(number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}
