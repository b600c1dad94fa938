import { readFileSync, rmSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { filesUnder } from './files.ts';

/**
 * Removes the declaration files that `index.d.ts` does not lead to, and gives the packages that the rest would have the
 * reader install: there must be none.
 *
 * @param folder of the declarations, below `root`.
 */
export function pruneDeclarations(root: string, folder: string): string[] {
  const kept = new Set<string>();
  const packages = new Set<string>();
  const visit = (path: string): void => {
    if (kept.has(path)) return;
    kept.add(path);
    for (const { fileName } of ts.preProcessFile(readFileSync(join(root, path), 'utf8')).importedFiles) {
      if (fileName.startsWith('.')) visit(posix.join(posix.dirname(path), fileName).replace(/\.[jt]s$/, '.d.ts'));
      else if (!fileName.startsWith('node:')) packages.add(fileName);
    }
  };
  visit(`${folder}/index.d.ts`);
  for (const path of filesUnder(root, folder, '.d.ts')) if (!kept.has(path)) rmSync(join(root, path));
  return [...packages].sort();
}
