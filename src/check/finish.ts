import { CHECK_OUTCOMES, type CheckOutcomeKind, type CheckSummary, type Observation } from '../check-result.ts';
import type { ScanResult } from '../types.ts';

/** Order of the families in reports. */
const FAMILIES = ['PKT', 'STM', 'DEC', 'ADM', 'STG', 'WRK', 'EVD', 'SEC', 'COV', 'TGT'];

/** Turns warnings into errors where the packet or `--strict` says so, and sorts the observations. */
export function settled(
  observations: readonly Observation[],
  levels: Readonly<Record<string, 'warn' | 'error'>>,
  strict: boolean,
): Observation[] {
  const level = (id: string): 'warn' | 'error' => levels[id] ?? (strict ? 'error' : 'warn');
  return observations
    .map((one): Observation =>
      one.outcome === 'warn' && level(one.id) === 'error' ? { ...one, outcome: 'fail', severity: 'high' } : one,
    )
    .map((one, index) => ({ one, index, rank: FAMILIES.indexOf(one.id.slice(0, 3)) }))
    .sort((a, b) => a.rank - b.rank || compare(a.one.id, b.one.id) || a.index - b.index)
    .map(({ one }) => one);
}

function compare(a: string, b: string): number {
  if (a.slice(0, 4) === 'SEC-') return 0;
  return a < b ? -1 : Number(a > b);
}

/** Counts, and the exit code, in this order of precedence: a packet that cannot be evaluated, a violation, something unproved. */
export function summaryOf(observations: readonly Observation[], scan: ScanResult): CheckSummary {
  const outcomes = Object.fromEntries(CHECK_OUTCOMES.map((kind) => [kind, 0])) as Record<CheckOutcomeKind, number>;
  for (const { outcome } of observations) outcomes[outcome]++;
  return {
    outcomes,
    findings: scan.summary.findings,
    files: scan.summary.files,
    bytes: scan.summary.bytes,
    exitCode: exitCodeOf(outcomes),
  };
}

function exitCodeOf(outcomes: Readonly<Record<CheckOutcomeKind, number>>): 0 | 1 | 2 | 3 {
  if (outcomes.invalid > 0) return 2;
  if (outcomes.fail > 0) return 1;
  return outcomes.unproven > 0 ? 3 : 0;
}
