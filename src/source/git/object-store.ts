import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { statsAt } from '../../stats.ts';
import type { OpenOptions, Repository } from './repository.ts';

/** A repository of which git opens only the objects. */
export interface ObjectStore {
  readonly repository: Repository;
  /** Removes what was created for it. */
  readonly close: () => void;
}

/**
 * Opens the objects of a repository that git refuses to open: its configuration, `HEAD` or refs are damaged, or of a
 * kind unknown to this git. Git is given an empty repository in a temporary folder and the objects of the damaged one,
 * of which it reads nothing else.
 *
 * @param unopened why git does not open it
 * @returns undefined if the folder contains no objects
 */
export function openObjectStore({ folder, env, signal }: OpenOptions, unopened: string): ObjectStore | undefined {
  const commonDir = [join(folder, '.git'), folder].find((place) => isFolder(join(place, 'objects')));
  if (commonDir === undefined) return undefined;
  const objects = join(realpathSync(commonDir), 'objects');
  const idLength = idLengthOf(objects);
  const gitDir = realpathSync(mkdtempSync(join(tmpdir(), 'watertight-audit-')));
  for (const name of ['objects', 'refs']) mkdirSync(join(gitDir, name));
  writeFileSync(join(gitDir, 'HEAD'), 'ref: refs/heads/none\n');
  writeFileSync(join(gitDir, 'config'), CONFIG[idLength]);
  const git = {
    cwd: gitDir,
    env: { ...env, GIT_OBJECT_DIRECTORY: objects },
    pass: ['GIT_OBJECT_DIRECTORY'] as const,
    gitDir,
    signal,
  };
  const facts = { gitDir: commonDir, commonDir, top: undefined, bare: true, shallow: false, idLength, git, unopened };
  return { repository: facts, close: () => rmSync(gitDir, { recursive: true, force: true }) };
}

/** By id length (gitrepository-layout, extensions.objectFormat). */
const CONFIG: Readonly<Record<Repository['idLength'], string>> = {
  40: '[core]\n\trepositoryformatversion = 0\n\tbare = true\n',
  64: '[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectformat = sha256\n',
};

/** Determined from the names of packs and loose objects, which consist of ids. */
function idLengthOf(objects: string): Repository['idLength'] {
  const loose = readdirSync(objects).filter((name) => /^[0-9a-f]{2}$/.test(name) && isFolder(join(objects, name)));
  const names = [
    ...(isFolder(join(objects, 'pack')) ? readdirSync(join(objects, 'pack')) : []),
    ...loose.flatMap((name) => readdirSync(join(objects, name)).map((rest) => name + rest)),
  ];
  return names.some((name) => /^(?:pack-)?[0-9a-f]{64}(?:\.idx)?$/.test(name)) ? 64 : 40;
}

function isFolder(path: string): boolean {
  return statsAt(path, 'follow')?.isDirectory() === true;
}
