import { CONFIDENCES, RULE_CLASSES, SEVERITIES, SKIP_REASONS, SURFACES } from '../types.ts';
import type { Finding, Reporter, ReportOptions, RuleInfo, ScanResult } from '../types.ts';

const PLACE = { path: '', view: [], startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };

/**
 * Texts that hold every word of the tool's own which these reporters can write about a result, and none of evidence: a
 * found value that is such a word (`critical`, `postgres`) gives nothing away by standing there.
 *
 * @param rules the built-in ones: their names are ours, those of a user's rules are not
 */
export function vocabulary(
  result: ScanResult,
  options: ReportOptions,
  reporters: Iterable<Reporter>,
  rules: readonly RuleInfo[],
): readonly string[] {
  const summary = { ...result.summary, notes: [], allowed: {} };
  const empty = { ...result, tool: { ...result.tool, packet: '' }, rules: [], allowed: [], ledger: [], summary };
  const own: ScanResult = { ...empty, findings: findingsOfEachKind(), skipped: skipsOfEachReason() };
  const clean: ScanResult = { ...empty, findings: [], skipped: [] };
  const told = new Set(result.rules.map(({ id }) => id));
  const texts = [JSON.stringify(rules.filter(({ id }) => told.has(id)))];
  for (const reporter of reporters) {
    for (const one of [own, clean]) texts.push(reporter(one, { ...options, targets: [] }));
  }
  return texts;
}

function findingsOfEachKind(): readonly Finding[] {
  return RULE_CLASSES.flatMap((kind) =>
    CONFIDENCES.flatMap((confidence) =>
      SURFACES.map((surface, index) => ({
        ruleId: '',
        ruleName: '',
        class: kind,
        severity: SEVERITIES[index % SEVERITIES.length] ?? 'info',
        confidence,
        surface,
        location: PLACE,
        secret: { length: 0, mask: '' },
        verdict: { kind: 'forbidden', by: '' } as const,
        fingerprint: '',
      })),
    ),
  );
}

function skipsOfEachReason(): ScanResult['skipped'] {
  return SKIP_REASONS.flatMap((reason) =>
    [true, false].map((accepted) => ({ path: '', view: [], reason, detail: '', accepted })),
  );
}
