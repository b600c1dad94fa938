import { BlockCursor, type Hdf5File } from './file.ts';

/** Longest text collection that is read, and maximum number kept. */
const [LONGEST, MOST_KEPT] = [16 * 1024 * 1024, 64] as const;
const OBJECT = 8;

/** Variable-length texts, which are stored in collections (global heaps). */
export class SharedTexts {
  readonly #file: Hdf5File;
  readonly #collections: Map<number, ReadonlyMap<number, Buffer>> = new Map();

  constructor(file: Hdf5File) {
    this.#file = file;
  }

  /** The text that a reference refers to: its length, the address of its collection, its index there. */
  textAt(reference: Buffer): Buffer | null {
    const cursor = new BlockCursor(this.#file, reference);
    const length = cursor.number(4);
    const address = cursor.address();
    const text = length === 0 ? undefined : this.#collection(address).get(cursor.number(4));
    if (text === undefined) return null;
    this.#file.effort.spend(text.length);
    return text.subarray(0, length);
  }

  #collection(address: number): ReadonlyMap<number, Buffer> {
    const known = this.#collections.get(address);
    if (known !== undefined) return known;
    if (this.#collections.size >= MOST_KEPT) this.#collections.clear();
    const read = this.#read(address);
    this.#collections.set(address, read);
    return read;
  }

  #read(address: number): ReadonlyMap<number, Buffer> {
    const texts = new Map<number, Buffer>();
    const head = this.#file.marked(address, 'GCOL', OBJECT + this.#file.lengthSize);
    head.take(4);
    const size = head.length();
    if (size > LONGEST) return texts;
    const cursor = this.#file.block(address, size);
    cursor.take(OBJECT + this.#file.lengthSize);
    while (cursor.left >= OBJECT + this.#file.lengthSize) {
      const index = cursor.number(2);
      cursor.take(6);
      const length = cursor.length();
      if (index === 0 || length > cursor.left) break;
      texts.set(index, cursor.take(length));
      cursor.take(Math.min(cursor.left, (8 - (length % 8)) % 8));
      this.#file.effort.spend(64);
    }
    return texts;
  }
}
