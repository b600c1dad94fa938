import { lstat, stat, type Dirent, type Stats } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import type { SourceEvent } from '../types.ts';
import { failedSkip, failureReason } from './failure.ts';
import type { FileKind, FileSystem, FolderEntry } from './file-system.ts';
import { displayPath, isWithin, nativePath, rawFromText, textFromRaw, type RawPath } from './raw-path.ts';

/** What a pattern matched. A folder stands for everything in it, so nothing below it is listed. */
export interface GlobMatches {
  /** Relative to the working directory, or absolute if the pattern is; sorted. */
  readonly paths: readonly RawPath[];
  /** Folders that the pattern starts from, in the same form: matches must not lead out of them. */
  readonly bases: readonly RawPath[];
  /** Folders that could not be listed. */
  readonly failures: readonly SourceEvent[];
}

/**
 * Expands a fast-glob pattern. Hidden names match, links are not followed, and `.git` is matched but not entered unless
 * the pattern names it. If Node could not decode a name in the path (shown with U+FFFD), the path means the file of
 * that name.
 *
 * @returns undefined if the path is not a pattern
 */
export async function expandPattern(pattern: string, cwd: string, fs: FileSystem): Promise<GlobMatches | undefined> {
  const { default: glob } = await import('fast-glob');
  const damaged = pattern.includes('\uFFFD');
  if (!damaged && !glob.isDynamicPattern(pattern)) return undefined;
  const effective = damaged ? glob.escapePath(pattern).replaceAll('\uFFFD', '*') : pattern;
  const entersGit = /(?:^|\/)\.git(?:\/|$)/.test(pattern);
  const bases = glob.generateTasks(effective, { dot: true }).map(({ base }) => rawFromText(base));
  const failures = new Map<string, unknown>();
  const adapter = { lstat: lstatText as never, stat: statText as never, readdir: listing(fs, entersGit, failures) };
  const options = {
    dot: true,
    onlyFiles: false,
    followSymbolicLinks: false,
    objectMode: true,
    cwd,
    fs: adapter,
  } as const;
  const entries = await glob(effective, options);
  const found = damaged ? entries.filter(({ path }) => asDecoded(path) === pattern.replace(/^(?:\.\/)+/, '')) : entries;
  return { paths: outermost(found), bases, failures: failureEvents(failures, pattern, cwd, bases) };
}

/** A starting folder that does not exist is not a failure: then nothing matches. */
function failureEvents(
  failures: ReadonlyMap<string, unknown>,
  pattern: string,
  cwd: string,
  bases: readonly RawPath[],
): SourceEvent[] {
  const events: SourceEvent[] = [];
  for (const [folder, error] of failures) {
    const path = rawFromText(isAbsolute(pattern) ? folder : relative(cwd, folder).replaceAll(sep, '/'));
    if (failureReason(error) === 'vanished' && bases.includes(path)) continue;
    events.push(failedSkip(displayPath(path === '' ? rawFromText('.') : path), error));
  }
  return events;
}

/** How Node shows a name that is not UTF-8. */
function asDecoded(path: string): string {
  return Buffer.from(rawFromText(path), 'latin1').toString('utf8');
}

interface Matched {
  readonly path: string;
  readonly dirent: Pick<Dirent, 'isDirectory'>;
}

function outermost(entries: readonly Matched[]): RawPath[] {
  const keyed = entries.map(({ path, dirent }) => ({ key: dirent.isDirectory() ? `${path}/` : path, path }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
  const kept: RawPath[] = [];
  let folder: string | undefined;
  for (const { key, path } of keyed) {
    if (folder !== undefined && isWithin(folder, path)) continue;
    if (key !== path) folder = path;
    kept.push(rawFromText(path));
  }
  return kept;
}

type ListCallback = (error: NodeJS.ErrnoException | null, entries: Dirent[]) => void;

/** `readdir` for fast-glob, which would drop names that are not UTF-8, and would stop or stay silent on a failure. */
function listing(fs: FileSystem, entersGit: boolean, failures: Map<string, unknown>): never {
  const list = (folder: string, _options: unknown, done: ListCallback): void => {
    let entries: FolderEntry[] = [];
    try {
      if (entersGit || !/(?:^|\/)\.git$/.test(folder)) entries = fs.list(rawFromText(folder));
    } catch (error) {
      failures.set(folder, error);
    }
    done(null, entries.map(toDirent));
  };
  return list as never;
}

function toDirent({ name, kind }: FolderEntry): Dirent {
  const is = (wanted: FileKind) => (): boolean => kind === wanted;
  const text = textFromRaw(name);
  const dirent = { name: text, isFile: is('file'), isDirectory: is('folder'), isSymbolicLink: is('link') };
  const rest = { isFIFO: is('FIFO'), isSocket: is('socket') };
  const devices = { isBlockDevice: is('block device'), isCharacterDevice: is('character device') };
  return { ...dirent, ...rest, ...devices } as Dirent;
}

type StatCallback = (error: NodeJS.ErrnoException | null, stats: Stats) => void;

function lstatText(path: string, done: StatCallback): void {
  lstat(nativePath(rawFromText(path)), done);
}

function statText(path: string, done: StatCallback): void {
  stat(nativePath(rawFromText(path)), done);
}
