import { relative, resolve, sep } from 'node:path';
import type { SourceEvent } from '../../types.ts';
import { compileExclusion } from '../exclusion.ts';
import { skipOf } from '../failure.ts';
import { displayPath, type RawPath } from '../raw-path.ts';
import type { Index } from './open-index.ts';

/** Which paths of a repository to exclude. */
export interface PathFilter {
  /** micromatch globs, matched against each path from the top and from `cwd`, and against the folders above it. */
  readonly exclude: readonly string[];
  /** Further globs, from a packet, matched against paths relative to `root`. */
  readonly rooted: { readonly root: string; readonly exclude: readonly string[] };
  /** Returns the reason why a path of the work tree must not be scanned. */
  readonly refuse?: (path: string) => string | undefined;
}

/** Returns a function that gives the skip for an excluded path, or undefined for a path to scan. */
export async function pathFilter(
  { top, cwd }: Index,
  { exclude, rooted, refuse }: PathFilter,
): Promise<(path: RawPath) => SourceEvent | undefined> {
  const named = await compileExclusion(exclude);
  const inPacket = await compileExclusion(rooted.exclude);
  const from = (folder: string, part: string): string => relative(folder, resolve(top, part)).split(sep).join('/');
  const globOf = (part: string, folder: boolean): string | undefined =>
    named([part, from(cwd, part)], folder) ?? inPacket([from(rooted.root, part)], folder);
  const any = exclude.length + rooted.exclude.length > 0;
  return (path) => {
    const shown = displayPath(path);
    const refused = refuse?.(resolve(top, shown));
    if (refused !== undefined) return skipOf(shown, 'excluded', refused, true);
    const steps = any ? shown.split('/') : [];
    for (let length = 1; length <= steps.length; length++) {
      const glob = globOf(steps.slice(0, length).join('/'), length < steps.length);
      if (glob !== undefined) return skipOf(shown, 'excluded', `excluded by ${glob}`, false);
    }
    return undefined;
  };
}
