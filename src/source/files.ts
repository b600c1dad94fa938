import { relative, sep } from 'node:path';
import type { SourceEvent } from '../types.ts';
import type { Found, SourceContext } from './context.ts';
import { eventPath, fileEvent, gitDirectory, refused } from './entry.ts';
import { compileExclusion, type Exclusion } from './exclusion.ts';
import { skipOf } from './failure.ts';
import { nodeFileSystem, type FileSystem } from './file-system.ts';
import { isGitStore } from './git-store.ts';
import { ignoredBelow } from './ignore-chain.ts';
import { namedFolders, namesOf, shownPath, type Place } from './place.ts';
import { displayPath, isWithin, joinPath, rawFromText, textFromRaw, type RawPath } from './raw-path.ts';
import { resolveTargets, targetPath, type Target } from './target.ts';
import { walkFolder } from './walk.ts';

/** Which files to scan. */
export interface FileSourceOptions {
  /** Files, folders and fast-glob patterns; a path that exists is not treated as a pattern. A link named here is followed. */
  readonly paths: readonly string[];
  /** Names that are never patterns (`parseFileList`); one that does not exist is a `vanished` skip. @default [] */
  readonly files?: readonly string[];
  /** Absolute folder that relative paths are resolved against. */
  readonly cwd: string;
  /**
   * micromatch globs, matched against each path as named, relative to `cwd`, and relative to the scanned folder. Names
   * with a leading dot match too. Everything below an excluded folder is excluded with it, in one event.
   */
  readonly exclude: readonly string[];
  /** Further globs, from a packet, matched against paths relative to `root`, the working directory or a folder above it. */
  readonly rooted?: { readonly root: string; readonly exclude: readonly string[] };
  /** Words before the glob in the detail of an `excluded` skip. @default 'excluded by' */
  readonly excludeLabel?: string;
  /** Excludes what .gitignore files ignore, tracked by git or not. A named path itself is never ignored. */
  readonly respectGitignore: boolean;
  /** Returns the reason why a real path must not be opened. It is then a skip in scope. */
  readonly refuse?: (realPath: string) => string | undefined;
  /** Ends the list early; what was not listed is an `interrupted` skip. */
  readonly signal?: AbortSignal;
  /** @default the real one */
  readonly fs?: FileSystem;
}

/** Number of events after which timers and signals may run, because nothing else here yields. */
const EVENTS_PER_TURN = 128;

/**
 * Lists all files of the given paths as blobs, and everything else as a skip with its reason. Paths are sorted by
 * UTF-16 code units, whatever the order of the arguments, and each file comes once. Folders are listed when their turn
 * comes. Git stores are not entered, links met on the way are not followed, and only regular files are opened.
 *
 * @throws {ScanError} `usage`, before the first event, for a path that does not exist or a pattern that matches nothing
 */
export async function* fileSource(options: FileSourceOptions): AsyncGenerator<SourceEvent> {
  const fs = options.fs ?? nodeFileSystem;
  const targets = await resolveTargets({ paths: options.paths, files: options.files ?? [], cwd: options.cwd }, fs);
  const context = await contextOf(options, targets, fs);
  let count = 0;
  for (const target of targets) {
    for (const event of listTarget(target, context, options.signal)) {
      yield event;
      if (++count % EVENTS_PER_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

interface RunContext extends SourceContext {
  /** Reported path by real path; kept only if targets overlap. */
  readonly seen: Map<RawPath, string> | undefined;
}

async function contextOf(options: FileSourceOptions, targets: readonly Target[], fs: FileSystem): Promise<RunContext> {
  const places = targets.filter((target) => target.kind === 'place');
  const files = places.filter(({ file }) => file !== 'folder').map(({ place }) => [place.real, place] as const);
  const { refuse } = options;
  return {
    fs,
    exclusion: await exclusionOf(options),
    excludeLabel: options.excludeLabel ?? 'excluded by',
    respectGitignore: options.respectGitignore,
    refuse: (real) => refuse?.(textFromRaw(real)),
    folders: places.filter(({ file }) => file === 'folder').map(({ place }) => place),
    files: new Map(files.toReversed()),
    seen: overlap(places) ? new Map() : undefined,
  };
}

async function exclusionOf({ exclude, rooted, cwd }: FileSourceOptions): Promise<Exclusion> {
  const named = await compileExclusion(exclude);
  if (rooted === undefined) return named;
  const inPacket = await compileExclusion(rooted.exclude);
  const way = relative(rooted.root, cwd).replaceAll(sep, '/');
  return (names, folder) =>
    named(names, folder) ??
    inPacket(
      names.map((name) => joinPath(way, name)),
      folder,
    );
}

/** Matches of a pattern count as overlapping: several of them may be excluded with the same folder. */
function overlap(places: readonly PlaceTarget[]): boolean {
  const sorted = places.map(({ place }) => `${place.real}/`.replace('//', '/')).sort();
  return sorted.some((path, index) => index > 0 && path.startsWith(sorted[index - 1] ?? '')) || places.some(matched);
}

function matched({ base }: PlaceTarget): boolean {
  return base !== undefined;
}

function* listTarget(target: Target, context: RunContext, signal: AbortSignal | undefined): Generator<SourceEvent> {
  const path = targetPath(target);
  if (isAborted(signal)) {
    yield skipOf(path, 'interrupted', 'the run was ended before its turn came', true);
    return;
  }
  for (const found of target.kind === 'event' ? [] : foundAt(target, context)) {
    const event = once(found, context.seen);
    if (isAborted(signal)) {
      yield skipOf(path, 'interrupted', `the run was ended before ${eventPath(found.event)}`, true);
      return;
    }
    if (event !== undefined) yield event;
  }
  if (target.kind === 'event') yield target.event;
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted ?? false;
}

/** The event, unless targets overlap and its file was already listed: then undefined, or a skip that says where it was listed. */
function once({ event, real }: Found, seen: Map<RawPath, string> | undefined): SourceEvent | undefined {
  // A link has an event for its name in addition to its skip.
  if (event.kind === 'name') return event;
  const path = eventPath(event);
  const earlier = seen?.get(real);
  if (earlier === undefined) seen?.set(real, path);
  if (earlier === undefined || (event.kind === 'skip' && earlier !== path)) return event;
  return earlier === path ? undefined : skipOf(path, 'excluded', `the same file as ${earlier}`, false);
}

type PlaceTarget = Extract<Target, { kind: 'place' }>;

function foundAt(target: PlaceTarget, context: SourceContext): Iterable<Found> {
  const { place, file } = target;
  const left = excludedTarget(target, context) ?? ignoredTarget(target, context);
  if (left !== undefined) return [left];
  const { real } = place;
  if (file === 'file') return [{ event: fileEvent(place, context), real }];
  if (file !== 'folder') {
    return [{ event: refused(place, context) ?? skipOf(shownPath(place), 'not-a-file', `is a ${file}`, true), real }];
  }
  // A `.git` named explicitly was meant to be scanned; one that a pattern matched was not.
  if (isGitStore(real, context.fs)) return [{ event: gitDirectory(place, target.base === undefined), real }];
  return walkFolder(place, context);
}

/** A named path may be in an excluded folder. All matches of a pattern in such a folder are one event, for the folder. */
function excludedTarget(target: PlaceTarget, context: SourceContext): Found | undefined {
  const { place, file, base } = target;
  const { exclusion, excludeLabel } = context;
  for (const folder of namedFolders(place)) {
    const glob = exclusion([folder], true);
    if (glob === undefined) continue;
    const path = base === undefined ? shownPath(place) : folder;
    // Matches in the same folder share this name. It is relative, so it cannot equal a real path.
    const real = base === undefined ? place.real : rawFromText(folder);
    return { event: skipOf(path, 'excluded', `${excludeLabel} ${glob}`, false), real };
  }
  const glob = exclusion(targetNames(place, file === 'folder'), file === 'folder');
  const event = glob === undefined ? undefined : skipOf(shownPath(place), 'excluded', `${excludeLabel} ${glob}`, false);
  return event && { event, real: place.real };
}

/** The target root of a file is its own folder, so its name is its relative path. */
function targetNames(place: Place, folder: boolean): string[] {
  const names = namesOf(place);
  return folder ? names : [...names, place.display.slice(place.display.lastIndexOf('/') + 1)];
}

function ignoredTarget({ place, file, base }: PlaceTarget, context: SourceContext): Found | undefined {
  if (base === undefined || !context.respectGitignore) return undefined;
  const ignored = ignoredBelow(context.fs, base, place.real, file === 'folder');
  if (ignored === undefined) return undefined;
  const above = place.real.slice(ignored.length).split('/').length - 1;
  const steps = place.display.split('/');
  const path = isWithin(ignored, place.real) ? steps.slice(0, steps.length - above).join('/') : displayPath(ignored);
  return { event: skipOf(path, 'gitignored', 'matches a pattern of a .gitignore file', false), real: ignored };
}
