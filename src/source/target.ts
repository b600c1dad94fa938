import { isAbsolute } from 'node:path';
import { ScanError } from '../errors.ts';
import type { SourceEvent } from '../types.ts';
import { eventPath } from './entry.ts';
import { failedSkip, skipOf, systemCode } from './failure.ts';
import type { FileKind, FileSystem } from './file-system.ts';
import { expandPattern } from './glob.ts';
import { deadLink } from './link.ts';
import { namedPlace, shownPath, type Place } from './place.ts';
import { isWithin, joinPath, rawFromText, type RawPath } from './raw-path.ts';

/** Something named on the command line: a place to scan, or an event that already settles it. */
export type Target =
  | { readonly kind: 'event'; readonly event: SourceEvent }
  | {
      readonly kind: 'place';
      readonly place: Place;
      readonly file: FileKind;
      /** For a match of a pattern: the real folder that the pattern starts from. */
      readonly base: RawPath | undefined;
    };

/** What the command line names. */
export interface TargetOptions {
  /** Paths and patterns; a path that exists is not treated as a pattern. */
  readonly paths: readonly string[];
  /** Names that are never patterns, and that may no longer exist. */
  readonly files: readonly string[];
  /** Absolute. */
  readonly cwd: string;
}

/**
 * Finds everything named on the command line, sorted by path. A link named there is followed.
 *
 * @throws {ScanError} `usage` for a path that does not exist and a pattern without a match
 */
export async function resolveTargets(options: TargetOptions, fs: FileSystem): Promise<Target[]> {
  const targets: Target[] = [];
  for (const path of options.paths) targets.push(...(await resolvePath(path, options.cwd, fs)));
  for (const path of options.files) targets.push(literalTarget(path, options.cwd, fs) ?? vanished(path, options.cwd));
  return targets
    .map((target) => ({ target, key: sortKey(target) }))
    .sort(byKey)
    .map(({ target }) => target);
}

/** The path of a target in reports. */
export function targetPath(target: Target): string {
  if (target.kind === 'place') return shownPath(target.place);
  return eventPath(target.event);
}

function sortKey(target: Target): string {
  return target.kind === 'place' && target.file === 'folder' ? `${target.place.display}/` : targetPath(target);
}

function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  if (a.key === b.key) return 0;
  return a.key < b.key ? -1 : 1;
}

async function resolvePath(path: string, cwd: string, fs: FileSystem): Promise<Target[]> {
  if (path === '') throw new ScanError('usage', "Cannot scan '': no such file");
  const literal = literalTarget(path, cwd, fs);
  if (literal !== undefined) return [literal];
  const matches = await expandPattern(path, cwd, fs);
  const bases = (matches?.bases ?? []).flatMap((base) => realFolder(absolutePath(base, cwd), fs));
  const targets = (matches?.paths ?? []).map((match) => matchedTarget(match, bases, cwd, fs));
  const failures = (matches?.failures ?? []).map((event): Target => ({ kind: 'event', event }));
  if (targets.length + failures.length === 0) {
    const state = matches === undefined ? 'no such file' : 'no file fits it';
    throw new ScanError('usage', `Cannot scan ${path}: ${state}`);
  }
  return [...targets, ...failures];
}

function absolutePath(path: RawPath, cwd: string): RawPath {
  return isAbsolute(path) ? path : joinPath(rawFromText(cwd), path);
}

function realFolder(path: RawPath, fs: FileSystem): RawPath[] {
  try {
    return [fs.realpath(path)];
  } catch {
    return [];
  }
}

/** The target with that exact name, or undefined if there is none. */
function literalTarget(path: string, cwd: string, fs: FileSystem): Target | undefined {
  const raw = rawFromText(path);
  const absolute = absolutePath(raw, cwd);
  try {
    fs.lstat(absolute);
  } catch (error) {
    if (NOT_THERE.has(systemCode(error))) return undefined;
    return { kind: 'event', event: failedSkip(shownPath(namedPlace(raw, absolute, cwd)), error) };
  }
  return existingTarget(raw, absolute, cwd, fs);
}

const NOT_THERE: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE']);

/** Follows a link. One that cannot be followed is in scope, since somebody asked for its target. */
function existingTarget(path: RawPath, absolute: RawPath, cwd: string, fs: FileSystem): Target {
  try {
    const real = fs.realpath(absolute);
    const place = namedPlace(path, real, cwd);
    return { kind: 'place', place, file: fs.lstat(real).kind, base: undefined };
  } catch (error) {
    const shown = shownPath(namedPlace(path, absolute, cwd));
    const event = isPipe(absolute, fs)
      ? skipOf(shown, 'not-a-file', 'is a pipe: give its output to standard input (command | watertight scan -)', true)
      : deadLink(shown, error, true);
    return { kind: 'event', event };
  }
}

/** What a shell substitutes for `<(command)` on Linux: a link of `/proc` to `pipe:[4711]`, which is not a path. */
function isPipe(path: RawPath, fs: FileSystem): boolean {
  try {
    return /^pipe:\[\d+\]$/.test(fs.readlink(path));
  } catch {
    return false;
  }
}

/** A pattern was named, not this path: a link is followed only if its target is in the pattern's own folder. */
function matchedTarget(path: RawPath, bases: readonly RawPath[], cwd: string, fs: FileSystem): Target {
  const target = existingTarget(path, absolutePath(path, cwd), cwd, fs);
  if (target.kind === 'event') return target;
  const base = bases.find((folder) => isWithin(folder, target.place.real));
  if (base !== undefined) return { ...target, base };
  const detail = 'leads out of the folder that the pattern starts from';
  return { kind: 'event', event: skipOf(targetPath(target), 'symlink-outside-root', detail, true) };
}

function vanished(path: string, cwd: string): Target {
  const raw = rawFromText(path);
  const shown = shownPath(namedPlace(raw, raw, cwd));
  return { kind: 'event', event: skipOf(shown, 'vanished', 'no such file', true) };
}
