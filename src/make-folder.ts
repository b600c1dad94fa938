import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { statsAt } from './stats.ts';

/**
 * Makes a folder and those above it that are missing; one that is there stays as it is. Node's own recursive `mkdir` never
 * returns where a file system says that there is no such folder though the one above it is there, as `/proc` does.
 *
 * @param mode of each folder that is made
 * @throws {Error} Node's, when one cannot be made, or a file stands in its place
 */
export function makeFolder(path: string, mode?: number): void {
  const parent = dirname(path);
  if (isFolder(path)) return;
  if (parent !== path) makeFolder(parent, mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // Someone else was faster.
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statsAt(path)?.isDirectory() ?? false;
}
