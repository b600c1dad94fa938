import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** An entry below a folder. */
export interface FolderEntry {
  /** From the repository's folder, with slashes. */
  readonly path: string;
  /** Links and pipes are `other`. */
  readonly kind: 'file' | 'folder' | 'other';
}

/** All entries below a folder of a repository; none of what cannot be listed. @param below from the repository's folder */
export function entriesBelow(commonDir: string, below: string): FolderEntry[] {
  const found: FolderEntry[] = [];
  const waiting = [below];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const entry of entriesOf(commonDir, folder)) {
      found.push(entry);
      if (entry.kind === 'folder') waiting.push(entry.path);
    }
  }
  return found;
}

/** The entries of one folder; none where it cannot be listed. @param folder from the repository's folder */
export function entriesOf(commonDir: string, folder: string): FolderEntry[] {
  try {
    return readdirSync(join(commonDir, folder), { withFileTypes: true }).map((entry) => ({
      path: `${folder}/${entry.name}`,
      kind: entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : 'other',
    }));
  } catch {
    return [];
  }
}
