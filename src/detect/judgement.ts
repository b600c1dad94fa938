import type { TextMatch } from '../engine/engine.ts';
import type { Confidence } from '../types.ts';
import { entropy } from './entropy.ts';
import { hasDummyWord, isCountedUp, isRepetitive } from './placeholder.ts';
import type { Check, CompiledRule } from './rule.ts';
import { VALIDATORS } from './validators/registry.ts';

/** The result of a rule's checks for one of its matches. */
export interface Judgement {
  /** `placeholder`: stands in for a value; `too-regular`: less random than the rule requires; `refused`: by the validator. */
  readonly outcome: 'secret' | 'empty' | 'placeholder' | 'too-regular' | 'refused';
  /** The value as latin1, one character for each byte. */
  readonly secret: string;
  /** The part of it that must be random. */
  readonly judged: string;
  /** The validator's answer; `unknown` if it was not asked. */
  readonly check: Check;
  readonly confidence: Confidence;
}

const CONFIDENCE_OF: Readonly<Partial<Record<Check, Confidence>>> = {
  valid: 'checksum-valid',
  invalid: 'checksum-invalid',
};

/** Applies a rule's checks to a match in `text`, cheapest first and the validator last, up to the first that fails. */
export function judgementOf(rule: CompiledRule, match: TextMatch, text: string): Judgement {
  const secret = match.secret ?? text.slice(match.secretStart, match.secretEnd);
  // Ids within a token may be anything; the group `random` must not be invented.
  const judged = match.groups['random'] ?? secret.slice(rule.prefixLength);
  const base = { secret, judged, check: 'unknown' as const, confidence: match.confidence ?? rule.confidence };
  if (secret === '') return { outcome: 'empty', ...base };
  const madeUp = madeUpBy(rule, judged);
  if (madeUp !== undefined) return { outcome: madeUp, ...base };
  const check = checkOf(rule, match, secret, text);
  const outcome = check === 'reject' ? 'refused' : 'secret';
  return { ...base, outcome, check, confidence: CONFIDENCE_OF[check] ?? base.confidence };
}

/** How the characters of a value show that it was invented. */
function madeUpBy(rule: CompiledRule, judged: string): 'placeholder' | 'too-regular' | undefined {
  // A folder's name may well look like an example.
  const mayStandFor = rule.matcher === undefined && rule.class !== 'target-path';
  if (mayStandFor && (hasDummyWord(judged) || isRepetitive(judged))) return 'placeholder';
  if (mayStandFor && isCountedUp(judged)) return tellsByShape(rule) ? undefined : 'placeholder';
  return rule.entropy !== undefined && entropy(judged) < rule.entropy ? 'too-regular' : undefined;
}

/**
 * Whether the shape alone makes a match a credential, so that sequences such as `abcdef` do not make it a placeholder: it has a provider's
 * prefix and length, or its validator knows such sequences and accepts them.
 */
function tellsByShape(rule: CompiledRule): boolean {
  if (rule.validator !== undefined && VALIDATORS[rule.validator]?.knowsRuns === true) return true;
  return rule.confidence === 'provider-shape';
}

function checkOf(rule: CompiledRule, match: TextMatch, secret: string, text: string): Check {
  const validator = rule.validator === undefined ? undefined : VALIDATORS[rule.validator];
  return validator?.check({ secret, groups: match.groups, text: text.slice(match.start, match.end) }) ?? 'unknown';
}

/** Whether the value that a rule's pattern matched is one that people type. */
export function isTyped({ pattern, validator }: CompiledRule, { secret }: TextMatch): boolean {
  if (pattern === undefined || validator === undefined || secret !== undefined) return false;
  return VALIDATORS[validator]?.isTyped === true;
}
