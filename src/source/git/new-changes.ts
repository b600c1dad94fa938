import { runGit } from './command.ts';
import { EMPTY_TREE } from './empty-tree.ts';
import { typesOf } from './peel.ts';
import { mergeChanges, type MergedChange, parseRawDiffs, type RawChange } from './raw-diff.ts';
import type { Repository } from './repository.ts';

/** Commits and trees, and what limits them to the new ones. */
export interface NewRange {
  readonly commits: readonly string[];
  /** Trees that refs lead to without a commit. */
  readonly trees: readonly string[];
  /** Ids that the remote has; ids unknown in this clone are ignored. */
  readonly known: readonly string[];
}

/** Changes of a commit, or of a tree without one. */
export interface NewChanges {
  readonly commit: string | undefined;
  readonly changes: readonly MergedChange[];
}

/** The commits that the remote does not have, oldest first, each with what differs from all its parents. */
export async function newChanges(range: NewRange, repository: Repository): Promise<NewChanges[]> {
  const { git, idLength } = repository;
  const parents = await newCommits(range, repository);
  const pairs = range.trees.map((tree) => `${EMPTY_TREE[idLength]} ${tree}`);
  const input = [...parents.keys(), ...pairs].map((line) => `${line}\n`).join('');
  const flags = ['--stdin', '-r', '-m', '--root', '--raw', '-z', '--no-abbrev', '-M', '--ignore-submodules=none'];
  const diffs = new Map<string, (readonly RawChange[])[]>();
  for (const { head, changes } of parseRawDiffs(await runGit(['diff-tree', ...flags], git, input))) {
    diffs.set(head, [...(diffs.get(head) ?? []), changes]);
  }
  const ofCommits = [...parents].map(([commit, count]) => ({ commit, changes: changesOf(diffs.get(commit), count) }));
  return [...ofCommits, ...pairs.map((pair) => ({ commit: undefined, changes: changesOf(diffs.get(pair), 1) }))];
}

/** New commits with the number of their parents. */
async function newCommits(range: NewRange, repository: Repository): Promise<Map<string, number>> {
  const parents = new Map<string, number>();
  if (range.commits.length === 0) return parents;
  const known = await typesOf([...new Set(range.known)], repository);
  const there = known.filter(({ type }) => type !== undefined).map(({ id }) => `^${id}`);
  const args = ['rev-list', '--parents', '--reverse', '--topo-order', '--stdin'];
  const list = await runGit(args, repository.git, `${[...range.commits, ...there].join('\n')}\n`);
  for (const line of list.toString('latin1').split('\n').slice(0, -1)) {
    const [commit = '', ...others] = line.split(' ');
    parents.set(commit, others.length);
  }
  return parents;
}

/** A merge without a diff against one of its parents introduces nothing that this parent does not have. */
function changesOf(diffs: readonly (readonly RawChange[])[] = [], parents: number): MergedChange[] {
  return diffs.length < parents ? [] : mergeChanges(diffs);
}
