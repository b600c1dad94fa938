import { posix } from 'node:path';
import { ScanError } from '../errors.ts';
import { runGit } from '../source/git/command.ts';
import { NO_REPOSITORY, stateOfFailure } from '../source/git/failure.ts';
import { shallowCuts } from '../source/git/folder.ts';
import { isInRepository } from '../source/git/in-repository.ts';
import { openRepository, type Repository } from '../source/git/repository.ts';

/** An object that git has. */
export interface ObjectInfo {
  readonly id: string;
  readonly type: string;
  readonly size: number;
}

/** A commit that changed a file. */
export interface FileRevision {
  readonly commit: string;
  readonly authorName: string;
  readonly authorEmail: string;
  /** Seconds since 1970. */
  readonly committed: number;
  /** Whether the commit carries a signature; it is not verified. */
  readonly signed: boolean;
}

/** The repository of a folder, if git opens one. */
export interface OpenedGit {
  readonly git: GitFacts | undefined;
  /** Why git does not open an existing repository, so that its history is unknown; undefined if there is none. */
  readonly unopened?: string;
}

/** Maximum size of a blob that is read, in bytes. */
const LARGEST = 64 * 1024 * 1024;

/** What a repository can tell about evidence. Names are passed to git on its standard input, so that none is taken for an option. */
export class GitFacts {
  readonly #repository: Repository;
  /** Path of the packet's root relative to the top of the work tree, with a final slash; empty at the top. */
  readonly #prefix: string;
  readonly #changed: Map<string, Promise<number | undefined>> = new Map();

  private constructor(repository: Repository, prefix: string) {
    this.#repository = repository;
    this.#prefix = prefix;
  }

  /** Looks for the repository that contains a folder. */
  static async open(folder: string, env: Readonly<Record<string, string | undefined>>): Promise<OpenedGit> {
    try {
      const repository = await openRepository({ folder, env });
      const prefix = (await runGit(['rev-parse', '--show-prefix'], { cwd: folder, env })).toString('utf8').trimEnd();
      return { git: new GitFacts(repository, prefix) };
    } catch (error) {
      if (!(error instanceof ScanError)) throw error;
      const state = stateOfFailure(error);
      return state === NO_REPOSITORY || !isInRepository(folder)
        ? { git: undefined }
        : { git: undefined, unopened: `the git repository was not opened: ${state}` };
    }
  }

  get shallow(): boolean {
    return this.#repository.shallow;
  }

  /** Whether a shallow clone ends at a commit: its ancestors are missing. @param commit its full id */
  endsAt(commit: string): boolean {
    return this.shallow && shallowCuts(this.#repository.commonDir).includes(commit);
  }

  /** The objects that names (`HEAD`, a ref, an id, `id:path`) stand for, in the same order. */
  async objects(names: readonly string[]): Promise<(ObjectInfo | undefined)[]> {
    const asked = names.map((name) => (/[\n\r\0]/.test(name) || name.startsWith('-') ? '' : name));
    const out = await runGit(
      ['cat-file', '--batch-check'],
      this.#repository.git,
      asked.map((name) => `${name || '0'}\n`).join(''),
    );
    const lines = out.toString('utf8').split('\n');
    return names.map((_, index) => {
      const found = /^(?<id>[0-9a-f]{40,64}) (?<type>\w+) (?<size>\d+)$/.exec(lines[index] ?? '')?.groups;
      if (found === undefined || asked[index] === '') return undefined;
      return { id: found['id'] ?? '', type: found['type'] ?? '', size: Number(found['size']) };
    });
  }

  /** The commit that a name stands for. */
  async commit(name: string): Promise<string | undefined> {
    return (await this.objects([`${name}^{commit}`]))[0]?.id;
  }

  /** The file or folder at a path, relative to the packet's root, in a commit; undefined outside that root. */
  async objectAt(commit: string, path: string): Promise<ObjectInfo | undefined> {
    if (leadsOut(path)) return undefined;
    return (await this.objects([`${commit}:${this.#prefix}${posix.normalize(path)}`]))[0];
  }

  /** The blob at such a path. */
  async blobAt(commit: string, path: string): Promise<ObjectInfo | undefined> {
    const found = await this.objectAt(commit, path);
    return found?.type === 'blob' ? found : undefined;
  }

  /** A blob's bytes; undefined if it is missing or larger than 64 MiB. */
  async read({ id, size }: ObjectInfo): Promise<Buffer | undefined> {
    if (size > LARGEST) return undefined;
    const out = await runGit(['cat-file', '--batch'], this.#repository.git, `${id}\n`);
    const head = out.indexOf(10);
    return out.subarray(head + 1, head + 1 + size);
  }

  /** Whether one of the commits `from` has `commit` in its history. */
  async reachable(commit: string, from: readonly string[]): Promise<boolean> {
    for (const tip of from) {
      const input = `${commit}\n^${tip}\n`;
      const out = await runGit(['rev-list', '--max-count=1', '--stdin'], this.#repository.git, input);
      if (out.length === 0) return true;
    }
    return false;
  }

  /** The commits that changed a file, oldest first, from HEAD. */
  async history(path: string): Promise<FileRevision[]> {
    const head = await this.commit('HEAD');
    if (head === undefined) return [];
    const format = '--format=%H%x00%an%x00%ae%x00%ct%x00';
    const args = ['log', format, '--no-renames', '--reverse', '--end-of-options', head, '--', path];
    const out = (await runGit(args, this.#repository.git)).toString('utf8');
    const revisions: FileRevision[] = [];
    for (const line of out.split('\n')) {
      const [commit = '', authorName = '', authorEmail = '', time = ''] = line.split('\0');
      if (!/^[0-9a-f]{40,64}$/.test(commit)) continue;
      revisions.push({
        commit,
        authorName,
        authorEmail,
        committed: Number(time),
        signed: await this.#isSigned(commit),
      });
    }
    return revisions;
  }

  /** When HEAD's history last changed a file, in seconds since 1970; undefined if it does not contain it. */
  changedAt(path: string): Promise<number | undefined> {
    const known = this.#changed.get(path) ?? this.#lastChange(path);
    this.#changed.set(path, known);
    return known;
  }

  async #lastChange(path: string): Promise<number | undefined> {
    const head = await this.commit('HEAD');
    if (head === undefined) return undefined;
    const args = ['log', '-1', '--format=%ct', '--no-renames', '--end-of-options', head, '--', path];
    const time = (await runGit(args, this.#repository.git)).toString('utf8').trim();
    return time === '' ? undefined : Number(time);
  }

  async #isSigned(commit: string): Promise<boolean> {
    const [found] = await this.objects([commit]);
    const bytes = found === undefined ? undefined : await this.read(found);
    const text = bytes?.toString('utf8') ?? '';
    return /^gpgsig(?:-sha256)? /m.test(text.slice(0, Math.max(0, text.indexOf('\n\n'))));
  }
}

/** Whether a path leads out of the folder it starts from. */
export function leadsOut(path: string): boolean {
  const inside = posix.normalize(path);
  return posix.isAbsolute(inside) || inside.split('/')[0] === '..';
}
