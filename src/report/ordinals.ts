import type { Finding } from '../types.ts';

/**
 * For each finding its number, from 1, among those of the same rule, fingerprint and path: what tells equal ones apart on
 * servers that merge results of equal fingerprint, and stays the same when another file changes.
 */
export function ordinals(findings: readonly Finding[]): readonly number[] {
  const seen = new Map<string, number>();
  return findings.map(({ ruleId, fingerprint, location }) => {
    const key = `${ruleId}\0${fingerprint}\0${location.path}`;
    const ordinal = (seen.get(key) ?? 0) + 1;
    seen.set(key, ordinal);
    return ordinal;
  });
}
