import { realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Blob, Origin, SourceEvent, Surface } from '../../types.ts';
import { failedSkip, skipOf, systemCode } from '../failure.ts';
import { fileBlob } from '../file-blob.ts';
import { nodeFileSystem } from '../file-system.ts';
import { memoryBlob } from '../memory-blob.ts';
import { displayPath, rawFromText } from '../raw-path.ts';
import { streamBlob } from '../stream-blob.ts';
import { type ObjectEvent, type ObjectType, readObjects } from './cat-file.ts';
import { type GitOptions, startGit } from './command.ts';
import { lfsPath, lfsPointer } from './lfs-pointer.ts';
import { ObjectIds } from './object-ids.ts';
import type { MergedChange, RawChange } from './raw-diff.ts';
import type { Repository } from './repository.ts';

/** An object of the repository at a path. */
export interface WantedObject {
  /** Safe for `Blob.path`. */
  readonly path: string;
  readonly id: string;
  /** Earlier versions, all of them blobs. */
  readonly oldIds: readonly string[];
  /** Their paths, safe for `Blob.path`: the file may have had another name. */
  readonly oldPaths: readonly string[];
  /** Its surface, whatever its path suggests. */
  readonly surface?: Surface;
  /** The commit that introduces it. */
  readonly commit?: string;
  /** Its origin, if it is not a file. */
  readonly origin?: Origin;
}

/** The object that a change introduces, to be read. */
export function wantedOf({ path, newId, oldIds, oldPaths }: MergedChange, commit?: string): WantedObject {
  const old = { oldIds, oldPaths: oldPaths.map(displayPath) };
  return { path: displayPath(path), id: newId, ...old, ...(commit === undefined ? {} : { commit }) };
}

/** A blob with what is known of the object besides its bytes. */
function known(blob: Blob, { surface, commit, origin }: WantedObject): Blob {
  return {
    ...blob,
    ...(surface === undefined ? {} : { surface }),
    ...(commit === undefined ? {} : { commit }),
    ...(origin === undefined ? {} : { origin }),
  };
}

/** The skip for a change that introduces something, but no bytes of this repository. */
export function notABlob({ path, status, newKind }: RawChange): SourceEvent | undefined {
  const shown = displayPath(path);
  if (status === 'unmerged') return skipOf(shown, 'unreadable', 'in conflict: there is no version to commit', true);
  if (newKind !== 'submodule') return undefined;
  return skipOf(shown, 'not-a-file', 'a submodule: its content is committed in its own repository', false);
}

/** A blob that git reads anew each time it is opened. */
function objectBlob(want: WantedObject, object: ObjectHeader, git: GitOptions): Blob {
  const stream = (): AsyncIterable<Uint8Array> => {
    const { stdin, stdout } = startGit(['cat-file', object.type, object.id], git);
    stdin.end();
    return stdout;
  };
  const { size } = object;
  const blob = streamBlob({ path: want.path, view: [], stream, ...(size === undefined ? {} : { size }) });
  return known(blob, want);
}

interface ObjectHeader {
  readonly id: string;
  readonly type: ObjectType;
  readonly size?: number;
}

/**
 * Reads objects through one git process, in the given order; the bytes of each event are valid until the next one is
 * requested. A Git LFS pointer is followed by the content it represents if this clone has it, otherwise by a skip.
 */
export async function* readWanted(
  wanted: readonly WantedObject[],
  repository: Repository,
  options: { readonly includeCommitted: boolean },
): AsyncGenerator<SourceEvent> {
  if (wanted.length === 0) return;
  const ids = ObjectIds.from(wanted.map(({ id }) => id));
  for await (const batch of readObjects(ids, repository.git)) {
    for (const object of batch) {
      const want = wanted[object.index];
      if (want === undefined) continue;
      const oldIds = options.includeCommitted ? [] : want.oldIds;
      const before = oldIds.map((id, version) =>
        objectBlob({ ...want, path: want.oldPaths[version] ?? want.path }, { id, type: 'blob' }, repository.git),
      );
      for (const event of eventsOf(want, object, repository)) {
        yield event.kind === 'blob' ? { ...event, before } : event;
      }
    }
  }
}

function* eventsOf(want: WantedObject, object: ObjectEvent, repository: Repository): Generator<SourceEvent> {
  const { path, id, oldIds } = want;
  switch (object.kind) {
    case 'missing':
      yield skipOf(path, 'missing-object', `the repository lacks object ${id}`, true);
      return;
    case 'corrupt':
      yield skipOf(path, 'corrupt', `git cannot read object ${id}`, true);
      return;
    case 'large':
      yield { kind: 'blob', blob: objectBlob(want, object, repository.git) };
      return;
    case 'object': {
      yield { kind: 'blob', blob: known(memoryBlob(path, [], object.bytes), want) };
      const pointer = lfsPointer(object.bytes);
      if (pointer !== undefined && !oldIds.includes(id)) yield lfsContent(path, repository.commonDir, lfsPath(pointer));
    }
  }
}

/** The content behind a pointer: a file of the repository's own folder that no link leads to. */
function lfsContent(path: string, commonDir: string, inside: string): SourceEvent {
  try {
    const real = rawFromText(join(realpathSync(commonDir), inside).split(sep).join('/'));
    const stats = nodeFileSystem.lstat(real);
    if (stats.kind !== 'file') return skipOf(path, 'not-a-file', `its Git LFS content is a ${stats.kind}`, true);
    return { kind: 'blob', blob: { ...fileBlob(path, real, stats), view: ['lfs'] } };
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') return failedSkip(path, error);
    return skipOf(path, 'missing-object', 'its Git LFS content is not in this clone', true);
  }
}
