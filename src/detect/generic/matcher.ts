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

/** Name, operator, wrapper, quotes, value and the text behind it: what the parts of a candidate may reach at most. */
const REACH = 1000;

/** How far around its anchor the matcher looks. */
export const ASSIGNMENT_FACTS: MatcherFacts = { lookBehind: CONTEXT_BEFORE, maxLength: REACH };

/**
 * Scores from which a candidate is reported at all: values that read as words get lower ones than random values do, but not
 * in addresses, of which manuals are full; those that are put together of the words of samples (`mytestpassword`) must be
 * surer than any.
 */
const REPORTED = { random: 0.45, words: 0.3, address: 0.45, sample: 0.6 } as const;
/** From which one is so sure that its context proves it. */
const SURE = 0.8;

/** What a value is made of, by which the score that it needs goes. */
export function makingOf({ numbers }: Description): keyof typeof REPORTED {
  if ((numbers['value sample words'] ?? 0) > 0.99) return 'sample';
  if ((numbers['value random part'] ?? 0) >= 0.5) return 'random';
  return numbers['syntax userinfo'] === 1 ? 'address' : 'words';
}

/**
 * From which one is that a sentence states (`the password is "…"`), that only a generator of passwords makes, or that has the form
 * of what people choose where it is assigned.
 */
const STATED = 0.1;
/** The same of what people choose, assigned to a password: the model doubts words, whatever stands around. */
const TYPED = 0.05;
/** The same of what has all that a rule for passwords asks for: the model takes the words of samples for one. */
const COMPOSED = 0.01;
const ASSIGNS = new Set(['assignment', 'flag', 'pair', 'element', 'next-line', 'prose']);

/** How much text behind a value says that a pair ends there. */
const LONGEST_PAIR_END = 10;

/** The value is assigned, the other half of a pair, or an argument of a call that the name is of or that sets what it names. */
function assigns(text: string, { syntax, operator, wrapped, nameStart, end }: Candidate): boolean {
  if (ASSIGNS.has(syntax)) return true;
  if (syntax === 'default' || (syntax === 'argument' && operator === ',')) {
    const before = text.slice(Math.max(0, nameStart - LONGEST_CALL), nameStart);
    return isSetBehind(before) || (syntax === 'argument' && isPair(before, text.slice(end, end + LONGEST_PAIR_END)));
  }
  return syntax === 'argument' && (operator === '(' || wrapped);
}

/** Whether a value has the form of a typed password. A secret may be one, but words with dashes are the name of one. */
function isTyped({ kind, name }: Candidate, value: string): boolean {
  if (isLiteral(value, { kind, name })) return true;
  return isChosen(value) && (kind === 'password' || (/secret(?:[-_. ]?key)?$/i.test(name) && !isPassphrase(value)));
}

/** The score from which a candidate is reported; the lower one is asked for alone where it matters. */
function thresholdOf(text: string, candidate: Candidate, description: Description, score: number): number {
  const making = makingOf(description);
  const least = REPORTED[making];
  if (score >= least) return least;
  const from = statedFrom(text, candidate, making);
  if (score >= from) return from;
  return score >= COMPOSED && isComposedPassword(text, candidate) ? COMPOSED : least;
}

/** No score is as high. */
const NEVER = 2;

/** The score from which a value is reported for what stands around it or for its own form, whatever it is made of. */
export function believedFrom(text: string, candidate: Candidate, making: keyof typeof REPORTED): number {
  const stated = statedFrom(text, candidate, making);
  return stated > COMPOSED && isComposedPassword(text, candidate) ? COMPOSED : stated;
}

/** The same but for values that have all that a rule for passwords asks for, which pass as samples in the source of a test. */
function statedFrom(text: string, candidate: Candidate, making: keyof typeof REPORTED): number {
  if (isCertain(text, candidate)) return 0;
  if (isTypedPassword(text, candidate)) return TYPED;
  return isBelieved(text, candidate) && !(making === 'sample' && isOfLetters(text, candidate)) ? STATED : NEVER;
}

/** Whether the form of a value, or that its name begins it, leaves the model nothing to judge. */
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

/** `secretpassword`: no sentence makes more of it. */
function isOfLetters(text: string, candidate: Candidate): boolean {
  return /^[A-Za-z]+$/.test(valueOf(text, candidate));
}

/** Whether what stands around a value, or its own form, says that it is one where the model doubts. */
function isBelieved(text: string, candidate: Candidate): boolean {
  const value = valueOf(text, candidate);
  const { kind, syntax, operator, quote, isMentioned } = candidate;
  if (isMentioned === true) return true;
  if (assigns(text, candidate) && isTyped(candidate, value)) return true;
  const isStated = kind === 'password' && syntax === 'prose' && operator !== '' && quote !== '';
  if (isStated || (kind !== 'key' && isGenerated(value))) return true;
  // Of a password it may be the digest that is kept.
  return kind === 'token' && isWholeKey(value);
}

const MOST_HARMLESS = 2048;
/** Farthest in front of an anchor that anything looks: its name, and what stands in front of that. */
const FARTHEST_BEFORE = 2 * CONTEXT_BEFORE;

/** Everything that a description depends on. */
function keyOf(text: string, { at, end }: Candidate): string {
  const from = Math.max(0, at - CONTEXT_BEFORE);
  return `${at - from} ${end - at} ${text.slice(from, end + CONTEXT_AFTER)}`;
}

/**
 * Makes the matcher of one detector: it matches a value that belongs to the credential word that begins at `at`. Whatever
 * the syntax of the assignment, the model decides by name, value and surroundings whether it is a secret.
 */
export function assignmentMatcher(): (text: string, at: number) => TextMatch | undefined {
  const names = new NameMemory();
  const judgeName = (name: string): JudgedName => names.judge(name);
  /** Candidates with their surroundings that were judged not long ago and are none: versions of a file repeat them. */
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
  // What does not look random is reported for its name alone.
  const isRandom = (description.numbers['value random part'] ?? 0) >= 0.5 || isGenerated(valueOf(text, candidate));
  const confidence = score >= SURE || !isRandom ? 'context' : 'entropy';
  const end = reachOf(text, candidate);
  // The value may stand in front of its name; between a map and one of its members may be names of other values.
  const span = { start: at, end: mapEnd ?? Math.max(nameEnd, end) };
  const groups = { name, kind, ...(least === COMPOSED && { doubted: 'model' }) };
  return { ...span, secretStart: start, secretEnd: end, groups, confidence };
}

/** Where the whole value ends, of which what was judged may be the beginning. */
function reachOf(text: string, { quote, syntax, nameStart, start, end, reach = end }: Candidate): number {
  if (quote === '"' || quote === "'") return wordOfLine(text, start, wordEnd(text, start, end));
  return quote === '' && syntax === 'assignment' ? behindBlank(text, nameStart, reach) : reach;
}

/** Why the value of the credential word at `at` is reported or not; undefined where no value stands that could be one. */
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

/** What is said of a value: that it plainly is none, or what the model makes of it. */
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
