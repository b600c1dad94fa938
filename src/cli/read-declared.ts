import { builtInPacket } from '../policy/built-in.ts';
import { type Arguments, parseArguments } from './arguments.ts';
import type { CliIo } from './io.ts';
import { knownValues } from './known-values.ts';
import { valuesFrom } from './known/values-from.ts';
import { discoverPacket, type DiscoveredPacket } from '../policy/discover.ts';
import { packetInForce } from './packet-of.ts';

/**
 * Reads what a command line and its packet declare, as far as that can be read, so that a message about another failure hides it. What
 * fails here is not told: the message is about what failed first.
 */
export async function readDeclared(argv: readonly string[], io: CliIo): Promise<void> {
  const silent = { ...io, stderr: { write: () => undefined } };
  try {
    const args = parseArguments(argv);
    if (args.command.startsWith('known ')) await valuesFrom(args, silent);
    else {
      await knownValues(args, silent, await packetOrUsual(args, io));
    }
  } catch {
    // Nothing more can be declared.
  }
}

/** The packet in force; the one that is found where that cannot be read, or else the built-in one. */
async function packetOrUsual(args: Arguments, io: CliIo): Promise<Pick<DiscoveredPacket, 'packet' | 'root'>> {
  try {
    return await packetInForce(args, io);
  } catch {
    return discoverPacket({ cwd: io.cwd }).catch(() => ({ packet: builtInPacket(), root: io.cwd }));
  }
}
