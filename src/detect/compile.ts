import { ScanError } from '../errors.ts';
import { mayQuote, shownId } from '../may-quote.ts';
import { contextPattern } from './context-pattern.ts';
import { analysePattern } from './pattern-analysis.ts';
import type { CompiledRule, RuleSyntax } from './rule.ts';

/** The reach of a matcher implemented in code: characters before and after its keyword. */
export interface MatcherFacts {
  readonly lookBehind: number;
  readonly maxLength: number;
  /** The matcher's keywords, if the rule may not choose them. */
  readonly keywords?: readonly string[];
  /** As for a keyword's place in a compiled rule. */
  readonly following?: readonly string[];
}

/**
 * Compiles checked rule syntax into what the engine runs.
 *
 * @param matchers reach of the matchers implemented in code, by name
 * @param origin the rule's file, for errors
 * @throws {ScanError} `rule-invalid` naming file, rule and reason
 */
export function compileRule(
  rule: RuleSyntax,
  matchers: Readonly<Record<string, MatcherFacts>>,
  origin: string,
): CompiledRule {
  const base = baseOf(rule, matchers, origin);
  if (rule.matcher !== undefined) return withMatcher(rule, base, matchers, origin);
  const written = rule.value === undefined ? rule.pattern : contextPattern(rule);
  if (written === undefined) throw invalid(rule, origin, 'needs a pattern, a context with a value, or a matcher');
  try {
    const facts = analysePattern(written, base.flags, base.keywords);
    const pattern = facts.prefixLength < LEAST_PREFIX ? written : afterShortFlag(written);
    const { places, ...others } = pattern === written ? facts : analysePattern(pattern, base.flags, base.keywords);
    return { ...base, pattern, ...others, places: JSON.stringify(places) };
  } catch (cause) {
    const key = rule.value === undefined ? 'pattern' : 'value';
    throw invalid(rule, origin, `'${key}' cannot be used: ${reasonOf(cause)}`, cause);
  }
}

/** A shorter literal at the start of a value cannot be told from the rest of a word. */
const LEAST_PREFIX = 3;
/** Allowed before a token that must not be part of a longer word: `-uS`, a short option joined to its value. */
const SHORT_FLAG = '(?<=[\\s\\0"\\x27\\x60,=([]-[A-Za-z])';

/** Lets a token also begin after a short option, if its pattern begins with an assertion about the previous character. */
function afterShortFlag(pattern: string): string {
  const guard = /^\(\?<!\[(?:[^\]\\]|\\.)+\]\)(?=\(\?<secret>|[A-Za-z])/.exec(pattern)?.[0];
  return guard === undefined ? pattern : `(?:${guard}|${SHORT_FLAG})${pattern.slice(guard.length)}`;
}

type RuleBase = Omit<CompiledRule, 'places' | 'maxLength' | 'lookBehind' | 'lookAhead' | 'prefixLength'>;

function baseOf(rule: RuleSyntax, matchers: Readonly<Record<string, MatcherFacts>>, origin: string): RuleBase {
  const { id, name, class: kind, severity, confidence, validator, entropy, surfaces, parts, flags = '' } = rule;
  const reference = rule.references?.[0];
  const dummies = rule.dummies?.map((pieces) => pieces.join(''));
  return {
    id,
    name,
    class: kind,
    severity,
    confidence,
    flags,
    ...(reference !== undefined && { reference }),
    keywords: keywordsOf(rule, matchers, origin),
    ...(validator !== undefined && { validator }),
    ...(entropy !== undefined && { entropy }),
    ...(surfaces !== undefined && { surfaces }),
    ...(parts !== undefined && { parts }),
    ...(dummies !== undefined && { dummies }),
  };
}

/** A text with ASCII letters in lower case and all others unchanged, as the engine compares. */
export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** A keyword as the engine searches for it: its UTF-8 bytes, one character each. */
function bytesOf(keyword: string): string {
  return Buffer.from(lowerAscii(keyword)).toString('latin1');
}

function keywordsOf(
  rule: RuleSyntax,
  matchers: Readonly<Record<string, MatcherFacts>>,
  origin: string,
): readonly string[] {
  const own = rule.context ?? rule.keywords ?? matchers[rule.matcher ?? '']?.keywords ?? [];
  const keywords = [...new Set(own.map(bytesOf))];
  if (keywords.length === 0) throw invalid(rule, origin, 'needs keywords or context words');
  const short = keywords.find((keyword) => keyword.length < 3);
  if (short !== undefined) throw invalid(rule, origin, `keyword '${short}' is shorter than 3 characters`);
  return keywords;
}

function withMatcher(
  rule: RuleSyntax,
  base: RuleBase,
  matchers: Readonly<Record<string, MatcherFacts>>,
  origin: string,
): CompiledRule {
  const facts = matchers[rule.matcher ?? ''];
  if (facts === undefined)
    throw invalid(rule, origin, `matcher ${mayQuote(rule.matcher ?? '') ? `'${rule.matcher}' ` : ''}is unknown`);
  const { lookBehind, maxLength, following } = facts;
  const place = {
    keywords: [...base.keywords.keys()],
    offset: { min: 0, max: 0 },
    following: following ? [following] : [],
  };
  return {
    ...base,
    matcher: rule.matcher ?? '',
    places: JSON.stringify([place]),
    lookBehind,
    maxLength,
    lookAhead: 0,
    prefixLength: 0,
  };
}

/** Without the pattern itself: parsers repeat it in messages, and it may contain a pasted value. */
function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : '';
  const state = /^Invalid regular expression: \/.*\/[a-z]*: (?<state>[^:]+)$/s.exec(message)?.groups?.['state'];
  return state ?? (message === '' || message.startsWith('Invalid ') ? 'malformed pattern' : message);
}

function invalid(rule: RuleSyntax, origin: string, reason: string, cause?: unknown): ScanError {
  return new ScanError('rule-invalid', `Cannot use rule ${shownId(rule.id)} at ${origin}: ${reason}`, { cause });
}
