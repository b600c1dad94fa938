import type { Observation } from '../check-result.ts';
import type { Decision } from '../policy/decision/record.ts';
import { member } from '../policy/json.ts';
import { faultsOf, type HistoryFault, type HistoryStep } from '../policy/decision/history.ts';
import { say, type CheckContext } from './context.ts';
import { parseDecision, recordPlace } from './decision.ts';
import type { GitFacts } from './git.ts';

/** Every version of the record in the history of HEAD, oldest first, then that of the work tree if it differs. */
async function recordHistory(decision: Decision, git: GitFacts | undefined): Promise<HistoryStep[]> {
  const steps: HistoryStep[] = [];
  const { rules } = decision;
  const revisions = git === undefined ? [] : await git.history(rules.record);
  for (const revision of revisions) {
    const blob = await git?.blobAt(revision.commit, rules.record);
    const bytes = blob === undefined ? undefined : await git?.read(blob);
    const version = bytes === undefined ? undefined : await parseDecision(bytes.toString('utf8'), rules);
    steps.push(stepOf(revision.commit, blob?.id, version, rules.default));
  }
  return withWorkTree(steps, decision);
}

/** The history of a record, and what is wrong with it. */
export interface JudgedHistory {
  readonly steps: readonly HistoryStep[];
  readonly faults: readonly HistoryFault[];
  /** Whether a shallow clone begins with the first version. */
  readonly isCut: boolean;
}

/** Reads and judges every version of a record. */
export async function judgedHistory(decision: Decision, git: GitFacts | undefined): Promise<JudgedHistory> {
  const steps = await recordHistory(decision, git);
  const [first] = steps;
  const isCut = first?.commit !== undefined && git?.endsAt(first.commit) === true;
  const blobOf = async (commit: string): Promise<string | undefined> =>
    (await git?.blobAt(commit, decision.rules.record))?.id;
  return { steps, faults: await faultsOf(steps, decision.rules, { blobOf, isCut }), isCut };
}

/** The versions, followed by that of the work tree if it differs. */
function withWorkTree(steps: HistoryStep[], decision: Decision): HistoryStep[] {
  const last = steps.at(-1);
  const { state, rules } = decision;
  const now = stepOf(undefined, undefined, state === 'absent' ? undefined : decision, rules.default);
  if (last === undefined) return state === 'absent' ? [] : [now];
  const same = last.state === now.state && JSON.stringify(last.record) === JSON.stringify(now.record);
  return same ? steps : [...steps, now];
}

function stepOf(
  commit: string | undefined,
  blob: string | undefined,
  version: Decision | undefined,
  fallback: string,
): HistoryStep {
  const revision = member(version?.record, 'revision');
  const supersedes = member(version?.record, 'supersedes');
  return {
    commit,
    blob,
    state: version?.state ?? 'absent',
    status: version?.status ?? fallback,
    revision: typeof revision === 'number' ? revision : undefined,
    supersedes: typeof supersedes === 'string' ? supersedes : undefined,
    record: version?.record,
  };
}

/** DEC-07: each step from one version of the record to the next is legal. */
export async function transitionChecks(
  decision: Decision,
  { git, unopened }: CheckContext,
): Promise<readonly Observation[]> {
  const { rules } = decision;
  const { steps, faults, isCut } = await judgedHistory(decision, git);
  const found = faults.map(({ reason, commit }) =>
    say('DEC-07', 'fail', commit === undefined ? reason : `${reason} (commit ${commit.slice(0, 12)})`, {
      place: commit === undefined ? recordPlace(decision, ['revision']) : { path: rules.record },
      fix: 'watertight decision history shows every step',
    }),
  );
  if (isCut) {
    const fix = { fix: 'fetch the whole history (git fetch --unshallow)', place: { path: rules.record } };
    found.push(say('DEC-07', 'unproven', 'this clone is shallow: it lacks earlier versions of the record', fix));
  }
  if (steps.length > 0 && unopened !== undefined)
    found.push(say('DEC-07', 'unproven', `the history of the record is unknown: ${unopened}`));
  if (found.length > 0 || steps.length === 0) return found;
  if (git === undefined) return [say('DEC-07', 'not-checked', 'the record has no git history')];
  return [
    say(
      'DEC-07',
      'pass',
      `${steps.length} ${steps.length === 1 ? 'version' : 'versions'} of the record, each step legal`,
    ),
  ];
}
