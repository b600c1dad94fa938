import { realpathSync } from 'node:fs';
import { ScanError } from '../../errors.ts';
import type { GitVariable } from './command.ts';
import { type OpenOptions, openRepository, type Repository } from './repository.ts';

/** A repository with an index and a work tree. */
export interface Index {
  readonly repository: Repository;
  /** Absolute top folder of the work tree. */
  readonly top: string;
  /** Absolute path of the folder that relative names start from. */
  readonly cwd: string;
}

/** What git sets for its hooks: another index for `commit -a` and for a commit of named paths, another place for objects. */
const HOOK_VARIABLES: readonly GitVariable[] = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_COMMON_DIR',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_QUARANTINE_PATH',
];

/**
 * Opens the repository of a folder and its index, as the environment of a hook names them.
 *
 * @throws {ScanError} as `openRepository`, and `usage` outside a work tree
 */
export async function openIndex(options: Omit<OpenOptions, 'pass'>): Promise<Index> {
  const { folder, env, signal } = options;
  const repository = await openRepository({ folder, env, signal, pass: HOOK_VARIABLES });
  const { top } = repository;
  if (top === undefined)
    throw new ScanError(
      'usage',
      'Cannot go on: the folder is in no work tree, and commits are made in one (watertight audit looks at a bare repository)',
    );
  return { repository, top, cwd: realpathSync(folder) };
}
