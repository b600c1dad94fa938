import { openIndex } from '../../source/git/open-index.ts';
import type { Arguments } from '../arguments.ts';
import type { CliIo } from '../io.ts';
import { runScan } from '../scan.ts';
import { stagedPacket } from '../stored-packet.ts';

/**
 * `watertight hook pre-commit`: scans what is staged. Files that are named are scanned as the index has them, whole where
 * the commit leaves them as they are: hook managers name files, all of them when asked to (`pre-commit run --all-files`).
 */
export async function preCommitHook(args: Arguments, io: CliIo): Promise<number> {
  const index = await openIndex({ folder: io.cwd, env: io.env });
  const isNamed = args.paths.length > 0;
  return runScan(args, io, {
    cwd: index.top,
    target: isNamed ? 'the named files, as staged' : 'the staged changes',
    occasion: isNamed ? 'files' : 'commit',
    packet: await stagedPacket(args, io, index),
    git: {
      kind: 'staged',
      index,
      includeCommitted: args.isSet('include-committed'),
      ...(isNamed ? { names: args.paths, unchanged: true } : {}),
    },
  });
}
