import { CONFIDENCES, RULE_CLASSES, SEVERITIES, SKIP_REASONS, SURFACES } from '../types.ts';
import type { Finding, LedgerEntry, Location, Place, Reporter, ReportOptions, RuleInfo, ScanResult } from '../types.ts';
import { adviceText } from './advice.ts';
import { PARTS } from './history.ts';

const PLACE: Location = { path: '', view: [], startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
/** What a report says only where a place has all that one may have. */
const WITHIN: Partial<Finding> = {
  location: { ...PLACE, view: ['-'], field: '-', option: '-' },
  known: { name: '-', part: { characters: 0, bits: 0 } },
  parts: [{ name: '-', location: PLACE }],
};
const ID = '0'.repeat(40);
const TIME = '1970-01-01T00:00:00.000Z';
const STATUSES: readonly LedgerEntry['status'][] = ['scanned', 'partial', 'skipped', 'excluded'];

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
  const own = ownResult(result, rules);
  const clean: ScanResult = { ...own, rules: [], ledger: [], findings: [], skipped: [] };
  // A report that names a few findings alone has the advice for those.
  const texts = [JSON.stringify(own.rules), ...new Set(own.findings.map(adviceText))];
  for (const reporter of reporters) {
    for (const one of [own, clean]) texts.push(reporter(one, { ...options, targets: [] }));
  }
  return texts;
}

/** A result of the same run with nothing of evidence in it, and with everything that a report has words for. */
export function ownResult(result: ScanResult, rules: readonly RuleInfo[]): ScanResult {
  const summary = { ...result.summary, notes: [], allowed: {} };
  const packet = result.tool.packet === 'built-in' ? 'built-in' : '';
  const told = new Set(result.rules.map(({ id }) => id));
  return {
    tool: { ...result.tool, packet },
    // Those of parts first: reports that name a few findings alone have words for them.
    findings: [...(summary.audit === undefined ? [] : findingsOfEachPart()), ...findingsOfEachKind()],
    allowed: [],
    skipped: skipsOfEachReason(),
    ledger: result.ledger.length === 0 ? [] : entriesOfEachStatus(result.ledger),
    rules: rules.filter(({ id }) => told.has(id)),
    summary,
  };
}

function findingsOfEachKind(): readonly Finding[] {
  return RULE_CLASSES.flatMap((kind) =>
    CONFIDENCES.flatMap((confidence) =>
      SURFACES.flatMap((surface, index) => {
        const severity = SEVERITIES[index % SEVERITIES.length] ?? 'info';
        // A rule for each, since what a report says of a rule depends on these.
        const one = findingOf({ ruleId: `${kind}:${confidence}`, class: kind, severity, confidence, surface });
        return [one, { ...one, ...WITHIN }];
      }),
    ),
  );
}

function findingOf(more: Partial<Finding>): Finding {
  return {
    ruleId: '',
    ruleName: '',
    class: 'secret',
    severity: 'info',
    confidence: 'context',
    surface: 'commit',
    location: PLACE,
    secret: { length: 0, mask: '' },
    verdict: { kind: 'forbidden', by: '' },
    fingerprint: '',
    ...more,
  };
}

/** A finding in each part of a repository's history, with all that can be said of a place there. */
function findingsOfEachPart(): readonly Finding[] {
  const was = { author: '-', firstSeen: TIME, lastSeen: TIME, refs: ['-'], refCount: 2, otherObjects: [ID] };
  return [undefined, ...PARTS].map((part) => {
    const location: Location = { ...PLACE, view: ['-'], object: ID, commit: ID, ...(part !== undefined && { part }) };
    const gone: Place = { ...was, location, inHead: false, objects: 2 };
    const now: Place = { location, inHead: true, refs: [], refCount: 0, objects: 1 };
    const never: Place = { ...now, location: { ...location, view: [] }, inHead: false };
    return findingOf({ location, places: [gone, now, never], otherFingerprints: ['-'] });
  });
}

/** @param told what was read: kinds of views are our own words, everything else in it is left out */
function entriesOfEachStatus(told: readonly LedgerEntry[]): readonly LedgerEntry[] {
  const views = Object.fromEntries(told.flatMap((entry) => Object.keys(entry.views)).map((kind) => [kind, 0]));
  return STATUSES.flatMap((status) =>
    SURFACES.map((surface): LedgerEntry => {
      const unread = { sha256: null, reason: '', accepted: true };
      const read = { sha256: '0'.repeat(64), reason: null };
      return {
        path: '',
        view: [],
        surface,
        bytes: 0,
        views,
        findings: 0,
        object: ID,
        status,
        ...(status === 'scanned' ? read : unread),
      };
    }),
  );
}

function skipsOfEachReason(): ScanResult['skipped'] {
  return SKIP_REASONS.flatMap((reason) =>
    [true, false].map((accepted) => ({ path: '', view: [], reason, detail: '', accepted })),
  );
}
