import { Detector } from './detector.ts';
import type { KnownPlan } from './known/known-plan.ts';
import type { CompiledRule } from './rule.ts';

/** Detectors for rules alone, which keep nothing of what they scan. */
const detectors = new WeakMap<readonly CompiledRule[], Detector>();

/**
 * The detector for a set of rules and declared values. The code for declared values and for other tools' rules is loaded only if needed.
 */
export async function detectorOf(rules: readonly CompiledRule[], values?: KnownPlan): Promise<Detector> {
  const known = values && (await (await import('./known/known-plan.ts')).knownFinder(values));
  const others = rules.filter(({ gitleaks }) => gitleaks !== undefined);
  if (others.length === 0) return known === undefined ? plainDetector(rules) : new Detector(rules, { known });
  const { GitleaksRunner } = await import('./gitleaks/runner.ts');
  return new Detector(
    rules.filter(({ gitleaks }) => gitleaks === undefined),
    { known, others: new GitleaksRunner(others) },
  );
}

function plainDetector(rules: readonly CompiledRule[]): Detector {
  const made = detectors.get(rules) ?? new Detector(rules);
  detectors.set(rules, made);
  return made;
}
