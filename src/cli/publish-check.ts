import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkArtifacts } from '../attest/publish.ts';
import { ScanError } from '../errors.ts';
import { plural } from '../report/figures.ts';
import type { Arguments } from './arguments.ts';
import type { CliIo } from './io.ts';
import { ledgerOf, ledgerPlace } from './ledger-of.ts';

/** `watertight publish-check`: refuses artifacts that are not what a complete scan found clean; 1 for one, 3 where there is none. */
export async function publishCheckCommand(args: Arguments, io: CliIo): Promise<number> {
  const [, ...paths] = args.paths;
  if (paths.length === 0)
    throw new ScanError(
      'usage',
      'Cannot check artifacts: name a ledger (scan --ledger FILE writes one), then the files and folders to publish',
    );
  const { ledger, name } = await ledgerOf(args, io);
  if (ledger.broken !== undefined) {
    io.stdout.write(`REFUSED: the ledger was changed after it was written: ${ledger.broken}\n`);
    return 1;
  }
  const place = await ledgerPlace(args, io);
  const options = { ...place, ledger: realpathSync(resolve(io.cwd, name)) };
  let clean = 0;
  let refused = 0;
  for await (const state of checkArtifacts(paths, ledger, options)) {
    if (state.kind === 'clean') clean++;
    else {
      refused++;
      io.stdout.write(`${state.kind.padEnd(12)} ${place.shown(state.path)}: ${place.shown(state.reason)}\n`);
    }
  }
  if (clean + refused === 0) {
    io.stdout.write('INCOMPLETE: no file to publish\n');
    return 3;
  }
  io.stdout.write(
    refused > 0
      ? `REFUSED: ${refused} of ${plural(clean + refused, 'artifact')} must not be published\n`
      : `PASS: ${plural(clean, 'artifact')} unchanged since the scan, without findings\n`,
  );
  return refused > 0 ? 1 : 0;
}
