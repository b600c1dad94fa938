import { nodeFileSystem, type FileSystem } from './file-system.ts';
import { gitPointers } from './git-pointers.ts';
import { isWithin, parentPath, rawFromText, textPath, type RawPath } from './raw-path.ts';

/** Why a path must not be opened, in words. */
const REASON = 'lies in a folder that the packet forbids to open';
const SAME_REPOSITORY = 'lies in a work tree of a repository that the packet forbids to open';

/**
 * Refuses every path at or below one of these folders: by their names as given, by their real paths, because it is the
 * same folder under another name (a bind mount), and because it is in a work tree whose repository leads there (`.git`
 * file, common folder, alternates, worktrees). Nothing below the folders is opened to find out.
 *
 * @param roots absolute paths; they need not exist
 * @returns for `refuse` of `fileSource`: maps a real path to the reason, or to undefined if it may be opened
 */
export function refusal(
  roots: readonly string[],
  fs: FileSystem = nodeFileSystem,
): (realPath: string) => string | undefined {
  if (roots.length === 0) return () => undefined;
  const refused = new Set(roots.flatMap((root) => [withoutSlash(root), realText(rawFromText(root), fs) ?? root]));
  const list = [...refused];
  const folders = new FolderRefusal(list.map(rawFromText), fs);
  return (realPath) =>
    list.some((root) => isWithin(root, realPath))
      ? REASON
      : folders.reason(parentPath(rawFromText(realPath)), rawFromText(realPath));
}

/** The verdict on folders, each determined once. */
class FolderRefusal {
  readonly #roots: readonly RawPath[];
  readonly #fs: FileSystem;
  readonly #inodes: ReadonlySet<string>;
  readonly #known: Map<RawPath, string | undefined> = new Map();

  constructor(roots: readonly RawPath[], fs: FileSystem) {
    this.#roots = roots;
    this.#fs = fs;
    this.#inodes = new Set(roots.flatMap((root) => inodeOf(root, fs) ?? []));
  }

  /** Checks a folder itself, its parents, and a path that may be a folder too. */
  reason(folder: RawPath, path: RawPath): string | undefined {
    return this.#own(path) ?? this.#above(folder);
  }

  #above(folder: RawPath): string | undefined {
    if (this.#known.has(folder)) return this.#known.get(folder);
    const parent = parentPath(folder);
    const reason = this.#own(folder) ?? (parent === folder ? undefined : this.#above(parent));
    this.#known.set(folder, reason);
    return reason;
  }

  #own(folder: RawPath): string | undefined {
    const inode = inodeOf(folder, this.#fs);
    if (inode !== undefined && this.#inodes.has(inode)) return REASON;
    const isRefused = (path: RawPath): boolean => this.#roots.some((root) => isWithin(root, path));
    return gitPointers(folder, this.#fs, isRefused).some(isRefused) ? SAME_REPOSITORY : undefined;
  }
}

/** Device and inode number of a folder; undefined for anything else, or if the system gives none. */
function inodeOf(path: RawPath, fs: FileSystem): string | undefined {
  try {
    const { kind, dev, ino } = fs.lstat(path);
    return kind === 'folder' && ino !== 0 ? `${dev}:${ino}` : undefined;
  } catch {
    return undefined;
  }
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
