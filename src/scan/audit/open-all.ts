import { statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { ScanError, systemReason } from '../../errors.ts';
import type { Packet } from '../../policy/packet.ts';
import { refusedRoots } from '../../policy/targets.ts';
import { submoduleFolders } from '../../source/git/folder.ts';
import { isForeign, NO_REPOSITORY, stateOfFailure } from '../../source/git/failure.ts';
import { openObjectStore } from '../../source/git/object-store.ts';
import { type OpenOptions, openRepository, type Repository } from '../../source/git/repository.ts';
import { refusal } from '../../source/refusal.ts';

/** A repository to audit. */
export interface Named {
  readonly repository: Repository;
  /** Prefix of the paths of its files and objects if there are several repositories. */
  readonly prefix: string;
  /** Removes what was created to read it. */
  readonly close?: () => void;
}

/** Which repositories are meant. */
interface Wanted {
  /** As named by the user; if none, that of the working directory. */
  readonly repositories?: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A folder to be opened. */
interface Waiting {
  readonly folder: string;
  readonly prefix: string;
  /** Its name in messages. @default its path relative to the working directory */
  readonly shown?: string;
}

/** A URL is shown as it is: as a path it would lose a slash, and no rule would see the password in it. */
const ADDRESS = /^[a-z][a-z\d+.-]*:\/\//i;

/**
 * Opens the named repositories and those of their submodules, each once.
 *
 * @throws {ScanError} `usage` for a folder without a repository, one that git refuses, or one that the packet refuses
 */
export async function openAll({ cwd, env, repositories: named = [] }: Wanted, packet: Packet): Promise<Named[]> {
  const refuse = refusal(refusedRoots(packet, env).map((root) => resolve(cwd, root)));
  const waiting: Waiting[] = (named.length === 0 ? ['.'] : named).map((name) => ({
    folder: resolve(cwd, name),
    prefix: prefixOf(name, named),
    ...(ADDRESS.test(name) ? { shown: name } : {}),
  }));
  const opened = new Map<string, Named>();
  try {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const found = await openOne(next, { cwd, env, refuse });
      const { commonDir } = found.repository;
      if (opened.has(commonDir)) {
        found.close?.();
        continue;
      }
      opened.set(commonDir, found);
      for (const inner of submoduleFolders(commonDir)) {
        const below = relative(commonDir, inner).split(sep).join('/');
        waiting.push({ folder: inner, prefix: `${next.prefix}.git/${below}/` });
      }
    }
  } catch (error) {
    for (const { close } of opened.values()) close?.();
    throw error;
  }
  return [...opened.values()];
}

async function openOne(
  { folder, prefix, ...named }: Waiting,
  { cwd, env, refuse }: Pick<Wanted, 'cwd' | 'env'> & { readonly refuse: ReturnType<typeof refusal> },
): Promise<Named> {
  const shown = named.shown ?? (relative(cwd, folder) || '.');
  const reason = refuse(folder);
  if (reason !== undefined) throw new ScanError('usage', `Cannot audit ${shown}: ${reason}`);
  assertFolder(folder, shown);
  // The signal stops the reading between two objects: if it killed git, the repository would seem damaged.
  return { ...(await openOrObjects({ folder, env }, shown)), prefix };
}

/** Opens a repository, or only its objects if git refuses the rest. @param shown name of its folder in messages */
async function openOrObjects(options: OpenOptions, shown: string): Promise<Omit<Named, 'prefix'>> {
  try {
    return { repository: await openReceived(options) };
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    const state = stateOfFailure(error);
    const why = state === NO_REPOSITORY ? 'HEAD or refs are not where git looks for them' : state;
    const store = isForeign(error) ? undefined : openObjectStore(options, why);
    if (store === undefined) throw new ScanError(error.code, `Cannot audit ${shown}: ${state}`, { cause: error });
    return store;
  }
}

/** Where git keeps pushed objects until the server's hooks have accepted them (git-receive-pack, quarantine). */
const RECEIVED = ['GIT_QUARANTINE_PATH', 'GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES'] as const;

/** Opens a repository. In its `pre-receive` and `update` hooks this includes the objects that are not in its store yet. */
async function openReceived(options: OpenOptions): Promise<Repository> {
  const repository = await openRepository(options);
  const quarantine = options.env['GIT_QUARANTINE_PATH'];
  if (quarantine === undefined || quarantine === '') return repository;
  const objects = resolve(repository.commonDir, 'objects') + sep;
  const isOwn = resolve(options.folder, quarantine).startsWith(objects);
  return isOwn ? openRepository({ ...options, pass: RECEIVED }) : repository;
}

function prefixOf(name: string, all: readonly string[]): string {
  return all.length < 2 ? '' : `${name.replace(/\/+$/, '')}/`;
}

/** Git would be started in this folder, and would fail with an unclear message. */
function assertFolder(folder: string, shown: string): void {
  const fail = (state: string, cause?: unknown): ScanError =>
    new ScanError('usage', `Cannot audit ${shown}: ${state}`, { cause });
  let isFolder: boolean;
  try {
    isFolder = statSync(folder).isDirectory();
  } catch (error) {
    throw fail(systemReason(error) === 'no such file' ? 'no such folder' : systemReason(error), error);
  }
  if (!isFolder) throw fail('it is no folder; audit reads repositories, scan reads files');
}
