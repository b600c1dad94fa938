import { ScanError } from '../../errors.ts';
import type { Arguments } from '../arguments.ts';
import type { CliIo } from '../io.ts';
import { safeText } from '../safe-text.ts';
import type { HookFile } from './hook-file.ts';
import { managedHook } from './managed.ts';
import { assertOn, assertOwnFolder, INSTALL, namedHooks } from './named-hooks.ts';
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
    throw new ScanError('usage', 'Cannot install hooks: the path of watertight is unknown');
  }
  const { folder, files, top } = await namedHooks(args, io);
  assertOn(folder);
  assertOwnFolder(folder, args);
  for (const file of files) assertStays(file, top);
  for (const file of files) {
    file.install(folder.path, hookScript(file.name, program));
    io.stdout.write(`${file.name.padEnd(11)} installed in ${safeText(folder.shown)}${keptWords(file)}\n`);
  }
  return 0;
}

/** @throws {ScanError} `usage` for a hook of lefthook, which puts hooks that are not its own aside and no longer runs them */
function assertStays(file: HookFile, top: string): void {
  const state = file.state();
  const manager = state.kind === 'other' && managedHook(file.path, state.text ?? '', top)?.manager;
  if (manager !== 'lefthook') return;
  throw new ScanError(
    'usage',
    `Cannot install the hook ${file.name}: lefthook wrote the existing one, and would move ours aside. ` +
      `Use: ${INSTALL} --print lefthook`,
  );
}

function keptWords(file: HookFile): string {
  if (!file.hasKept) return '';
  const after = file.runsKept ? ' and runs first' : '; git never ran it, because it is not executable';
  return `; the existing hook is kept as ${file.name}${KEPT}${after}`;
}
