import type { DecisionRules } from '../governed.ts';
import { at } from '../json.ts';
import type { JsonObject } from '../packet.ts';
import type { Decision } from './record.ts';

/** One version of the record. */
export interface HistoryStep {
  /** Undefined for the work tree. */
  readonly commit: string | undefined;
  readonly blob: string | undefined;
  readonly state: Decision['state'];
  /** The effective status: a version that was broken or absent decided nothing. */
  readonly status: string;
  readonly revision: number | undefined;
  readonly supersedes: string | undefined;
  readonly record: JsonObject | undefined;
}

/** A step that the packet does not allow. */
export interface HistoryFault {
  readonly commit: string | undefined;
  readonly reason: string;
}

/** Access to the versions. */
export interface HistorySource {
  /** The record's blob in a commit. */
  readonly blobOf: (commit: string) => Promise<string | undefined>;
  /** Whether there were or may have been unknown versions before the first one; they are given the benefit of the doubt. */
  readonly isCut: boolean;
}

/**
 * Checks the versions of a record: each step must be one of the packet's transitions with the fields it needs, the
 * revision must grow by one, and `supersedes` must be a commit that contains the previous version.
 */
export async function faultsOf(
  steps: readonly HistoryStep[],
  rules: DecisionRules,
  source: HistorySource,
): Promise<HistoryFault[]> {
  const faults: HistoryFault[] = [];
  let before: HistoryStep | undefined;
  for (const step of steps) {
    const isFirst = before === undefined;
    const reasons = [...transitionFaults(before, step, rules), ...revisionFaults(before, step)];
    const wrong = await supersedesFault(before, step, source);
    if (wrong !== undefined) reasons.push(wrong);
    if (!isFirst || !source.isCut) faults.push(...reasons.map((reason) => ({ commit: step.commit, reason })));
    if (step.state === 'valid') before = step;
  }
  return faults;
}

function transitionFaults(before: HistoryStep | undefined, step: HistoryStep, rules: DecisionRules): string[] {
  const from = before?.status ?? rules.default;
  const to = step.status;
  if (from === to) return [];
  // The safe state is always allowed.
  if (to === rules.default) return [];
  const legal = rules.transitions.find(
    (one) => (one.from === from || one.from === '*') && (one.to === to || one.to === '*'),
  );
  if (legal === undefined)
    return rules.transitions.length === 0 ? [] : [`${from}→${to} is not a transition of the packet`];
  return legal.needs
    .filter((field) => at(step.record, field) === undefined)
    .map((field) => `${from}→${to} without ${field}`);
}

function revisionFaults(before: HistoryStep | undefined, step: HistoryStep): string[] {
  if (before?.revision === undefined || step.revision === undefined || step.state !== 'valid') return [];
  if (step.revision === before.revision + 1) return [];
  return step.revision === before.revision
    ? [`the record changed, but its revision is still ${step.revision}`]
    : [`revision ${step.revision} follows ${before.revision}: it must increase by one`];
}

async function supersedesFault(
  before: HistoryStep | undefined,
  step: HistoryStep,
  { blobOf, isCut }: HistorySource,
): Promise<string | undefined> {
  if (step.supersedes === undefined) return undefined;
  if (before?.blob === undefined) return 'supersedes names a commit, but there is no earlier version';
  const blob = await blobOf(step.supersedes);
  return blob === before.blob || (isCut && blob === undefined)
    ? undefined
    : 'supersedes is not a commit with the previous version';
}
