import { ScanError } from '../../errors.ts';
import type { SourceEvent } from '../../types.ts';
import { memoryBlob } from '../memory-blob.ts';
import { pathFilter, type PathFilter } from './left-out.ts';
import { notABlob, readWanted, type WantedObject, wantedOf } from './object-blob.ts';
import { newChanges } from './new-changes.ts';
import type { Index } from './open-index.ts';
import { peeled, typesOf } from './peel.ts';
import { remoteKnown } from './remote-known.ts';
import type { Repository } from './repository.ts';

/** A line that git gives to a pre-push hook (githooks, pre-push). The id of a ref that does not exist is all zeros. */
export interface PushedRef {
  readonly localRef: string;
  readonly localId: string;
  readonly remoteRef: string;
  readonly remoteId: string;
}

/** Which part of a push to scan. */
export interface PushedOptions {
  readonly refs: readonly PushedRef[];
  /** Name of the remote, or its address if it has none. */
  readonly remote: string;
  /** Whether to also report values that the version before a commit already contains. @default false */
  readonly includeCommitted?: boolean;
}

/**
 * Parses what git gives to a pre-push hook on standard input.
 *
 * @throws {ScanError} `usage` for a line of another form
 */
export function parsePushedRefs(text: string): PushedRef[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [localRef = '', localId = '', remoteRef = '', remoteId = '', more] = line.split(' ');
      if (!isId(localId) || !isId(remoteId) || more !== undefined) {
        throw new ScanError('usage', 'Cannot read the refs to push: standard input is not what git gives to the hook');
      }
      return { localRef, localId, remoteRef, remoteId };
    });
}

function isId(text: string): boolean {
  return /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(text);
}

/**
 * What a push would send to the remote: the refs' names, tags, and for each commit that no branch of the remote has the
 * commit itself (message, trailers, author) and every version of a file that differs from those of all its parents. A
 * value is new in the commit that introduces it, not in later commits that change the same file.
 */
export async function* pushedSource(index: Index, options: PushedOptions & PathFilter): AsyncGenerator<SourceEvent> {
  const { repository } = index;
  const refs = options.refs.filter(({ localId, remoteId }) => !isZero(localId) && localId !== remoteId);
  if (refs.length === 0) return;
  const names = refs.map(({ localRef, remoteRef }) => `${localRef} ${remoteRef}\n`).join('');
  const origin = { part: 'ref' };
  yield { kind: 'blob', blob: { ...memoryBlob('<refs>', [], Buffer.from(names)), surface: 'commit', origin } };
  const look = { index, leftOut: await pathFilter(index, options) };
  const known = await remoteKnown(options.remote, refs, repository);
  const fileIds = refs.filter((ref) => !isNotesRef(ref)).map(({ localId }) => localId);
  const noteIds = refs.filter(isNotesRef).map(({ localId }) => localId);
  const files = await newObjects(fileIds, known, look);
  const notes = await newObjects(noteIds, [...known, ...fileIds], look);
  yield* [...files.skips, ...notes.skips];
  const wanted = [...files.wanted, ...(await namedNotes(notes.wanted, repository))];
  yield* readWanted(wanted, repository, { includeCommitted: options.includeCommitted ?? false });
}

/** Where and how new objects are looked for. */
interface Look {
  readonly index: Index;
  readonly leftOut: Awaited<ReturnType<typeof pathFilter>>;
}

interface NewObjects {
  readonly wanted: readonly WantedObject[];
  readonly skips: readonly SourceEvent[];
}

/** What some ids lead to and `known` commits do not have: tags, and each new commit itself and its files. */
async function newObjects(
  ids: readonly string[],
  known: readonly string[],
  { index, leftOut }: Look,
): Promise<NewObjects> {
  if (ids.length === 0) return { wanted: [], skips: [] };
  const { repository } = index;
  const { tags, commits, trees, blobs } = await peeled(ids, repository);
  const skips: SourceEvent[] = [];
  const wanted: WantedObject[] = [...tags.map((id) => objectOf('tag', id)), ...blobs.map((id) => objectOf('blob', id))];
  const seen = new Set<string>();
  for (const { commit, changes } of await newChanges({ commits, trees, known }, repository)) {
    if (commit !== undefined) wanted.push(objectOf('commit', commit));
    for (const change of changes) {
      const key = `${change.newId} ${change.path}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const event = leftOut(change.path) ?? notABlob(change);
      if (event !== undefined) skips.push(event);
      else if (change.newKind !== 'none') wanted.push(wantedOf(change, commit));
    }
  }
  return { wanted, skips };
}

/** Whether a ref contains notes instead of a project's files. */
export function isNotesRef({ localRef, remoteRef }: PushedRef): boolean {
  return [localRef, remoteRef].some((name) => name.startsWith('refs/notes/'));
}

/** The files of notes refs, named after what they annotate: their paths are its id, split by slashes if there are many (git-notes). */
async function namedNotes(wanted: readonly WantedObject[], repository: Repository): Promise<WantedObject[]> {
  const targets = [...new Set(wanted.map(notedId).filter(isId))];
  const types = new Map((await typesOf(targets, repository)).map(({ id, type }) => [id, type ?? 'object']));
  return wanted.map((want) => {
    const type = types.get(notedId(want));
    if (type === undefined) return want;
    const path = `<note on ${type} ${notedId(want).slice(0, 12)}>`;
    return { ...want, path, oldPaths: want.oldPaths.map(() => path), surface: 'commit', origin: { part: 'note' } };
  });
}

function notedId({ path }: WantedObject): string {
  return path.replaceAll('/', '');
}

function isZero(id: string): boolean {
  return /^0+$/.test(id);
}

function objectOf(type: 'tag' | 'commit' | 'blob', id: string): WantedObject {
  const origin = type === 'tag' ? { origin: { part: 'tag' } } : {};
  return { path: `<${type} ${id.slice(0, 12)}>`, id, oldIds: [], oldPaths: [], surface: 'commit', ...origin };
}
