import { RowFilter } from '../row-filter.ts';
import type { Secret } from '../secret.ts';
import { SHORTEST_FORM, valueForms } from './value-forms.ts';

/** Lengths at which a form is indexed, in UTF-16 units: a longer form by its first part, which no report may hold either. */
const LENGTHS = [6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 32, 48, 64] as const;
/** A shorter form counts where it stands as a word of its own: digests and counts hold every such string by chance. */
const SHORTEST_PART = 8;
const FILTER_BITS = 24;

/**
 * The last look at a report before it is written: does it hold a value that the run has matched?
 *
 * A rolling hash over six units passes a bit table of 2 MiB; what is left is looked up by exact text, at no more than 22 lengths
 * a place. Time is linear in the text however many values there are and however alike they begin.
 *
 * @example if (new OutputGuard(secrets).check(report)) throw new ScanError('would-leak', 'Cannot write the report: it holds a value');
 */
export class OutputGuard {
  readonly #forms = new Set<string>();
  /** Window hash to a bit set of indexes into `LENGTHS`. */
  readonly #lengths = new Map<number, number>();
  readonly #filter = new RowFilter(SHORTEST_FORM, FILTER_BITS);
  readonly #patterns: ((text: string) => boolean) | undefined;

  /**
   * @param patterns says whether a rule matches in the text, where the caller wants that checked as well.
   * @param vocabulary texts of the tool's own (rule names, a report of an empty run): a value that stands in them (`postgres`) is
   * a word there and gives nothing away. Never pass evidence.
   */
  constructor(values: Iterable<Secret>, patterns?: (text: string) => boolean, vocabulary: Iterable<string> = []) {
    this.#patterns = patterns;
    this.add(values);
    for (const text of vocabulary) this.#forget(text);
  }

  /** Adds values; a word of the vocabulary among them counts again. */
  add(values: Iterable<Secret>): void {
    for (const value of values) for (const form of valueForms(value.reveal())) this.#add(form);
  }

  /** Whether the text holds one of the values in any form of {@link valueForms}, or a pattern matches. Never throws the text. */
  check(text: string): boolean {
    let found = false;
    this.#search(text, () => (found = true));
    return found || (this.#patterns?.(text) ?? false);
  }

  #add(form: string): void {
    const index = LENGTHS.findLastIndex((length) => length <= form.length);
    const indexed = form.slice(0, LENGTHS[index]);
    this.#forms.add(indexed);
    const hash = this.#filter.add(indexed);
    this.#lengths.set(hash, (this.#lengths.get(hash) ?? 0) | (1 << index));
  }

  #forget(text: string): void {
    this.#search(text, (word) => {
      this.#forms.delete(word);
      return false;
    });
  }

  /** Calls `found` for each form in the text until it gives true. */
  #search(text: string, found: (form: string) => boolean): void {
    if (this.#forms.size === 0) return;
    this.#filter.search(text, (at, hash) => this.#at(text, at, hash, found));
  }

  #at(text: string, start: number, hash: number, found: (form: string) => boolean): boolean {
    let lengths = this.#lengths.get(hash) ?? 0;
    for (let index = 0; lengths !== 0; index++, lengths >>>= 1) {
      if ((lengths & 1) === 0) continue;
      const form = text.slice(start, start + (LENGTHS[index] ?? 0));
      if (!this.#forms.has(form) || (form.length < SHORTEST_PART && !standsAsWord(text, start, form.length))) continue;
      if (found(form)) return true;
    }
    return false;
  }
}

/** Whether no letter or digit stands on either side. */
function standsAsWord(text: string, start: number, length: number): boolean {
  return !/[\p{L}\p{N}]/u.test(
    text.slice(Math.max(0, start - 1), start) + text.slice(start + length, start + length + 1),
  );
}
