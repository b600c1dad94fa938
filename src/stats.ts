import { lstatSync, type Stats, statSync } from 'node:fs';

/**
 * What exists at a path; undefined if nothing does, also below something that is not a folder, for which Node's own option throws.
 *
 * @param links whether to follow a link to its target
 * @throws {Error} Node's, for a name that is too long or a folder that may not be searched
 */
export function statsAt(path: string, links: 'follow' | 'keep' = 'follow'): Stats | undefined {
  try {
    return (links === 'follow' ? statSync : lstatSync)(path, { throwIfNoEntry: false });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}
