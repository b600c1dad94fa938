import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runGit } from './command.ts';
import type { Repository } from './repository.ts';

/** A ref, the object it names, and the commit that a tag object leads to. */
export interface Ref {
  readonly name: string;
  readonly object: string;
  readonly commit: string;
}

/** All refs by name, and `HEAD` where it leads to a commit. */
export async function readRefs(repository: Repository): Promise<Ref[]> {
  const format = '--format=%(objectname) %(*objectname) %(refname)';
  const text = (await runGit(['for-each-ref', format], repository.git)).toString('utf8');
  const refs = text.split('\n').flatMap((line) => {
    const [object = '', peeled = '', ...name] = line.split(' ');
    return object === '' ? [] : [{ name: name.join(' '), object, commit: peeled === '' ? object : peeled }];
  });
  const head = branchCommit(repository, refs) ?? (await headCommit(repository));
  return head === undefined ? refs : [{ name: 'HEAD', object: head, commit: head }, ...refs];
}

/** The commit of the branch that `HEAD` names, where a file says so (gitrepository-layout): asking git would cost a process. */
function branchCommit({ gitDir }: Repository, refs: readonly Ref[]): string | undefined {
  try {
    const name = /^ref: (?<name>.+)\n$/.exec(readFileSync(join(gitDir, 'HEAD'), 'utf8'))?.groups?.['name'];
    return refs.find((ref) => ref.name === name)?.commit;
  } catch {
    return undefined;
  }
}

/** The commit of `HEAD`, of which a new repository has none. */
async function headCommit(repository: Repository): Promise<string | undefined> {
  try {
    const id = await runGit(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], repository.git);
    return id.toString('latin1').trim();
  } catch {
    return undefined;
  }
}
