import type { ScanOutcome } from '../scan/outcome.ts';
import type { RunFacts } from '../types.ts';
import type { Arguments } from './arguments.ts';
import type { NamedBaseline } from './baseline-of.ts';
import type { CliIo } from './io.ts';

/** The baseline that `--baseline` names. */
export async function loadBaseline(args: Arguments, io: CliIo): Promise<NamedBaseline | undefined> {
  if (args.text('baseline') === undefined) return undefined;
  const { baselineOf } = await import('./baseline-of.ts');
  return baselineOf(args, io);
}

/** Names in it come from the command line and the packet. */
export async function safeFacts(run: RunFacts, safeName: ScanOutcome['safeName']): Promise<RunFacts> {
  const { baseline } = run;
  return {
    ...run,
    environment: await Promise.all(run.environment.map(safeName)),
    ...(baseline === undefined ? {} : { baseline: { ...baseline, path: await safeName(baseline.path) } }),
  };
}
