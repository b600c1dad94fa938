import { ScanError } from '../errors.ts';
import { discoverPacket, type DiscoveredPacket } from '../policy/discover.ts';
import type { Arguments } from './arguments.ts';
import type { CliIo } from './io.ts';

/** The packet that counts for a command: `--packet`, the environment, or what is found. Throws `ScanError` as `discoverPacket`. */
export function packetInForce(args: Arguments, io: CliIo, named?: string): Promise<DiscoveredPacket> {
  return discoverPacket({ flag: named ?? args.text('packet'), env: io.env['WATERTIGHT_PACKET'], cwd: io.cwd });
}

/** Whether the command line or the environment names the packet. */
export function isPacketNamed(args: Arguments, io: CliIo): boolean {
  return (args.text('packet') ?? (io.env['WATERTIGHT_PACKET'] || undefined)) !== undefined;
}

/** The packet that a command names by its one path, by `--packet`, or that is found. Throws `ScanError` as `discoverPacket`. */
export async function packetOf(args: Arguments, io: CliIo): Promise<DiscoveredPacket> {
  const [named, ...others] = args.paths;
  if (others.length > 0 || (named !== undefined && args.text('packet') !== undefined)) {
    throw new ScanError('usage', 'Cannot use more than one packet: name one file');
  }
  return packetInForce(args, io, named);
}
