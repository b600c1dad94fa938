import type { FileSystem } from './file-system.ts';
import { parseGitignore, verdictOf, type IgnoreRule } from './gitignore.ts';
import { joinPath, parentPath, rawFromBytes, rawFromText, stepsBelow, type RawPath } from './raw-path.ts';

/** The .gitignore files that apply in a folder, innermost first. */
export interface IgnoreChain {
  readonly folder: RawPath;
  readonly rules: readonly IgnoreRule[];
  readonly outer: IgnoreChain | undefined;
}

/** Names that decide what is ignored. */
export const GIT_NAME: RawPath = rawFromText('.git');
export const GITIGNORE_NAME: RawPath = rawFromText('.gitignore');

/** A larger .gitignore is not honoured, so that more is scanned, not less. */
const MAX_FILE = 1024 * 1024;

/** Whether the chain's files ignore this path; the folders above it have already been checked. */
export function isIgnored(chain: IgnoreChain | undefined, path: RawPath, folder: boolean): boolean {
  for (let link = chain; link !== undefined; link = link.outer) {
    const verdict = verdictOf(link.rules, stepsBelow(link.folder, path), folder);
    if (verdict !== undefined) return verdict;
  }
  return false;
}

/** What is known about a folder when it is entered, e.g. from its list of names. */
export interface FolderMarks {
  /** Contains `.git`: the files of the repository around it do not apply here. */
  readonly repository: boolean;
  readonly gitignore: boolean;
}

/** The chain inside a folder. */
export function enterFolder(
  fs: FileSystem,
  folder: RawPath,
  outer: IgnoreChain | undefined,
  marks: FolderMarks = marksOf(fs, folder),
): IgnoreChain | undefined {
  const kept = marks.repository ? undefined : outer;
  const rules = marks.gitignore ? readGitignore(fs, folder) : [];
  return rules.length === 0 ? kept : { folder, rules, outer: kept };
}

/** The chain inside the folder that a scan starts at: from the top of its git work tree, if any, down to the folder. */
export function chainAt(fs: FileSystem, folder: RawPath): IgnoreChain | undefined {
  const folders = [folder];
  for (let at = folder; at !== '/' && !marksOf(fs, at).repository; at = parentPath(at)) folders.unshift(parentPath(at));
  const top = folders[0] ?? folder;
  if (!marksOf(fs, top).repository) return enterFolder(fs, folder, undefined);
  let chain: IgnoreChain | undefined;
  for (const step of folders) chain = enterFolder(fs, step, chain);
  return chain;
}

/**
 * What is ignored on the way to a path below `root`: the path itself or the first folder above it, or undefined if
 * neither is. The root itself is not checked.
 */
export function ignoredBelow(fs: FileSystem, root: RawPath, path: RawPath, folder: boolean): RawPath | undefined {
  const steps = stepsBelow(root, path);
  let chain = chainAt(fs, root);
  let at = root;
  for (const [index, step] of steps.entries()) {
    if (index > 0) chain = enterFolder(fs, at, chain);
    at = joinPath(at, step);
    if (isIgnored(chain, at, folder || index < steps.length - 1)) return at;
  }
  return undefined;
}

function marksOf(fs: FileSystem, folder: RawPath): FolderMarks {
  return { repository: exists(fs, joinPath(folder, GIT_NAME)), gitignore: true };
}

function exists(fs: FileSystem, path: RawPath): boolean {
  try {
    fs.lstat(path);
    return true;
  } catch {
    return false;
  }
}

/** Like git, does not read .gitignore through a link. One that cannot be read ignores nothing; the scan itself reports it. */
function readGitignore(fs: FileSystem, folder: RawPath): IgnoreRule[] {
  let fd: number | undefined;
  try {
    fd = fs.open(joinPath(folder, GITIGNORE_NAME));
    const { kind, size } = fs.fstat(fd);
    return kind === 'file' && size <= MAX_FILE ? parseGitignore(readText(fs, fd, size)) : [];
  } catch {
    return [];
  } finally {
    if (fd !== undefined) fs.close(fd);
  }
}

function readText(fs: FileSystem, fd: number, size: number): string {
  const bytes = new Uint8Array(size);
  let filled = 0;
  while (filled < size) {
    const count = fs.read(fd, bytes.subarray(filled));
    if (count === 0) break;
    filled += count;
  }
  return rawFromBytes(bytes.subarray(0, filled));
}
