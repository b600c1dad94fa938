import { randomBytes } from 'node:crypto';
import { lstatSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../make-folder.ts';

/** Folder inside the repository's Git folder. */
const FOLDER = 'watertight';

/** File of what is known about objects. */
export const CACHE_FILE = 'audit.cache';
/** File of the last report. */
export const REPORT_FILE = 'audit.report';

/** Whoever created the repository may have put a pipe there, or a link that leads elsewhere. */
function assertOwn(folder: string, name: string): void {
  if (!lstatSync(folder).isDirectory()) throw new Error('no folder');
  if (!lstatSync(join(folder, name), { throwIfNoEntry: false })?.isFile()) throw new Error('no file');
}

/** The content of an earlier audit's file, or undefined if there is none. */
export function readCacheFile(commonDir: string, name: string): Buffer | undefined {
  try {
    assertOwn(join(commonDir, FOLDER), name);
    return readFileSync(join(commonDir, FOLDER, name));
  } catch {
    return undefined;
  }
}

/** Identifies a file by size and time; undefined if there is none. */
export function cacheFileState(commonDir: string, name: string): string | undefined {
  try {
    const { size, mtimeNs } = statSync(join(commonDir, FOLDER, name), { bigint: true });
    return `${size} ${mtimeNs}`;
  } catch {
    return undefined;
  }
}

/** Writes a file for the next audit atomically. Returns false if the repository is not writable. */
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
    // If writing is impossible, there is nothing to remove.
  }
}
