/** Object ids in the order in which they were added, stored as bytes: 20 for SHA-1, 32 for SHA-256. */
export class ObjectIds {
  /** Number of bytes of an id. */
  readonly width: number;
  #bytes: Buffer;
  #length = 0;

  /** @param idLength number of hex digits of an id: 40 or 64 */
  constructor(idLength = 40) {
    this.width = idLength / 2;
    this.#bytes = Buffer.alloc(this.width * 1024);
  }

  /** The ids of a list, all of the same length. */
  static from(ids: Iterable<string>): ObjectIds {
    const all = [...ids];
    const list = new ObjectIds(all[0]?.length ?? 40);
    for (const id of all) list.add(id);
    return list;
  }

  /** The ids stored one after the other in `raw`. */
  static of(raw: Buffer, width: number): ObjectIds {
    const list = new ObjectIds(width * 2);
    list.#bytes = raw;
    list.#length = raw.length / width;
    return list;
  }

  get length(): number {
    return this.#length;
  }

  /** The ids one after the other, with spare room after them. */
  get raw(): Buffer {
    return this.#bytes;
  }

  add(id: string): void {
    const start = this.#room();
    this.#bytes.write(id, start, 'hex');
    this.#length++;
  }

  /** Adds the id whose hex digits begin at `start` of `text`. */
  addHex(text: Buffer, start: number): void {
    // One call is faster than reading digit by digit in a loop, which a short run never compiles.
    const into = this.#room();
    this.#bytes.write(text.toString('latin1', start, start + 2 * this.width), into, 'hex');
    this.#length++;
  }

  /** Whether another list has the same ids in the same order. */
  isEqual(other: ObjectIds): boolean {
    const end = this.#length * this.width;
    if (other.#length !== this.#length || other.width !== this.width) return false;
    return this.#bytes.compare(other.#bytes, 0, end, 0, end) === 0;
  }

  /** Adds the id that another list has at `index`. */
  addFrom(other: ObjectIds, index: number): void {
    const start = this.#room();
    other.raw.copy(this.#bytes, start, index * this.width, (index + 1) * this.width);
    this.#length++;
  }

  at(index: number): string {
    return this.#bytes.toString('hex', index * this.width, (index + 1) * this.width);
  }

  /** The ids from `from` up to but excluding `to`, one per line. */
  lines(from: number, to: number): string {
    const out: string[] = [];
    for (let index = from; index < Math.min(to, this.#length); index++) out.push(this.at(index));
    return out.length === 0 ? '' : `${out.join('\n')}\n`;
  }

  /** Offset of the next id, making room for it. */
  #room(): number {
    const start = this.#length * this.width;
    if (start === this.#bytes.length)
      this.#bytes = Buffer.concat([this.#bytes], Math.max(this.width * 1024, this.#bytes.length * 2));
    return start;
  }
}

/** Writes the bytes whose hex digits begin at `start` of `text`. */
export function hexInto(bytes: Uint8Array, text: Uint8Array, start: number): void {
  for (let i = 0; i < bytes.length; i++) bytes[i] = (digit(text[start + 2 * i]) << 4) | digit(text[start + 2 * i + 1]);
}

/** Value of a lower-case hex digit. */
function digit(code = 48): number {
  return code < 58 ? code - 48 : code - 87;
}
