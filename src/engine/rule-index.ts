import type { KeywordRule } from './keyword-uses.ts';

/** A rule's keywords and how far it looks, in bytes. */
export interface IndexedRule extends KeywordRule {
  readonly maxLength: number;
  readonly lookBehind: number;
  readonly lookAhead: number;
}

/** The index of a set of rules, built before they are run. */
export interface RuleIndex {
  /** For each keyword the first rule that has it. */
  readonly rules: ArrayLike<number>;
  /** Keywords shared with other rules, as triples: keyword, rule, and the keyword's index in that rule. */
  readonly others: ArrayLike<number>;
  /** Maximum distance from the start of a match to its keyword, over all rules. */
  readonly reach: number;
  /** Maximum bytes of a match and its context, over all rules. */
  readonly longest: number;
  /** Bytes from a keyword's first byte on that decide whether a rule may match there, plus one before it. */
  readonly context: number;
  /** Bytes needed on each side of a range so that its matches are complete. */
  readonly before: number;
  readonly after: number;
}

/** The distinct keywords of rules, in the order in which the prefilter numbers them. */
export function keywordsOf(rules: readonly Pick<KeywordRule, 'keywords'>[]): string[] {
  return [...new Set(rules.flatMap((rule) => rule.keywords))];
}

/** Builds the index of a set of rules. */
export function ruleIndex(rules: readonly IndexedRule[]): RuleIndex {
  const longestKeyword = most(rules.flatMap(({ keywords }) => keywords.map(({ length }) => length)));
  const places = rules.flatMap((rule) => rule.places);
  return {
    ...usesIn(rules),
    reach: most(places.map(({ offset }) => offset.max)),
    longest: most(rules.map(({ lookBehind, maxLength, lookAhead }) => lookBehind + maxLength + lookAhead)),
    context: longestKeyword + most(places.flatMap(({ following }) => following.map(({ length }) => length))),
    before: most(rules.map(({ lookBehind }) => lookBehind)),
    after: most(rules.map(({ maxLength, lookAhead }) => maxLength + lookAhead)),
  };
}

function usesIn(all: readonly IndexedRule[]): Pick<RuleIndex, 'rules' | 'others'> {
  const numbers = new Map<string, number>();
  const [rules, others]: [number[], number[]] = [[], []];
  for (const [rule, { keywords }] of all.entries()) {
    for (const [index, keyword] of keywords.entries()) {
      const number = numbers.get(keyword);
      if (number !== undefined) {
        others.push(number, rule, index);
        continue;
      }
      numbers.set(keyword, numbers.size);
      rules.push(rule);
    }
  }
  return { rules, others };
}

/** A keyword's index within its first rule: a rule's keywords have consecutive numbers, except those of earlier rules. */
export function ownNumber({ rules, others }: RuleIndex, keyword: number): number {
  const rule = rules[keyword];
  let first = keyword;
  while (first > 0 && rules[first - 1] === rule) first--;
  const ofEarlier = new Set<number>();
  for (let at = 0; at < others.length; at += 3) if (others[at + 1] === rule) ofEarlier.add(others[at + 2] ?? 0);
  let own = 0;
  for (let left = keyword - first; left > 0 || ofEarlier.has(own); own++) if (!ofEarlier.has(own)) left--;
  return own;
}

function most(numbers: readonly number[]): number {
  return numbers.reduce((largest, number) => Math.max(largest, number), 0);
}
