import type { Blob, SourceEvent } from '../types.ts';
import type { Budget } from './budget.ts';
import { sniffContainer, UNREAD, type ContainerKind, type OpenedKind } from './container-kind.ts';
import { expandGitBundle, expandGitPack } from './git-pack.ts';
import { expandCompressed, isCompressed, type CompressedKind } from './compressed/formats.ts';
import type { ImageKind } from './image/image.ts';
import { skipOf } from './nested-blob.ts';
import { expandTar } from './tar.ts';
import { mayBeText } from './worth.ts';
import { expandZip } from './zip.ts';

export { sniffContainer, type ContainerKind } from './container-kind.ts';

type Expansion = (blob: Blob, budget: Budget) => AsyncIterable<SourceEvent>;

function image(kind: ImageKind): Expansion {
  return async function* (blob, budget) {
    const { expandImage } = await import('./image/image.ts');
    yield* expandImage(blob, kind, budget);
  };
}

const EXPANSIONS: Readonly<Record<Exclude<OpenedKind, CompressedKind>, Expansion>> = {
  zip: expandZip,
  tar: expandTar,
  'git-pack': expandGitPack,
  'git-bundle': expandGitBundle,
  png: image('png'),
  jpeg: image('jpeg'),
  gif: image('gif'),
  webp: image('webp'),
};

/**
 * Gives what is inside a container: blobs, lazily, and skips. Each blob is read to its end or closed before the next one
 * is asked for. A container at the budget's depth, or of a format that is not read, is one skip.
 *
 * @param depth containers and decodings around this one; 0 for a file
 * @example for await (const event of expandContainer(blob, 'zip', budget, 0)) …
 */
export async function* expandContainer(
  blob: Blob,
  kind: ContainerKind,
  budget: Budget,
  depth: number,
): AsyncGenerator<SourceEvent> {
  if (!isOpened(kind)) {
    const { reason, words } = UNREAD[kind];
    yield skipOf(blob, { reason, detail: `${words}: not looked at` });
  } else if (depth >= budget.maxDepth) {
    yield skipOf(blob, { reason: 'too-deep', detail: `${kind} not opened: ${depth} levels deep` });
  } else
    yield* counted(
      blob,
      budget,
      isCompressed(kind) ? expandCompressed(blob, kind, budget) : EXPANSIONS[kind](blob, budget),
    );
}

/** Stops a container where all of the root's together have had as many members as may be. */
async function* counted(blob: Blob, budget: Budget, events: AsyncIterable<SourceEvent>): AsyncGenerator<SourceEvent> {
  for await (const event of events) {
    if (!budget.countMember()) {
      yield skipOf(blob, {
        reason: 'too-expanded',
        detail: 'too many members: this one and those behind it were not read',
      });
      return;
    }
    yield event;
  }
}

/**
 * What a blob is by its first bytes or, where its format has no magic number, by its name.
 *
 * @param head 512 bytes or more, fewer only where the blob has no more
 */
export function containerOf({ path, view }: Pick<Blob, 'path' | 'view'>, head: Uint8Array): ContainerKind | undefined {
  const kind = sniffContainer(head);
  if (kind !== undefined || !/\.br$/i.test(view.at(-1) ?? path)) return kind;
  return head.length > 0 && !mayBeText(head) ? 'brotli' : undefined;
}

/** Whether a container is opened, or stays unread. */
function isOpened(kind: ContainerKind): kind is OpenedKind {
  return isCompressed(kind) || Object.hasOwn(EXPANSIONS, kind);
}
