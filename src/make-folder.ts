import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { statsAt } from './stats.ts';

/**
 * Creates a folder and its missing parents; an existing one is left as it is. Node's own recursive `mkdir` never returns if a file system
 * reports a missing folder although its parent exists, as `/proc` does.
 *
 * @param mode of each folder that is created
 * @throws {Error} Node's, if a folder cannot be created, or a file has its name
 */
export function makeFolder(path: string, mode?: number): void {
  const parent = dirname(path);
  if (isFolder(path)) return;
  if (parent !== path) makeFolder(parent, mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // Another process was faster.
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statsAt(path)?.isDirectory() ?? false;
}
