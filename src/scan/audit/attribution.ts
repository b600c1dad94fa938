import { createHash } from 'node:crypto';
import type { Change, Changes } from '../../source/git/changes.ts';
import { readObjects } from '../../source/git/cat-file.ts';
import type { CommitGraph } from '../../source/git/graph.ts';
import { headNames, indexFiles } from '../../source/git/head-files.ts';
import { type Listing, TAG } from '../../source/git/listing.ts';
import { isoDate, type Person, taggerOf } from '../../source/git/objects.ts';
import { ObjectIds } from '../../source/git/object-ids.ts';
import type { Ref } from '../../source/git/refs.ts';
import type { Repository } from '../../source/git/repository.ts';
import { directPlaces, leadingToCommits, refsOfTags, unusualTargets } from './direct-refs.ts';
import type { HistorySource } from './history.ts';
import { heldBy, type ObjectPlace } from './object-place.ts';

/** The attribution key of a path step. It differs from every object id and does not reveal the name. */
export function nameKey(name: string): string {
  return `path:${createHash('sha256').update(name, 'latin1').digest('hex').slice(0, 16)}`;
}

/** Places by object id; for a path step, by {@link nameKey}. */
export type Attribution = Readonly<Record<string, readonly ObjectPlace[]>>;

/** Objects that need a closer look, by type. */
export interface Suspects {
  readonly blobs: ReadonlySet<string>;
  readonly commits: ReadonlySet<string>;
  readonly tags: ReadonlySet<string>;
  /** Path steps, as latin1 characters. */
  readonly names: ReadonlySet<string>;
}

/** What is known of a repository's history. */
export interface Known {
  readonly listing: Listing;
  readonly refs: readonly Ref[];
  readonly source: HistorySource;
}

/** Finds out who introduced the suspects, where they are, and which refs contain them. */
export async function attribute(
  repository: Repository,
  { listing, refs, source }: Known,
  suspects: Suspects,
): Promise<Attribution> {
  const { blobs, commits, tags, names } = suspects;
  if (blobs.size + commits.size + tags.size + names.size === 0) return {};
  const graph = await source.graph();
  const needsChanges = blobs.size + names.size > 0;
  const changes = needsChanges
    ? await source.changes(graph, { objects: blobs, names })
    : { added: new Map(), removed: new Map(), named: new Map(), complete: true };
  const targets = await unusualTargets(refs, graph, tags.size > 0, repository);
  const direct = await directPlaces(targets, blobs, repository);
  const headCommit = refs.find(({ name }) => name === 'HEAD')?.commit;
  const head = await source.headFiles(headCommit, blobs);
  const index = await indexFiles(repository, blobs);
  const namesInHead = await headNames(repository, names);
  const asked = new Set([...commits, ...introducers(changes)]);
  const holders = graph.holders([...asked], leadingToCommits(refs, targets));
  const work: Work = { graph, changes, head, index, holders, direct, namesInHead };
  return {
    ...Object.fromEntries([...blobs].map((id) => [id, blobPlaces(id, work)])),
    ...Object.fromEntries([...commits].map((id) => [id, [commitPlace(id, work)]])),
    ...Object.fromEntries([...names].map((name) => [nameKey(name), namePlaces(name, work)])),
    ...(await tagPlaces(repository, tagIdsOf(listing, tags), refsOfTags(refs, targets))),
  };
}

/** Whether an attribution may be stored: `safe`, which removes values from names, must not change any text in it. */
export function cacheable(attribution: Attribution, safe: (name: string) => string): boolean {
  return Object.entries(attribution).every(
    ([key, places]) =>
      !key.startsWith('path:') &&
      places.every(({ path, author = '', refs }) => [path, author, ...refs].every((text) => safe(text) === text)),
  );
}

interface Work {
  readonly graph: CommitGraph;
  readonly changes: Changes;
  readonly head: ReadonlyMap<string, readonly string[]>;
  readonly index: ReadonlyMap<string, readonly string[]>;
  readonly holders: ReadonlyMap<string, readonly string[]>;
  /** Path steps that name a file or folder of HEAD. */
  readonly namesInHead: ReadonlySet<string>;
  /** Places of blobs that refs lead to without a commit. */
  readonly direct: ReadonlyMap<string, readonly ObjectPlace[]>;
}

function tagIdsOf(listing: Listing, tags: ReadonlySet<string>): ObjectIds {
  const ids = new ObjectIds(listing.ids.width * 2);
  for (let index = 0; tags.size > 0 && index < listing.length; index++) {
    if (listing.type(index) === TAG && tags.has(listing.ids.at(index))) ids.addFrom(listing.ids, index);
  }
  return ids;
}

function* introducers(changes: Changes): Generator<string> {
  for (const list of changes.added.values()) for (const change of firstByPath(list)) yield change.commit;
  for (const { commit } of changes.named.values()) yield commit;
}

/** The first change of each path. */
function firstByPath(changes: readonly Change[]): Change[] {
  const first = new Map<string, Change>();
  for (const change of changes) if (!first.has(change.path)) first.set(change.path, change);
  return [...first.values()];
}

function blobPlaces(id: string, work: Work): ObjectPlace[] {
  const inHead = work.head.get(id) ?? [];
  const paths = new Set(inHead);
  const ends = lastSeconds(work.changes.removed.get(id) ?? [], work);
  const places = firstByPath(work.changes.added.get(id) ?? []).map((change) => {
    const place = placeOf(change, work, paths.has(change.path));
    return place.inHead ? place : { ...place, ...lastSeen(ends.get(change.path)) };
  });
  places.push(...(work.direct.get(id) ?? []));
  if (places.length > 0) return places;
  const lone = { part: 'blob', refs: [], refCount: 0 } as const;
  if (inHead.length > 0) return inHead.map((path) => ({ ...lone, path, inHead: true }));
  return (work.index.get(id) ?? [`blob/${id}`]).map((path) => ({ ...lone, path, inHead: false }));
}

/** For each path, when an object was last removed from it. */
function lastSeconds(removed: readonly Change[], { graph: { commits } }: Work): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  for (const { commit, path } of removed)
    last.set(path, Math.max(last.get(path) ?? 0, commits.time(commits.indexOf(commit))));
  return last;
}

function lastSeen(seconds = 0): { readonly lastSeen?: string } {
  const date = seconds === 0 ? undefined : isoDate(seconds);
  return date === undefined ? {} : { lastSeen: date };
}

function placeOf({ commit, path }: Change, work: Work, inHead: boolean): ObjectPlace {
  const holders = work.holders.get(commit) ?? [];
  const refs = holders.filter((name) => name !== 'HEAD');
  const isNote = refs.length > 0 && refs.every((name) => name.startsWith('refs/notes/'));
  return {
    path,
    part: isNote ? 'note' : 'blob',
    commit,
    ...whoAndWhen(authorOf(commit, work.graph)),
    inHead,
    ...heldBy(refs),
  };
}

function authorOf(commit: string, { commits }: CommitGraph): Person | undefined {
  const index = commits.indexOf(commit);
  return index < 0 ? undefined : commits.author(index);
}

function whoAndWhen(person: Person | undefined): { readonly author?: string; readonly firstSeen?: string } {
  if (person === undefined) return {};
  const author = `${person.name} <${person.email}>`.trim();
  return { author, ...(person.date === undefined ? {} : { firstSeen: person.date }) };
}

function commitPlace(id: string, work: Work): ObjectPlace {
  const inHead = (work.holders.get(id) ?? []).includes('HEAD');
  return { ...placeOf({ commit: id, path: `commit/${id}` }, work, inHead), part: 'message' };
}

function namePlaces(name: string, work: Work): ObjectPlace[] {
  const change = work.changes.named.get(name);
  if (change === undefined) return [{ path: 'tree', part: 'path', inHead: false, refs: [], refCount: 0 }];
  return [{ ...placeOf(change, work, work.namesInHead.has(name)), part: 'path' }];
}

async function tagPlaces(
  repository: Repository,
  ids: ObjectIds,
  refsOf: (tag: string) => readonly string[],
): Promise<Attribution> {
  const places: Record<string, ObjectPlace[]> = {};
  if (ids.length === 0) return places;
  for await (const batch of readObjects(ids, repository.git)) {
    for (const event of batch) {
      if (event.kind !== 'object') continue;
      const place = { path: `tag/${event.id}`, part: 'tag', inHead: false, ...heldBy(refsOf(event.id)) } as const;
      places[event.id] = [{ ...place, ...whoAndWhen(taggerOf(event.bytes)) }];
    }
  }
  return places;
}
