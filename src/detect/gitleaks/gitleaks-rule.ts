import { lazyPattern, type LinearPattern } from '../../engine/linear/linear-pattern.ts';
import type { DetectorRange, TextOrigin } from '../detector.ts';
import type { CompiledRule, GitleaksRule } from '../rule.ts';
import { Allowlist } from './allowlist.ts';

const NEWLINE = 10;

/** A match of a rule; offsets are bytes of the buffer. */
export interface GitleaksMatch {
  readonly start: number;
  readonly end: number;
  readonly secretStart: number;
  readonly secretEnd: number;
  readonly isAllowed: boolean;
}

/**
 * A compiled gitleaks rule. It finds what gitleaks 8 finds with it: the same group is the value, the same entropy is compared, and
 * allowlists see the same texts.
 */
export class RunnableRule {
  readonly rule: CompiledRule;
  readonly data: GitleaksRule;
  readonly #regex: () => LinearPattern;
  readonly #path: (() => LinearPattern) | undefined;
  readonly #allowlists: readonly Allowlist[];

  constructor(rule: CompiledRule, data: GitleaksRule) {
    this.rule = rule;
    this.data = data;
    this.#regex = lazyPattern(data.regex);
    this.#path = data.path === undefined ? undefined : lazyPattern(data.path);
    this.#allowlists = data.allowlists.map((allowlist) => new Allowlist(allowlist));
  }

  /** Whether the rule applies to a text. */
  isFor(origin: TextOrigin | undefined): boolean {
    if (origin === undefined) return true;
    if (this.#allowlists.some((allowlist) => allowlist.allowsText(origin))) return false;
    return origin.path === undefined || (this.#path?.().test(Buffer.from(origin.path)) ?? true);
  }

  /** @param from where to begin, at or after the start of the range */
  *matches(bytes: Buffer, { to }: DetectorRange, from: number, origin?: TextOrigin): Generator<GitleaksMatch> {
    for (const [start = 0, end = 0] of this.#regex().findAll(bytes, from, to)) {
      const match = trimmed(bytes, start, end);
      const [secretStart, secretEnd] = this.#secretIn(bytes, match);
      const secret = bytes.subarray(secretStart, secretEnd);
      const { entropy = 0 } = this.rule;
      if (secretEnd <= secretStart || (entropy !== 0 && entropyOf(secret) <= entropy)) continue;
      const isAllowed = this.#isAllowed(bytes, match, secret, origin);
      yield { ...match, secretStart, secretEnd, isAllowed };
    }
  }

  /** The groups are those of matching the match by itself, as in gitleaks. */
  #secretIn(bytes: Buffer, { start, end }: { start: number; end: number }): readonly [number, number] {
    const whole = [start, end] as const;
    if (this.#regex().groups === 0) return whole;
    const groups = this.#regex().find(bytes.subarray(start, end), 0, end - start);
    if (groups === undefined) return whole;
    const span = (group: number): readonly [number, number] => [
      start + (groups[2 * group] ?? 0),
      start + (groups[2 * group + 1] ?? 0),
    ];
    if (this.data.secretGroup > 0) return span(this.data.secretGroup);
    for (let group = 1; group <= this.#regex().groups; group++) {
      const [first, last] = span(group);
      if (last > first) return [first, last];
    }
    return whole;
  }

  #isAllowed(
    bytes: Buffer,
    { start, end }: { start: number; end: number },
    secret: Buffer,
    origin: TextOrigin | undefined,
  ): boolean {
    if (this.#allowlists.length === 0) return false;
    const before = start === 0 ? -1 : bytes.lastIndexOf(NEWLINE, start - 1);
    const after = bytes.indexOf(NEWLINE, end);
    const line = bytes.subarray(Math.max(0, before), after < 0 ? bytes.length : after);
    const subject = { secret, match: bytes.subarray(start, end), line };
    return this.#allowlists.some((allowlist) => allowlist.allows(subject, origin));
  }
}

/** The span without leading and trailing line breaks. */
function trimmed(bytes: Buffer, start: number, end: number): { readonly start: number; readonly end: number } {
  let [first, last] = [start, end];
  while (first < last && bytes[first] === NEWLINE) first++;
  while (last > first && bytes[last - 1] === NEWLINE) last--;
  return { start: first, end: last };
}

/** Shannon entropy of the characters, with the number of bytes as the length, as gitleaks computes it. */
function entropyOf(secret: Buffer): number {
  const counts = new Map<string, number>();
  for (const char of secret.toString('utf8')) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / secret.length) * Math.log2(count / secret.length);
  return bits;
}
