import { createHash } from 'node:crypto';
import type { Finding, Reporter, ReportOptions, ScanResult } from '../types.ts';
import { count, plural } from './figures.ts';
import { summaryMember } from './json.ts';
import { historyPlace, historyText } from './history.ts';
import { jsonLines, jsonText } from './json-text.ts';
import { shownDetail, shownInside, shownPart, uriOf } from './names.ts';
import { ordinals } from './ordinals.ts';
import { outcomeOf } from './outcome.ts';
import { visible } from './sanitize.ts';
import { ruleTable } from './sarif-rules.ts';
import type { RuleTable } from './sarif-rules.ts';
import { LEVELS, REASON_WORDS } from './words.ts';

/** GitHub takes no more results of one run; the other lists are held to the same measure. */
export const SARIF_LIMIT = 25_000;
const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/**
 * SARIF 2.1.0 (OASIS) as GitHub code scanning reads it. What was let pass is no result, not even a suppressed one: it is counted
 * in the run's `properties`. What was not looked at is a notification, and `executionSuccessful` is false for an incomplete run.
 * There is never a snippet.
 */
export const sarif: Reporter = (result, options) => {
  const table = ruleTable(result);
  const members = [
    `"tool":${jsonText({ driver: driver(result, table) })}`,
    `"automationDetails":${jsonText({ id: `watertight/${options.startedAt}` })}`,
    `"invocations":${jsonText([invocation(result, options)])}`,
    `"artifacts":${jsonLines(artifacts(result))}`,
    `"results":${jsonLines(results(result, table))}`,
    `"columnKind":"unicodeCodePoints"`,
    `"properties":${jsonText(properties(result))}`,
  ];
  return `{"$schema":${jsonText(SCHEMA)},\n"version":"2.1.0",\n"runs":[{\n${members.join(',\n')}}]}\n`;
};

function driver({ tool, skipped }: ScanResult, { descriptors }: RuleTable): object {
  const reasons = [...new Set(skipped.map(({ reason }) => reason))];
  const unread = reasons.map((id) => ({
    id,
    shortDescription: { text: `Not scanned: ${REASON_WORDS[id]}.` },
  }));
  const semantic = /^\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/.test(tool.version) ? { semanticVersion: tool.version } : {};
  return {
    name: 'watertight',
    version: tool.version,
    ...semantic,
    rules: descriptors,
    notifications: unread,
  };
}

function properties(result: ScanResult): object {
  const { rulesDigest, packetDigest, packet } = result.tool;
  return { rulesDigest, packetDigest, packet, summary: summaryMember(result.summary) };
}

function invocation(result: ScanResult, options: ReportOptions): object {
  const { summary } = result;
  const outcome = outcomeOf(result);
  return {
    executionSuccessful: summary.complete,
    exitCode: summary.exitCode,
    exitCodeDescription: `${outcome.word} ${outcome.rest}`,
    startTimeUtc: options.startedAt,
    endTimeUtc: options.finishedAt,
    toolExecutionNotifications: notifications(result),
    properties: { enforced: summary.enforced, complete: summary.complete },
  };
}

function notifications(result: ScanResult): readonly object[] {
  const skips = result.skipped.map((skip) => ({
    descriptor: { id: skip.reason },
    level: skip.accepted ? 'note' : 'error',
    message: {
      text: messageText(`Not scanned: ${shownPart(skip)}: ${REASON_WORDS[skip.reason]}. ${shownDetail(skip.detail)}`),
    },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(skip.path) } } }],
    properties: { view: skip.view, accepted: skip.accepted },
  }));
  return [
    ...cuts(result).map((text) => ({ level: 'warning', message: { text } })),
    ...result.summary.notes.map((note) => ({ level: 'warning', message: { text: messageText(shownDetail(note)) } })),
    ...skips.slice(0, SARIF_LIMIT),
  ];
}

/** What this report leaves out for length, in words. */
function cuts(result: ScanResult): readonly string[] {
  const lists = [
    ['findings', result.findings.length],
    ['unread parts', result.skipped.length],
    ['artifacts', hashedFiles(result).length],
  ] as const;
  return lists
    .filter(([, length]) => length > SARIF_LIMIT)
    .map(
      ([name, length]) =>
        `This report holds ${count(SARIF_LIMIT)} of ${count(length)} ${name}; the JSON report holds all.`,
    );
}

function hashedFiles({ ledger }: ScanResult): ScanResult['ledger'] {
  return ledger.filter(({ view, sha256 }) => view.length === 0 && sha256 !== null);
}

function artifacts(result: ScanResult): readonly object[] {
  return hashedFiles(result)
    .slice(0, SARIF_LIMIT)
    .map(({ path, bytes, sha256, surface }) => ({
      location: { uri: uriOf(path) },
      length: bytes,
      roles: ['analysisTarget'],
      hashes: { 'sha-256': sha256 },
      properties: { surface },
    }));
}

function results({ findings }: ScanResult, { indexOf }: RuleTable): readonly object[] {
  const numbers = ordinals(findings);
  return findings.slice(0, SARIF_LIMIT).map((finding, index) => ({
    ruleId: finding.ruleId,
    ruleIndex: indexOf.get(finding.ruleId) ?? -1,
    level: LEVELS[finding.severity],
    message: { text: messageText(message(finding)) },
    locations: [{ physicalLocation: physicalLocation(finding), ...logicalLocations(finding) }],
    ...related(finding),
    partialFingerprints: {
      primaryLocationLineHash: `${shortHash(finding.fingerprint)}:${numbers[index] ?? 1}`,
      'watertightFingerprint/v1': finding.fingerprint,
    },
    properties: {
      surface: finding.surface,
      class: finding.class,
      severity: finding.severity,
      confidence: finding.confidence,
      view: finding.location.view,
      verdict: finding.verdict.by,
      secretLength: finding.secret.length,
      mask: finding.secret.mask,
      ...historyMember(finding),
    },
  }));
}

function physicalLocation({ location }: Pick<Finding, 'location'>): object {
  const { startLine, startColumn, endLine, endColumn } = location;
  return { artifactLocation: { uri: uriOf(location.path) }, region: { startLine, startColumn, endLine, endColumn } };
}

/** SARIF 3.33: the part of a structured text, by its name. */
function logicalLocations({ location: { field } }: Finding): object {
  return field === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: visible(field) }] };
}

/** Parts of the credential, then the other places of an audit. */
function related({ parts = [], places = [] }: Finding): object {
  const located = [
    ...parts.map((part) => relatedLocation(part, visible(part.name))),
    ...places.slice(1, 101).map((place) => relatedLocation(place, historyPlace(place.location))),
  ];
  return located.length === 0 ? {} : { relatedLocations: located.map((one, id) => ({ id, ...one })) };
}

function relatedLocation(place: Pick<Finding, 'location'>, text: string): object {
  return { physicalLocation: physicalLocation(place), message: { text: messageText(text) } };
}

/** Commit, object and part, and since when: SARIF has no place of its own for the version of one result. */
function historyMember({ location, places = [] }: Finding): object {
  const [first] = places;
  if (first === undefined) return {};
  const { commit, object, part } = location;
  const { author, firstSeen, lastSeen, inHead, refs, refCount } = first;
  return { commit, object, part, author, firstSeen, lastSeen, inHead, refs, refCount, places: places.length };
}

function message(finding: Finding): string {
  const { ruleName, secret, surface, verdict, location } = finding;
  const mask = secret.mask === '' ? '' : `, ${secret.mask}`;
  const within = shownInside(location);
  const inside = within === '' ? '' : ` Inside ${within}.`;
  return visible(
    `${ruleName} (${plural(secret.length, 'character')}${mask}) on surface ${surface}, forbidden by ${verdict.by}.${inside}${historyText(finding)}`,
  );
}

/** SARIF 3.11.5 and 3.11.6: braces are placeholders and brackets begin a link, unless they are doubled or escaped. */
function messageText(text: string): string {
  return text
    .trim()
    .replace(/[{}]/g, '$&$&')
    .replace(/[[\]\\]/g, '\\$&');
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
