import type { TextMatch } from '../../engine/engine.ts';
import type { MatcherFacts } from '../compile.ts';
import { isChosen, isPassphrase } from '../chosen.ts';
import { isComposed } from '../composed.ts';
import { wordEnd } from '../word-end.ts';
import { whereNew } from '../where-new.ts';
import { isGenerated, isWholeKey } from '../generated.ts';
import { type Candidate, candidateAt, isLiteral, isNothingElse } from './candidate.ts';
import { CONTEXT_AFTER, CONTEXT_BEFORE } from './context-features.ts';
import { type Description, describe } from './features.ts';
import { LastNamed } from './last-named.ts';
import { builtinModel, type Reason } from './model.ts';
import { type JudgedName, NameMemory } from './name-memory.ts';
import { isPair, isSetBehind, LONGEST_CALL } from './methods.ts';
import { wordOfLine } from './line-end.ts';
import { isPrefixedToken } from './prefixed.ts';
import { behindBlank } from './whole-value.ts';

/** Maximum length of a candidate: name, operator, wrapper, quotes, value and the text after it. */
const REACH = 1000;

/** How far around its anchor the matcher looks. */
export const ASSIGNMENT_FACTS: MatcherFacts = { lookBehind: CONTEXT_BEFORE, maxLength: REACH };

/**
 * Minimum score for reporting a candidate: values that read as words score lower than random ones, but not in addresses, of which manuals
 * are full; those composed of words from samples (`mytestpassword`) need the highest score.
 */
const REPORTED = { random: 0.45, words: 0.3, address: 0.45, sample: 0.6 } as const;
/** From this score, the context is taken to prove the value. */
const SURE = 0.8;

/** The composition of a value, which determines the score that it needs. */
export function makingOf({ numbers }: Description): keyof typeof REPORTED {
  if ((numbers['value sample words'] ?? 0) > 0.99) return 'sample';
  if ((numbers['value random part'] ?? 0) >= 0.5) return 'random';
  return numbers['syntax userinfo'] === 1 ? 'address' : 'words';
}

/**
 * Threshold for a value stated by a sentence (`the password is "…"`), one that only a password generator produces, or an assigned one in
 * the form of a chosen password.
 */
const STATED = 0.1;
/** The same for a chosen password assigned to a password name: the model doubts words, whatever their surroundings. */
const TYPED = 0.05;
/** The same for a value that meets every password policy: the model takes words from samples for one. */
const COMPOSED = 0.01;
const ASSIGNS = new Set(['assignment', 'flag', 'pair', 'element', 'next-line', 'prose']);

/** How much text after a value is needed to see that a pair ends there. */
const LONGEST_PAIR_END = 10;

/** Whether the value is assigned, is the other half of a pair, or is an argument of a call that has the name or sets what it names. */
function assigns(text: string, { syntax, operator, wrapped, nameStart, end }: Candidate): boolean {
  if (ASSIGNS.has(syntax)) return true;
  if (syntax === 'default' || (syntax === 'argument' && operator === ',')) {
    const before = text.slice(Math.max(0, nameStart - LONGEST_CALL), nameStart);
    return isSetBehind(before) || (syntax === 'argument' && isPair(before, text.slice(end, end + LONGEST_PAIR_END)));
  }
  return syntax === 'argument' && (operator === '(' || wrapped);
}

/** Whether a value has the form of a typed password. A secret may be one, but words with dashes are a secret's name. */
function isTyped({ kind, name }: Candidate, value: string): boolean {
  if (isLiteral(value, { kind, name })) return true;
  return isChosen(value) && (kind === 'password' || (/secret(?:[-_. ]?key)?$/i.test(name) && !isPassphrase(value)));
}

/** The score from which a candidate is reported; the lower threshold is computed only if it matters. */
function thresholdOf(text: string, candidate: Candidate, description: Description, score: number): number {
  const making = makingOf(description);
  const least = REPORTED[making];
  if (score >= least) return least;
  const from = statedFrom(text, candidate, making);
  if (score >= from) return from;
  return score >= COMPOSED && isComposedPassword(text, candidate) ? COMPOSED : least;
}

/** Above any score. */
const NEVER = 2;

/** The score from which a value is reported because of its surroundings or its own form, whatever it is composed of. */
export function believedFrom(text: string, candidate: Candidate, making: keyof typeof REPORTED): number {
  const stated = statedFrom(text, candidate, making);
  return stated > COMPOSED && isComposedPassword(text, candidate) ? COMPOSED : stated;
}

/** The same, except for values that meet every password policy, which count as samples in the source of a test. */
function statedFrom(text: string, candidate: Candidate, making: keyof typeof REPORTED): number {
  if (isCertain(text, candidate)) return 0;
  if (isTypedPassword(text, candidate)) return TYPED;
  return isBelieved(text, candidate) && !(making === 'sample' && isOfLetters(text, candidate)) ? STATED : NEVER;
}

/** Whether the form of a value, or its beginning with its name, leaves the model nothing to judge. */
function isCertain(text: string, candidate: Candidate): boolean {
  const { name, kind } = candidate;
  const value = valueOf(text, candidate);
  if (isNothingElse(value, candidate)) return true;
  return kind !== 'password' && isPrefixedToken(name, value);
}

function isTypedPassword(text: string, candidate: Candidate): boolean {
  return candidate.kind === 'password' && assigns(text, candidate) && isChosen(valueOf(text, candidate));
}

function isComposedPassword(text: string, candidate: Candidate): boolean {
  return candidate.kind === 'password' && assigns(text, candidate) && isComposed(valueOf(text, candidate));
}

function valueOf(text: string, { decoded, start, end }: Candidate): string {
  return decoded ?? text.slice(start, end);
}

/** `secretpassword`: not a value even if a sentence states it. */
function isOfLetters(text: string, candidate: Candidate): boolean {
  return /^[A-Za-z]+$/.test(valueOf(text, candidate));
}

/** Whether the surroundings of a value, or its own form, speak for it although the model doubts it. */
function isBelieved(text: string, candidate: Candidate): boolean {
  const value = valueOf(text, candidate);
  const { kind, syntax, operator, quote, isMentioned } = candidate;
  if (isMentioned === true) return true;
  if (assigns(text, candidate) && isTyped(candidate, value)) return true;
  const isStated = kind === 'password' && syntax === 'prose' && operator !== '' && quote !== '';
  if (isStated || (kind !== 'key' && isGenerated(value))) return true;
  // In place of a password it may be a stored digest.
  return kind === 'token' && isWholeKey(value);
}

const MOST_HARMLESS = 2048;
/** Maximum distance examined before an anchor: its name, and the text before that. */
const FARTHEST_BEFORE = 2 * CONTEXT_BEFORE;

/** Everything that determines a description. */
function keyOf(text: string, { at, end }: Candidate): string {
  const from = Math.max(0, at - CONTEXT_BEFORE);
  return `${at - from} ${end - at} ${text.slice(from, end + CONTEXT_AFTER)}`;
}

/**
 * Creates the matcher of one detector: it matches a value that belongs to the credential word at `at`. Whatever the syntax of the
 * assignment, the model decides by name, value and surroundings whether it is a secret.
 */
export function assignmentMatcher(): (text: string, at: number) => TextMatch | undefined {
  const names = new NameMemory();
  const judgeName = (name: string): JudgedName => names.judge(name);
  /** Recently rejected candidates with their surroundings, because versions of a file repeat them. */
  const harmless = new Set<string>();
  const judge = (text: string, candidate: Candidate): TextMatch | undefined => {
    const key = keyOf(text, candidate);
    if (harmless.has(key)) return undefined;
    const judgement = judgementOf(text, candidate);
    if (judgement.reported) return matchOf(text, candidate, judgement);
    if (harmless.size === MOST_HARMLESS) harmless.clear();
    harmless.add(key);
    return undefined;
  };
  const last = new LastNamed();
  const matchAt = (text: string, at: number): TextMatch | undefined => {
    const candidate = candidateAt(text, at, judgeName, undefined, last);
    if (candidate === undefined) return undefined;
    const { others, part } = candidate;
    if (others === undefined) return judge(text, candidate) ?? (part && judge(text, part));
    const [first, ...also] = [candidate, ...others].flatMap(
      (one) => judge(text, one) ?? (one.part && judge(text, one.part)) ?? [],
    );
    return first && { ...first, also };
  };
  return whereNew(matchAt, { before: FARTHEST_BEFORE, behind: REACH });
}

interface Judgement {
  readonly description: Description;
  readonly score: number;
  readonly least: number;
  readonly reported: boolean;
}

function judgementOf(text: string, candidate: Candidate): Judgement {
  const description = describe(text, candidate);
  const score = builtinModel().score(description);
  const least = thresholdOf(text, candidate, description, score);
  return { description, score, least, reported: score >= least };
}

function matchOf(text: string, candidate: Candidate, { score, least, description }: Judgement): TextMatch {
  const { at, start, name, kind, nameEnd, mapEnd } = candidate;
  // A value that does not look random is reported only because of its name.
  const isRandom = (description.numbers['value random part'] ?? 0) >= 0.5 || isGenerated(valueOf(text, candidate));
  const confidence = score >= SURE || !isRandom ? 'context' : 'entropy';
  const end = reachOf(text, candidate);
  // The value may precede its name; between a map and its member there may be names of other values.
  const span = { start: at, end: mapEnd ?? Math.max(nameEnd, end) };
  const groups = { name, kind, ...(least === COMPOSED && { doubted: 'model' }) };
  return { ...span, secretStart: start, secretEnd: end, groups, confidence };
}

/** The end of the whole value, of which the judged text may be only the beginning. */
function reachOf(text: string, { quote, syntax, nameStart, start, end, reach = end }: Candidate): number {
  if (quote === '"' || quote === "'") return wordOfLine(text, start, wordEnd(text, start, end));
  return quote === '' && syntax === 'assignment' ? behindBlank(text, nameStart, reach) : reach;
}

/** Why the value of the credential word at `at` is reported or not; undefined if there is no possible value. */
export function explainAssignment(text: string, at: number, most = 6): Explanation | undefined {
  let passedOver: Explanation | undefined;
  const whole = candidateAt(text, at, undefined, (candidate, says) => (passedOver ??= { candidate, says }));
  if (whole === undefined) return passedOver;
  const first = judgementOf(text, whole);
  const part = first.reported ? undefined : whole.part;
  const candidate = part ?? whole;
  const { description, score, least, reported } = part === undefined ? first : judgementOf(text, part);
  return { candidate, score, least, reported, reasons: builtinModel().reasons(description, most) };
}

/** The verdict on a value: that it is clearly not a secret, or the model's judgement. */
export type Explanation =
  | { readonly candidate: Candidate; readonly says: string }
  | {
      readonly candidate: Candidate;
      readonly says?: undefined;
      /** From 0 to 1. */
      readonly score: number;
      /** The score from which such a candidate is reported. */
      readonly least: number;
      readonly reported: boolean;
      readonly reasons: readonly Reason[];
    };
