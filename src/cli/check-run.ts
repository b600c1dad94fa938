import { packetFileOf } from '../policy/discover.ts';
import { check, type CheckRun } from '../check.ts';
import { ScanError } from '../errors.ts';
import type { Arguments } from './arguments.ts';
import { closest } from './closest.ts';
import { excludes } from './file-list.ts';
import type { CliIo } from './io.ts';
import { knownValues } from './known-values.ts';
import { packetOf } from './packet-of.ts';
import { ProgressLine } from './progress.ts';
import { loadBaseline } from './run-inputs.ts';
import { loadRules } from './rule-files.ts';
import { projectKey } from './own-keys.ts';
import { safeText } from './safe-text.ts';
import { untilInterrupted } from './until-interrupted.ts';

/** Finds the packet that the command line names and checks everything below its folder. */
export async function runCheck(args: Arguments, io: CliIo): Promise<CheckRun> {
  const { packet, origin, root } = await packetOf(args, io);
  const requireOpen = args.list('require-open');
  for (const gate of requireOpen) refuseUnknownGate(gate, Object.keys(packet.governed.gates), origin);
  const progress = new ProgressLine(io.stderr);
  const key = projectKey(io, root);
  const baseline = await loadBaseline(args, io, { packet, root });
  try {
    return await untilInterrupted(io, async (signal) => {
      const known = await knownValues(args, io, { packet, root });
      return check({
        packet,
        origin,
        packetFile: packetFileOf(origin, io.cwd),
        root,
        cwd: io.cwd,
        env: io.env,
        rules: await loadRules(args.list('rules'), io),
        exclude: excludes(args, io.cwd),
        strict: args.isSet('strict'),
        requireOpen,
        signal,
        ...key,
        ...(known === undefined ? {} : { known }),
        ...(baseline === undefined ? {} : { baseline: baseline.baseline }),
        ...(args.isSet('quiet') ? {} : { onProgress: (state) => progress.update(state) }),
      });
    });
  } finally {
    progress.end();
  }
}

function refuseUnknownGate(gate: string, gates: readonly string[], origin: string): void {
  if (gates.includes(gate)) return;
  const near = closest(gate, gates);
  const hint = near === undefined ? `its gates: ${gates.join(', ') || 'none'}` : `did you mean ${near}?`;
  throw new ScanError(
    'usage',
    `Cannot use --require-open ${safeText(gate)}: packet ${origin} has no such gate (${hint})`,
  );
}
