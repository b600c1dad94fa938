import { createHash } from 'node:crypto';
import type { Finding, Reporter, ReportOptions, RuleInfo, ScanResult } from '../types.ts';
import { adviceText } from './advice.ts';
import { plural } from './figures.ts';
import { historyText } from './history.ts';
import { jsonLines, jsonText } from './json-text.ts';
import { shownDetail, shownPart, shownPath, shownInside } from './names.ts';
import { ordinals } from './ordinals.ts';
import { outcomeOf } from './outcome.ts';
import { clipped, visible } from './sanitize.ts';
import { CONFIDENCE_WORDS, REASON_WORDS } from './words.ts';

/** Version of GitLab's secret detection report that is written; `class` and `details` came later and are not needed. */
const VERSION = '15.0.4';
/** What GitLab takes for "no commit". */
const NO_COMMIT = '0000000';
const MAX_MESSAGES = 1000;

const SEVERITY_WORDS = { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low', info: 'Info' } as const;

/**
 * GitLab's secret detection report (`gl-secret-detection-report.json`), schema 15.0.4 of its security-report-schemas. Names
 * are made safe to show, because GitLab's database refuses NUL and would drop the whole report.
 */
export const gitlab: Reporter = (result, options) => {
  const references = new Map(result.rules.map((rule) => [rule.id, rule]));
  const numbers = ordinals(result.findings);
  const vulnerabilities = result.findings.map((finding, index) =>
    vulnerability(finding, numbers[index] ?? 1, references.get(finding.ruleId)),
  );
  return `{"version":"${VERSION}",\n"scan":${jsonText(scanMember(result, options))},\n"vulnerabilities":${jsonLines(vulnerabilities)}}\n`;
};

function scanMember(result: ScanResult, options: ReportOptions): object {
  const product = {
    id: 'watertight',
    name: 'watertight',
    version: result.tool.version,
    vendor: { name: 'watertight' },
  };
  return {
    analyzer: product,
    scanner: product,
    type: 'secret_detection',
    start_time: options.startedAt.slice(0, 19),
    end_time: options.finishedAt.slice(0, 19),
    status: result.summary.complete ? 'success' : 'failure',
    messages: messages(result),
  };
}

function messages(result: ScanResult): readonly object[] {
  const outcome = outcomeOf(result);
  const unread = result.skipped.filter(({ accepted }) => !accepted);
  const warnings = [
    ...unread.map((skip) =>
      `Not scanned: ${shownPart(skip)}: ${REASON_WORDS[skip.reason]}. ${shownDetail(skip.detail)}`.trim(),
    ),
    ...result.summary.notes.map(shownDetail).filter((note) => note !== ''),
  ];
  const more = warnings.length - MAX_MESSAGES;
  return [
    { level: 'info', value: `${outcome.word} ${outcome.rest}` },
    ...warnings.slice(0, MAX_MESSAGES).map((value) => ({ level: 'warn', value })),
    ...(more > 0 ? [{ level: 'warn', value: `${plural(more, 'more message')}: see the JSON report` }] : []),
  ];
}

function vulnerability(finding: Finding, ordinal: number, rule: RuleInfo | undefined): object {
  const { location } = finding;
  const file = shownPath(location.path);
  const url = rule?.reference;
  return {
    id: stableId(`${finding.ruleId}\0${finding.fingerprint}\0${location.path}\0${ordinal}`),
    name: clipped(visible(finding.ruleName), 255),
    description: description(finding),
    severity: SEVERITY_WORDS[finding.severity],
    solution: clipped(adviceText(finding), 7000),
    identifiers: [
      {
        type: 'watertight_rule_id',
        name: `watertight rule ${visible(finding.ruleId)}`,
        value: visible(finding.ruleId) || 'unnamed',
        ...(url !== undefined && /^https?:\/\/./.test(url) ? { url: visible(url) } : {}),
      },
    ],
    location: { file, start_line: location.startLine, end_line: location.endLine, commit: commitMember(finding) },
  };
}

/** GitLab ties a vulnerability to the commit that brought it in. */
function commitMember({ location, places = [] }: Finding): object {
  const author = places[0]?.author;
  const date = places[0]?.firstSeen;
  return {
    sha: location.commit ?? NO_COMMIT,
    ...(author === undefined ? {} : { author: visible(author) }),
    ...(date === undefined ? {} : { date }),
  };
}

function description(finding: Finding): string {
  const within = shownInside(finding.location);
  const inside = within === '' ? '' : ` Inside ${within}.`;
  const { length, mask } = finding.secret;
  return visible(
    `${finding.ruleName} on surface ${finding.surface}: ${plural(length, 'character')}${mask === '' ? '' : `, ${mask}`}; ` +
      `${CONFIDENCE_WORDS[finding.confidence]}. Forbidden by ${finding.verdict.by}. Fingerprint ${finding.fingerprint}.${inside}${historyText(finding)}`,
  );
}

/** A UUID of version 8 (RFC 9562: own meaning) from the hash of a text, the same on every run. */
function stableId(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
