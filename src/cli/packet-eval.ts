import { factsText } from '../report/check/json.ts';
import type { Arguments } from './arguments.ts';
import { guarded } from './check.ts';
import { runCheck } from './check-run.ts';
import type { CliIo } from './io.ts';

/** `watertight packet eval`: every fact as JSON. Judging is left to who reads it: it ends 0, or 2 where nothing could be evaluated. */
export async function packetEvalCommand(args: Arguments, io: CliIo): Promise<number> {
  const run = await runCheck(args, io);
  io.stdout.write(guarded(factsText(run.result), run, factsText));
  return run.result.summary.exitCode === 2 ? 2 : 0;
}
