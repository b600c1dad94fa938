import { Engine, type EngineRule, type EngineState, type OnMatch, type TextMatch } from '../engine/engine.ts';
import type { Change } from '../engine/changes.ts';
import { KeywordHits } from '../engine/keyword-hits.ts';
import { prefilterFor } from '../engine/prefilter-for.ts';
import type { Confidence, KnownName, Span, Surface } from '../types.ts';
import { builtinTables } from './builtin.ts';
import { codeMatcher } from './code-matcher.ts';
import { isDigestInPlace } from './digest-place.ts';
import { isTyped, judgementOf } from './judgement.ts';
import { KNOWN_RULE, knownName } from './known/known-rule.ts';
import type { KnownFinder, KnownMatch } from './known/finder.ts';
import type { SplitMatch } from './known/split.ts';
import { MAY_BEGIN } from './may-begin.ts';
import type { Part } from './parts.ts';
import { patternMatcher } from './pattern-matcher.ts';
import type { CompiledRule, KeywordPlace } from './rule.ts';
import { mayProveItself } from './shapes.ts';
import { innerEnd, WORD_AFTER, WORD_BEFORE, wordEnd } from './word-end.ts';

/** A match that passed its rule's checks. Offsets are bytes of the scanned buffer. */
export interface Detection {
  readonly rule: CompiledRule;
  readonly confidence: Confidence;
  readonly start: number;
  readonly end: number;
  /** The value as latin1, one character for each byte. */
  readonly secret: string;
  /** Named parts in the same match. */
  readonly parts?: readonly Part[];
  /** Name of a declared value. */
  readonly known?: KnownName;
  /** Encodings of a declared value here, outermost first. */
  readonly steps?: readonly string[];
  /** The model takes it for a sample; only its form suggests a credential. */
  readonly isDoubted?: boolean;
  /** Which part of the rule's own file allows it. */
  readonly allowedBy?: 'allowlist';
}

/** State of one text whose windows are scanned one after the other. */
export interface DetectorState extends EngineState {
  /** For each of the other rules, the absolute offset at which its last match ended. */
  others?: Float64Array;
}

/** Where a text comes from, for rules that depend on it. If path or surface is unknown, restricted rules apply as well. */
export interface TextOrigin {
  /** Relative to the packet's folder; an archive member follows `!`. */
  readonly path?: string | undefined;
  /** Path of the innermost named file; for an archive member, its path in the archive. */
  readonly file?: string | undefined;
  readonly commit?: string | undefined;
  readonly surface?: Surface | undefined;
}

/** The part of a buffer in which matches may begin; `base` is the absolute offset of the buffer's first byte. */
export interface DetectorRange {
  readonly from: number;
  readonly to: number;
  readonly base: number;
}

/** Rules that the engine cannot run, because their keywords need not be part of a match. */
export interface OtherRules {
  readonly margins: { readonly before: number; readonly after: number };
  /** @param origin if omitted, a rule for certain files applies to this one as well */
  detect(bytes: Buffer, range: DetectorRange, state: DetectorState, origin?: TextOrigin): Detection[];
}

/** What to search for besides the rules that the engine runs. */
export interface Beside {
  /** Declared values. */
  readonly known?: KnownFinder | undefined;
  readonly others?: OtherRules | undefined;
}

/** Whether to try a rule, given by its index. */
type IsWanted = (rule: number) => boolean;

/** Runs a set of rules over bytes and checks their matches. One per thread; holds compiled regular expressions. */
export class Detector {
  readonly #rules: readonly CompiledRule[];
  readonly #engine: Engine;
  /** Published example values of all rules: a dummy known to one rule is reported by none. */
  readonly #dummies: ReadonlySet<string>;
  readonly #beside: Beside;
  /** For each surface seen so far, the predicate for its rules; undefined if all rules apply. */
  readonly #wanted: Map<Surface, IsWanted | undefined> = new Map();
  /** For each rule, whether its matches may prove themselves. */
  readonly #provable: readonly boolean[];

  /** @param rules those that the engine runs */
  constructor(rules: readonly CompiledRule[], beside: Beside = {}) {
    this.#beside = beside;
    this.#rules = rules;
    this.#provable = rules.map(mayProveItself);
    this.#dummies = new Set(rules.flatMap((rule) => rule.dummies ?? []));
    this.#engine = new Engine(rules.map(engineRule), prefilterFor, builtinTables(rules));
  }

  /** Bytes needed before and after a range so that all matches that start in it are complete. */
  get margins(): { readonly before: number; readonly after: number } {
    const { before, after } = this.#engine.margins;
    const known = this.#beside.known?.margin ?? 0;
    const others = this.#beside.others?.margins ?? { before: 0, after: 0 };
    return {
      before: Math.max(before, known, others.before, WORD_BEFORE),
      after: Math.max(after + WORD_AFTER, known, others.after),
    };
  }

  /**
   * Runs something synchronous, charging attempts of rules and their matches to an account.
   *
   * @returns false if the account ran out: rules were not tried everywhere
   */
  paidBy(account: { work(bytes: number): boolean } | undefined, run: () => void): boolean {
    this.#engine.paidBy(account);
    try {
      run();
      return !this.#engine.isStopped;
    } finally {
      this.#engine.paidBy(undefined);
    }
  }

  /** Whether anything besides the engine's rules is searched for: then a text may not be skipped because no rule can match in it. */
  get looksBeside(): boolean {
    return this.#beside.known !== undefined || this.#beside.others !== undefined;
  }

  /** Whether the origin of a text matters. */
  get asksForOrigin(): boolean {
    return this.#beside.others !== undefined;
  }

  newState(): DetectorState {
    return this.#engine.newState();
  }

  /** Detections in a text given as one piece, in no particular order. */
  detectWhole(bytes: Buffer, origin?: TextOrigin, state: DetectorState = this.newState()): Detection[] {
    return this.detect(bytes, whole(bytes), state, origin);
  }

  /** As {@link detectWhole}, but without most detections that are not of the `KNOWN_SHAPES`: rules that give only those are not tried. */
  detectProvable(bytes: Buffer, origin?: TextOrigin, state: DetectorState = this.newState()): Detection[] {
    const isForSurface = this.#wantedOn(origin?.surface);
    const isWanted: IsWanted = (index) => this.#provable[index] === true && isForSurface?.(index) !== false;
    return this.#detectBy(isWanted, bytes, whole(bytes), state, origin);
  }

  /**
   * Where a text given as one piece may hold detections: around keywords and declared values. Undefined if they may be anywhere. Cheaper
   * than detecting them.
   */
  promisingPlaces(bytes: Buffer): readonly Span[] | undefined {
    const { known, others } = this.#beside;
    if (others !== undefined) return undefined;
    const places = this.#engine.promisingPlaces(bytes).map((start) => ({ start, end: start }));
    return known === undefined ? places : [...places, ...known.find(bytes)];
  }

  /** Declared values split into parts in a text; `isScattered`: the text is in sectors or pages, and parts may be anywhere. */
  splitValues(bytes: Buffer, isScattered: boolean = false): readonly SplitMatch[] {
    return this.#beside.known?.findSplit?.(bytes, isScattered) ?? [];
  }

  /** Whether a text ends after the first parts of a declared value, before the next one. */
  endsWithinValue(bytes: Buffer): boolean {
    return this.#beside.known?.endsWithin?.(bytes) === true;
  }

  /**
   * Whether a text given as one piece holds a detection, given a text without any that differs from it only in `changes`. May report one
   * where {@link detectWhole} does not, never the reverse.
   *
   * @param others keyword positions in the other text
   * @returns keyword positions in this one; undefined if it holds a detection
   */
  hitsNear(bytes: Buffer, changes: readonly Change[], others: KeywordHits): KeywordHits | undefined {
    let found = false;
    const hits = this.#engine.runNear(bytes, changes, others, (index, match, text, textStart) => {
      const rule = this.#rules[index];
      found ||= rule !== undefined && eachOf(match).some((one) => judge(rule, one, text, textStart) !== undefined);
    });
    return found || this.#standsBeside(bytes, changes) ? undefined : hits;
  }

  /** Keyword positions in a text given as one piece; undefined if it holds a detection. */
  hitsIn(bytes: Buffer): KeywordHits | undefined {
    const state = { ...this.newState(), hits: new KeywordHits() };
    return this.detectWhole(bytes, undefined, state).length > 0 ? undefined : state.hits;
  }

  /** Whether any of the `wanted` engine rules detects something in a text given as one piece. */
  detectsBy(bytes: Buffer, wanted: (rule: CompiledRule) => boolean): boolean {
    const isWanted: IsWanted = (index) => {
      const rule = this.#rules[index];
      return rule !== undefined && wanted(rule);
    };
    return this.#detectByEngine(bytes, whole(bytes), this.newState(), isWanted).length > 0;
  }

  /** Detections whose match starts in `[from, to)` of `bytes`, in no particular order. */
  detect(bytes: Buffer, range: DetectorRange, state: DetectorState, origin?: TextOrigin): Detection[] {
    return this.#detectBy(this.#wantedOn(origin?.surface), bytes, range, state, origin);
  }

  #detectBy(
    isWanted: IsWanted | undefined,
    bytes: Buffer,
    range: DetectorRange,
    state: DetectorState,
    origin: TextOrigin | undefined,
  ): Detection[] {
    const found = this.#detectByEngine(bytes, range, state, isWanted);
    const { known, others } = this.#beside;
    for (const match of known?.find(bytes, range.from, range.to) ?? []) found.push(knownDetection(match));
    for (const detection of others?.detect(bytes, range, state, origin) ?? []) {
      if (!this.#dummies.has(detection.secret)) found.push(detection);
    }
    return found;
  }

  /** The predicate for the rules of a surface; undefined if all apply. */
  #wantedOn(surface: Surface | undefined): IsWanted | undefined {
    if (surface === undefined) return undefined;
    if (!this.#wanted.has(surface)) {
      const isFor = this.#rules.map(({ surfaces }) => surfaces?.includes(surface) !== false);
      this.#wanted.set(surface, isFor.includes(false) ? (index) => isFor[index] === true : undefined);
    }
    return this.#wanted.get(surface);
  }

  #detectByEngine(bytes: Buffer, range: DetectorRange, state: DetectorState, isWanted?: IsWanted): Detection[] {
    const found: Detection[] = [];
    const onMatch: OnMatch = (index, match, text, textStart) => {
      const rule = this.#rules[index];
      for (const one of eachOf(match)) {
        const judged = rule && judge(rule, one, text, textStart);
        const detection = judged && isTyped(judged.rule, one) ? withWord(judged, bytes) : judged;
        if (detection === undefined || this.#dummies.has(detection.secret)) continue;
        if (!isDigestInPlace(detection.rule, bytes, detection)) found.push(detection);
      }
    };
    this.#engine.run(bytes, range, state, onMatch, isWanted);
    return found;
  }

  #standsBeside(bytes: Buffer, changes: readonly Span[]): boolean {
    const { known, others } = this.#beside;
    // A value may begin before a change and end after it.
    const isNear = ({ start, end }: Span): boolean =>
      known !== undefined && known.find(bytes, Math.max(0, start - known.margin), end + known.margin).length > 0;
    if (changes.some(isNear)) return true;
    return (others?.detect(bytes, whole(bytes), this.newState()).length ?? 0) > 0;
  }
}

function eachOf(match: TextMatch): readonly TextMatch[] {
  return match.also === undefined ? [match] : [match, ...match.also];
}

function knownDetection(match: KnownMatch): Detection {
  const { start, end, value, steps } = match;
  return { rule: KNOWN_RULE, confidence: 'known-value', start, end, secret: value, known: knownName(match), steps };
}

function whole(bytes: Buffer): DetectorRange {
  return { from: 0, to: bytes.length, base: 0 };
}

/** A rule as the engine runs it. */
export function engineRule(rule: CompiledRule): EngineRule {
  const { keywords, maxLength, lookBehind, lookAhead } = rule;
  const mayBegin = MAY_BEGIN[rule.matcher ?? ''];
  return {
    keywords,
    get places() {
      return JSON.parse(rule.places) as readonly KeywordPlace[];
    },
    maxLength,
    lookBehind,
    lookAhead,
    match: matcherOf(rule),
    mayBegin,
  };
}

function matcherOf(rule: CompiledRule): EngineRule['match'] {
  if (rule.pattern !== undefined) return patternMatcher(rule.pattern, rule.flags, rule.parts !== undefined);
  let matcher: EngineRule['match'] | undefined;
  return (text, at) => (matcher ??= codeMatcher(rule.matcher ?? ''))(text, at);
}

function judge(rule: CompiledRule, match: TextMatch, text: string, textStart: number): Detection | undefined {
  const { outcome, secret, confidence } = judgementOf(rule, match, text);
  if (outcome !== 'secret') return undefined;
  const span = { start: match.secretStart + textStart, end: match.secretEnd + textStart };
  const parts = partsOf(rule, match, textStart);
  const isDoubted = match.groups['doubted'] !== undefined;
  return { rule, confidence, ...span, secret, ...(isDoubted && { isDoubted }), ...(parts.length > 0 && { parts }) };
}

/** A value extended to the end of its word: the part that its rule judged may end at a sign within the value. */
function withWord(detection: Detection, bytes: Buffer): Detection {
  const from = Math.max(0, detection.start - WORD_BEFORE);
  const text = bytes.toString('latin1', from, Math.min(bytes.length, detection.end + WORD_AFTER));
  const start = detection.start - from;
  const inner = innerEnd(text, start, detection.end - from);
  const end = (inner < detection.end - from ? inner : wordEnd(text, start, inner)) + from;
  if (end === detection.end) return detection;
  return { ...detection, end, secret: text.slice(start, end - from) };
}

function partsOf(rule: CompiledRule, { spans }: TextMatch, textStart: number): readonly Part[] {
  if (spans === undefined) return [];
  return (rule.parts ?? []).flatMap((name) => {
    const [start, end] = spans[name] ?? [0, 0];
    return end > start ? [{ name, start: start + textStart, end: end + textStart }] : [];
  });
}
