import type { KeywordRule } from './keyword-uses.ts';

/** How far a rule looks, in bytes. */
export interface IndexedRule extends KeywordRule {
  readonly maxLength: number;
  readonly lookBehind: number;
  readonly lookAhead: number;
}

/** What is laid out of a set of rules before they are run. */
export interface RuleIndex {
  /** For each keyword, and behind the last one, where its uses begin in `uses`. */
  readonly starts: ArrayLike<number>;
  /** Pairs: a rule, and which of its keywords it is. */
  readonly uses: ArrayLike<number>;
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
  const usesOf = new Map<string, number[]>();
  let [reach, longest, longestKeyword, following, before, after] = [0, 0, 0, 0, 0, 0];
  for (const [rule, { keywords, places, maxLength, lookBehind, lookAhead }] of rules.entries()) {
    for (const [own, keyword] of keywords.entries()) {
      const uses = usesOf.get(keyword) ?? [];
      usesOf.set(keyword, uses);
      uses.push(rule, own);
      longestKeyword = Math.max(longestKeyword, keyword.length);
    }
    for (const place of places) {
      reach = Math.max(reach, place.offset.max);
      following = Math.max(following, ...place.following.map(({ length }) => length));
    }
    longest = Math.max(longest, lookBehind + maxLength + lookAhead);
    before = Math.max(before, lookBehind);
    after = Math.max(after, maxLength + lookAhead);
  }
  const starts = [0];
  for (const { length } of usesOf.values()) starts.push((starts.at(-1) ?? 0) + length);
  const uses = [...usesOf.values()].flat();
  return { starts, uses, reach, longest, context: longestKeyword + following, before, after };
}
