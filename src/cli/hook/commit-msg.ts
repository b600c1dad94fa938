import { resolve } from 'node:path';
import { ScanError } from '../../errors.ts';
import { identityEvents, messageEvent } from '../../source/git/message.ts';
import { type Index, openIndex } from '../../source/git/open-index.ts';
import type { Arguments } from '../arguments.ts';
import type { CliIo } from '../io.ts';
import { runScan } from '../scan.ts';
import { stagedPacket, type StoredPacket } from '../stored-packet.ts';

/** `watertight hook commit-msg FILE`: scans the message, trailers included, and who commits. */
export async function commitMessageHook(args: Arguments, io: CliIo): Promise<number> {
  const [path, ...more] = args.paths;
  if (path === undefined || more.length > 0) {
    throw new ScanError('usage', 'Cannot run hook commit-msg: it takes one argument, the message file');
  }
  const message = messageEvent(path, resolve(io.cwd, path), io.env);
  const events = [message, ...(await identityEvents({ cwd: io.cwd, env: io.env }))];
  const packet = await packetOfCommit(args, io);
  return runScan(args, io, { target: 'the commit message', occasion: 'message', events, ...(packet && { packet }) });
}

/** That of the next commit, as for its files; none where the hook is tried outside of a repository. */
async function packetOfCommit(args: Arguments, io: CliIo): Promise<StoredPacket | undefined> {
  let index: Index;
  try {
    index = await openIndex({ folder: io.cwd, env: io.env });
  } catch (error) {
    if (error instanceof ScanError && error.code === 'usage') return undefined;
    throw error;
  }
  return stagedPacket(args, io, index);
}
