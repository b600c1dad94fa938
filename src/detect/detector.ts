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

/** A match that its rule's checks let stand. Offsets are bytes of the scanned buffer. */
export interface Detection {
  readonly rule: CompiledRule;
  readonly confidence: Confidence;
  readonly start: number;
  readonly end: number;
  /** The value as latin1 characters, one a byte. */
  readonly secret: string;
  /** Named parts in the same match. */
  readonly parts?: readonly Part[];
  /** Of a known value alone: what it is called. */
  readonly known?: KnownName;
  /** Encodings in which a known value stands here, outermost first. */
  readonly steps?: readonly string[];
  /** The model takes it for a sample; its form alone speaks for it. */
  readonly isDoubted?: boolean;
  /** What of the rule's own file lets it pass. */
  readonly allowedBy?: 'allowlist';
}

/** State of one text whose windows are detected one after the other. */
export interface DetectorState extends EngineState {
  /** For each of the other rules where its last match ended, as an absolute offset. */
  others?: Float64Array;
}

/** Where a text stands, for rules that ask for it. Where path or surface is not known, rules for some are taken to be for this one. */
export interface TextOrigin {
  /** Relative to the packet's folder; a member of an archive behind `!`. */
  readonly path?: string | undefined;
  /** Path of the innermost file with a name, that of a member in its archive. */
  readonly file?: string | undefined;
  readonly commit?: string | undefined;
  readonly surface?: Surface | undefined;
}

/** Part of a buffer in which matches begin; `base` is the absolute offset of the buffer's first byte. */
export interface DetectorRange {
  readonly from: number;
  readonly to: number;
  readonly base: number;
}

/** Rules that the engine cannot run, because their keywords need not be part of a match. */
export interface OtherRules {
  readonly margins: { readonly before: number; readonly after: number };
  /** @param origin left out: a rule for some files is taken to be for this one */
  detect(bytes: Buffer, range: DetectorRange, state: DetectorState, origin?: TextOrigin): Detection[];
}

/** What is looked for beside the rules that the engine runs. */
export interface Beside {
  /** Declared values. */
  readonly known?: KnownFinder | undefined;
  readonly others?: OtherRules | undefined;
}

/** Whether a rule, by its index, is to be tried. */
type IsWanted = (rule: number) => boolean;

/** Runs a set of rules over bytes and checks what they match. One per thread; holds compiled regular expressions. */
export class Detector {
  readonly #rules: readonly CompiledRule[];
  readonly #engine: Engine;
  /** Published example values of all rules: what one rule knows for a dummy no other may report. */
  readonly #dummies: ReadonlySet<string>;
  readonly #beside: Beside;
  /** Of the surfaces that were asked for, what tells which rules are for them; nothing where all are. */
  readonly #wanted: Map<Surface, IsWanted | undefined> = new Map();
  /** For each rule whether its matches may prove themselves. */
  readonly #provable: readonly boolean[];

  /** @param rules that the engine runs */
  constructor(rules: readonly CompiledRule[], beside: Beside = {}) {
    this.#beside = beside;
    this.#rules = rules;
    this.#provable = rules.map(mayProveItself);
    this.#dummies = new Set(rules.flatMap((rule) => rule.dummies ?? []));
    this.#engine = new Engine(rules.map(engineRule), prefilterFor, builtinTables(rules));
  }

  /** Bytes that must stand before and after a range for all matches that start in it to be whole. */
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
   * Runs something synchronous whose tries of rules and matches an account pays for.
   *
   * @returns false where it was not paid to the end: rules were not tried everywhere
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

  /** Whether anything but the engine's rules is looked for: then no text may be passed over because no rule can match in it. */
  get looksBeside(): boolean {
    return this.#beside.known !== undefined || this.#beside.others !== undefined;
  }

  /** Whether it matters where a text stands. */
  get asksForOrigin(): boolean {
    return this.#beside.others !== undefined;
  }

  newState(): DetectorState {
    return this.#engine.newState();
  }

  /** Detections in a text that is one piece, in no particular order. */
  detectWhole(bytes: Buffer, origin?: TextOrigin, state: DetectorState = this.newState()): Detection[] {
    return this.detect(bytes, whole(bytes), state, origin);
  }

  /** As {@link detectWhole}, without most of the detections that are none of the `KNOWN_SHAPES`: rules that give no others are not tried. */
  detectProvable(bytes: Buffer, origin?: TextOrigin, state: DetectorState = this.newState()): Detection[] {
    const isForSurface = this.#wantedOn(origin?.surface);
    const isWanted: IsWanted = (index) => this.#provable[index] === true && isForSurface?.(index) !== false;
    return this.#detectBy(isWanted, bytes, whole(bytes), state, origin);
  }

  /**
   * Where a text that is one piece may hold detections: places of keywords, of which a match holds one or stands near one, and
   * of declared values. Undefined where it may everywhere. Costs less than looking for them.
   */
  promisingPlaces(bytes: Buffer): readonly Span[] | undefined {
    const { known, others } = this.#beside;
    if (others !== undefined) return undefined;
    const places = this.#engine.promisingPlaces(bytes).map((start) => ({ start, end: start }));
    return known === undefined ? places : [...places, ...known.find(bytes)];
  }

  /** Declared values that stand in a text in parts; anywhere in it, where it is one in sectors or pages. */
  splitValues(bytes: Buffer, isScattered: boolean = false): readonly SplitMatch[] {
    return this.#beside.known?.findSplit?.(bytes, isScattered) ?? [];
  }

  /** Whether a text ends where the first parts of a declared value are there, and the next one is not. */
  endsWithinValue(bytes: Buffer): boolean {
    return this.#beside.known?.endsWithin?.(bytes) === true;
  }

  /**
   * Whether a text that is one piece holds a detection, judged by a text without one from which it differs in `changes`
   * alone. May say so of a text of which {@link detectWhole} does not, never the other way round.
   *
   * @param others where keywords stand in the other text
   * @returns where they stand in this one; undefined where it holds something
   */
  hitsNear(bytes: Buffer, changes: readonly Change[], others: KeywordHits): KeywordHits | undefined {
    let found = false;
    const hits = this.#engine.runNear(bytes, changes, others, (index, match, text, textStart) => {
      const rule = this.#rules[index];
      found ||= rule !== undefined && eachOf(match).some((one) => judge(rule, one, text, textStart) !== undefined);
    });
    return found || this.#standsBeside(bytes, changes) ? undefined : hits;
  }

  /** Where keywords stand in a text that is one piece; undefined where it holds something. */
  hitsIn(bytes: Buffer): KeywordHits | undefined {
    const state = { ...this.newState(), hits: new KeywordHits() };
    return this.detectWhole(bytes, undefined, state).length > 0 ? undefined : state.hits;
  }

  /** Whether a text that is one piece holds what one of the engine's rules detects, of those that are `wanted`. */
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

  /** Tells which rules are for a surface; undefined where all are. */
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
    // A value may begin before a change, and end behind it.
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

/** A value with the rest of its word: what its rule judges may end at a sign of it. */
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
