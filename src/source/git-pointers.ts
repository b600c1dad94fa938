import { isAbsolute } from 'node:path';
import type { FileSystem } from './file-system.ts';
import { joinPath, parentPath, rawFromBytes, type RawPath } from './raw-path.ts';

/** Maximum size of files that point from one place of a repository to another, in bytes. */
const LONGEST = 64 * 1024;

/**
 * Other folders that belong to the repository of a work tree: the target of its `.git` file (a linked worktree, a
 * submodule), the common folder, borrowed object stores (`alternates`) and further worktrees. Empty for a folder
 * without `.git`. See https://git-scm.com/docs/gitrepository-layout.
 *
 * @param barred tells whether a real path must not be opened; what is there is listed but not read
 */
export function gitPointers(folder: RawPath, fs: FileSystem, barred: (path: RawPath) => boolean): RawPath[] {
  const gitDir = gitDirOf(folder, fs);
  if (gitDir === undefined) return [];
  if (barred(gitDir)) return [gitDir];
  const common = pointed(joinPath(gitDir, raw('commondir')), gitDir, fs) ?? gitDir;
  if (barred(common)) return [gitDir, common];
  const objects = joinPath(common, raw('objects'));
  const alternates = lines(joinPath(objects, raw('info/alternates')), fs);
  return [
    gitDir,
    common,
    ...alternates.filter((line) => !line.startsWith('#')).map((line) => resolved(line, objects, fs)),
    ...worktrees(joinPath(common, raw('worktrees')), fs),
  ];
}

function raw(name: string): RawPath {
  return name as RawPath;
}

function gitDirOf(folder: RawPath, fs: FileSystem): RawPath | undefined {
  const place = joinPath(folder, raw('.git'));
  try {
    const { kind } = fs.lstat(place);
    if (kind === 'link') return fs.realpath(place);
    if (kind === 'folder') return place;
    return kind === 'file' ? pointed(place, folder, fs, /^gitdir: (?<path>.+)$/) : undefined;
  } catch {
    return undefined;
  }
}

/** The folder named by a file's first line. */
function pointed(file: RawPath, from: RawPath, fs: FileSystem, form = /^(?<path>.+)$/): RawPath | undefined {
  const path = form.exec(lines(file, fs)[0] ?? '')?.groups?.['path'];
  return path === undefined ? undefined : resolved(path as RawPath, from, fs);
}

/** The folder of each worktree: `worktrees/<name>/gitdir` names its `.git` file. */
function worktrees(folder: RawPath, fs: FileSystem): RawPath[] {
  try {
    return fs.list(folder).flatMap(({ name }) => {
      const own = joinPath(folder, name);
      const file = lines(joinPath(own, raw('gitdir')), fs)[0];
      return file === undefined ? [] : [resolved(parentPath(absolute(file, own)), own, fs)];
    });
  } catch {
    return [];
  }
}

function absolute(path: RawPath, from: RawPath): RawPath {
  return isAbsolute(path) ? path : joinPath(from, path);
}

/** The real path, or the path as written if nothing exists there. */
function resolved(path: RawPath, from: RawPath, fs: FileSystem): RawPath {
  const whole = absolute(path, from);
  try {
    return fs.realpath(whole);
  } catch {
    return whole;
  }
}

function lines(file: RawPath, fs: FileSystem): RawPath[] {
  let fd: number | undefined;
  try {
    fd = fs.open(file);
    const buffer = new Uint8Array(LONGEST);
    const text: string = rawFromBytes(buffer.subarray(0, fs.read(fd, buffer)));
    return text.split(/\r?\n/).filter((line) => line !== '') as RawPath[];
  } catch {
    return [];
  } finally {
    if (fd !== undefined) fs.close(fd);
  }
}
