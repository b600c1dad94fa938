import type { Arguments } from '../arguments.ts';
import type { CliIo } from '../io.ts';
import { safeText } from '../safe-text.ts';
import { assertOwnFolder, namedHooks } from './named-hooks.ts';

/** `watertight hook uninstall`: removes the hooks that `hook install` wrote and leaves all others alone. */
export async function uninstallHooks(args: Arguments, io: CliIo): Promise<number> {
  const { folder, files } = await namedHooks(args, io);
  assertOwnFolder(folder, args);
  for (const file of files) {
    const { hasKept } = file;
    const removed = file.uninstall();
    const restored = hasKept ? '; the previous hook is restored' : '';
    const said = removed ? `removed from ${safeText(folder.shown)}${restored}` : 'not installed: nothing to remove';
    io.stdout.write(`${file.name.padEnd(11)} ${said}\n`);
  }
  return 0;
}
