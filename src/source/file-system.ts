import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  realpathSync,
  type Stats,
} from 'node:fs';
import { sep } from 'node:path';
import { nativePath, rawFromBytes, type RawPath } from './raw-path.ts';

/** The kind of what is at a path. `other` is anything the system does not name. */
export type FileKind = 'file' | 'folder' | 'link' | 'FIFO' | 'socket' | 'character device' | 'block device' | 'other';

/** A name in a folder. */
export interface FolderEntry {
  readonly name: RawPath;
  readonly kind: FileKind;
}

/** The part of `fs.Stats` that sources use. */
export type FileStats = Pick<Stats, 'size' | 'mtimeMs' | 'ino' | 'dev'> & { readonly kind: FileKind };

/** Every file system access of this stage, so that tests can make one fail. All methods throw Node's own errors. */
export interface FileSystem {
  list(folder: RawPath): FolderEntry[];
  /** Stats of a link itself, not of its target. */
  lstat(path: RawPath): FileStats;
  realpath(path: RawPath): RawPath;
  /** The target of a link, as written. */
  readlink(path: RawPath): RawPath;
  /** Opens for reading; never follows a link at the end of the path and never waits for the other side of a FIFO. */
  open(path: RawPath): number;
  fstat(fd: number): FileStats;
  /** Where an open file or folder is, in the time of one path lookup; undefined if the system does not tell. */
  pathOf(fd: number): RawPath | undefined;
  read(fd: number, into: Uint8Array): number;
  close(fd: number): void;
}

/** The real file system. */
export const nodeFileSystem: FileSystem = {
  list: (folder) => {
    const entries = readdirSync(nativePath(folder), { encoding: 'buffer', withFileTypes: true });
    return entries.map((entry) => ({ name: entry.name.toString('latin1') as RawPath, kind: kindOf(entry) }));
  },
  lstat: (path) => statsOf(lstatSync(nativePath(path))),
  realpath: (path) => {
    const real = rawFromBytes(realpathSync.native(nativePath(path), { encoding: 'buffer' }));
    return sep === '/' ? real : (real.replaceAll(sep, '/') as RawPath);
  },
  readlink: (path) => readlinkSync(nativePath(path), 'latin1') as RawPath,
  open: (path) => openSync(nativePath(path), OPEN_FLAGS),
  fstat: (fd) => statsOf(fstatSync(fd)),
  pathOf: (fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`, 'latin1') as RawPath;
    } catch {
      return undefined; // Only available on Linux.
    }
  },
  read: (fd, into) => readSync(fd, into, 0, into.length, null),
  close: (fd) => closeSync(fd),
};

// Windows has neither flag: there the constants are undefined, and `undefined | 0` is 0.
const OPEN_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Whether no folder on the way to `path` is a link. `realpath` alone would do, but takes time quadratic in the depth of
 * the path, and a hostile tree is deep.
 */
export function holdsNoLink(fs: FileSystem, path: RawPath): boolean {
  let fd: number | undefined;
  try {
    fd = fs.open(path);
    if (fs.pathOf(fd) === path) return true;
  } catch {
    // Windows cannot open folders.
  } finally {
    if (fd !== undefined) fs.close(fd);
  }
  return fs.realpath(path) === path;
}

type Typed = Pick<
  Stats,
  'isFile' | 'isDirectory' | 'isSymbolicLink' | 'isFIFO' | 'isSocket' | 'isCharacterDevice' | 'isBlockDevice'
>;

function kindOf(entry: Typed): FileKind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isFIFO()) return 'FIFO';
  if (entry.isSocket()) return 'socket';
  if (entry.isCharacterDevice()) return 'character device';
  return entry.isBlockDevice() ? 'block device' : 'other';
}

function statsOf(stats: Stats): FileStats {
  const { size, mtimeMs, ino, dev } = stats;
  return { size, mtimeMs, ino, dev, kind: kindOf(stats) };
}
