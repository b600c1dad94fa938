import { ScanError } from '../errors.ts';
import { contextPattern } from './context-pattern.ts';
import { analysePattern } from './pattern-analysis.ts';
import type { CompiledRule, RuleSyntax } from './rule.ts';

/** The reach of a matcher in code: characters before and after its keyword. */
export interface MatcherFacts {
  readonly lookBehind: number;
  readonly maxLength: number;
}

/**
 * Turns checked rule syntax into what the engine runs.
 *
 * @param matchers reach of the matchers in code, by name
 * @param origin file that the rule stands in, for errors
 * @throws {ScanError} `rule-invalid` naming file, rule and reason
 */
export function compileRule(
  rule: RuleSyntax,
  matchers: Readonly<Record<string, MatcherFacts>>,
  origin: string,
): CompiledRule {
  const base = baseOf(rule, origin);
  if (rule.matcher !== undefined) return withMatcher(rule, base, matchers, origin);
  const pattern = rule.value === undefined ? rule.pattern : contextPattern(rule);
  if (pattern === undefined) throw invalid(rule, origin, 'needs a pattern, a context with a value, or a matcher');
  try {
    return { ...base, pattern, ...analysePattern(pattern, base.flags, base.keywords) };
  } catch (cause) {
    throw invalid(rule, origin, reasonOf(cause), cause);
  }
}

type RuleBase = Omit<CompiledRule, 'places' | 'maxLength' | 'lookBehind' | 'lookAhead' | 'prefixLength'>;

function baseOf(rule: RuleSyntax, origin: string): RuleBase {
  const { id, name, class: kind, severity, confidence, validator, entropy, parts, flags = '' } = rule;
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
    keywords: keywordsOf(rule, origin),
    ...(validator !== undefined && { validator }),
    ...(entropy !== undefined && { entropy }),
    ...(parts !== undefined && { parts }),
    ...(dummies !== undefined && { dummies }),
  };
}

function keywordsOf(rule: RuleSyntax, origin: string): readonly string[] {
  const keywords = [...new Set((rule.context ?? rule.keywords ?? []).map((keyword) => keyword.toLowerCase()))];
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
  if (facts === undefined) throw invalid(rule, origin, `matcher '${rule.matcher}' is unknown`);
  const places = [{ keywords: [...base.keywords.keys()], offset: { min: 0, max: 0 }, following: [] }];
  return { ...base, matcher: rule.matcher ?? '', places, ...facts, lookAhead: 0, prefixLength: 0 };
}

/** Without the pattern itself, which the messages of parsers repeat and in which somebody may have pasted a value. */
function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : '';
  return (
    /^Invalid regular expression: \/.*\/[a-z]*: (?<state>[^:]+)$/s.exec(message)?.groups?.['state'] ??
    (message || 'malformed pattern')
  );
}

function invalid(rule: RuleSyntax, origin: string, reason: string, cause?: unknown): ScanError {
  return new ScanError('rule-invalid', `Cannot use rule ${rule.id} at ${origin}: ${reason}`, { cause });
}
