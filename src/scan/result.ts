import type { AuditSummary, EvidenceSurface, KnownSummary, RuleInfo, ScanResult, Summary, ToolInfo } from '../types.ts';
import type { CollectedSkip, CollectorState } from './collector.ts';
import type { SurfaceCounts } from './surface-counts.ts';

/** What the end of a run adds to what was collected. */
export interface RunEnd {
  readonly tool: ToolInfo;
  readonly notes: readonly string[];
  /** Required surfaces that were not found. */
  readonly missing: readonly EvidenceSurface[];
  readonly enforced: boolean;
  /** Whether a run that scanned nothing is incomplete. @default false */
  readonly needsFiles?: boolean;
  readonly audit?: AuditSummary;
  readonly known?: KnownSummary | undefined;
}

/** What a run gathered, with everything known about rules and counts. */
export interface Gathered extends Pick<CollectorState, 'findings' | 'allowed' | 'skipped' | 'ledger' | 'excluded'> {
  readonly rules: Iterable<RuleInfo>;
  readonly surfaces: SurfaceCounts;
}

/** The result of a run: rules sorted by id; skips that the packet does not accept come first. */
export function resultOf(gathered: Gathered, end: RunEnd): ScanResult {
  const { findings, allowed, skipped, ledger, rules } = gathered;
  return {
    tool: end.tool,
    findings: [...findings],
    allowed: [...allowed],
    skipped: [...skipped].sort((a, b) => Number(a.accepted) - Number(b.accepted)),
    ledger: [...ledger],
    rules: [...rules].sort((a, b) => (a.id < b.id ? -1 : 1)),
    summary: summaryOf(gathered, end),
  };
}

function summaryOf({ findings, allowed, skipped, surfaces, excluded }: Gathered, end: RunEnd): Summary {
  const { notes, missing, enforced, audit, known } = end;
  const { bySurface, total } = surfaces.summary();
  const unread = skipped.filter(({ accepted }) => !accepted);
  const accepted = skipped.filter((skip) => skip.accepted);
  const complete = unread.length === 0 && missing.length === 0 && (end.needsFiles !== true || total.files > 0);
  const failing = findings.length > 0 ? 1 : complete ? 0 : 3;
  return {
    ...total,
    skipped: unread.length,
    accepted: countBy(accepted, ({ reason }) => reason),
    excluded,
    bySurface,
    allowed: countBy(allowed, ({ by }) => by),
    complete,
    missing,
    ...(known === undefined ? {} : { known }),
    notes,
    ...(audit === undefined ? {} : { audit }),
    enforced,
    exitCode: enforced ? failing : unenforcedCode(skipped),
  };
}

/** The exit code reports a bug even in a run that is not enforced. */
function unenforcedCode(skipped: readonly CollectedSkip[]): 0 | 3 {
  return skipped.some(({ reason }) => reason === 'internal-error') ? 3 : 0;
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) {
    const key = keyOf(item);
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}
