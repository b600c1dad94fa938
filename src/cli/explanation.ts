import type { AttemptOutcome } from '../detect/explain.ts';
import type { Reason } from '../detect/generic/model.ts';
import type { Check } from '../detect/rule.ts';
import type { Allowed, Confidence, Finding, Location, RuleClass, ScanResult, Severity, Surface } from '../types.ts';
import type { ExplainedLine, PlacedAttempt } from './explain-lines.ts';

/** What the packet says of a match: nothing where another finding stands in its place. */
export type ExplainedVerdict =
  { readonly kind: 'forbidden' | 'allowed'; readonly by: string } | { readonly kind: 'not-told' };

/** One place where a rule fits. Holds nothing of the value but its length and a public prefix. */
export interface ExplainedAttempt {
  readonly ruleId: string;
  readonly ruleName: string;
  readonly class: RuleClass;
  readonly severity: Severity;
  readonly startLine: number;
  readonly startColumn: number;
  /** Code points. */
  readonly length: number;
  readonly mask: string;
  readonly outcome: AttemptOutcome;
  /** What a value that is passed over is, in words. */
  readonly says?: string;
  readonly confidence: Confidence;
  readonly keyword?: string;
  readonly entropy: { readonly bits: number; readonly least?: number };
  readonly validator?: { readonly name: string; readonly says: Check };
  readonly model?: { readonly score: number; readonly least: number; readonly reasons: readonly Reason[] };
  readonly verdict: ExplainedVerdict;
  readonly fingerprint?: string;
  /** An allow comment beside a value that is reported all the same. */
  readonly comment?: string;
}

/** A match that was found otherwise: in decoded text, as a known value, by a rule of gitleaks. */
export interface ExplainedFinding {
  readonly ruleId: string;
  readonly view: readonly string[];
  readonly startLine: number;
  readonly startColumn: number;
  readonly verdict: ExplainedVerdict;
  readonly fingerprint?: string;
}

/** All that is to be said of one line. */
export interface Explanation {
  readonly path: string;
  readonly line: number;
  readonly lines: readonly {
    readonly view: readonly string[];
    readonly surface: Surface;
    readonly attempts: readonly ExplainedAttempt[];
    /** Rules that looked at the line because of a word in it, and did not fit. */
    readonly unfitting: readonly { readonly ruleId: string; readonly keyword: string }[];
  }[];
  readonly otherFindings: readonly ExplainedFinding[];
  readonly packet: string;
  readonly complete: boolean;
  /** What of the file was not read. */
  readonly unread: readonly string[];
}

type Told = Pick<Allowed, 'ruleId' | 'location'> & {
  readonly verdict: ExplainedVerdict;
  readonly finding?: Finding;
};

/** Puts together what rules and model say of a line and what the scan made of it. */
export function explanationOf(
  result: ScanResult,
  lines: readonly ExplainedLine[],
  path: string,
  line: number,
): Explanation {
  const told: readonly Told[] = [
    ...result.findings.map((finding) => ({ ...finding, finding })),
    ...result.allowed.map(({ ruleId, location, by }) => ({
      ruleId,
      location,
      verdict: { kind: 'allowed' as const, by },
    })),
  ];
  const used = new Set<Told>();
  const explained = lines.map((one) => ({
    view: one.view,
    surface: one.surface,
    attempts: one.attempts.map((attempt) => {
      const match = told.find(
        ({ ruleId, location }) => isAt(location, attempt, one.view) && ruleId === attempt.rule.id,
      );
      if (match !== undefined) used.add(match);
      return explainedAttempt(attempt, match);
    }),
    unfitting: unfitting(one),
  }));
  const others = told.filter((one) => !used.has(one) && isOn(one.location, line));
  return {
    path,
    line,
    lines: explained,
    otherFindings: others.map(({ ruleId, location, verdict, finding }) => ({
      ruleId,
      view: location.view,
      startLine: location.startLine,
      startColumn: location.startColumn,
      verdict,
      ...(finding && { fingerprint: finding.fingerprint }),
    })),
    packet: result.tool.packet,
    complete: result.summary.complete,
    unread: result.skipped.filter(({ accepted }) => !accepted).map(({ reason, detail }) => `${reason}: ${detail}`),
  };
}

/** What of an explanation is about the place at a column; all of it where nothing begins there. */
export function atColumn(explanation: Explanation, column: number | undefined): Explanation {
  const { line, lines, otherFindings } = explanation;
  const isThere = (one: { readonly startLine: number; readonly startColumn: number }): boolean =>
    one.startLine === line && one.startColumn === column;
  const others = otherFindings.filter(isThere);
  const own = lines.map((one) => ({ ...one, attempts: one.attempts.filter(isThere), unfitting: [] }));
  const fitting = own.filter(({ attempts }) => attempts.length > 0);
  if (fitting.length + others.length === 0) return explanation;
  return { ...explanation, lines: fitting, otherFindings: others };
}

function isOn({ startLine, endLine }: Location, line: number): boolean {
  return startLine <= line && line <= endLine;
}

function isAt(location: Location, { line, column }: PlacedAttempt, view: readonly string[]): boolean {
  return (
    location.startLine === line &&
    location.startColumn === column &&
    location.view.length === view.length &&
    location.view.every((step, index) => step === view[index])
  );
}

function explainedAttempt(attempt: PlacedAttempt, told: Told | undefined): ExplainedAttempt {
  const { rule, line, column, secret, outcome, comment } = attempt;
  const finding = told?.finding;
  const { confidence } = finding ?? attempt;
  return {
    ruleId: rule.id,
    ruleName: rule.name,
    class: rule.class,
    severity: rule.severity,
    startLine: line,
    startColumn: column,
    length: secret.length,
    mask: finding?.secret.mask ?? '',
    outcome,
    confidence,
    ...checksOf(attempt),
    verdict: told?.verdict ?? { kind: 'not-told' },
    ...(finding && { fingerprint: finding.fingerprint }),
    ...(finding && comment !== undefined && { comment }),
  };
}

function checksOf({
  says,
  keyword,
  entropy,
  validator,
  model,
}: PlacedAttempt): Pick<ExplainedAttempt, 'says' | 'keyword' | 'entropy' | 'validator' | 'model'> {
  return {
    ...(says !== undefined && { says }),
    ...(keyword && { keyword: keyword.word }),
    entropy: { bits: rounded(entropy.bits), ...(entropy.least !== undefined && { least: entropy.least }) },
    ...(validator && { validator }),
    ...(model && { model: roundedModel(model) }),
  };
}

function roundedModel({
  score,
  least,
  reasons,
}: NonNullable<PlacedAttempt['model']>): NonNullable<ExplainedAttempt['model']> {
  return {
    score: rounded(score),
    least,
    reasons: reasons.map(({ feature, weight }) => ({ feature, weight: rounded(weight) })),
  };
}

function rounded(value: number): number {
  return Number(value.toFixed(2));
}

function unfitting({ anchored, attempts }: ExplainedLine): Explanation['lines'][number]['unfitting'] {
  const fitting = new Set(attempts.map(({ rule }) => rule.id));
  return anchored
    .filter(({ rule }) => !fitting.has(rule.id))
    .map(({ rule, keyword }) => ({ ruleId: rule.id, keyword }));
}
