import { resolve } from 'node:path';
import { ScanError } from '../../errors.ts';
import { identityEvents, messageEvent } from '../../source/git/message.ts';
import type { Arguments } from '../arguments.ts';
import type { CliIo } from '../io.ts';
import { runScan } from '../scan.ts';

/** `watertight hook commit-msg FILE`: scans the message, trailers included, and who commits. */
export async function commitMessageHook(args: Arguments, io: CliIo): Promise<number> {
  const [path, ...more] = args.paths;
  if (path === undefined || more.length > 0) {
    throw new ScanError('usage', 'Cannot run hook commit-msg: it takes one argument, the file with the message');
  }
  const message = messageEvent(path, resolve(io.cwd, path));
  const events = [message, ...(await identityEvents({ cwd: io.cwd, env: io.env }))];
  return runScan(args, io, { target: 'the commit message', occasion: 'message', events });
}
