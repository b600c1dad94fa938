import { Detector } from './detector.ts';
import { expand } from './examples.ts';
import type { CompiledRule, RuleSyntax } from './rule.ts';
import { VALIDATORS } from './validators/registry.ts';

/** Texts around an example in which it must be found as well. */
const SURROUNDINGS: readonly ((example: string) => string)[] = [
  (example) => example,
  (example) => `x = 1\n${example}\n`,
  (example) => `"${example}",`,
  (example) => `(${example})`,
];
/** Fillers that are most expensive for patterns, in long runs. */
const FILLERS = ['a', '0', 'A', '=', ' ', '"', 'a.', '-', 'aA0', '\\n', '://', 'a:b@'] as const;
const WINDOW = 2048;
const WINDOWS = 4;
/** Maximum milliseconds for a window. */
const SLOW = 1;
/**
 * Timed rounds, and the maximum if a window seems slow: another program may have had the processor, or the pattern may not be compiled yet.
 */
const [ROUNDS, MOST_ROUNDS] = [3, 40] as const;

/** The result of checking a rule by its own examples. */
export interface RuleCheck {
  readonly ruleId: string;
  readonly examples: number;
  readonly nonExamples: number;
  /** The filler whose 2 KiB window was slowest, and its time in milliseconds. */
  readonly slowest: { readonly milliseconds: number; readonly filler: string };
  /** In plain words, without any text of an example. */
  readonly faults: readonly string[];
}

/**
 * Checks a rule: its examples are found, alone and inside other text, its non-examples are not, and no window is slow.
 *
 * @throws {Error} if an example cannot be generated
 */
export function checkRule(rule: RuleSyntax, compiled: CompiledRule): RuleCheck {
  const detector = new Detector([compiled]);
  const finds = (text: string): boolean => detector.detectWhole(Buffer.from(text, 'latin1')).length > 0;
  const examples = examplesOf(rule, rule.examples);
  const nonExamples = examplesOf(rule, rule.non_examples);
  const faults = examples.length === 0 ? ['has no example'] : [];
  for (const [index, example] of examples.entries()) {
    const lost = SURROUNDINGS.findIndex((around) => !finds(around(example)));
    if (lost >= 0) faults.push(`example ${index} is not found${lost === 0 ? '' : ' in surroundings'}`);
  }
  for (const [index, text] of nonExamples.entries()) if (finds(text)) faults.push(`non-example ${index} is found`);
  const slowest = slowestWindow(compiled, detector);
  if (slowest.milliseconds > SLOW) faults.push(`${slowest.milliseconds.toFixed(1)} ms on '${slowest.filler}…'`);
  return { ruleId: rule.id, examples: examples.length, nonExamples: nonExamples.length, slowest, faults };
}

/** The texts generated from templates, the same on every run. */
export function examplesOf(rule: RuleSyntax, lists: readonly (readonly string[])[] | undefined): string[] {
  const validator = rule.validator === undefined ? undefined : VALIDATORS[rule.validator];
  const complete = validator?.complete?.bind(validator);
  return (lists ?? []).map((parts, index) => expand(parts, `${rule.id}#${index}`, complete));
}

function slowestWindow({ pattern, keywords }: CompiledRule, detector: Detector): RuleCheck['slowest'] {
  let slowest: RuleCheck['slowest'] = { milliseconds: 0, filler: '' };
  if (pattern === undefined) return slowest;
  for (const filler of FILLERS) {
    const window = (keywords[0] ?? '') + filler.repeat(Math.ceil(WINDOW / filler.length));
    const milliseconds = timeOf(detector, Buffer.from(window.repeat(WINDOWS), 'latin1')) / WINDOWS;
    if (milliseconds > slowest.milliseconds) slowest = { milliseconds, filler };
  }
  return slowest;
}

/** Milliseconds of the fastest of several rounds. */
function timeOf(detector: Detector, bytes: Buffer): number {
  let best = Infinity;
  for (let round = 0; round < (best > SLOW * WINDOWS ? MOST_ROUNDS : ROUNDS); round++) {
    const before = performance.now();
    detector.detectWhole(bytes);
    best = Math.min(best, performance.now() - before);
  }
  return best;
}
