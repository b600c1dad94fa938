import type { Packet } from '../policy/packet.ts';
import { refusedRoots } from '../policy/targets.ts';
import { headState } from '../source/git/head-state.ts';
import { refusal } from '../source/refusal.ts';
import type { RunFacts } from '../types.ts';
import { resolve } from 'node:path';
import type { CliIo } from './io.ts';

/** Variables of the environment that every run looks at. */
const OWN = ['WATERTIGHT_PACKET', 'WATERTIGHT_KEY'];

/** What the ledger's header says of a run. Of the environment it has names alone, and git is asked for a scan's folder only. */
export async function runFacts(
  command: RunFacts['command'],
  packet: Packet,
  io: CliIo,
  baseline?: RunFacts['baseline'],
): Promise<RunFacts> {
  const { cwd, env } = io;
  const names = [...OWN, ...packet.targets.rootsEnv.map((name) => packet.vars[name] ?? name)];
  const environment = [...new Set(names)].filter((name) => (env[name] ?? '') !== '');
  const refuse = refusal(refusedRoots(packet, env).map((root) => resolve(cwd, root)));
  const git = command === 'scan' && refuse(cwd) === undefined ? await headState(cwd, env) : undefined;
  return {
    command,
    environment,
    ...(git === undefined ? {} : { git }),
    ...(baseline === undefined ? {} : { baseline }),
  };
}
