import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What git writes beside a pack, and over several (gitformat-pack, gitformat-multi-pack-index, git-index-pack). */
const PACK_PART = /^(?<pack>pack-.*)\.(?:pack|idx|rev|keep|promisor|bitmap|mtimes)$/;
const OVER_PACKS = /^multi-pack-index/;
/** What a write that was broken off leaves behind. */
const BROKEN_OFF = /^\.?tmp[-_]/;

/**
 * Names, below a repository's folder, of files that hold objects and that git does not read: packs without an index, and what is left
 * of writes that were broken off.
 */
export function leftoverObjects(commonDir: string): string[] {
  const packs = namesIn(join(commonDir, 'objects/pack'));
  const all = new Set(packs);
  const isRead = (name: string): boolean => {
    const pack = PACK_PART.exec(name)?.groups?.['pack'];
    return pack === undefined ? OVER_PACKS.test(name) : !name.endsWith('.pack') || all.has(`${pack}.idx`);
  };
  const unread = packs.filter((name) => !isRead(name)).map((name) => `objects/pack/${name}`);
  const folders = namesIn(join(commonDir, 'objects')).filter((name) => /^[0-9a-f]{2}$/.test(name));
  const loose = folders.flatMap((folder) =>
    namesIn(join(commonDir, 'objects', folder))
      .filter((name) => BROKEN_OFF.test(name))
      .map((name) => `objects/${folder}/${name}`),
  );
  return [...loose, ...unread].sort();
}

/** Whether a folder that objects are borrowed from is not there. */
export function lacksAlternates(commonDir: string): boolean {
  const objects = join(commonDir, 'objects');
  let text: string;
  try {
    text = readFileSync(join(objects, 'info/alternates'), 'utf8');
  } catch {
    return false;
  }
  // A line in quotes is written like a string of C: git's own affair, and rare.
  const lines = text.split('\n').filter((line) => line !== '' && !/^[#"]/.test(line));
  return lines.some((line) => !existsSync(resolve(objects, line)));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
