import { shapeOf } from '../detect/wordlike.ts';
import { VALUE_MARK } from '../name-mark.ts';
import type { Span } from '../types.ts';

/** Characters of the rows of a value that are looked for. */
const GRAM = 8;
/** Characters from one row of a value to the next: each part of `GRAM + STRIDE - 1`, eleven, holds a whole row. */
const STRIDE = 4;
/** Characters of it that read as no word. */
const LEAST_RANDOM = 4;
/** What tokens of one maker begin with (`rubygems_`, `sk-proj`): words that files are called by as well. */
const OPENING = /^[a-z]+(?:[-_][a-z]+\d{0,2})*[-_]?$/;
const FILTER_BITS = 20;
const BASE = 0x01000193;
/** BASE to the power of the row's length less one, modulo 2^32. */
const OLDEST = Array.from({ length: GRAM - 1 }).reduce<number>((power) => Math.imul(power, BASE), 1);

/**
 * The parts of found values that names hold: what damaged an archive changed a character of one, or invisible ones part it. A
 * rolling hash over a row of characters passes a bit table, what is left is looked up.
 */
export class ValueParts {
  /** A value that holds the row. */
  readonly #values: Map<string, string> = new Map();
  readonly #filter: Uint32Array = new Uint32Array(2 ** (FILTER_BITS - 5));

  /** Adds a value. */
  add(value: string): void {
    for (let at = 0; at + GRAM <= value.length; at += STRIDE) {
      const gram = value.slice(at, at + GRAM);
      if (shapeOf(gram).random < LEAST_RANDOM || this.#values.has(gram)) continue;
      this.#values.set(gram, value);
      const slot = slotOf(hashOf(gram));
      this.#filter[slot >>> 5] = (this.#filter[slot >>> 5] ?? 0) | (1 << (slot & 31));
    }
  }

  /** The name with a mark in the place of each part. */
  clean(name: string): string {
    if (this.#values.size === 0 || name.length < GRAM) return name;
    let out = '';
    let from = 0;
    for (const at of this.#places(name)) {
      const gram = name.slice(at, at + GRAM);
      const value = at < from ? undefined : this.#values.get(gram);
      if (value === undefined) continue;
      const { start, end } = shared(name, at, from, value, value.indexOf(gram));
      const part = name.slice(start, end);
      if (OPENING.test(part) && value.startsWith(part)) continue;
      out += `${name.slice(from, start)}${VALUE_MARK}`;
      from = end;
    }
    return out + name.slice(from);
  }

  /** Where a row begins that the table knows. */
  *#places(name: string): Generator<number> {
    let hash = hashOf(name);
    for (let at = 0; ; at++) {
      const slot = slotOf(hash);
      if ((this.#filter[slot >>> 5] ?? 0) & (1 << (slot & 31))) yield at;
      if (at + GRAM >= name.length) return;
      const without = (hash - Math.imul(name.charCodeAt(at), OLDEST)) | 0;
      hash = (Math.imul(without, BASE) + name.charCodeAt(at + GRAM)) | 0;
    }
  }
}

/** What a name and a value have in common round a place of both, not before `from` in the name. */
function shared(name: string, at: number, from: number, value: string, inValue: number): Span {
  let before = 0;
  while (at - before > from && inValue > before && name[at - before - 1] === value[inValue - before - 1]) before++;
  let length = GRAM;
  while (inValue + length < value.length && name[at + length] === value[inValue + length]) length++;
  return { start: at - before, end: at + length };
}

/** Hash of the first row. */
function hashOf(text: string): number {
  let hash = 0;
  for (let i = 0; i < GRAM; i++) hash = (Math.imul(hash, BASE) + text.charCodeAt(i)) | 0;
  return hash;
}

/** Place in the bit table: the hash's upper bits after mixing, because its lower ones hardly differ between like texts. */
function slotOf(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> (32 - FILTER_BITS);
}
