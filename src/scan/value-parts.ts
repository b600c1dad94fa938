import { shapeOf } from '../detect/wordlike.ts';
import { VALUE_MARK } from '../name-mark.ts';
import { RowFilter } from '../row-filter.ts';
import type { Span } from '../types.ts';

/** Length of the runs of a value that are looked for, in characters. */
const GRAM = 8;
/** Characters between the starts of successive runs: each part of `GRAM + STRIDE - 1`, eleven, contains a whole run. */
const STRIDE = 4;
/** Minimum number of its characters that do not read as a word. */
const LEAST_RANDOM = 4;
/** Common prefixes of one vendor's tokens (`rubygems_`, `sk-proj`), which are also words used in file names. */
const OPENING = /^[a-z]+(?:[-_][a-z]+\d{0,2})*[-_]?$/;
const FILTER_BITS = 20;

/**
 * Finds parts of found values in names: damage to an archive may have changed a character of a value, or invisible
 * characters may split it.
 */
export class ValueParts {
  /** For each run, a value that contains it. */
  readonly #values: Map<string, string> = new Map();
  readonly #filter: RowFilter = new RowFilter(GRAM, FILTER_BITS);

  /** Adds a value. */
  add(value: string): void {
    for (let at = 0; at + GRAM <= value.length; at += STRIDE) {
      const gram = value.slice(at, at + GRAM);
      if (shapeOf(gram).random < LEAST_RANDOM || this.#values.has(gram)) continue;
      this.#values.set(gram, value);
      this.#filter.add(gram);
    }
  }

  /** The name with a mark in place of each part. */
  clean(name: string): string {
    if (this.#values.size === 0) return name;
    let out = '';
    let from = 0;
    this.#filter.search(name, (at) => {
      const gram = name.slice(at, at + GRAM);
      const value = at < from ? undefined : this.#values.get(gram);
      if (value === undefined) return false;
      const { start, end } = shared(name, at, from, value, value.indexOf(gram));
      const part = name.slice(start, end);
      if (OPENING.test(part) && value.startsWith(part)) return false;
      out += `${name.slice(from, start)}${VALUE_MARK}`;
      from = end;
      return false;
    });
    return out + name.slice(from);
  }
}

/** The longest common part of a name and a value around a common position, not before `from` in the name. */
function shared(name: string, at: number, from: number, value: string, inValue: number): Span {
  let before = 0;
  while (at - before > from && inValue > before && name[at - before - 1] === value[inValue - before - 1]) before++;
  let length = GRAM;
  while (inValue + length < value.length && name[at + length] === value[inValue + length]) length++;
  return { start: at - before, end: at + length };
}
