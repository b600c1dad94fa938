import { Detector } from './detector.ts';
import type { CompiledRule } from './rule.ts';

/** The detector for a set of rules; what runs those of other tools is loaded where there is one. */
export async function detectorOf(rules: readonly CompiledRule[]): Promise<Detector> {
  const others = rules.filter(({ gitleaks }) => gitleaks !== undefined);
  if (others.length === 0) return new Detector(rules);
  const { GitleaksRunner } = await import('./gitleaks/runner.ts');
  return new Detector(
    rules.filter(({ gitleaks }) => gitleaks === undefined),
    new GitleaksRunner(others),
  );
}
