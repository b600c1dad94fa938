import { ScanError } from '../../errors.ts';
import { visible } from '../../report/sanitize.ts';
import type { Arguments } from '../arguments.ts';
import type { CliIo } from '../io.ts';
import { assertOwnFolder, namedHooks } from './named-hooks.ts';
import { hookScript, KEPT } from './script.ts';
import { isManager, SNIPPETS } from './snippets.ts';

/** `watertight hook install`: writes the hooks, or prints what a hook manager needs. Doing it again changes nothing. */
export async function installHooks(args: Arguments, io: CliIo): Promise<number> {
  const manager = args.text('print');
  if (manager !== undefined && isManager(manager)) {
    io.stdout.write(SNIPPETS[manager]);
    return 0;
  }
  const { program } = io;
  if (program === undefined || program.script === '') {
    throw new ScanError('usage', 'Cannot install hooks: it is not known how watertight was started');
  }
  const { folder, files } = await namedHooks(args, io);
  assertOwnFolder(folder, args);
  for (const file of files) {
    file.install(folder.path, hookScript(file.name, program));
    const kept = file.hasKept ? `; the hook that was there is kept as ${file.name}${KEPT} and runs first` : '';
    io.stdout.write(`${file.name.padEnd(11)} installed in ${visible(folder.shown)}${kept}\n`);
  }
  return 0;
}
