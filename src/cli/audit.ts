import { audit, type AuditOptions } from '../audit.ts';
import { builtInPacket } from '../policy/built-in.ts';
import type { RunFacts } from '../types.ts';
import type { Arguments } from './arguments.ts';
import type { CliIo } from './io.ts';
import { knownValues } from './known-values.ts';
import { openOutputs } from './outputs.ts';
import { packetInForce } from './packet-of.ts';
import { ProgressLine } from './progress.ts';
import { loadRules } from './rule-files.ts';
import { fingerprintKey } from './scan.ts';

/** `watertight audit`: audits repositories, writes every output that was asked for, and gives the exit code. */
export async function auditCommand(args: Arguments, io: CliIo): Promise<number> {
  const startedAt = new Date().toISOString();
  await io.compileLess?.();
  const outputs = await openOutputs(args, io);
  const options = await auditOptions(args, io);
  const progress = new ProgressLine(io.stderr, 'objects');
  const abort = new AbortController();
  const unlisten = io.onInterrupt(() => abort.abort());
  try {
    const outcome = await audit({
      ...options,
      ledger: outputs.needsLedger,
      signal: abort.signal,
      ...(args.isSet('quiet') ? {} : { onProgress: (state) => progress.update(state) }),
    });
    progress.end();
    const targets = args.paths.length > 0 ? args.paths : ['.'];
    const times = { startedAt, finishedAt: new Date().toISOString() };
    await outputs.write(outcome, {
      ...times,
      targets,
      ...(outputs.needsLedger ? { run: await facts(options, io) } : {}),
    });
    return outcome.result.summary.exitCode;
  } finally {
    progress.end();
    unlisten();
  }
}

async function facts(options: AuditOptions, io: CliIo): Promise<RunFacts> {
  const { runFacts } = await import('./run-facts.ts');
  return runFacts('audit', options.packet ?? builtInPacket(), io);
}

async function auditOptions(args: Arguments, io: CliIo): Promise<AuditOptions> {
  const { packet, origin, root } = await packetInForce(args, io);
  const key = fingerprintKey(io, root);
  const known = await knownValues(args, io, { packet, root });
  // `--all` is what is done anyway: it takes back a range, as in an alias.
  const limited = !args.isSet('all');
  return {
    repositories: args.paths,
    range: limited ? args.text('range') : undefined,
    since: limited ? args.text('since') : undefined,
    unreachable: args.isSet('unreachable'),
    remember: !args.isSet('no-cache'),
    cwd: io.cwd,
    env: io.env,
    packet,
    packetOrigin: origin,
    packetRoot: root,
    rules: await loadRules(args.list('rules'), io),
    enforced: !args.isSet('report-only'),
    ...(key === undefined ? {} : { key }),
    ...(known === undefined ? {} : { known }),
  };
}
