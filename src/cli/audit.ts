import { audit, type AuditOptions } from '../audit.ts';
import { builtInPacket } from '../policy/built-in.ts';
import { packetFileOf } from '../policy/discover.ts';
import { scopeNotes, scopeOf } from '../scan/audit/scope.ts';
import type { ScanOutcome } from '../scan/outcome.ts';
import type { CommitScope, RunFacts } from '../types.ts';
import type { Arguments } from './arguments.ts';
import type { CliIo } from './io.ts';
import { knownValues } from './known-values.ts';
import { openOutputs } from './outputs.ts';
import { packetInForce } from './packet-of.ts';
import { ProgressLine } from './progress.ts';
import { loadRules } from './rule-files.ts';
import { loadBaseline, safeFacts } from './run-inputs.ts';
import { fingerprintKey } from './own-keys.ts';
import { untilInterrupted } from './until-interrupted.ts';

/** By how much of what lives an audit's heap may grow: less than that of a scan, since its own tables take memory as well. */
const GROWTH_PERCENT = 30;

/** `watertight audit`: audits repositories, writes every output that was asked for, and gives the exit code. */
export async function auditCommand(args: Arguments, io: CliIo): Promise<number> {
  const startedAt = new Date().toISOString();
  await io.compileLess?.();
  const outputs = await openOutputs(args, io);
  const asked = await askedOf(args, io);
  const progress = new ProgressLine(io.stderr, 'object');
  try {
    return await untilInterrupted(io, async (signal) => {
      const outcome = await audit({
        ...asked.options,
        ledger: outputs.needsLedger,
        signal,
        ...(args.isSet('quiet') ? {} : { onProgress: (state) => progress.update(state) }),
      });
      progress.end();
      const targets = args.paths.length > 0 ? args.paths : ['.'];
      const times = { startedAt, finishedAt: new Date().toISOString() };
      await outputs.write(outcome, {
        ...times,
        targets,
        ...(outputs.needsLedger ? { run: await facts(asked, io, outcome.safeName) } : {}),
      });
      return outcome.result.summary.exitCode;
    });
  } finally {
    progress.end();
  }
}

async function facts(
  { options, scope, baseline }: Asked,
  io: CliIo,
  safeName: ScanOutcome['safeName'],
): Promise<RunFacts> {
  const { runFacts } = await import('./run-facts.ts');
  const run = await runFacts('audit', options.packet ?? builtInPacket(), io, baseline);
  const range = scope.range === null ? null : await safeName(scope.range);
  const since = scope.since === null ? null : await safeName(scope.since);
  return safeFacts({ ...run, commits: { ...scope, range, since } }, safeName);
}

/** Audits for a command that makes something else of the outcome. */
export async function auditFor(args: Arguments, io: CliIo): Promise<ScanOutcome> {
  return audit((await askedOf(args, io)).options);
}

/** Options of an audit, and what the ledger says of them. */
interface Asked {
  readonly options: AuditOptions;
  readonly scope: CommitScope;
  readonly baseline: RunFacts['baseline'];
}

async function askedOf(args: Arguments, io: CliIo): Promise<Asked> {
  await io.growLess?.(GROWTH_PERCENT);
  const { packet, origin, root } = await packetInForce(args, io);
  const key = fingerprintKey(io, root);
  const known = await knownValues(args, io, { packet, root });
  const scope = scopeOf(packet, {
    range: args.text('range'),
    since: args.text('since'),
    unreachable: args.isSet('unreachable'),
    all: args.isSet('all'),
  });
  const baseline = await loadBaseline(args, io, { packet, root });
  const options: AuditOptions = {
    repositories: args.paths,
    range: scope.range ?? undefined,
    since: scope.since ?? undefined,
    unreachable: scope.unreachable,
    leftOut: scope.leftOut,
    beside: scope.beside,
    notes: scopeNotes(scope),
    remember: !args.isSet('no-cache'),
    cwd: io.cwd,
    env: io.env,
    packet,
    packetOrigin: origin,
    packetFile: packetFileOf(origin, io.cwd),
    packetRoot: root,
    rules: await loadRules(args.list('rules'), io),
    enforced: !args.isSet('report-only'),
    ...(key === undefined ? {} : { key }),
    ...(known === undefined ? {} : { known }),
    ...(baseline === undefined ? {} : { baseline: baseline.baseline }),
  };
  return { options, scope, baseline: baseline?.facts };
}
