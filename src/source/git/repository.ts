import { realpathSync } from 'node:fs';
import { parse, resolve } from 'node:path';
import { type GitOptions, type GitVariable, runGit } from './command.ts';
import { isForeign } from './failure.ts';

/** A repository that git opens. Folders are absolute. */
export interface Repository {
  /** The repository's own folder: `.git`, a bare repository, or that of a worktree or submodule. */
  readonly gitDir: string;
  /** Where objects and refs are: differs from `gitDir` for a worktree. */
  readonly commonDir: string;
  /** Top of the work tree that contains the folder; undefined outside one. */
  readonly top: string | undefined;
  readonly bare: boolean;
  /** Whether the clone's history was cut off: older commits were never there. */
  readonly shallow: boolean;
  /** Number of hex digits of an object id: 40 for SHA-1, 64 for SHA-256. */
  readonly idLength: 40 | 64;
  /** Options for every other command in this repository. */
  readonly git: GitOptions;
  /** Why git opens only its objects: see `openObjectStore`. Refs, index and everything else that git reads are then unknown. */
  readonly unopened?: string;
}

/** Where to look for a repository. */
export interface OpenOptions {
  /** Absolute path of a folder: the repository itself, or one inside its work tree. */
  readonly folder: string;
  readonly env: GitOptions['env'];
  /** Environment variables that determine the repository, e.g. in a hook. @default none */
  readonly pass?: readonly GitVariable[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Finds the repository of a folder. One that belongs to another user is opened only if the user has allowed it in git's
 * configuration (`safe.directory`), as git itself does.
 *
 * @throws {ScanError} `usage` if there is none or git refuses it, `unreadable` if it is damaged
 */
export async function openRepository(options: OpenOptions): Promise<Repository> {
  const { folder, env, pass = [], signal } = options;
  const git: GitOptions = { cwd: folder, env, pass, signal };
  try {
    return await describe(git);
  } catch (error) {
    if (!isForeign(error)) throw error;
    const safeDirectories = await userSafeDirectories(git);
    if (safeDirectories.length === 0) throw error;
    return describe({ ...git, safeDirectories });
  }
}

async function describe(git: GitOptions): Promise<Repository> {
  const questions = ['--absolute-git-dir', '--git-common-dir', '--show-cdup', '--is-inside-work-tree'];
  questions.push('--is-bare-repository', '--is-shallow-repository');
  const text = (await runGit(['rev-parse', '--show-object-format', ...questions], git)).toString('utf8');
  // A folder's name may contain line breaks: the answers before and after it have none.
  const lines = text.trimEnd().split('\n');
  const shallow = lines.pop() === 'true';
  const bare = lines.pop() === 'true';
  const inside = lines.pop() === 'true';
  const up = lines.pop() ?? '';
  const top = inside ? resolve(realpathSync(git.cwd), up) : undefined;
  const format = lines.shift();
  const half = lines.length / 2;
  const gitDir = lines.slice(0, Math.ceil(half)).join('\n');
  const common = lines.slice(Math.ceil(half)).join('\n');
  const idLength = format === 'sha256' ? 64 : 40;
  return { gitDir, commonDir: resolve(git.cwd, common), top, bare, shallow, idLength, git: { ...git, gitDir } };
}

async function userSafeDirectories(git: GitOptions): Promise<string[]> {
  const outside: GitOptions = { cwd: parse(git.cwd).root, env: git.env, userConfiguration: true };
  try {
    const out = await runGit(['config', '-z', '--get-all', 'safe.directory'], outside);
    return out.toString('utf8').split('\0').slice(0, -1);
  } catch {
    return []; // Exit code 1: there is no such setting.
  }
}
