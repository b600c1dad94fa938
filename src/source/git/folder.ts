import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { Part } from './objects.ts';
import type { Repository } from './repository.ts';
import { statsAt } from '../../stats.ts';

/** What of a repository's folder is no text of its own: objects and refs are read through git, submodules by themselves. */
const ELSEWHERE: ReadonlySet<string> = new Set(['objects', 'refs', 'packed-refs', 'modules', 'watertight']);

/** Names in a repository's folder that are looked at as files: configuration, hooks, reflogs, worktrees, LFS objects, the rest. */
export function folderEntries(commonDir: string): string[] {
  return readdirSync(commonDir)
    .filter((name) => !ELSEWHERE.has(name))
    .sort();
}

/**
 * Whether an entry of a repository's folder is a link that leads somewhere else than to the folder itself, its work tree or
 * another repository's folder, where tools that share one between work trees keep hooks, configuration and reflogs.
 */
export function leadsOut({ commonDir, top }: Pick<Repository, 'commonDir' | 'top'>, name: string): boolean {
  const path = join(commonDir, name);
  if (statsAt(path, 'keep')?.isSymbolicLink() !== true) return false;
  let target: string;
  try {
    target = realpathSync(path);
  } catch {
    return false; // A link to nothing hides nothing.
  }
  const own = realpathSync(commonDir);
  if (isBelow(target, own)) return true;
  const roots = [own, ...(top === undefined ? [] : [realpathSync(top)])];
  return !roots.some((root) => isBelow(root, target)) && !isRepository(dirname(target));
}

/** What Git takes for a repository's folder (gitrepository-layout(5)). */
function isRepository(folder: string): boolean {
  return (
    ['objects', 'refs'].every((name) => isFolder(join(folder, name))) && statsAt(join(folder, 'HEAD')) !== undefined
  );
}

function isBelow(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** Which part of a repository a file of its folder is. */
export function partOfFile(below: string): Part {
  if (/(?:^|\/)(?:config|config\.worktree)$/.test(below)) return 'config';
  const [first = ''] = below.split('/');
  if (first === 'hooks') return 'hook';
  if (first === 'lfs') return 'lfs';
  return /(?:^|\/)logs\//.test(below) ? 'reflog' : 'file';
}

/** Repositories of submodules, whose names may hold slashes: folders below `modules` with a HEAD and objects. */
export function submoduleFolders(commonDir: string): string[] {
  const found: string[] = [];
  const waiting = [join(commonDir, 'modules')];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    if (!isFolder(folder)) continue;
    if (isFolder(join(folder, 'objects'))) found.push(folder);
    else for (const name of readdirSync(folder)) waiting.push(join(folder, name));
  }
  return found.sort();
}

function isFolder(path: string): boolean {
  return statsAt(path, 'keep')?.isDirectory() === true;
}

/** Whether other work trees, each with an index of its own, belong to the repository. */
export function hasWorktrees(commonDir: string): boolean {
  return isFolder(join(commonDir, 'worktrees'));
}

/** Ids of the commits at which a shallow clone was cut off. */
export function shallowCuts(commonDir: string): string[] {
  try {
    return readFileSync(join(commonDir, 'shallow'), 'latin1')
      .split('\n')
      .filter((line) => line !== '');
  } catch {
    return [];
  }
}
