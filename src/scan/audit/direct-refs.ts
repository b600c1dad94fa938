import type { CommitGraph } from '../../source/git/graph.ts';
import { treeFiles } from '../../source/git/head-files.ts';
import { type RefTarget, refTargets } from '../../source/git/ref-targets.ts';
import type { Ref } from '../../source/git/refs.ts';
import type { Repository } from '../../source/git/repository.ts';
import { heldBy, type ObjectPlace } from './object-place.ts';

/**
 * The targets of refs that are neither branches nor plain tags: tags of tags, of trees and of blobs.
 *
 * @param withTags whether to follow every annotated tag, not only those that lead to no known commit
 */
export async function unusualTargets(
  refs: readonly Ref[],
  { commits }: CommitGraph,
  withTags: boolean,
  repository: Repository,
): Promise<readonly RefTarget[]> {
  const isUnusual = ({ object, commit }: Ref): boolean =>
    commits.indexOf(commit) < 0 || (withTags && object !== commit);
  return refTargets(refs.filter(isUnusual), repository);
}

/** The refs, each with the commit it ultimately leads to. */
export function leadingToCommits(refs: readonly Ref[], targets: readonly RefTarget[]): readonly Ref[] {
  const commits = new Map(targets.flatMap(({ ref, id, type }) => (type === 'commit' ? [[ref, id] as const] : [])));
  return refs.map((ref) => ({ ...ref, commit: commits.get(ref) ?? ref.commit }));
}

/** Returns a function that gives the names of the refs that lead to a tag, directly or through other tags. */
export function refsOfTags(refs: readonly Ref[], targets: readonly RefTarget[]): (tag: string) => readonly string[] {
  const through = new Map(targets.map(({ ref, tags }) => [ref, tags]));
  return (tag) =>
    refs.filter((ref) => ref.object === tag || through.get(ref)?.includes(tag) === true).map(({ name }) => name);
}

/** By blob, the places that refs lead to without a commit: the blob itself, or a file of a tree. */
export async function directPlaces(
  targets: readonly RefTarget[],
  blobs: ReadonlySet<string>,
  repository: Repository,
): Promise<ReadonlyMap<string, readonly ObjectPlace[]>> {
  const refsByPlace = new Map<string, Map<string, string[]>>();
  const note = (blob: string, path: string, ref: string): void => {
    const paths = refsByPlace.get(blob) ?? new Map<string, string[]>();
    paths.set(path, [...(paths.get(path) ?? []), ref]);
    refsByPlace.set(blob, paths);
  };
  for (const { ref, id, type } of blobs.size === 0 ? [] : targets) {
    if (type === 'blob' && blobs.has(id)) note(id, `blob/${id}`, ref.name);
    if (type !== 'tree') continue;
    for (const [blob, paths] of await treeFiles(repository, id, blobs))
      for (const path of paths) note(blob, path, ref.name);
  }
  return new Map(
    [...refsByPlace].map(([blob, paths]) => [
      blob,
      [...paths].map(([path, refs]) => ({ path, part: 'blob', inHead: false, ...heldBy(refs) }) as const),
    ]),
  );
}
