import { visible } from '../report/sanitize.ts';
import { classifyBlobs } from '../scan/classify-blobs.ts';
import type { Arguments } from './arguments.ts';
import type { CliIo } from './io.ts';
import { readFileList } from './file-list.ts';
import { packetInForce } from './packet-of.ts';

/** `watertight surfaces`: one line for each file with its surface and the reason. */
export async function surfacesCommand(args: Arguments, io: CliIo): Promise<number> {
  const { packet, root } = await packetInForce(args, io);
  const list = args.text('files-from');
  const files = list === undefined ? [] : await readFileList(list, args.paths, io);
  const rows = classifyBlobs({
    paths: args.paths.length > 0 || list !== undefined ? args.paths : ['.'],
    files,
    cwd: io.cwd,
    env: io.env,
    stdin: io.stdin,
    exclude: args.list('exclude'),
    respectGitignore: args.isSet('respect-gitignore'),
    packet,
    packetRoot: root,
  });
  const json = args.isSet('json');
  let unread = 0;
  for await (const row of rows) {
    if (row.surface === null) unread++;
    io.stdout.write(
      json
        ? `${JSON.stringify(row)}\n`
        : `${(row.surface ?? 'unread').padEnd(17)}${visible(row.path)}  (${visible(row.reason)})\n`,
    );
  }
  return unread > 0 ? 3 : 0;
}
