import type { SourceEvent } from '../types.ts';
import type { SourceContext } from './context.ts';
import { failedSkip, skipOf, systemCode } from './failure.ts';
import type { FileKind } from './file-system.ts';
import { isGitStore } from './git-store.ts';
import { ignoredBelow } from './ignore-chain.ts';
import { childPlace, namesOf, shownPath, type Place } from './place.ts';
import { displayPath, isWithin, stepsBelow, type RawPath } from './raw-path.ts';

/**
 * The event for a link met on the way. It is never followed: either its target is scanned anyway, or it leads out, and
 * then something was not scanned. A dangling link and a link that leads back to itself hide nothing.
 */
export function linkEvent(link: Place, context: SourceContext): SourceEvent {
  const path = shownPath(link);
  let real: RawPath;
  let kind: FileKind;
  try {
    real = context.fs.realpath(link.real);
    ({ kind } = context.fs.lstat(real));
  } catch (error) {
    return deadLink(path, error, false);
  }
  const refusal = context.refuse(real);
  if (refusal !== undefined) return skipOf(path, 'refused', refusal, true);
  const file = context.files.get(real);
  if (file !== undefined) return scannedItself(path, file, kind);
  const root = context.folders.find((folder) => isWithin(folder.real, real));
  if (root === undefined) return skipOf(path, 'symlink-outside-root', 'leads out of the folder that is scanned', true);
  if (isWithin(real, link.real)) {
    return skipOf(path, 'symlink-loop', 'link to a folder that it is in itself', false);
  }
  return insideEvent(path, { root, real, kind }, context);
}

/** The names of a link met on the way: its own, and its target. */
export function linkName(link: Place, { fs }: SourceContext): SourceEvent {
  const name = { path: shownPath(link), view: [] };
  try {
    return { kind: 'name', name: { ...name, target: displayPath(fs.readlink(link.real)) } };
  } catch {
    return { kind: 'name', name }; // Gone since it was listed; its skip reports it.
  }
}

/** The skip for a link that the system cannot resolve. */
export function deadLink(path: string, error: unknown, inScope: boolean): SourceEvent {
  const code = systemCode(error);
  if (code === 'ELOOP') return skipOf(path, 'symlink-loop', 'link that leads back to itself', inScope);
  if (code === 'ENOENT' || code === 'ENOTDIR') return skipOf(path, 'symlink-broken', 'link to nothing', inScope);
  return failedSkip(path, error);
}

interface LinkTarget {
  readonly root: Place;
  readonly real: RawPath;
  readonly kind: FileKind;
}

function insideEvent(path: string, target: LinkTarget, context: SourceContext): SourceEvent {
  const steps = stepsBelow(target.root.real, target.real);
  let place = target.root;
  for (const [index, step] of steps.entries()) {
    place = childPlace(place, step);
    const folder = index < steps.length - 1 || target.kind === 'folder';
    const glob = context.exclusion(namesOf(place), folder);
    const to = `link to ${shownPath(place)}, which`;
    if (glob !== undefined) return skipOf(path, 'excluded', `${to} is ${context.excludeLabel} ${glob}`, false);
    if (folder && isGitStore(place.real, context.fs))
      return skipOf(path, 'git-directory', `${to} scan does not enter`, false);
  }
  const { fs, respectGitignore } = context;
  if (respectGitignore && ignoredBelow(fs, target.root.real, target.real, target.kind === 'folder') !== undefined) {
    return skipOf(path, 'gitignored', `link to ${shownPath(place)}, which a .gitignore file ignores`, false);
  }
  return scannedItself(path, place, target.kind);
}

function scannedItself(path: string, target: Place, kind: FileKind): SourceEvent {
  const known = kind === 'file' || kind === 'folder' ? 'is scanned itself' : 'is listed itself';
  return skipOf(path, 'excluded', `link to ${shownPath(target)}, which ${known}`, false);
}
