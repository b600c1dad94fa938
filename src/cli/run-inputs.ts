import type { ScanOutcome } from '../scan/outcome.ts';
import type { RunFacts } from '../types.ts';
import type { Arguments } from './arguments.ts';
import type { NamedBaseline } from './baseline-of.ts';
import type { CliIo } from './io.ts';
import type { StoredPacket } from './stored-packet.ts';

/** The packet that counts for a run, with what its baseline is read from if that is not the file system. */
export type Governing = Pick<StoredPacket, 'packet' | 'root' | 'storedBaseline'>;

/** The baseline that `--baseline` or the packet names. */
export async function loadBaseline(
  args: Arguments,
  io: CliIo,
  governing: Governing,
): Promise<NamedBaseline | undefined> {
  if (args.text('baseline') === undefined && governing.packet.baseline === undefined) return undefined;
  const { baselineOf } = await import('./baseline-of.ts');
  return baselineOf(args, io, governing);
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
