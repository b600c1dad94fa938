import { lstatSync, type Stats, statSync } from 'node:fs';

/**
 * What is at a path; undefined where nothing is, also below something that is no folder, for which Node's own option throws.
 *
 * @param links whether a link is followed to what it leads to
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
