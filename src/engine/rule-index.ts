import type { KeywordRule } from './keyword-uses.ts';

/** How far a rule looks, in bytes. */
export interface IndexedRule extends KeywordRule {
  readonly maxLength: number;
  readonly lookBehind: number;
  readonly lookAhead: number;
}

/** What is laid out of a set of rules before they are run. */
export interface RuleIndex {
  /** For each keyword the first rule that has it. */
  readonly rules: ArrayLike<number>;
  /** Where a keyword is another rule's too: a keyword, a rule, and which of its own keywords it is, and so on. */
  readonly others: ArrayLike<number>;
  /** Widest distance from the start of a match to its keyword, over all rules. */
  readonly reach: number;
  /** Bytes that a match and what it depends on take up at most, over all rules. */
  readonly longest: number;
  /** Bytes from a keyword's first one on that decide whether a rule may match by it, and one in front of it. */
  readonly context: number;
  /** Bytes that must stand on each side of a range for its matches to be whole. */
  readonly before: number;
  readonly after: number;
}

/** The keywords of rules, each once, in the order in which the prefilter numbers them. */
export function keywordsOf(rules: readonly Pick<KeywordRule, 'keywords'>[]): string[] {
  return [...new Set(rules.flatMap((rule) => rule.keywords))];
}

/** Lays out rules. */
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

/** Which of the own keywords of its first rule a keyword is: these are numbered one after the other, but for those of earlier rules. */
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
