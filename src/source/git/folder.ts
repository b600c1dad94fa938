import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isInside } from '../../inside.ts';
import type { Part } from './objects.ts';
import type { Repository } from './repository.ts';
import { statsAt } from '../../stats.ts';

/** Parts of a repository's folder not scanned as files: objects and refs are read through git, submodules separately. */
const ELSEWHERE: ReadonlySet<string> = new Set(['objects', 'refs', 'packed-refs', 'modules', 'watertight']);

/** Those of them that are text if git does not read them. */
const REFS: readonly string[] = ['refs', 'packed-refs'];

/**
 * Names in a repository's folder that are scanned as files: configuration, hooks, reflogs, worktrees, LFS objects, and
 * the rest.
 *
 * @param areRefsRead whether git reads the refs; otherwise they are scanned as files
 */
export function folderEntries(commonDir: string, areRefsRead: boolean): string[] {
  return readdirSync(commonDir)
    .filter((name) => !ELSEWHERE.has(name) || (!areRefsRead && REFS.includes(name)))
    .sort();
}

/**
 * Whether an entry of a repository's folder is a link to anything but the folder itself, its work tree or another
 * repository's folder, where tools that share one between work trees keep hooks, configuration and reflogs.
 */
export function leadsOut({ commonDir, top }: Pick<Repository, 'commonDir' | 'top'>, name: string): boolean {
  const path = join(commonDir, name);
  if (statsAt(path, 'keep')?.isSymbolicLink() !== true) return false;
  let target: string;
  try {
    target = realpathSync(path);
  } catch {
    return false; // A dangling link hides nothing.
  }
  const own = realpathSync(commonDir);
  if (isInside(target, own)) return true;
  const roots = [own, ...(top === undefined ? [] : [realpathSync(top)])];
  return !roots.some((root) => isInside(root, target)) && !isRepository(dirname(target));
}

/** What Git considers a repository's folder (gitrepository-layout(5)). */
function isRepository(folder: string): boolean {
  return (
    ['objects', 'refs'].every((name) => isFolder(join(folder, name))) && statsAt(join(folder, 'HEAD')) !== undefined
  );
}

/** The part of a repository that a file in its folder belongs to. */
export function partOfFile(below: string): Part {
  if (/(?:^|\/)(?:config|config\.worktree)$/.test(below)) return 'config';
  const [first = ''] = below.split('/');
  if (first === 'hooks') return 'hook';
  if (first === 'lfs') return 'lfs';
  return /(?:^|\/)logs\//.test(below) ? 'reflog' : 'file';
}

/** Repositories of submodules, whose names may contain slashes: folders below `modules` with a HEAD and objects. */
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

/** The folders of other work trees, each with an index and a HEAD of its own. */
export function worktreeFolders(commonDir: string): string[] {
  const folder = join(commonDir, 'worktrees');
  if (!isFolder(folder)) return [];
  const found = readdirSync(folder).map((name) => join(folder, name));
  return found.filter(isFolder).sort();
}

/** Whether the repository has other work trees, each with its own index. */
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
