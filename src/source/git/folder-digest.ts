import { createHash, type Hash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { statsAt } from '../../stats.ts';
import { lacksAlternates, leftoverObjects } from './leftovers.ts';
import { entriesBelow } from './folder-entries.ts';
import type { Repository } from './repository.ts';
import { unfitPacks } from './unfit-packs.ts';
import { unownedFiles } from './unowned.ts';

/** What is told by the listing of objects, by the submodules' own folders, and what watertight itself writes. */
const ELSEWHERE: ReadonlySet<string> = new Set(['objects', 'modules', 'watertight']);
/** Bytes of all files together above which nobody waits for a digest. */
const MOST = 64 * 1024 * 1024;

/**
 * A digest over the names and contents of all files of a repository's folder but objects and submodules: refs, `HEAD`, indexes,
 * configuration, hooks, reflogs, what lies among objects and is none; and over the names of what holds objects that git does not
 * read. Where it is the same, all that an audit reads beside objects is the same. Undefined where there are over 64 MiB, where a
 * file cannot be read, and where something else than files and folders is there: a link may lead to what the digest does not see.
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

/** Adds what is in a folder; gives the bytes that are left, undefined where the digest is not worth having. */
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
