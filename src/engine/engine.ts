import type { Confidence } from '../types.ts';
import { type Change, type Group, liesNear, together } from './changes.ts';
import { KeywordHits } from './keyword-hits.ts';
import { isUsed, KeywordUses, mayGoOn, mayMatch, type KeywordUse } from './keyword-uses.ts';
import type { PrefilterTables } from './prefilter-tables.ts';
import type { Prefilter } from './prefilter.ts';
import { type IndexedRule, keywordsOf, type RuleIndex, ruleIndex } from './rule-index.ts';
import type { StoredTables } from './stored-tables.ts';
import { TextWindows } from './windows.ts';

/** Bytes on either side of a keyword's first byte by which a rule may decide that it does not match there. */
export const BESIDE = 320;

/** A match of a rule, with offsets into the text that it was given. */
export interface TextMatch {
  readonly start: number;
  readonly end: number;
  readonly secretStart: number;
  readonly secretEnd: number;
  /** The secret as latin1, if it is not a plain slice of the text (joined lines, removed escapes). */
  readonly secret?: string;
  readonly groups: Readonly<Record<string, string | undefined>>;
  /** The confidence of this match, if it varies between the rule's matches. */
  readonly confidence?: Confidence;
  /** Further matches at the same place: a command line with two secrets. */
  readonly also?: readonly TextMatch[];
  /** Positions of the groups, if the rule has parts. */
  readonly spans?: Readonly<Record<string, readonly [start: number, end: number] | undefined>>;
}

/** A rule as the engine sees it. */
export interface EngineRule extends IndexedRule {
  /** The match that starts exactly at `at`, if there is one. `text` is latin1: one character is one byte. */
  readonly match: (text: string, at: number) => TextMatch | undefined;
  /**
   * Returns false if a keyword at `at` certainly leads to no match; called before anything is decoded as text. Depends on at most {@link
   * BESIDE} bytes on either side.
   */
  readonly mayBegin?: ((bytes: Uint8Array, at: number) => boolean) | undefined;
}

/** Ends of the last accepted match of each rule in one text; created with the first match. */
export interface EngineState {
  ends: Float64Array | undefined;
  /** Maximum bytes of a match and its context, over the rules whose keywords occur in the searched range; 0 if none does. */
  reach: number;
  /** Receives the keyword positions of a text given as one piece, if requested. */
  hits?: KeywordHits | undefined;
}

/** A budget that work is charged to. */
interface Account {
  work(bytes: number): boolean;
}

/**
 * The cost of an attempt, in addition to an eighth of the text it may read, and of finding and reporting a match, in bytes that could be
 * read meanwhile.
 */
const [TRY, TRY_PART, FOUND] = [32, 3, 8 * 1024] as const;

/** Creates the keyword prefilter; the keywords are requested only if their tables are missing. */
export type MakePrefilter = (keywords: () => readonly string[], tables?: PrefilterTables) => Prefilter;

/** Called for each match; offsets count from the start of the buffer. */
export type OnMatch = (rule: number, match: TextMatch, text: string, textStart: number) => void;

/**
 * Runs rules over bytes. For every rule, the result is the same as trying it at every position and keeping the leftmost of overlapping
 * matches; the prefilter only saves the positions without a keyword nearby.
 */
export class Engine {
  readonly #rules: readonly EngineRule[];
  readonly #index: RuleIndex;
  readonly #uses: KeywordUses;
  readonly #prefilter: Prefilter;
  readonly #hits: Uint32Array = new Uint32Array(4096);
  #account: Account | undefined;
  #isStopped = false;

  /** @param stored tables built earlier from the same rules */
  constructor(rules: readonly EngineRule[], prefilter: MakePrefilter, stored?: StoredTables) {
    this.#rules = rules;
    this.#index = stored?.index ?? ruleIndex(rules);
    this.#uses = new KeywordUses(rules, this.#index);
    this.#prefilter = prefilter(() => keywordsOf(rules), stored?.tables);
  }

  /** Charges subsequent runs to an account, or to none. A run stops when the account refuses: see {@link Engine.isStopped}. */
  paidBy(account: Account | undefined): void {
    this.#account = account;
    this.#isStopped = false;
  }

  /** Whether a run has stopped since its account was set, because the account refused. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Bytes needed on each side of a range so that its matches are complete. */
  get margins(): { readonly before: number; readonly after: number } {
    return this.#index;
  }

  /** Ends of the last accepted match of each rule, for a text whose windows are scanned one after the other. */
  newState(): EngineState {
    return { ends: undefined, reach: 0 };
  }

  /** Keyword positions in a text given as one piece, for {@link runNear}. */
  hitsOf(bytes: Buffer): KeywordHits {
    const state = { ...this.newState(), hits: new KeywordHits() };
    this.#begin(bytes, { from: 0, to: bytes.length });
    this.#eachPromising(bytes, state, () => undefined);
    return state.hits;
  }

  /**
   * Reports the matches that start in `[from, to)`, for each rule from left to right.
   *
   * @param state of this text, from `newState`; its ends are absolute offsets.
   * @param base absolute offset of the buffer's first byte.
   * @param isWanted by a rule's index; other rules are not tried
   */
  run(
    bytes: Buffer,
    range: { from: number; to: number; base: number },
    state: EngineState,
    onMatch: OnMatch,
    isWanted: (rule: number) => boolean = () => true,
  ): void {
    this.#begin(bytes, range);
    const count = this.#nextHits();
    // Most short texts contain no keyword.
    if (count === 0) return;
    const windows = new TextWindows(bytes);
    const within = { ...range, tried: new Map() };
    const visit = (use: KeywordUse, start: number): void => {
      if (isWanted(use.rule) && this.#pay(TRY + (use.reach >> TRY_PART)))
        this.#try(use, start, within, windows, state, onMatch);
    };
    this.#eachPromising(bytes, state, visit, count);
  }

  /** Offsets of the keywords at which rules would be tried: every match involves one of them. */
  promisingPlaces(bytes: Buffer): readonly number[] {
    const places: number[] = [];
    this.#begin(bytes, { from: 0, to: bytes.length });
    this.#eachPromising(bytes, this.newState(), (_, start) => places.push(start));
    return places;
  }

  /**
   * Reports at least the matches that a text has and another one, from which it differs only in `changes`, does not. Overlapping matches of
   * a rule are all reported: what the leftmost one hides in one text may be visible in the other.
   *
   * @param changes in order, not touching each other; a deletion has an empty span
   * @param others keyword positions in the other text
   * @returns keyword positions in this one
   */
  runNear(bytes: Buffer, changes: readonly Change[], others: KeywordHits, onMatch: OnMatch): KeywordHits {
    const windows = new TextWindows(bytes);
    this.#uses.forget();
    const hits = this.#hitsAfter(bytes, changes, others);
    const far = this.#index.longest;
    for (const { first, start, end } of together(changes, 2 * far)) {
      for (let hit = hits.from(start - far); hit < hits.length && hits.start(hit) <= end + far; hit++)
        this.#tryHit(bytes, hits.start(hit), hits.keyword(hit), { changes, first }, windows, onMatch);
    }
    return hits;
  }

  /** Keyword positions: near the changes they are searched for, elsewhere they are taken from the other text. */
  #hitsAfter(bytes: Buffer, changes: readonly Change[], others: KeywordHits): KeywordHits {
    const state = { ...this.newState(), hits: new KeywordHits() };
    const far = this.#index.context;
    let [known, shift] = [0, 0];
    // The bytes before a keyword count as well.
    for (const { start, end, otherStart, otherEnd } of together(changes, far + 1)) {
      state.hits.take(others, { start: known, end: otherStart - far }, shift);
      this.#prefilter.begin(bytes, Math.max(0, start - far), Math.min(bytes.length, end + 1));
      this.#eachPromising(bytes, state, () => undefined);
      known = otherEnd + 1;
      shift = end - otherEnd;
    }
    state.hits.take(others, { start: known, end: Infinity }, shift);
    state.hits.reachOfNew = state.reach;
    return state.hits;
  }

  /** Starts the search for keywords of matches that begin in the range. */
  #begin(bytes: Buffer, { from, to }: { from: number; to: number }): void {
    this.#uses.forget();
    this.#prefilter.begin(bytes, from, Math.min(bytes.length, to + this.#index.reach));
  }

  /**
   * Completes the search, and calls `visit` with each rule that may match and the offset of its keyword.
   *
   * @param first number of hits already present
   */
  #eachPromising(
    bytes: Buffer,
    state: EngineState,
    visit: (use: KeywordUse, start: number) => void,
    first: number = this.#nextHits(),
  ): void {
    const hits = this.#hits;
    for (let count = first; count > 0; count = this.#nextHits()) {
      for (let i = 0; i < count; i++) {
        const start = hits[2 * i] as number;
        const keyword = hits[2 * i + 1] as number;
        const used = this.#uses.of(keyword);
        const end = start + used.length;
        if (!isUsed(used, bytes, start, end)) continue;
        for (const use of used.uses) {
          if (!mayMatch(use, bytes, start, end)) continue;
          state.hits?.add(start, keyword);
          const isPromising = this.#isPromising(use, bytes, start, end);
          // The path from a keyword may be as long as a match.
          const isLocal = !isPromising && use.path === undefined;
          const reach = isLocal ? Math.min(use.reach, BESIDE) : use.reach;
          if (reach > state.reach) state.reach = reach;
          if (isPromising) visit(use, start);
        }
      }
    }
  }

  /** Searches for more keywords; returns their number, 0 after a stop. */
  #nextHits(): number {
    return this.#isStopped ? 0 : this.#prefilter.next(this.#hits);
  }

  #pay(work: number): boolean {
    this.#isStopped ||= this.#account?.work(work) === false;
    return !this.#isStopped;
  }

  /** Whether to try a rule at a keyword in `[start, end)`, given the bytes around it. */
  #isPromising(use: KeywordUse, bytes: Buffer, start: number, end: number): boolean {
    return mayGoOn(use, bytes, end) && this.#rules[use.rule]?.mayBegin?.(bytes, start) !== false;
  }

  /** Tries those rules of a keyword whose matches are long enough to touch a change. */
  #tryHit(bytes: Buffer, start: number, keyword: number, group: Group, windows: TextWindows, onMatch: OnMatch): void {
    const { length, uses } = this.#uses.of(keyword);
    const end = start + length;
    for (const use of uses) {
      if (!liesNear(group, start - use.reach, start + use.reach) || !mayMatch(use, bytes, start, end)) continue;
      if (this.#isPromising(use, bytes, start, end)) this.#tryNear(use, start, group, windows, onMatch);
    }
  }

  /** Tries a rule wherever a match that touches a change may begin. */
  #tryNear(
    { rule: index, min, max, begins }: KeywordUse,
    keyword: number,
    group: Group,
    windows: TextWindows,
    onMatch: OnMatch,
  ): void {
    const rule = this.#rules[index];
    if (rule === undefined) return;
    for (let at = Math.max(0, keyword - max); at <= keyword - min; at++) {
      if (!windows.mayBegin(at, begins) || !touches(group, at, rule)) continue;
      windows.cover(at - rule.lookBehind, at + rule.maxLength + rule.lookAhead);
      const match = rule.match(windows.text, at - windows.start);
      if (match !== undefined) onMatch(index, match, windows.text, windows.start);
    }
  }

  #try(
    use: KeywordUse,
    keyword: number,
    range: { from: number; to: number; base: number; tried: Tried },
    windows: TextWindows,
    state: EngineState,
    onMatch: OnMatch,
  ): void {
    const rule = this.#rules[use.rule];
    if (rule === undefined) return;
    let low = Math.max(range.from, (state.ends?.[use.rule] ?? 0) - range.base);
    const last = Math.min(range.to - 1, keyword - use.min);
    const first = firstUntried(range.tried, use, Math.max(low, keyword - use.max), last);
    for (let at = first; at <= last; at++) {
      const here = firstMatch(rule, use, { from: at, to: at }, windows);
      if (here === undefined) continue;
      // A match that began earlier would hide this one, and its own keyword may come later.
      const before = Math.max(low, keyword - use.farthest);
      const match = before < at ? firstMatch(rule, use, { from: before, to: at }, windows) : here;
      if (match === undefined) continue;
      onMatch(use.rule, match, windows.text, windows.start);
      this.#pay(FOUND);
      const end = Math.max(match.start + windows.start + 1, match.end + windows.start);
      state.ends ??= new Float64Array(this.#rules.length);
      state.ends[use.rule] = end + range.base;
      low = end;
      at = end - 1;
    }
  }
}

/** For each use, the range of offsets tried for its last keyword, which may overlap that of the next one. */
type Tried = Map<KeywordUse, { from: number; to: number }>;

/** The first offset in `[from, last]` at which the rule of a use was not tried yet; marks the range as tried. */
function firstUntried(tried: Tried, use: KeywordUse, from: number, last: number): number {
  if (use.min === use.max) return from;
  const known = tried.get(use);
  if (known === undefined) {
    tried.set(use, { from, to: last + 1 });
    return from;
  }
  const goesOn = known.from <= from && from <= known.to;
  const first = goesOn ? Math.max(from, known.to) : from;
  if (!goesOn) known.from = from;
  known.to = goesOn ? Math.max(known.to, last + 1) : last + 1;
  return first;
}

/** The first match that begins in `[from, to]`. */
function firstMatch(
  rule: EngineRule,
  { begins }: KeywordUse,
  { from, to }: { readonly from: number; readonly to: number },
  windows: TextWindows,
): TextMatch | undefined {
  for (let at = from; at <= to; at++) {
    if (!windows.mayBegin(at, begins)) continue;
    windows.cover(at - rule.lookBehind, at + rule.maxLength + rule.lookAhead);
    const match = rule.match(windows.text, at - windows.start);
    if (match !== undefined) return match;
  }
  return undefined;
}

/** Whether a match of the rule at `at` may depend on a changed byte. */
function touches(group: Group, at: number, { lookBehind, maxLength, lookAhead }: EngineRule): boolean {
  return liesNear(group, at - lookBehind, at + maxLength + lookAhead);
}
