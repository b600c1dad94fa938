import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { isWithin } from '../raw-path.ts';
import { type GitOptions, runGit } from './command.ts';
import type { Index } from './open-index.ts';

/** Where git looks for a repository's hooks. */
export interface HooksFolder {
  /** Absolute; need not exist. */
  readonly path: string;
  /** For people: relative to `cwd` if it is in the work tree or the repository. */
  readonly shown: string;
  /** Set by `core.hooksPath`. */
  readonly configured: boolean;
  /** Why git runs no hook at all, which is how people turn hooks off: what `core.hooksPath` is or names. */
  readonly off: 'is empty' | 'names no folder' | undefined;
  /** Whether it is outside the work tree and the repository: other repositories may use it too. */
  readonly shared: boolean;
  /** The folder that git would use without `core.hooksPath`, absolute. */
  readonly usual: string;
  /** The hook manager that owns the folder and rewrites it. */
  readonly manager: 'husky' | undefined;
}

/**
 * The folder of a repository's hooks: `core.hooksPath` of any configuration that git reads, relative to the top of the
 * work tree; otherwise `hooks` in the folder that all worktrees share.
 */
export async function hooksFolder(index: Index, env: GitOptions['env']): Promise<HooksFolder> {
  const { repository, top, cwd } = index;
  const setting = await hooksPath({ cwd, env, userConfiguration: true });
  const usual = join(repository.commonDir, 'hooks');
  const path = setting === undefined || setting === '' ? usual : resolve(top, setting);
  const shared = ![top, repository.commonDir].some((folder) => isWithin(real(folder), real(path)));
  const shown = shared ? path : relative(cwd, path);
  const manager = path.split(sep).includes('.husky') ? 'husky' : undefined;
  const off = setting === '' ? 'is empty' : setting === undefined || isFolder(path) ? undefined : 'names no folder';
  return { path, shown: shown === '' ? '.' : shown, configured: setting !== undefined, off, shared, usual, manager };
}

/** The setting as git reads it, without the one that this process sets for each git it starts. */
async function hooksPath(git: GitOptions): Promise<string | undefined> {
  const args = ['config', '-z', '--show-scope', '--type=path', '--get-all', 'core.hooksPath'];
  const fields = (await runGit(args, git)).toString('utf8').split('\0').slice(0, -1);
  let found: string | undefined;
  for (let at = 0; at < fields.length; at += 2) if (fields[at] !== 'command') found = fields[at + 1];
  return found;
}

/** Whether a folder exists, or could be created. */
function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? true;
}

/** The path with links resolved in the part of it that exists. */
function real(path: string): string {
  const missing: string[] = [];
  let at = path;
  while (!existsSync(at) && resolve(at, '..') !== at) {
    missing.unshift(basename(at));
    at = resolve(at, '..');
  }
  return join(realpathSync(at), ...missing);
}
