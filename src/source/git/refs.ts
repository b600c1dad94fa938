import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ScanError } from '../../errors.ts';
import { runGit } from './command.ts';
import { worktreeFolders } from './folder.ts';
import type { Repository } from './repository.ts';

/** A ref, the object it names, and the commit that a tag object leads to. */
export interface Ref {
  readonly name: string;
  readonly object: string;
  readonly commit: string;
}

const PEELED = '--format=%(objectname) %(*objectname) %(refname)';
/** Needs no object to be present. */
const NAMES = '--format=%(objectname)  %(refname)';

async function listRefs({ git }: Repository): Promise<Buffer> {
  try {
    return await runGit(['for-each-ref', PEELED], git);
  } catch (error) {
    if (!(error instanceof ScanError) || error.code !== 'unreadable') throw error;
    return runGit(['for-each-ref', NAMES], git);
  }
}

/**
 * All refs by name, `HEAD` if it leads to a commit, and the detached HEADs of other work trees. If an object that a ref
 * names cannot be read, tags are not followed to their commits.
 *
 * @throws {ScanError} `unreadable` if the refs themselves are damaged
 */
export async function readRefs(repository: Repository): Promise<Ref[]> {
  const text = (await listRefs(repository)).toString('utf8');
  const refs = text.split('\n').flatMap((line) => {
    const [object = '', peeled = '', ...name] = line.split(' ');
    return object === '' ? [] : [{ name: name.join(' '), object, commit: peeled === '' ? object : peeled }];
  });
  const head = branchCommit(repository, refs) ?? (await headCommit(repository));
  const all = [...refs, ...detachedHeads(repository)];
  return head === undefined ? all : [{ name: 'HEAD', object: head, commit: head }, ...all];
}

/** The commits that other work trees have checked out without a branch, under git's names for them (git-worktree, "Refs"). */
function detachedHeads({ gitDir, commonDir }: Repository): Ref[] {
  const main = gitDir === commonDir ? [] : [{ folder: commonDir, name: 'main-worktree/HEAD' }];
  const others = worktreeFolders(commonDir).map((folder) => ({ folder, name: `worktrees/${basename(folder)}/HEAD` }));
  return [...main, ...others.filter(({ folder }) => folder !== gitDir)].flatMap(({ folder, name }) => {
    const id = /^(?<id>[0-9a-f]{40}(?:[0-9a-f]{24})?)\n$/.exec(headText(folder))?.groups?.['id'];
    return id === undefined ? [] : [{ name, object: id, commit: id }];
  });
}

/** The content of `HEAD`, or nothing if there is no such file. */
function headText(folder: string): string {
  try {
    return readFileSync(join(folder, 'HEAD'), 'utf8');
  } catch {
    return '';
  }
}

/** The commit of the branch that `HEAD` names, if it is a file (gitrepository-layout): asking git would cost a process. */
function branchCommit({ gitDir }: Repository, refs: readonly Ref[]): string | undefined {
  const name = /^ref: (?<name>.+)\n$/.exec(headText(gitDir))?.groups?.['name'];
  return refs.find((ref) => ref.name === name)?.commit;
}

/** The commit of `HEAD`; a new repository has none. */
async function headCommit(repository: Repository): Promise<string | undefined> {
  try {
    const id = await runGit(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], repository.git);
    return id.toString('latin1').trim();
  } catch {
    return undefined;
  }
}
