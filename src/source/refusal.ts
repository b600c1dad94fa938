import { nodeFileSystem, type FileSystem } from './file-system.ts';
import { isWithin, rawFromText, textPath, type RawPath } from './raw-path.ts';

/**
 * Refuses every path at or below one of these folders, by their names as given and by their real paths.
 *
 * @param roots absolute paths; they need not exist
 * @returns for `refuse` of `fileSource`: from a real path to the reason, undefined for a path that may be opened
 */
export function refusal(
  roots: readonly string[],
  fs: FileSystem = nodeFileSystem,
): (realPath: string) => string | undefined {
  const refused = new Set(roots.flatMap((root) => [withoutSlash(root), realText(rawFromText(root), fs) ?? root]));
  const list = [...refused];
  return (realPath) =>
    list.some((root) => isWithin(root, realPath)) ? 'lies in a folder that the packet forbids to open' : undefined;
}

function withoutSlash(root: string): string {
  return root.length > 1 ? root.replace(/\/+$/, '') : root;
}

function realText(root: RawPath, fs: FileSystem): string | undefined {
  try {
    return textPath(fs.realpath(root));
  } catch {
    return undefined;
  }
}
