import { shapeOf } from '../detect/wordlike.ts';

/** Minimum length: a shorter beginning reveals little of a value. */
const LEAST = 8;
/** Minimum number of its characters that do not read as a word: a value may begin with a common word. */
const LEAST_RANDOM = 4;

/** The beginnings of found values, for names that were cut by their archive or by damage. */
export class ValueHeads {
  readonly #values: string[] = [];
  #isSorted = true;
  /** Indexed by the low bytes of two characters: rules out most places of a name. */
  readonly #pairs: Uint8Array = new Uint8Array(0x10000);

  /** Adds a value. */
  add(value: string): void {
    if (value.length <= LEAST) return;
    this.#values.push(value);
    this.#isSorted = false;
    this.#pairs[pairAt(value, 0)] = 1;
  }

  /** Where a value begins that is cut off by the end of the name; undefined if there is none. */
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

  /** The first value in sorted order that is not less than the text: the one that begins with it, if any does. */
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
