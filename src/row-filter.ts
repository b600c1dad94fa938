const BASE = 0x01000193;

/**
 * Tells where strings of one length (in UTF-16 units) may begin in a text: a rolling hash is looked up in a bit table. Time is linear in
 * the text however many strings there are; there may be false positives.
 */
export class RowFilter {
  readonly #length: number;
  readonly #shift: number;
  /** The base to the power of the length minus one, modulo 2^32. */
  readonly #oldest: number;
  readonly #table: Uint32Array;

  /** @param bits the table has 2 to this power bits */
  constructor(length: number, bits: number) {
    this.#length = length;
    this.#shift = 32 - bits;
    this.#oldest = Array.from({ length: length - 1 }).reduce<number>((power) => Math.imul(power, BASE), 1);
    this.#table = new Uint32Array(2 ** (bits - 5));
  }

  /** Adds the string at the beginning of a text. @returns its hash */
  add(text: string): number {
    const hash = this.#first(text);
    const slot = slotOf(hash, this.#shift);
    this.#table[slot >>> 5] = (this.#table[slot >>> 5] ?? 0) | (1 << (slot & 31));
    return hash;
  }

  /** Calls `met` with each offset at which a string may begin, and its hash, until it returns true. */
  search(text: string, met: (at: number, hash: number) => boolean): void {
    if (text.length < this.#length) return;
    const [table, length, oldest, shift] = [this.#table, this.#length, this.#oldest, this.#shift];
    let hash = this.#first(text);
    for (let end = length; ; end++) {
      const slot = slotOf(hash, shift);
      if ((table[slot >>> 5] ?? 0) & (1 << (slot & 31)) && met(end - length, hash)) return;
      if (end === text.length) return;
      const without = (hash - Math.imul(text.charCodeAt(end - length), oldest)) | 0;
      hash = (Math.imul(without, BASE) + text.charCodeAt(end)) | 0;
    }
  }

  #first(text: string): number {
    let hash = 0;
    for (let i = 0; i < this.#length; i++) hash = (Math.imul(hash, BASE) + text.charCodeAt(i)) | 0;
    return hash;
  }
}

/** Index in the table: the hash's upper bits after mixing, because the lower ones hardly differ between similar texts. */
function slotOf(hash: number, shift: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> shift;
}
