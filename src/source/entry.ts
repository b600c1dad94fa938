import type { SourceEvent } from '../types.ts';
import type { SourceContext } from './context.ts';
import { failedSkip, skipOf } from './failure.ts';
import { fileBlob } from './file-blob.ts';
import { isGitStore } from './git-store.ts';
import { isIgnored, type IgnoreChain } from './ignore-chain.ts';
import { linkEvent } from './link.ts';
import { namesOf, shownPath, type Place } from './place.ts';

/** The skip for a place that is deliberately excluded, before any of it is accessed. */
export function leftOut(
  place: Place,
  folder: boolean,
  chain: IgnoreChain | undefined,
  context: SourceContext,
): SourceEvent | undefined {
  const path = shownPath(place);
  const glob = context.exclusion(namesOf(place), folder);
  if (glob !== undefined) return skipOf(path, 'excluded', `${context.excludeLabel} ${glob}`, false);
  if (folder && isGitStore(place.real, context.fs)) return gitDirectory(place, false);
  return isIgnored(chain, place.real, folder)
    ? skipOf(path, 'gitignored', 'matches a pattern of a .gitignore file', false)
    : undefined;
}

/** The skip for a Git store. */
export function gitDirectory(place: Place, inScope: boolean): SourceEvent {
  return skipOf(shownPath(place), 'git-directory', 'not entered by scan: use watertight audit', inScope);
}

/** The skip for a place that must not be opened. */
export function refused(place: Place, context: SourceContext): SourceEvent | undefined {
  const reason = context.refuse(place.real);
  return reason === undefined ? undefined : skipOf(shownPath(place), 'refused', reason, true);
}

/** The blob of a regular file, or the reason why there is none. */
export function fileEvent(place: Place, context: SourceContext): SourceEvent {
  const refusal = refused(place, context);
  if (refusal !== undefined) return refusal;
  const path = shownPath(place);
  try {
    const stats = context.fs.lstat(place.real);
    if (stats.kind === 'file') return { kind: 'blob', blob: fileBlob(path, place.real, stats, context.fs) };
    if (stats.kind === 'link') return linkEvent(place, context);
    if (stats.kind !== 'folder') return skipOf(path, 'not-a-file', `is a ${stats.kind}`, true);
    return skipOf(path, 'changed', 'became a folder after it was listed', true);
  } catch (error) {
    return failedSkip(path, error);
  }
}

/** The path that an event is about. */
export function eventPath(event: SourceEvent): string {
  if (event.kind === 'blob') return event.blob.path;
  return event.kind === 'name' ? event.name.path : event.skip.path;
}
