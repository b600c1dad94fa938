import { Engine, type EngineRule, type TextMatch } from '../engine/engine.ts';
import { prefilterFor } from '../engine/prefilter-for.ts';
import { Secret } from '../secret.ts';
import type { Confidence, RuleInfo, Span } from '../types.ts';
import { lowerAscii } from './compile.ts';
import { engineRule } from './detector.ts';
import { DIGEST_SAYS, isDigestInPlace } from './digest-place.ts';
import { entropy } from './entropy.ts';
import { explainAssignment, type Explanation } from './generic/matcher.ts';
import type { Reason } from './generic/model.ts';
import { type Judgement, judgementOf } from './judgement.ts';
import type { Check, CompiledRule } from './rule.ts';

/** The matcher whose candidates the model judges. */
const ASSIGNMENT = 'assignment';
/** Number of the model's features shown for each candidate. */
const MOST_REASONS = 8;

/** The outcome for a text that fits a rule. */
export type AttemptOutcome = Judgement['outcome'] | 'dummy' | 'unlikely' | 'passed-over';

/** A place where a rule fits, with the results of its checks. Holds the value only as a `Secret`. */
export interface Attempt extends Span {
  readonly rule: RuleInfo;
  /** `unlikely`: the model rejects it; `dummy`: a published example; `passed-over`: it is clearly something else. */
  readonly outcome: AttemptOutcome;
  /** In words, what a value that was passed over is. */
  readonly says?: string;
  readonly secret: Secret;
  readonly confidence: Confidence;
  /** The rule's keyword that led here, and its offset. */
  readonly keyword: { readonly word: string; readonly start: number } | undefined;
  /** Bits per character of the part that must be random, and the rule's minimum. */
  readonly entropy: { readonly bits: number; readonly least: number | undefined };
  readonly validator: { readonly name: string; readonly says: Check } | undefined;
  /**
   * For generic credentials: the score from 0 to 1, the reporting threshold, and the strongest contributions in log-odds, without words of
   * the value.
   */
  readonly model: { readonly score: number; readonly least: number; readonly reasons: readonly Reason[] } | undefined;
}

/** Explains why values are or are not reported, with the same engine and checks as a scan. */
export class Explainer {
  readonly #rules: readonly CompiledRule[];
  readonly #engine: Engine;
  readonly #dummies: ReadonlySet<string>;

  /** @param rules only those that the engine runs are explained */
  constructor(rules: readonly CompiledRule[]) {
    this.#rules = rules.filter(({ gitleaks }) => gitleaks === undefined);
    this.#dummies = new Set(rules.flatMap((rule) => rule.dummies ?? []));
    this.#engine = new Engine(
      this.#rules.map((rule) => (rule.matcher === ASSIGNMENT ? allCandidates(rule) : engineRule(rule))),
      prefilterFor,
    );
  }

  /** Every place in a part of a text where a rule fits, in order. */
  attempts(bytes: Buffer, part: Span): Attempt[] {
    const found: Attempt[] = [];
    const change = { ...part, otherStart: part.start, otherEnd: part.end };
    this.#engine.runNear(bytes, [change], this.#engine.hitsOf(bytes), (index, match, text, textStart) => {
      const rule = this.#rules[index];
      for (const one of [match, ...(match.also ?? [])]) {
        const start = one.secretStart + textStart;
        const end = one.secretEnd + textStart;
        if (rule === undefined || start >= part.end || end <= part.start) continue;
        const attempt = { ...this.#attempt(rule, one, text, textStart), start, end };
        const isDigest = attempt.outcome === 'secret' && isDigestInPlace(rule, bytes, attempt);
        found.push(isDigest ? { ...attempt, outcome: 'passed-over', says: DIGEST_SAYS } : attempt);
      }
    });
    found.sort((a, b) => a.start - b.start || (a.rule.id < b.rule.id ? -1 : 1) || rankOf(a) - rankOf(b));
    return found.filter((one, index) => found.findIndex((other) => isSame(one, other)) === index);
  }

  /** Rules that have a keyword in a part of a text, with the keyword, whether or not they fit. */
  anchored(bytes: Buffer, part: Span): readonly { readonly rule: RuleInfo; readonly keyword: string }[] {
    const text = lowerAscii(bytes.toString('latin1', part.start, part.end));
    return this.#rules.flatMap((rule) => {
      const keyword = rule.keywords.find((word) => text.includes(word));
      return keyword === undefined ? [] : [{ rule, keyword: written(keyword) }];
    });
  }

  #attempt(rule: CompiledRule, match: TextMatch, text: string, textStart: number): Omit<Attempt, 'start' | 'end'> {
    const judgement = judgementOf(rule, match, text);
    const { secret, judged, check, confidence } = judgement;
    const why = rule.matcher === ASSIGNMENT ? explainAssignment(text, match.start, MOST_REASONS) : undefined;
    return {
      rule,
      outcome: this.#outcomeOf(judgement, why),
      ...(why?.says !== undefined && { says: why.says }),
      secret: new Secret(Buffer.from(secret, 'latin1').toString('utf8')),
      confidence,
      keyword: keywordIn(rule, match, text, textStart),
      entropy: { bits: entropy(judged), least: rule.entropy },
      validator: rule.validator === undefined ? undefined : { name: rule.validator, says: check },
      model: modelOf(why),
    };
  }

  #outcomeOf({ outcome, secret }: Judgement, why: Explanation | undefined): AttemptOutcome {
    if (why?.says !== undefined) return 'passed-over';
    if (outcome !== 'secret') return outcome;
    if (why?.reported === false) return 'unlikely';
    return this.#dummies.has(secret) ? 'dummy' : 'secret';
  }
}

function modelOf(why: Explanation | undefined): Attempt['model'] {
  if (why === undefined || why.says !== undefined) return undefined;
  return { score: why.score, least: why.least, reasons: why.reasons.map(withoutValue) };
}

/** Two words of one name can lead to the same value. */
function isSame(a: Attempt, b: Attempt): boolean {
  return a.rule.id === b.rule.id && a.start === b.start && a.end === b.end;
}

/** Matches sort before attempts that failed. */
function rankOf({ outcome, model }: Attempt): number {
  return (outcome === 'secret' ? 0 : 2) - (model?.score ?? 0);
}

/** The generic rule with every candidate as a match, whatever its score. */
function allCandidates(rule: CompiledRule): EngineRule {
  return {
    ...engineRule(rule),
    match: (text, at) => {
      const why = explainAssignment(text, at);
      if (why === undefined) return undefined;
      const { start, end, name, kind } = why.candidate;
      return { start: at, end, secretStart: start, secretEnd: end, groups: { name, kind } };
    },
  };
}

/** A keyword, stored as bytes, decoded for display. */
function written(keyword: string): string {
  return Buffer.from(keyword, 'latin1').toString();
}

function keywordIn(rule: CompiledRule, match: TextMatch, text: string, textStart: number): Attempt['keyword'] {
  const matched = lowerAscii(text.slice(match.start, match.end));
  const places = rule.keywords
    .map((word) => ({ word, at: matched.indexOf(word) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at || b.word.length - a.word.length);
  const [first] = places;
  return first && { word: written(first.word), start: match.start + textStart + first.at };
}

/** A feature that names a word of the value would disclose part of it. */
function withoutValue({ feature, weight }: Reason): Reason {
  return { feature: feature.replace(/^(the value (?:holds|does not hold)) '.*'$/s, '$1 a certain word'), weight };
}
