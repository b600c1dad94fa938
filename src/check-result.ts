/** The result of `check`: every check with its outcome, and the facts behind it. Holds no secret value. */
import type { ScanResult, Severity, ToolInfo } from './types.ts';

/**
 * `pass`: checked and correct. `info`: a state that is not a fault. `warn`: a fault that does not fail the run. `fail`: a violation.
 * `unproven`: the packet requires something that could not be checked. `invalid`: the packet cannot be evaluated. `not-checked`: not
 * checked, and not required by the packet.
 */
export const CHECK_OUTCOMES = ['invalid', 'fail', 'unproven', 'warn', 'info', 'not-checked', 'pass'] as const;
/** One of the `CHECK_OUTCOMES`. */
export type CheckOutcomeKind = (typeof CHECK_OUTCOMES)[number];

/** A place to point the reader to. */
export interface CheckPlace {
  readonly path: string;
  /** From 1. */
  readonly line?: number;
  readonly column?: number;
}

/** A single statement of a check. */
export interface Observation {
  /** `DEC-05`. */
  readonly id: string;
  readonly outcome: CheckOutcomeKind;
  readonly severity: Severity;
  readonly message: string;
  readonly place?: CheckPlace;
  /** What to write, and where. */
  readonly fix?: string;
}

/** The decision in force. */
export interface DecisionFact {
  readonly status: string;
  readonly record: string;
  readonly state: 'absent' | 'valid' | 'broken';
  readonly revision: number | null;
}

/** The state of a gate, and the reason. */
export interface GateFact {
  readonly id: string;
  readonly state: 'closed' | 'open' | 'broken';
  readonly why: string;
}

/** A work item or gate with a rule: what the prose claims and what the facts allow. */
export interface WorkItemFact {
  readonly id: string;
  /** The status that the prose declares; null if none. */
  readonly declared: string | null;
  readonly mayUnblock: boolean;
  readonly why: readonly string[];
}

/** A kind of evidence. */
export interface EvidenceFact {
  readonly id: string;
  readonly state: 'present' | 'void' | 'other' | 'absent';
  readonly why: string;
}

/** All facts of a run, for other policy engines. */
export interface CheckFacts {
  readonly packet: {
    readonly id: string;
    readonly path: string;
    readonly title: string | null;
    readonly owner: string | null;
  };
  readonly decision: DecisionFact | null;
  readonly gates: readonly GateFact[];
  readonly workItems: readonly WorkItemFact[];
  readonly evidence: readonly EvidenceFact[];
  readonly statements: readonly { readonly id: string; readonly check: string; readonly stated: boolean }[];
  /** Files that belong to no surface. */
  readonly unassigned: readonly string[];
}

/** Counts by outcome, and the conclusion. */
export interface CheckSummary {
  readonly outcomes: Readonly<Record<CheckOutcomeKind, number>>;
  readonly findings: number;
  readonly files: number;
  readonly bytes: number;
  readonly exitCode: 0 | 1 | 2 | 3;
}

/** A whole run. */
export interface CheckResult {
  readonly tool: ToolInfo;
  readonly facts: CheckFacts;
  /** By check id; those of one check in the order in which they were made. */
  readonly observations: readonly Observation[];
  readonly scan: ScanResult;
  readonly summary: CheckSummary;
}

/** Renders a check's result in one format. */
export type CheckReporter = (result: CheckResult, options: CheckReportOptions) => string;

/** What a report needs in addition to the result. */
export interface CheckReportOptions {
  readonly colour?: boolean;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
}
