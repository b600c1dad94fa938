/** Builders of results, and the hostile names that every format must survive. */
import * as fc from 'fast-check';
import { CONFIDENCES, RULE_CLASSES, SEVERITIES, SKIP_REASONS, SURFACES } from '../../src/types.ts';
import type {
  Allowed,
  Finding,
  LedgerEntry,
  Location,
  ReportOptions,
  RuleInfo,
  ScanResult,
  Summary,
  Surface,
  SurfaceSummary,
} from '../../src/types.ts';

export const DIGEST: string = `sha256:${'3f9a'.repeat(16)}`;
export const OPTIONS: ReportOptions = {
  startedAt: '2026-11-22T20:00:00.000Z',
  finishedAt: '2026-11-22T20:00:04.500Z',
  targets: ['out/'],
};

export function location(overrides: Partial<Location> = {}): Location {
  return { path: 'out/index.html', view: [], startLine: 41, startColumn: 18, endLine: 41, endColumn: 58, ...overrides };
}

export function finding(overrides: Partial<Finding> = {}): Finding {
  return {
    ruleId: 'acme-token',
    ruleName: 'Acme API token',
    class: 'secret',
    severity: 'critical',
    confidence: 'checksum-valid',
    surface: 'report',
    location: location(),
    secret: { length: 40, mask: 'acme_…' },
    verdict: { kind: 'forbidden', by: 'no-secret-value' },
    fingerprint: '7f3c91aa',
    ...overrides,
  };
}

type Unread = ScanResult['skipped'][number];

export function skip(overrides: Partial<Unread> = {}): Unread {
  return {
    path: 'out/trace-3.zip',
    view: ['zip:resources/9c'],
    reason: 'encrypted',
    detail: 'member 4 needs a password',
    accepted: false,
    ...overrides,
  };
}

export function entry(overrides: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    path: 'out/index.html',
    view: [],
    surface: 'report',
    sha256: 'ab'.repeat(32),
    bytes: 1200,
    views: { raw: 1, base64: 3 },
    status: 'scanned',
    reason: null,
    findings: 0,
    ...overrides,
  };
}

export interface Parts {
  readonly findings?: readonly Finding[];
  readonly skipped?: readonly Unread[];
  readonly allowed?: readonly Allowed[];
  readonly ledger?: readonly LedgerEntry[];
  readonly rules?: readonly RuleInfo[];
  readonly summary?: Partial<Summary>;
  readonly tool?: Partial<ScanResult['tool']>;
}

/** A result whose counts follow from its lists, as a scan would give it. */
export function scanResult(parts: Parts = {}): ScanResult {
  const { findings = [], skipped = [], allowed = [], ledger = [] } = parts;
  const open = skipped.filter(({ accepted }) => !accepted);
  const enforced = parts.summary?.enforced ?? true;
  const exitCode = findings.length > 0 ? 1 : open.length > 0 ? 3 : 0;
  return {
    tool: {
      name: 'watertight',
      version: '0.1.0',
      rulesDigest: DIGEST,
      packetDigest: DIGEST,
      packet: 'built-in',
      ...parts.tool,
    },
    findings,
    allowed,
    skipped,
    ledger,
    rules: parts.rules ?? [],
    summary: {
      files: 41,
      bytes: 18_100_000,
      views: 311,
      findings: findings.length,
      skipped: open.length,
      accepted: tally(skipped.filter(({ accepted }) => accepted).map(({ reason }) => reason)),
      excluded: 0,
      bySurface: bySurface(findings),
      allowed: tally(allowed.map(({ by }) => by)),
      complete: open.length === 0,
      missing: [],
      notes: [],
      enforced,
      exitCode: enforced ? exitCode : 0,
      ...parts.summary,
    },
  };
}

function tally(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

function bySurface(findings: readonly Finding[]): Partial<Record<Surface, SurfaceSummary>> {
  const rows: Partial<Record<Surface, SurfaceSummary>> = {
    report: { files: 41, bytes: 18_100_000, views: 311, findings: 0, skipped: 0 },
  };
  for (const { surface } of findings) {
    const row = rows[surface] ?? { files: 1, bytes: 10, views: 1, findings: 0, skipped: 0 };
    rows[surface] = { ...row, findings: row.findings + 1 };
  }
  return rows;
}

/** Text that tries to break out of a format or to steer what shows it. */
const HOSTILE: readonly string[] = [
  'a\nb',
  'a\r\n::error::pwned',
  '::stop-commands::token',
  ' ::set-output name=a::b',
  '##[stop-commands]x',
  '##vso[task.setvariable variable=a]b',
  '\u001b[2J\u001b]0;title\u0007',
  '\u009b31m',
  '\u0000\u0001\u0008\u000b\u001f\u007f\u0085',
  ']]><script>',
  '</testcase></testsuite>',
  '&amp;&#0;&lt;',
  `"'\`$(x)\\`,
  '{0} [text](http://evil.test) {{',
  '\ud800',
  'a\udc00b',
  '\u202egnp.exe',
  '\u2066\u2069\u200b\u200d\ufeff\u00ad',
  '\u2028\u2029',
  '\ufffe\uffff',
  '%0A::error::x',
  'a,b:c;d=e',
  '/abs/../path',
  'C:/x y/ü.log',
  '<stdin>',
  '../up',
  './a//b',
  '__proto__',
  'constructor',
  'e\u0301😀字',
  '',
  'x'.repeat(10_000),
  '\u202e'.repeat(10_000),
];

/** A hostile name: listed, made of listed parts, or random units with lone surrogates. */
export const hostile: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc
    .array(fc.constantFrom(...HOSTILE.filter((text) => text.length < 100)), { maxLength: 4 })
    .map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }).map((units) => String.fromCharCode(...units)),
);

const view = fc.array(hostile, { maxLength: 3 });
const place: fc.Arbitrary<Location> = fc.record({
  path: hostile,
  view,
  startLine: fc.integer({ min: 1, max: 1e6 }),
  startColumn: fc.integer({ min: 1, max: 1e6 }),
  endLine: fc.integer({ min: 1, max: 1e6 }),
  endColumn: fc.integer({ min: 1, max: 1e6 }),
});

const anyFinding: fc.Arbitrary<Finding> = fc.record({
  ruleId: fc.constantFrom('acme-token', 'acme-key', 'odd rule\n::x'),
  ruleName: hostile,
  class: fc.constantFrom(...RULE_CLASSES),
  severity: fc.constantFrom(...SEVERITIES),
  confidence: fc.constantFrom(...CONFIDENCES),
  surface: fc.constantFrom(...SURFACES),
  location: place,
  secret: fc.record({ length: fc.nat(5000), mask: fc.constantFrom('', 'acme_…') }),
  verdict: fc.record({ kind: fc.constant('forbidden' as const), by: hostile }),
  fingerprint: fc.string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: 8, maxLength: 64 }),
});

const anySkip: fc.Arbitrary<Unread> = fc.record({
  path: hostile,
  view,
  reason: fc.constantFrom(...SKIP_REASONS),
  detail: hostile,
  accepted: fc.boolean(),
});

const anyAllowed: fc.Arbitrary<Allowed> = fc.record({
  ruleId: fc.constant('acme-token'),
  surface: fc.constantFrom(...SURFACES),
  location: place,
  by: hostile,
});

const anyEntry: fc.Arbitrary<LedgerEntry> = fc.record({
  path: hostile,
  view,
  surface: fc.option(fc.constantFrom(...SURFACES)),
  sha256: fc.option(fc.constant('cd'.repeat(32))),
  bytes: fc.nat(),
  views: fc.dictionary(hostile, fc.nat(10), { maxKeys: 3 }),
  status: fc.constantFrom('scanned' as const, 'partial' as const, 'skipped' as const, 'excluded' as const),
  reason: fc.option(hostile),
  findings: fc.nat(3),
});

/** A whole result with hostile text wherever evidence, packets or command lines can bring text in. */
export const hostileResult: fc.Arbitrary<ScanResult> = fc
  .record({
    findings: fc.array(anyFinding, { maxLength: 6 }),
    skipped: fc.array(anySkip, { maxLength: 6 }),
    allowed: fc.array(anyAllowed, { maxLength: 4 }),
    ledger: fc.array(anyEntry, { maxLength: 6 }),
    notes: fc.array(hostile, { maxLength: 2 }),
    packet: hostile,
    reference: fc.option(hostile, { nil: undefined }),
    enforced: fc.boolean(),
  })
  .map(({ findings, skipped, allowed, ledger, notes, packet, reference, enforced }) =>
    scanResult({
      findings,
      skipped,
      allowed,
      ledger,
      rules: findings.map(({ ruleId: id, ruleName: name, class: kind, severity, confidence }) => ({
        id,
        name,
        class: kind,
        severity,
        confidence,
        ...(reference === undefined ? {} : { reference }),
      })),
      tool: { packet },
      summary: { notes, enforced },
    }),
  );
