import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { failureReason } from '../failure.ts';

/** An entry below a folder. */
export interface FolderEntry {
  /** Relative to the repository's folder, with slashes. */
  readonly path: string;
  /** Links, pipes and folders that cannot be listed are `other`. */
  readonly kind: 'file' | 'folder' | 'other';
}

/** All entries below a folder of a repository. @param below relative to the repository's folder */
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

/**
 * The entries of one folder; none if it does not exist. A folder that cannot be listed stands for its content.
 *
 * @param folder relative to the repository's folder
 */
export function entriesOf(commonDir: string, folder: string): FolderEntry[] {
  try {
    return readdirSync(join(commonDir, folder), { withFileTypes: true }).map((entry) => ({
      path: `${folder}/${entry.name}`,
      kind: entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : 'other',
    }));
  } catch (error) {
    return failureReason(error) === 'vanished' ? [] : [{ path: folder, kind: 'other' }];
  }
}
