import { randomBytes } from 'node:crypto';
import { lstatSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../make-folder.ts';

/** Under the repository's folder. */
const FOLDER = 'watertight';

/** What is known of objects. */
export const CACHE_FILE = 'audit.cache';
/** The last report. */
export const REPORT_FILE = 'audit.report';

/** Whoever made the repository may have put a pipe there, or a link that leads elsewhere. */
function assertOwn(folder: string, name: string): void {
  if (!lstatSync(folder).isDirectory()) throw new Error('no folder');
  if (!lstatSync(join(folder, name), { throwIfNoEntry: false })?.isFile()) throw new Error('no file');
}

/** What a file of an earlier audit holds; undefined where there is none. */
export function readCacheFile(commonDir: string, name: string): Buffer | undefined {
  try {
    assertOwn(join(commonDir, FOLDER), name);
    return readFileSync(join(commonDir, FOLDER, name));
  } catch {
    return undefined;
  }
}

/** Which file there is, by size and time; undefined where there is none. */
export function cacheFileState(commonDir: string, name: string): string | undefined {
  try {
    const { size, mtimeNs } = statSync(join(commonDir, FOLDER, name), { bigint: true });
    return `${size} ${mtimeNs}`;
  } catch {
    return undefined;
  }
}

/** Writes a file for the next audit, whole or not at all; false where the repository cannot be written to. */
export function writeCacheFile(commonDir: string, name: string, content: Buffer): boolean {
  const folder = join(commonDir, FOLDER);
  const partial = join(folder, `${name}.${randomBytes(6).toString('hex')}.partial`);
  try {
    makeFolder(folder);
    if (!lstatSync(folder).isDirectory()) return false;
    writeFileSync(partial, content, { mode: 0o600, flag: 'wx' });
    renameSync(partial, join(folder, name));
    return true;
  } catch {
    discard(partial);
    return false;
  }
}

function discard(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Where nothing can be written nothing was.
  }
}
