import type { FileSystem } from './file-system.ts';
import { GIT_NAME } from './ignore-chain.ts';
import { joinPath, rawFromText, type RawPath } from './raw-path.ts';

const OBJECTS = rawFromText('objects');

/**
 * Whether a folder is a Git store, which `audit` scans. A folder of that name without objects is not: `audit` cannot
 * open it, and if a scan passed it by, nobody would scan its content.
 */
export function isGitStore(folder: RawPath, fs: FileSystem): boolean {
  if (!folder.endsWith(`/${GIT_NAME}`)) return false;
  try {
    return fs.lstat(joinPath(folder, OBJECTS)).kind === 'folder';
  } catch {
    return false;
  }
}
