import { isAbsolute, relative, sep } from 'node:path';
import { displayPath, joinPath, type RawPath } from './raw-path.ts';

/** A file or folder with all its names. */
export interface Place {
  /** As named on the command line; empty for the working directory. */
  readonly display: string;
  /** Relative to the working directory; empty for itself. */
  readonly named: string;
  /** Relative to the root of the target; empty for the root. */
  readonly below: string;
  /** Absolute, with links resolved. */
  readonly real: RawPath;
}

/** The place of a name in a folder. */
export function childPlace(folder: Place, name: RawPath, shown: string = displayPath(name)): Place {
  return {
    display: joinPath(folder.display, shown),
    named: joinPath(folder.named, shown),
    below: joinPath(folder.below, shown),
    real: joinPath(folder.real, name),
  };
}

/** The place of a path as it was typed: without `./`, doubled slashes and a final slash; `..` stays. */
export function namedPlace(path: RawPath, real: RawPath, cwd: string): Place {
  const shown = displayPath(path);
  const typed = sep === '/' ? shown : shown.replaceAll(sep, '/');
  const steps = typed.split('/').filter((step) => step !== '' && step !== '.');
  const display = (typed.startsWith('/') ? '/' : '') + steps.join('/');
  const named = isAbsolute(typed) ? relative(cwd, typed).replaceAll(sep, '/') : display;
  return { display, named, below: '', real };
}

/** The name of a place in reports. */
export function shownPath(place: Place): string {
  return place.display === '' ? '.' : place.display;
}

/** All names of a place that exclusions are matched against. */
export function namesOf(place: Place): string[] {
  const { display, named, below } = place;
  return [display, named, below].filter((name, at, names) => name !== '' && names.indexOf(name) === at);
}

/** The folders between the working directory and a place, outermost first, relative to the working directory. */
export function namedFolders(place: Place): string[] {
  const steps = place.named.split('/');
  return steps.slice(1).map((_, index) => steps.slice(0, index + 1).join('/'));
}
