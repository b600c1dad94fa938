import type { SourceEvent } from '../types.ts';
import type { Found, SourceContext } from './context.ts';
import { fileEvent, leftOut, refused } from './entry.ts';
import { failedSkip, skipOf } from './failure.ts';
import { holdsNoLink, type FileKind, type FolderEntry } from './file-system.ts';
import { chainAt, enterFolder, GITIGNORE_NAME, GIT_NAME, type IgnoreChain } from './ignore-chain.ts';
import { linkEvent, linkName } from './link.ts';
import { childPlace, shownPath, type Place } from './place.ts';
import { displayPath, type RawPath } from './raw-path.ts';

interface Entry {
  readonly name: RawPath;
  readonly kind: FileKind;
  readonly shown: string;
  /** A folder sorts as if its name ended with a slash, which gives the order of whole paths. */
  readonly key: string;
}

/** A folder being walked. A stack of these replaces recursion, so that no depth of folders is too much. */
interface Frame {
  readonly place: Place;
  readonly entries: readonly Entry[];
  readonly chain: IgnoreChain | undefined;
  next: number;
  /** Whether its name is part of something already listed. */
  isNamed: boolean;
}

/** Everything below a folder, ordered by whole path in UTF-16 code units; a folder is listed when its turn comes. */
export function* walkFolder(root: Place, context: SourceContext): Generator<Found> {
  const outer = context.respectGitignore ? chainAt(context.fs, root.real) : undefined;
  const top = openFolder(root, outer, context);
  const stack = 'event' in top ? [] : [top];
  if ('event' in top) yield top;
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const entry = frame.entries[frame.next++];
    if (entry === undefined) {
      stack.pop();
      if (!frame.isNamed) yield folderName(frame);
      const above = stack.at(-1);
      if (above !== undefined) above.isNamed = true;
      continue;
    }
    const place = childPlace(frame.place, entry.name, entry.shown);
    for (const found of entryResults(entry, place, frame.chain, context)) {
      if ('event' in found) yield found;
      else stack.push(found);
      if ('event' in found && isNaming(found.event)) frame.isNamed = true;
    }
  }
}

/** The name of a folder without any content that carries its name. */
function folderName({ place }: Frame): Found {
  return { event: { kind: 'name', name: { path: shownPath(place), view: [] } }, real: place.real };
}

function isNaming(event: SourceEvent): boolean {
  return event.kind !== 'skip' || event.inScope;
}

function entryResults(
  entry: Entry,
  place: Place,
  chain: IgnoreChain | undefined,
  context: SourceContext,
): readonly (Found | Frame)[] {
  const { real } = place;
  const folder = entry.kind === 'folder';
  const chosen = leftOut(place, folder, chain, context);
  if (chosen !== undefined) return [{ event: chosen, real }];
  if (folder) return [openFolder(place, chain, context)];
  if (entry.kind === 'link')
    return [linkName(place, context), linkEvent(place, context)].map((event) => ({ event, real }));
  if (entry.kind === 'file') return [{ event: fileEvent(place, context), real }];
  return [{ event: skipOf(shownPath(place), 'not-a-file', `is a ${entry.kind}`, true), real }];
}

function openFolder(place: Place, outer: IgnoreChain | undefined, context: SourceContext): Found | Frame {
  const { fs, respectGitignore } = context;
  const { real } = place;
  const refusal = refused(place, context);
  if (refusal !== undefined) return { event: refusal, real };
  try {
    const names = fs.list(real);
    if (!holdsNoLink(fs, real)) {
      return { event: skipOf(shownPath(place), 'changed', 'became a link after it was listed', true), real };
    }
    const chain = respectGitignore ? enterFolder(fs, real, outer, marksOf(names)) : undefined;
    return { place, entries: sorted(names), chain, next: 0, isNamed: false };
  } catch (error) {
    return { event: failedSkip(shownPath(place), error), real };
  }
}

function marksOf(names: readonly FolderEntry[]): { repository: boolean; gitignore: boolean } {
  const repository = names.some(({ name }) => name === GIT_NAME);
  return { repository, gitignore: names.some(({ name }) => name === GITIGNORE_NAME) };
}

function sorted(names: readonly FolderEntry[]): Entry[] {
  const entries = names.map(({ name, kind }) => {
    const shown = displayPath(name);
    return { name, kind, shown, key: kind === 'folder' ? `${shown}/` : shown };
  });
  return entries.sort((a, b) => compare(a.key, b.key) || compare(a.name, b.name));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
