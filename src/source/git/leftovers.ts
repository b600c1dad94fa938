import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { FolderEntry } from './folder-entries.ts';

const IN_PACK = /^objects\/pack\/(?<name>[^/]+)$/;
/** Files that git writes next to a pack, or for several packs (gitformat-pack, gitformat-multi-pack-index, git-index-pack). */
const PACK_PART = /^(?<pack>pack-.*)\.(?:pack|idx|rev|keep|promisor|bitmap|mtimes)$/;
const OVER_PACKS = /^multi-pack-index/;
/** What an aborted write of a loose object leaves behind. */
const BROKEN_OFF = /^objects\/[0-9a-f]{2}\/\.?tmp[-_][^/]*$/;

/**
 * Names, relative to the repository's folder, of files that contain objects but that git does not read: packs without
 * an index, and remains of aborted writes. Sorted.
 *
 * @param objects entries of the object store
 */
export function leftoverObjects(objects: readonly FolderEntry[]): string[] {
  const all = new Set(objects.map(({ path }) => path));
  const isLeftover = (path: string): boolean => {
    const name = IN_PACK.exec(path)?.groups?.['name'];
    if (name === undefined) return BROKEN_OFF.test(path);
    const pack = PACK_PART.exec(name)?.groups?.['pack'];
    if (pack === undefined) return !OVER_PACKS.test(name);
    return name.endsWith('.pack') && !all.has(`objects/pack/${pack}.idx`);
  };
  return [...all].filter(isLeftover).sort();
}

/** Whether a folder that objects are borrowed from does not exist. */
export function lacksAlternates(commonDir: string): boolean {
  const objects = join(commonDir, 'objects');
  let text: string;
  try {
    text = readFileSync(join(objects, 'info/alternates'), 'utf8');
  } catch {
    return false;
  }
  // A quoted line is written like a C string: rare, and left to git.
  const lines = text.split('\n').filter((line) => line !== '' && !/^[#"]/.test(line));
  return lines.some((line) => !existsSync(resolve(objects, line)));
}
