import { createHash, type Hash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { statsAt } from '../../stats.ts';
import { lacksAlternates, leftoverObjects } from './leftovers.ts';
import { entriesBelow } from './folder-entries.ts';
import type { Repository } from './repository.ts';
import { unfitPacks } from './unfit-packs.ts';
import { unownedFiles } from './unowned.ts';

/** Covered by the listing of objects, by the submodules' own folders, or written by watertight itself. */
const ELSEWHERE: ReadonlySet<string> = new Set(['objects', 'modules', 'watertight']);
/** Maximum total size of the files, in bytes: a digest of more would take too long. */
const MOST = 64 * 1024 * 1024;

/**
 * A digest of the names and contents of all files in a repository's folder except objects and submodules: refs, `HEAD`,
 * indexes, configuration, hooks, reflogs, and what is among the objects without being one; and of the names of files
 * whose objects git does not read. If it is unchanged, so is everything that an audit reads besides objects. Undefined
 * if there are over 64 MiB, if a file cannot be read, or if there is anything but files and folders: a link may lead to
 * something outside the digest.
 */
export function folderDigest(repository: Pick<Repository, 'commonDir' | 'idLength'>): string | undefined {
  const { commonDir } = repository;
  const hash = createHash('sha256');
  try {
    const objects = entriesBelow(commonDir, 'objects');
    const unread = [...leftoverObjects(objects), '', ...unfitPacks(repository, objects)].join('\0');
    hash.update(`${unread}\0${lacksAlternates(commonDir)}\0`);
    let left: number | undefined = MOST;
    for (const path of unownedFiles(commonDir, objects)) {
      const isFile = statsAt(join(commonDir, path), 'keep')?.isFile() === true;
      left = left !== undefined && isFile ? addFile(hash, join(commonDir, path), path, left) : undefined;
    }
    if (left === undefined || addFolder(hash, commonDir, '', left) === undefined) return undefined;
    return hash.digest('hex');
  } catch {
    return undefined;
  }
}

/** Adds the content of a folder. Returns the number of bytes left, or undefined if no digest should be made. */
function addFolder(hash: Hash, folder: string, below: string, left: number): number | undefined {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(
    ({ name }) => below !== '' || !ELSEWHERE.has(name),
  );
  entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  let rest: number | undefined = left;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const name = `${below}/${entry.name}`;
    if (entry.isDirectory()) {
      hash.update(`${name}/\0`);
      rest = addFolder(hash, path, name, rest);
    } else rest = entry.isFile() ? addFile(hash, path, name, rest) : undefined;
    if (rest === undefined) return undefined;
  }
  return rest;
}

function addFile(hash: Hash, path: string, name: string, left: number): number | undefined {
  if (statSync(path).size > left) return undefined;
  const bytes = readFileSync(path);
  hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  return bytes.length > left ? undefined : left - bytes.length;
}
