import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Whether a folder, or one above it, is the top of a work tree. Does not start git. @param folder absolute */
export function isInRepository(folder: string): boolean {
  if (existsSync(join(folder, '.git'))) return true;
  const outer = dirname(folder);
  return outer !== folder && isInRepository(outer);
}
