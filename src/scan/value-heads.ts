import { shapeOf } from '../detect/wordlike.ts';

/** A shorter beginning of a value says little of it. */
const LEAST = 8;
/** Characters of it that read as no word: what a value begins with may be a word that stands everywhere. */
const LEAST_RANDOM = 4;

/** The beginnings of found values, which names show that were cut: by their archive, or by what broke it. */
export class ValueHeads {
  readonly #values: string[] = [];
  #isSorted = true;
  /** By the low bytes of two characters: most places of a name are told by these. */
  readonly #pairs: Uint8Array = new Uint8Array(0x10000);

  /** Adds a value. */
  add(value: string): void {
    if (value.length <= LEAST) return;
    this.#values.push(value);
    this.#isSorted = false;
    this.#pairs[pairAt(value, 0)] = 1;
  }

  /** Where a value begins whose end the name has no more; undefined where none does. */
  atEnd(name: string): number | undefined {
    for (let at = 0; at + LEAST <= name.length; at++) {
      if (this.#pairs[pairAt(name, at)] === 1 && this.#beginsValue(name.slice(at))) return at;
    }
    return undefined;
  }

  #beginsValue(text: string): boolean {
    const first = this.#firstFrom(text);
    return first !== undefined && first.length > text.length && first.startsWith(text) && isTelling(text);
  }

  /** The first value, in their order, that does not stand before the text: the one that begins with it, if any does. */
  #firstFrom(text: string): string | undefined {
    const values = this.#values;
    if (!this.#isSorted) values.sort();
    this.#isSorted = true;
    let [low, high] = [0, values.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((values[middle] ?? '') < text) low = middle + 1;
      else high = middle;
    }
    return values[low];
  }
}

function pairAt(text: string, at: number): number {
  return ((text.charCodeAt(at) & 0xff) << 8) | (text.charCodeAt(at + 1) & 0xff);
}

function isTelling(head: string): boolean {
  return shapeOf(head).random >= LEAST_RANDOM;
}
