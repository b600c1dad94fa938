import { ScanError } from '../../errors.ts';
import { runGit } from './command.ts';
import { typesOf } from './peel.ts';
import type { PushedRef } from './pushed.ts';
import type { Repository } from './repository.ts';

/**
 * Ids that a remote has, as far as this clone knows: for the refs being pushed, what the remote itself says; for all
 * others, where its branches were when this clone last heard of them.
 *
 * @param remote its name, or its address if it has none
 */
export async function remoteKnown(
  remote: string,
  refs: readonly PushedRef[],
  repository: Repository,
): Promise<readonly string[]> {
  const said = refs.map(({ remoteId }) => remoteId);
  if (!isName(remote)) return said;
  const told = await toldRefs(remote, refs, repository);
  const inner = await remotesBelow(remote, repository);
  const tracked = await trackedRefs(remote, repository);
  const others = tracked.filter(({ name }) => !told.has(name) && !inner.some((other) => name.startsWith(`${other}/`)));
  return [...said, ...others.map(({ id }) => id)];
}

interface Tracked {
  readonly id: string;
  /** Below `refs/remotes/`. */
  readonly name: string;
}

/** Branches of a remote, except symbolic ones such as its `HEAD`. */
async function trackedRefs(remote: string, { git }: Repository): Promise<readonly Tracked[]> {
  const format = '--format=%(objectname) %(symref)%00%(refname:lstrip=2)';
  const output = await runGit(['for-each-ref', format, `refs/remotes/${remote}`], git);
  return output
    .toString('utf8')
    .split('\n')
    .flatMap((line) => {
      const [head = '', name = ''] = line.split('\0');
      const [id = '', target] = head.split(' ');
      return id === '' || target !== '' ? [] : [{ id, name }];
    });
}

/**
 * The remembered branches whose current state the remote has just given: missing there, or at a commit that this clone
 * has. If it names a commit unknown in this clone, the remembered state is the best available.
 */
async function toldRefs(
  remote: string,
  refs: readonly PushedRef[],
  repository: Repository,
): Promise<ReadonlySet<string>> {
  const branches = refs.filter(({ remoteRef }) => remoteRef.startsWith(BRANCHES));
  if (branches.length === 0) return new Set();
  const ids = [...new Set(branches.map(({ remoteId }) => remoteId))];
  const types = new Map((await typesOf(ids, repository)).map(({ id, type }) => [id, type]));
  const isKnown = ({ remoteId }: PushedRef): boolean => /^0+$/.test(remoteId) || types.get(remoteId) !== undefined;
  return new Set(branches.filter(isKnown).map(({ remoteRef }) => `${remote}/${remoteRef.slice(BRANCHES.length)}`));
}

const BRANCHES = 'refs/heads/';

/** Other remotes whose branches are stored among those of this one: `team/public` next to `team`. */
async function remotesBelow(remote: string, { git }: Repository): Promise<readonly string[]> {
  let keys: string;
  try {
    keys = (await runGit(['config', '--null', '--name-only', '--get-regexp', '^remote\\.'], git)).toString('utf8');
  } catch (error) {
    // Git exits with 1 if there is no such key.
    if (error instanceof ScanError && error.code === 'unreadable') return [];
    throw error;
  }
  const names = keys.split('\0').map((key) => key.slice(key.indexOf('.') + 1, key.lastIndexOf('.')));
  return [...new Set(names)].filter((name) => name.startsWith(`${remote}/`));
}

/** Whether this is a remote's name and not an address. */
function isName(remote: string): boolean {
  return /^[A-Za-z0-9][\w./-]{0,200}$/.test(remote) && !remote.includes('..');
}
