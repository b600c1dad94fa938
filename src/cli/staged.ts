import { ScanError } from '../errors.ts';
import { openIndex } from '../source/git/open-index.ts';
import type { Arguments } from './arguments.ts';
import { readFileList } from './file-list.ts';
import type { CliIo } from './io.ts';
import type { ScanSubject } from './scan.ts';
import { stagedPacket } from './stored-packet.ts';

/** What `scan --staged` does not look at by its nature. */
const NOTES = ['only staged content was scanned: not the work tree, unchanged files or past commits'];

/** What `scan --staged` looks at: all that the next commit would add, or the part of it under the paths given. */
export async function stagedSubject(args: Arguments, io: CliIo): Promise<ScanSubject> {
  const list = args.text('files-from');
  if (args.paths.includes('-')) throw new ScanError('usage', 'Cannot use --staged with -: it reads the index');
  const names = list === undefined ? args.paths : [...args.paths, ...(await readFileList(list, args.paths, io))];
  const index = await openIndex({ folder: io.cwd, env: io.env });
  return {
    cwd: index.top,
    target: 'the staged changes',
    notes: NOTES,
    packet: await stagedPacket(args, io, index),
    git: {
      kind: 'staged',
      index,
      includeCommitted: args.isSet('include-committed'),
      ...(args.paths.length > 0 || list !== undefined ? { names } : {}),
    },
  };
}
