import type { Prefilter } from './prefilter.ts';
import { TextWindows } from './windows.ts';

/** What a rule found, as offsets into the text that it was given. */
export interface TextMatch {
  readonly start: number;
  readonly end: number;
  readonly secretStart: number;
  readonly secretEnd: number;
  /** The secret where it is not a plain slice of the text (joined lines, removed escapes), as latin1 characters. */
  readonly secret?: string;
  readonly groups: Readonly<Record<string, string | undefined>>;
}

/** A rule as the engine sees it. A match that starts at `s` holds a keyword that begins in `[s + min, s + max]`. */
export interface EngineRule {
  /** Lower-case literals. */
  readonly keywords: readonly string[];
  readonly keywordOffset: { readonly min: number; readonly max: number };
  readonly maxLength: number;
  readonly lookBehind: number;
  readonly lookAhead: number;
  /** The match that starts exactly at `at`, if there is one. `text` is latin1: one character is one byte. */
  readonly match: (text: string, at: number) => TextMatch | undefined;
}

/** Called for each match; offsets count from the start of the buffer. */
export type OnMatch = (rule: number, match: TextMatch, text: string, textStart: number) => void;

/**
 * Runs rules over bytes. Its result is, for every rule, what trying the rule at every position gives, keeping the leftmost
 * of overlapping matches; the prefilter only spares the positions near which no keyword stands.
 */
export class Engine {
  readonly #rules: readonly EngineRule[];
  readonly #rulesOf: readonly (readonly number[])[];
  readonly #prefilter: Prefilter;
  readonly #hits: Uint32Array = new Uint32Array(4096);
  /** Widest distance from the start of a match to its keyword, over all rules. */
  readonly #reach: number;

  constructor(rules: readonly EngineRule[], prefilter: (keywords: readonly string[]) => Prefilter) {
    this.#rules = rules;
    const keywords = [...new Set(rules.flatMap((rule) => rule.keywords))];
    const numbers = new Map(keywords.map((keyword, index) => [keyword, index]));
    const rulesOf: number[][] = keywords.map(() => []);
    rules.forEach((rule, index) => {
      for (const keyword of new Set(rule.keywords)) rulesOf[numbers.get(keyword) ?? 0]?.push(index);
    });
    this.#rulesOf = rulesOf;
    this.#prefilter = prefilter(keywords);
    this.#reach = largest(rules, (rule) => rule.keywordOffset.max);
    this.margins = {
      before: largest(rules, (rule) => rule.lookBehind),
      after: largest(rules, (rule) => rule.maxLength + rule.lookAhead),
    };
  }

  /** Bytes that must stand on each side of a range for its matches to be whole. */
  readonly margins: { readonly before: number; readonly after: number };

  /** Ends of the last accepted match of each rule, for a text whose windows are scanned one after the other. */
  newState(): Float64Array {
    return new Float64Array(this.#rules.length);
  }

  /**
   * Reports the matches that start in `[from, to)`, rule by rule from left to right.
   *
   * @param state of this text, from `newState`; its ends are absolute offsets.
   * @param base absolute offset of the buffer's first byte.
   */
  run(bytes: Buffer, range: { from: number; to: number; base: number }, state: Float64Array, onMatch: OnMatch): void {
    const windows = new TextWindows(bytes);
    const scanTo = Math.min(bytes.length, range.to + this.#reach);
    const hits = this.#hits;
    this.#prefilter.begin(bytes, range.from, scanTo);
    for (let count = this.#prefilter.next(hits); count > 0; count = this.#prefilter.next(hits)) {
      for (let i = 0; i < count; i++) {
        const start = hits[2 * i] ?? 0;
        for (const rule of this.#rulesOf[hits[2 * i + 1] ?? 0] ?? []) {
          this.#try(rule, start, range, windows, state, onMatch);
        }
      }
    }
  }

  #try(
    index: number,
    keyword: number,
    range: { from: number; to: number; base: number },
    windows: TextWindows,
    state: Float64Array,
    onMatch: OnMatch,
  ): void {
    const rule = this.#rules[index];
    if (rule === undefined) return;
    const first = Math.max(range.from, keyword - rule.keywordOffset.max, (state[index] ?? 0) - range.base);
    const last = Math.min(range.to - 1, keyword - rule.keywordOffset.min);
    if (first > last) return;
    windows.cover(first - rule.lookBehind, last + rule.maxLength + rule.lookAhead);
    for (let at = first; at <= last; at++) {
      const match = rule.match(windows.text, at - windows.start);
      if (match === undefined) continue;
      onMatch(index, match, windows.text, windows.start);
      const end = Math.max(at + 1, match.end + windows.start);
      state[index] = end + range.base;
      at = end - 1;
    }
  }
}

function largest(rules: readonly EngineRule[], of: (rule: EngineRule) => number): number {
  return rules.reduce((most, rule) => Math.max(most, of(rule)), 0);
}
