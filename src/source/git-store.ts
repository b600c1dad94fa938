import type { FileSystem } from './file-system.ts';
import { GIT_NAME } from './ignore-chain.ts';
import { joinPath, rawFromText, type RawPath } from './raw-path.ts';

const OBJECTS = rawFromText('objects');

/**
 * Whether a folder is a store of Git, which `audit` looks at. One of that name without objects is none: `audit` cannot open it, and
 * where a scan passed it by nobody would look at what is in it.
 */
export function isGitStore(folder: RawPath, fs: FileSystem): boolean {
  if (!folder.endsWith(`/${GIT_NAME}`)) return false;
  try {
    return fs.lstat(joinPath(folder, OBJECTS)).kind === 'folder';
  } catch {
    return false;
  }
}
