import { LONGEST } from '../../engine/linear/machine.ts';
import { prefilterFor } from '../../engine/prefilter-for.ts';
import type { Prefilter } from '../../engine/prefilter.ts';
import type { Detection, DetectorRange, DetectorState, OtherRules, TextOrigin } from '../detector.ts';
import type { Part } from '../parts.ts';
import type { CompiledRule } from '../rule.ts';
import { type GitleaksMatch, RunnableRule } from './gitleaks-rule.ts';
import { isNear } from './proximity.ts';

/** Bytes before a window that are searched for the start of a line, because an allowlist may check the line. */
const BEFORE = 4096;

/** The text that a rule is applied to, and its origin. */
interface Subject {
  readonly bytes: Buffer;
  readonly range: DetectorRange;
  readonly origin: TextOrigin | undefined;
}

/** Runs the rules of gitleaks configurations: each over the whole text, if one of its keywords occurs in it. */
export class GitleaksRunner implements OtherRules {
  readonly margins: OtherRules['margins'] = { before: BEFORE, after: LONGEST + 1 };
  readonly #rules: readonly RunnableRule[];
  /** Rules by the names under which others of their file require them. */
  readonly #byName: ReadonlyMap<string, RunnableRule>;
  readonly #keywords: Keywords;

  constructor(rules: readonly CompiledRule[]) {
    this.#rules = rules.flatMap((rule) => (rule.gitleaks === undefined ? [] : [new RunnableRule(rule, rule.gitleaks)]));
    this.#byName = new Map(this.#rules.map((rule) => [nameOf(rule.data.origin, rule.data.id), rule]));
    this.#keywords = new Keywords(this.#rules.map(({ rule }) => rule.keywords));
  }

  detect(bytes: Buffer, range: DetectorRange, state: DetectorState, origin?: TextOrigin): Detection[] {
    const found: Detection[] = [];
    const candidates = this.#keywords.candidates(bytes);
    for (const index of candidates) {
      const rule = this.#rules[index];
      if (rule === undefined || rule.data.skipReport || !rule.isFor(origin)) continue;
      const from = Math.max(range.from, (state.others?.[index] ?? 0) - range.base);
      for (const match of rule.matches(bytes, range, from, origin)) {
        state.others ??= new Float64Array(this.#rules.length);
        state.others[index] = match.end + range.base;
        const parts = this.#required(rule, match, { bytes, range, origin });
        if (parts !== undefined) found.push(detectionOf(rule.rule, match, bytes, parts));
      }
    }
    return found;
  }

  /** The values of the rules that a rule requires, if each of them is close enough; undefined if one is not. */
  #required({ data }: RunnableRule, match: GitleaksMatch, subject: Subject): readonly Part[] | undefined {
    const parts: Part[] = [];
    for (const required of data.required) {
      const rule = this.#byName.get(nameOf(data.origin, required.id));
      const others = rule?.isFor(subject.origin) === true ? this.#matchesOf(rule, subject) : [];
      const near = others.filter((other) => !other.isAllowed && isNear(subject.bytes, match, other, required));
      if (near.length === 0) return undefined;
      parts.push(...near.map(({ secretStart: start, secretEnd: end }) => ({ name: rule?.rule.id ?? '', start, end })));
    }
    return parts;
  }

  readonly #known: WeakMap<Buffer, Map<RunnableRule, readonly GitleaksMatch[]>> = new WeakMap();

  /** All matches in the buffer, computed once for each rule. */
  #matchesOf(rule: RunnableRule, { bytes, origin }: Subject): readonly GitleaksMatch[] {
    const known = this.#known.get(bytes) ?? new Map<RunnableRule, readonly GitleaksMatch[]>();
    this.#known.set(bytes, known);
    const whole = { from: 0, to: bytes.length, base: 0 };
    const matches = known.get(rule) ?? [...rule.matches(bytes, whole, 0, origin)];
    known.set(rule, matches);
    return matches;
  }
}

function nameOf(origin: string, id: string): string {
  return `${origin}\0${id}`;
}

function detectionOf(rule: CompiledRule, match: GitleaksMatch, bytes: Buffer, parts: readonly Part[]): Detection {
  const { secretStart: start, secretEnd: end, isAllowed } = match;
  return {
    rule,
    confidence: rule.confidence,
    start,
    end,
    secret: bytes.toString('latin1', start, end),
    ...(parts.length > 0 && { parts }),
    ...(isAllowed && { allowedBy: 'allowlist' as const }),
  };
}

/** Tells which rules have a keyword in a text, or have no keywords. */
class Keywords {
  readonly #rulesOf: readonly (readonly number[])[];
  readonly #always: readonly number[];
  readonly #prefilter: Prefilter | undefined;
  readonly #hits: Uint32Array = new Uint32Array(4096);

  constructor(keywordsOf: readonly (readonly string[])[]) {
    const keywords = [...new Set(keywordsOf.flat())];
    const rules: number[][] = keywords.map(() => []);
    const numbers = new Map(keywords.map((keyword, index) => [keyword, index]));
    keywordsOf.forEach((list, rule) => {
      for (const keyword of list) rules[numbers.get(keyword) ?? 0]?.push(rule);
    });
    this.#rulesOf = rules;
    this.#always = keywordsOf.flatMap((list, rule) => (list.length === 0 ? [rule] : []));
    this.#prefilter = keywords.length === 0 ? undefined : prefilterFor(() => keywords);
  }

  /** Indices of rules, in order. */
  candidates(bytes: Buffer): readonly number[] {
    const found = new Set(this.#always);
    this.#prefilter?.begin(bytes, 0, bytes.length);
    for (let count = this.#next(); count > 0; count = this.#next()) {
      for (let i = 0; i < count; i++)
        for (const rule of this.#rulesOf[this.#hits[2 * i + 1] ?? 0] ?? []) found.add(rule);
    }
    return [...found].sort((a, b) => a - b);
  }

  #next(): number {
    return this.#prefilter?.next(this.#hits) ?? 0;
  }
}
