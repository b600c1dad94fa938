import { visible } from '../report/sanitize.ts';
import { classifyBlobs } from '../scan/classify-blobs.ts';
import type { Arguments } from './arguments.ts';
import { declaredFinder } from './declared.ts';
import type { CliIo } from './io.ts';
import { knownValues } from './known-values.ts';
import { sourceOptions } from './file-list.ts';
import { packetInForce } from './packet-of.ts';

/** `watertight surfaces`: one line for each file with its surface and the reason. */
export async function surfacesCommand(args: Arguments, io: CliIo): Promise<number> {
  const { packet, root } = await packetInForce(args, io);
  await knownValues(args, io, { packet, root });
  const options = { ...(await sourceOptions(args, io)), packet, packetRoot: root };
  const rows = classifyBlobs({ ...options, known: declaredFinder() });
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
