import type { Confidence, Span } from '../types.ts';
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
  /** How sure this match is, where that is not the same for all matches of its rule. */
  readonly confidence?: Confidence;
  /** Places of the groups, where the rule has parts. */
  readonly spans?: Readonly<Record<string, readonly [start: number, end: number] | undefined>>;
}

/** A rule as the engine sees it. A match that starts at `s` holds a keyword that begins in `[s + min, s + max]`. */
export interface EngineRule {
  /** Lower-case literals. */
  readonly keywords: readonly string[];
  readonly keywordOffset: { readonly min: number; readonly max: number };
  /** For each of the first bytes behind a keyword those that every match has there, as pairs of first and last character. */
  readonly following: readonly string[];
  readonly maxLength: number;
  readonly lookBehind: number;
  readonly lookAhead: number;
  /** The match that starts exactly at `at`, if there is one. `text` is latin1: one character is one byte. */
  readonly match: (text: string, at: number) => TextMatch | undefined;
}

/** The keywords of rules, each once, in the order in which the prefilter numbers them. */
export function keywordsOf(rules: readonly Pick<EngineRule, 'keywords'>[]): string[] {
  return [...new Set(rules.flatMap((rule) => rule.keywords))];
}

/** 1 at the bytes that are in the set. */
type ByteSet = Readonly<Uint8Array>;

/** Sets from pairs of first and last character; equal ones are one array. */
function byteSets(rules: readonly (readonly string[])[]): ByteSet[][] {
  const known = new Map<string, ByteSet>();
  return rules.map((rule) =>
    rule.map((pairs) => {
      let set = known.get(pairs);
      if (set === undefined) {
        set = byteSet(pairs);
        known.set(pairs, set);
      }
      return set;
    }),
  );
}

function byteSet(pairs: string): ByteSet {
  const set = new Uint8Array(256);
  for (let i = 0; i < pairs.length; i += 2) set.fill(1, pairs.charCodeAt(i), pairs.charCodeAt(i + 1) + 1);
  return set;
}

/** Ends of the last accepted match of each rule in one text; made when there is one. */
export interface EngineState {
  ends: Float64Array | undefined;
  /** Whether a keyword of a rule with very long matches stands in what was looked at. */
  far: boolean;
}

/** Matches up to this length are looked for near a change; longer ones only where their keyword stands at all. */
const NEAR = 4096;

/** Called for each match; offsets count from the start of the buffer. */
export type OnMatch = (rule: number, match: TextMatch, text: string, textStart: number) => void;

/**
 * Runs rules over bytes. Its result is, for every rule, what trying the rule at every position gives, keeping the leftmost
 * of overlapping matches; the prefilter only spares the positions near which no keyword stands.
 */
export class Engine {
  readonly #rules: readonly EngineRule[];
  readonly #rulesOf: readonly (readonly number[])[];
  readonly #keywordLengths: readonly number[];
  /** For each rule, sets of bytes for the places behind its keyword. */
  readonly #following: readonly (readonly ByteSet[])[];
  readonly #prefilter: Prefilter;
  readonly #hits: Uint32Array = new Uint32Array(4096);
  /** Widest distance from the start of a match to its keyword, over all rules. */
  readonly #reach: number;
  /** For each keyword whether one of its rules has matches that are longer than {@link NEAR}. */
  readonly #isFar: readonly boolean[];
  /** Widest distance from the start of a match to what it depends on, over the rules without very long matches. */
  readonly #near: number;

  constructor(rules: readonly EngineRule[], prefilter: (keywords: readonly string[]) => Prefilter) {
    this.#rules = rules;
    const keywords = keywordsOf(rules);
    const numbers = new Map(keywords.map((keyword, index) => [keyword, index]));
    const rulesOf: number[][] = keywords.map(() => []);
    rules.forEach((rule, index) => {
      for (const keyword of new Set(rule.keywords)) rulesOf[numbers.get(keyword) ?? 0]?.push(index);
    });
    this.#rulesOf = rulesOf;
    this.#keywordLengths = keywords.map((keyword) => keyword.length);
    this.#following = byteSets(rules.map((rule) => rule.following));
    this.#prefilter = prefilter(keywords);
    this.#reach = largest(rules, (rule) => rule.keywordOffset.max);
    const isFar = rules.map((rule) => rule.maxLength + rule.lookAhead > NEAR);
    this.#isFar = rulesOf.map((list) => list.some((rule) => isFar[rule]));
    this.#near = largest(
      rules.filter((_, rule) => isFar[rule] !== true),
      (rule) => rule.maxLength + rule.lookAhead,
    );
    this.margins = {
      before: largest(rules, (rule) => rule.lookBehind),
      after: largest(rules, (rule) => rule.maxLength + rule.lookAhead),
    };
  }

  /** Bytes that must stand on each side of a range for its matches to be whole. */
  readonly margins: { readonly before: number; readonly after: number };

  /** Ends of the last accepted match of each rule, for a text whose windows are scanned one after the other. */
  newState(): EngineState {
    return { ends: undefined, far: false };
  }

  /**
   * Reports the matches that start in `[from, to)`, rule by rule from left to right.
   *
   * @param state of this text, from `newState`; its ends are absolute offsets.
   * @param base absolute offset of the buffer's first byte.
   */
  run(bytes: Buffer, range: { from: number; to: number; base: number }, state: EngineState, onMatch: OnMatch): void {
    const windows = new TextWindows(bytes);
    this.#eachPromising(bytes, range, state, (rule, start) => this.#try(rule, start, range, windows, state, onMatch));
  }

  /**
   * Reports at least the matches that a text has and another one, from which it differs in `changes` alone, has not.
   * Overlapping matches of a rule are all reported: what the leftmost one hides in one text it need not hide in the other.
   *
   * @param changes spans of `bytes` in order, not touching each other; an empty one where something was taken out
   * @param state of the other text; its `ends` are not looked at
   */
  runNear(bytes: Buffer, changes: readonly Span[], state: EngineState, onMatch: OnMatch): void {
    const windows = new TextWindows(bytes);
    const before = state.far ? this.margins.after : this.#near;
    for (let first = 0, next = 0; first < changes.length; first = next) {
      const from = Math.max(0, (changes[first]?.start ?? 0) - before);
      let to = from;
      for (; next < changes.length && (next === first || (changes[next]?.start ?? 0) - before <= to); next++)
        to = Math.min(bytes.length, (changes[next]?.end ?? 0) + this.margins.before);
      this.#runGroup(bytes, { from, to, changes, first }, windows, state, onMatch);
    }
  }

  /** Calls `tryRule` with each rule whose keyword begins at `start`, in or shortly behind the range, and may be part of a match. */
  #eachPromising(
    bytes: Buffer,
    { from, to }: { from: number; to: number },
    state: EngineState,
    tryRule: (rule: number, start: number) => void,
  ): void {
    const hits = this.#hits;
    this.#prefilter.begin(bytes, from, Math.min(bytes.length, to + this.#reach));
    for (let count = this.#prefilter.next(hits); count > 0; count = this.#prefilter.next(hits)) {
      for (let i = 0; i < count; i++) {
        const start = hits[2 * i] ?? 0;
        const keyword = hits[2 * i + 1] ?? 0;
        const end = start + (this.#keywordLengths[keyword] ?? 0);
        if (this.#isFar[keyword] === true) state.far = true;
        for (const rule of this.#rulesOf[keyword] ?? []) {
          if (this.#mayFollow(rule, bytes, end)) tryRule(rule, start);
        }
      }
    }
  }

  #runGroup(bytes: Buffer, group: Group, windows: TextWindows, state: EngineState, onMatch: OnMatch): void {
    this.#eachPromising(bytes, group, state, (rule, start) => this.#tryNear(rule, start, group, windows, onMatch));
  }

  /** Tries a rule wherever a match that touches a change may begin. */
  #tryNear(index: number, keyword: number, group: Group, windows: TextWindows, onMatch: OnMatch): void {
    const rule = this.#rules[index];
    if (rule === undefined) return;
    const { min, max } = rule.keywordOffset;
    for (let at = Math.max(0, keyword - max); at <= keyword - min; at++) {
      if (!touches(group, at, rule)) continue;
      windows.cover(at - rule.lookBehind, at + rule.maxLength + rule.lookAhead);
      const match = rule.match(windows.text, at - windows.start);
      if (match !== undefined) onMatch(index, match, windows.text, windows.start);
    }
  }

  /** Whether the bytes behind a keyword are those of a match of the rule. */
  #mayFollow(rule: number, bytes: Buffer, at: number): boolean {
    const sets = this.#following[rule] ?? [];
    for (let i = 0; i < sets.length; i++) if (sets[i]?.[bytes[at + i] ?? 256] !== 1) return false;
    return true;
  }

  #try(
    index: number,
    keyword: number,
    range: { from: number; to: number; base: number },
    windows: TextWindows,
    state: EngineState,
    onMatch: OnMatch,
  ): void {
    const rule = this.#rules[index];
    if (rule === undefined) return;
    const first = Math.max(range.from, keyword - rule.keywordOffset.max, (state.ends?.[index] ?? 0) - range.base);
    const last = Math.min(range.to - 1, keyword - rule.keywordOffset.min);
    if (first > last) return;
    windows.cover(first - rule.lookBehind, last + rule.maxLength + rule.lookAhead);
    for (let at = first; at <= last; at++) {
      const match = rule.match(windows.text, at - windows.start);
      if (match === undefined) continue;
      onMatch(index, match, windows.text, windows.start);
      const end = Math.max(at + 1, match.end + windows.start);
      state.ends ??= new Float64Array(this.#rules.length);
      state.ends[index] = end + range.base;
      at = end - 1;
    }
  }
}

/** Changes that are near each other, from number `first` on, and where matches begin that may touch them. */
interface Group {
  readonly from: number;
  readonly to: number;
  readonly changes: readonly Span[];
  readonly first: number;
}

/** Whether a match of the rule at `at` may depend on a byte in one of the changes. */
function touches({ changes, first }: Group, at: number, { lookBehind, maxLength, lookAhead }: EngineRule): boolean {
  const from = at - lookBehind;
  const to = at + maxLength + lookAhead;
  let low = first;
  let high = changes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((changes[middle]?.end ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return (changes[low]?.start ?? Infinity) <= to;
}

function largest(rules: readonly EngineRule[], of: (rule: EngineRule) => number): number {
  return rules.reduce((most, rule) => Math.max(most, of(rule)), 0);
}
