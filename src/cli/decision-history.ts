import { rootReader } from '../check/acceptance.ts';
import { readDecision } from '../check/decision.ts';
import { GitFacts } from '../check/git.ts';
import { judgedHistory } from '../check/transitions.ts';
import { ScanError } from '../errors.ts';
import type { Arguments } from './arguments.ts';
import type { CliIo } from './io.ts';
import { packetOf } from './packet-of.ts';
import { safeText } from './safe-text.ts';

/** `watertight decision history`: every version of the record, oldest first, with what is wrong with the step to it; ends 1 then, 3 where a shallow clone lacks some. */
export async function decisionHistoryCommand(args: Arguments, io: CliIo): Promise<number> {
  const { packet, root, origin } = await packetOf(args, io);
  const decision = await readDecision(packet.governed.decision, rootReader(packet, root, io.env));
  if (decision === null) throw new ScanError('usage', `Cannot show the decision: packet ${origin} has none`);
  const { git, unopened = 'this is no git repository' } = await GitFacts.open(root, io.env);
  if (git === undefined) throw new ScanError('usage', `Cannot show the history of the decision: ${unopened}`);
  const { steps, faults, isCut } = await judgedHistory(decision, git);
  const rows = steps.map(({ commit, state, status, revision }) => ({
    commit: commit ?? null,
    revision: revision ?? null,
    state,
    status,
    faults: faults.filter((fault) => fault.commit === commit).map(({ reason }) => reason),
  }));
  const { record } = decision.rules;
  if (args.isSet('json')) io.stdout.write(`${JSON.stringify({ record, versions: rows }, null, 2)}\n`);
  else if (rows.length === 0)
    io.stdout.write(`${safeText(record)}: no version yet, decision ${decision.status} (safe default)\n`);
  else io.stdout.write(rows.flatMap(linesOf).join(''));
  if (isCut) io.stderr.write('watertight: this clone is shallow: it lacks earlier versions of the record\n');
  if (faults.length > 0) return 1;
  return isCut ? 3 : 0;
}

interface Row {
  readonly commit: string | null;
  readonly revision: number | null;
  readonly state: string;
  readonly status: string;
  readonly faults: readonly string[];
}

function linesOf({ commit, revision, state, status, faults }: Row): readonly string[] {
  const where = (commit ?? 'work tree').slice(0, 12).padEnd(12);
  const broken = state === 'valid' ? '' : ` (record ${state})`;
  return [
    `${where}  revision ${String(revision ?? '-').padEnd(3)} ${safeText(status)}${broken}\n`,
    ...faults.map((reason) => `              FAIL DEC-07 ${safeText(reason)}\n`),
  ];
}
