import { SURFACES } from '../types.ts';
import type {
  Allowed,
  AuditSummary,
  Finding,
  Location,
  Place,
  Reporter,
  ScanResult,
  Summary,
  SurfaceSummary,
} from '../types.ts';
import { jsonLines, jsonText } from './json-text.ts';

/** Name and version of the document's form; `schemas/report.v1.schema.json` describes it. */
const REPORT_SCHEMA = 'watertight/report/v1';

/**
 * The JSON report: one document, one finding or skip a line, members in a fixed order. The same result gives the same text:
 * there is no time in it.
 */
export const json: Reporter = (result) =>
  [
    `{"schema":${jsonText(REPORT_SCHEMA)}`,
    `"tool":${jsonText(toolMember(result))}`,
    `"findings":${jsonLines(result.findings.map(findingMember))}`,
    `"skipped":${jsonLines(result.skipped.map(skipMember))}`,
    `"allowed":${jsonLines(result.allowed.map(allowedMember))}`,
    `"summary":${jsonText(summaryMember(result.summary))}}\n`,
  ].join(',\n');

/** Counts of a run with their members in a fixed order; SARIF carries the same. */
export function summaryMember(summary: Summary): Summary {
  return {
    files: summary.files,
    bytes: summary.bytes,
    views: summary.views,
    findings: summary.findings,
    skipped: summary.skipped,
    accepted: sorted(summary.accepted),
    excluded: summary.excluded,
    bySurface: surfacesMember(summary),
    allowed: sorted(summary.allowed),
    complete: summary.complete,
    missing: summary.missing,
    ...(summary.known && { known: { values: summary.known.values, notChecked: summary.known.notChecked } }),
    notes: summary.notes,
    ...(summary.audit === undefined ? {} : { audit: auditMember(summary.audit) }),
    enforced: summary.enforced,
    exitCode: summary.exitCode,
  };
}

/** What made and judged the report, in a fixed order. */
export function toolMember({ tool }: ScanResult): ScanResult['tool'] {
  const { name, version, rulesDigest, packetDigest, packet } = tool;
  return { name, version, rulesDigest, packetDigest, packet };
}

function surfacesMember(summary: Summary): Summary['bySurface'] {
  const entries = SURFACES.flatMap((surface) => {
    const counts = summary.bySurface[surface];
    return counts ? [[surface, surfaceMember(counts)] as const] : [];
  });
  return Object.fromEntries(entries);
}

function surfaceMember({ files, bytes, views, findings, skipped }: SurfaceSummary): SurfaceSummary {
  return { files, bytes, views, findings, skipped };
}

/** Member by member, so that a field which is added to `Finding` is published on purpose alone. */
function findingMember(finding: Finding): object {
  return {
    ruleId: finding.ruleId,
    class: finding.class,
    severity: finding.severity,
    confidence: finding.confidence,
    surface: finding.surface,
    location: locationMember(finding.location),
    secret: { length: finding.secret.length, mask: finding.secret.mask },
    verdict: { kind: finding.verdict.kind, by: finding.verdict.by },
    fingerprint: finding.fingerprint,
    ...(finding.known && { known: finding.known }),
    ...(finding.otherFingerprints && { otherFingerprints: finding.otherFingerprints }),
    ...(finding.places === undefined ? {} : { places: finding.places.map(placeMember) }),
    ...(finding.parts && {
      parts: finding.parts.map(({ name, location }) => ({ name, location: locationMember(location) })),
    }),
  };
}

function locationMember(location: Location): Location {
  const { path, view, startLine, startColumn, endLine, endColumn, field, option, commit, object, part } = location;
  return {
    path,
    view,
    startLine,
    startColumn,
    endLine,
    endColumn,
    ...(field === undefined ? {} : { field }),
    ...(option === undefined ? {} : { option }),
    ...(commit === undefined ? {} : { commit }),
    ...(object === undefined ? {} : { object }),
    ...(part === undefined ? {} : { part }),
  };
}

function placeMember({ location, ...place }: Place): object {
  const { author, firstSeen, lastSeen, inHead, refs, refCount, objects, otherObjects } = place;
  return {
    location: locationMember(location),
    author,
    firstSeen,
    lastSeen,
    inHead,
    refs,
    refCount,
    objects,
    otherObjects,
  };
}

/** What an audit read, in a fixed order. */
function auditMember(audit: AuditSummary): AuditSummary {
  const { repositories, blobs, commits, tags, trees, blobBytes, read, known, missing, left, openEnded } = audit;
  return { repositories, blobs, commits, tags, trees, blobBytes, read, known, missing, left, openEnded };
}

function skipMember({
  path,
  view,
  reason,
  detail,
  accepted,
  object,
  otherObjects,
}: ScanResult['skipped'][number]): object {
  return { path, view, reason, detail, accepted, object, otherObjects };
}

function allowedMember({ ruleId, location, by, surface }: Allowed): object {
  return { ruleId, location: locationMember(location), by, surface };
}

function sorted(counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
