import { ScanError } from '../../errors.ts';
import { hooksFolder, type HooksFolder } from '../../source/git/hooks-folder.ts';
import { openIndex } from '../../source/git/open-index.ts';
import type { Arguments } from '../arguments.ts';
import { closest } from '../closest.ts';
import type { CliIo } from '../io.ts';
import { HookFile } from './hook-file.ts';
import { HOOK_NAMES, type HookName } from './script.ts';

/** The hooks that a command line names, and where they are. */
export interface NamedHooks {
  /** Absolute top of the work tree. */
  readonly top: string;
  readonly folder: HooksFolder;
  readonly files: readonly HookFile[];
}

/** @throws {ScanError} `usage` for a name that is no hook of ours, and where there is no work tree */
export async function namedHooks(args: Arguments, io: CliIo): Promise<NamedHooks> {
  const names = args.paths.length === 0 ? HOOK_NAMES : args.paths.map(hookName);
  const index = await openIndex({ folder: io.cwd, env: io.env });
  const folder = await hooksFolder(index, io.env);
  return { top: index.top, folder, files: names.map((name) => new HookFile(folder.path, name)) };
}

/** The command that installs hooks. */
export const INSTALL = 'watertight hook install';

/** What has hooks run again that `core.hooksPath` turns off. */
export const TURN_ON = 'unset core.hooksPath (git config --show-origin core.hooksPath shows where it is set)';

/** @throws {ScanError} `usage` where git runs no hooks */
export function assertOn({ off }: HooksFolder): void {
  if (off === undefined) return;
  const words = `Cannot write hooks: core.hooksPath ${off}, so git runs no hooks. To enable them: ${TURN_ON}`;
  throw new ScanError('usage', words);
}

/** @throws {ScanError} `usage` for a folder that is not this repository's alone, unless `--shared` is given */
export function assertOwnFolder({ shared, path, manager }: HooksFolder, args: Arguments): void {
  if (manager !== undefined) {
    throw new ScanError(
      'usage',
      `Cannot write hooks: ${manager} manages the folder ${path}. Use: ${INSTALL} --print ${manager}`,
    );
  }
  if (!shared || args.isSet('shared')) return;
  throw new ScanError(
    'usage',
    `Cannot write hooks: core.hooksPath names ${path}, which other repositories may use too (allow it with --shared)`,
  );
}

function hookName(word: string): HookName {
  const name = HOOK_NAMES.find((known) => known === word);
  if (name !== undefined) return name;
  const near = closest(word, HOOK_NAMES);
  const hint = near === undefined ? '' : ` (did you mean ${near}?)`;
  throw new ScanError('usage', `Cannot use this hook: it must be one of ${HOOK_NAMES.join(', ')}${hint}`);
}
