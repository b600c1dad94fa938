import { lstatSync, readdirSync, realpathSync } from 'node:fs';
import { displayPath, joinPath, nativePath, rawFromBytes, rawFromText, textFromBytes } from '../source/raw-path.ts';
import type { RawPath } from '../source/raw-path.ts';

/** Names below a folder, and those that could not be listed. */
export interface Listing {
  /** Everything except folders, including links and sockets; also a folder that must not be entered. */
  readonly names: readonly string[];
  readonly unreadable: readonly string[];
}

/**
 * Lists a folder without the walk that scans use, so that the two can be compared: every name except those of folders,
 * including `.git`, without following links.
 *
 * @param folder absolute
 * @param shown how the folder is named; names start with it
 * @param refuse returns the reason why a real path must not be opened
 */
export function listFolder(folder: string, shown: string, refuse: (realPath: string) => string | undefined): Listing {
  const names: string[] = [];
  const unreadable: string[] = [];
  const waiting = [{ path: rawFromText(folder), name: shown === '.' ? '' : shown }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path, name } = next;
    try {
      if (refuse(realText(path)) !== undefined) {
        names.push(name === '' ? '.' : name);
        continue;
      }
      for (const entry of readdirSync(nativePath(path), { encoding: 'buffer', withFileTypes: true })) {
        const raw = rawFromBytes(entry.name);
        const inner = { path: joinPath(path, raw), name: joinPath(name, displayPath(raw)) };
        if (lstatSync(nativePath(inner.path)).isDirectory()) waiting.push(inner);
        else names.push(inner.name);
      }
    } catch {
      unreadable.push(name === '' ? '.' : name);
    }
  }
  return { names: names.sort(), unreadable: unreadable.sort() };
}

function realText(path: RawPath): string {
  return textFromBytes(realpathSync.native(nativePath(path), { encoding: 'buffer' }));
}
