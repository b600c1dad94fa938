/** What `check` gives: every check with its outcome, and the facts behind it. Holds no secret value. */
import type { ScanResult, Severity, ToolInfo } from './types.ts';

/**
 * `pass`: looked at and right. `info`: a state that is no fault. `warn`: a fault that does not fail the run. `fail`: a violation.
 * `unproven`: what the packet asks for could not be looked at. `invalid`: the packet cannot be evaluated. `not-checked`: not
 * looked at, and the packet does not ask for it.
 */
export const CHECK_OUTCOMES = ['invalid', 'fail', 'unproven', 'warn', 'info', 'not-checked', 'pass'] as const;
/** One of these. */
export type CheckOutcomeKind = (typeof CHECK_OUTCOMES)[number];

/** Where the reader should look. */
export interface CheckPlace {
  readonly path: string;
  /** From 1. */
  readonly line?: number;
  readonly column?: number;
}

/** One thing that a check says. */
export interface Observation {
  /** `DEC-05`. */
  readonly id: string;
  readonly outcome: CheckOutcomeKind;
  readonly severity: Severity;
  readonly message: string;
  readonly place?: CheckPlace;
  /** What to write where. */
  readonly fix?: string;
}

/** The decision as it counts. */
export interface DecisionFact {
  readonly status: string;
  readonly record: string;
  readonly state: 'absent' | 'valid' | 'broken';
  readonly revision: number | null;
}

/** A gate and why it is so. */
export interface GateFact {
  readonly id: string;
  readonly state: 'closed' | 'open' | 'broken';
  readonly why: string;
}

/** A work item or gate with a rule: what the prose says and what the facts allow. */
export interface WorkItemFact {
  readonly id: string;
  /** As the prose has it; null where it declares none. */
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

/** Counts by outcome, and what follows. */
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
  /** By check id, those of one check in the order they came. */
  readonly observations: readonly Observation[];
  readonly scan: ScanResult;
  readonly summary: CheckSummary;
}

/** Turns a check's result into the text of one format. */
export type CheckReporter = (result: CheckResult, options: CheckReportOptions) => string;

/** What such a report needs beside the result. */
export interface CheckReportOptions {
  readonly colour?: boolean;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
}
