import { readFileSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { ScanError } from '../../errors.ts';
import type { SourceEvent } from '../../types.ts';
import { skipOf, systemCode } from '../failure.ts';
import { displayPath, type RawPath } from '../raw-path.ts';
import { runGit } from './command.ts';
import { EMPTY_TREE } from './empty-tree.ts';
import { readIndex } from './index-entries.ts';
import { pathFilter, type PathFilter } from './left-out.ts';
import { notABlob, readWanted, type WantedObject, wantedOf } from './object-blob.ts';
import type { Index } from './open-index.ts';
import { mergeChanges, type MergedChange, parseRawDiff, type RawChange } from './raw-diff.ts';
import type { Repository } from './repository.ts';
import { statsAt } from '../../stats.ts';

/** Which part of the index to scan. */
export interface StagedOptions extends PathFilter {
  /** Only these files and folders. @default everything that the commit changes */
  readonly names?: readonly string[];
  /** Whether to also scan named files that the commit does not change. @default false */
  readonly unchanged?: boolean;
  /** Whether to give no earlier versions, so that every value counts as new. @default false */
  readonly includeCommitted?: boolean;
}

/**
 * What the next commit would add, from the index and never from the work tree: every file and link whose content
 * differs from that in all parents. Other kinds of entries, and what git cannot give, are skips; removals are not.
 */
export async function* stagedSource(index: Index, options: StagedOptions): AsyncGenerator<SourceEvent> {
  const leftOut = await pathFilter(index, options);
  const wanted: WantedObject[] = [];
  const { changes, unknown } = await changesOf(index, options);
  for (const name of unknown) yield skipOf(name, 'vanished', 'not in the index: git add it, or name it to scan', true);
  for (const change of changes) {
    const event = leftOut(change.path) ?? notABlob(change);
    if (event !== undefined) yield event;
    else if (change.newKind !== 'none') wanted.push(wantedOf(change));
  }
  yield* readWanted(wanted, index.repository, { includeCommitted: options.includeCommitted ?? false });
}

/** What to scan. `unknown`: names that are not in the index. */
interface Changes {
  readonly changes: readonly MergedChange[];
  readonly unknown: readonly string[];
}

async function changesOf(index: Index, options: StagedOptions): Promise<Changes> {
  const { repository } = index;
  const first = await diffWithHead(repository);
  const others = options.includeCommitted === true ? [] : mergeHeads(repository);
  const merged = mergeChanges([first, ...(await Promise.all(others.map((parent) => diffWith(parent, repository))))]);
  if (options.names === undefined) return { changes: merged, unknown: [] };
  const names = namesFromTop(index, options.names);
  const found = new Set<string>();
  const isNamed = ({ path }: RawChange): boolean => nameOf(path, names, found) !== undefined;
  const changes = merged.filter(isNamed);
  if (options.unchanged !== true)
    return {
      changes,
      unknown: await unknownOf(
        index,
        [...names].filter((name) => !found.has(name)),
      ),
    };
  const changed = new Set(first.filter(isNamed).map(({ path }) => displayPath(path)));
  if ([...names].some((name) => !changed.has(name))) {
    changes.push(...(await unchangedOf(index, first)).filter(isNamed));
  }
  return { changes, unknown: [...names].filter((name) => !found.has(name)) };
}

/** Names found in neither the index nor the work tree: they were mistyped. */
async function unknownOf({ repository, top }: Index, names: readonly string[]): Promise<string[]> {
  const missing = names.filter((name) => !isThere(join(top, name)));
  if (missing.length === 0) return [];
  const found = new Set<string>();
  const wanted = new Set(missing);
  for (const { path } of await readIndex(repository.git)) nameOf(path, wanted, found);
  return missing.filter((name) => !found.has(name));
}

function isThere(path: string): boolean {
  try {
    return statsAt(path, 'keep') !== undefined;
  } catch {
    return false; // A step of the path is not a folder, or cannot be entered.
  }
}

/** Entries of the index that the commit does not change. */
async function unchangedOf({ repository }: Index, changes: readonly RawChange[]): Promise<MergedChange[]> {
  const changed = new Set(changes.map(({ path }) => path));
  const entries = await readIndex(repository.git);
  return entries
    .filter(({ path }) => !changed.has(path))
    .map(({ path, kind, id }) => ({ ...ADDED, path, newKind: kind, newId: id }));
}

const ADDED = { status: 'added', oldKind: 'none', oldId: '', oldIds: [], oldPaths: [] } as const;

async function diffWithHead(repository: Repository): Promise<RawChange[]> {
  try {
    return await diffWith('HEAD', repository);
  } catch (error) {
    const head = await runGit(['cat-file', '--batch-check'], repository.git, 'HEAD\n');
    if (!head.toString('latin1').endsWith(' missing\n')) throw error;
    return diffWith(EMPTY_TREE[repository.idLength], repository);
  }
}

async function diffWith(tree: string, { git }: Repository): Promise<RawChange[]> {
  const flags = [
    '--cached',
    '--raw',
    '-z',
    '--no-abbrev',
    '-M',
    '--ita-invisible-in-index',
    '--ignore-submodules=none',
  ];
  return parseRawDiff(await runGit(['diff-index', ...flags, tree, '--'], git));
}

/** The other parents of a merge that is about to be committed. */
function mergeHeads({ gitDir }: Repository): string[] {
  try {
    const lines = readFileSync(join(gitDir, 'MERGE_HEAD'), 'latin1').split('\n');
    return lines.filter((line) => /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(line));
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return [];
    throw new ScanError('unreadable', 'Cannot read MERGE_HEAD of the repository', { cause });
  }
}

/** Names relative to the top of the work tree, with `/` as separator; the top itself is empty. */
function namesFromTop({ top, cwd }: Index, names: readonly string[]): ReadonlySet<string> {
  const inside = names.map((name) => relative(top, isAbsolute(name) ? name : resolve(cwd, name)));
  return new Set(inside.map((name) => name.split(sep).join('/')));
}

/** The name that is equal to a path or a folder above it; also added to `found`. */
function nameOf(path: RawPath, names: ReadonlySet<string>, found: Set<string>): string | undefined {
  const shown = displayPath(path);
  const folders = shown.split('/').map((_, index, steps) => steps.slice(0, index).join('/'));
  const name = [shown, ...folders].find((candidate) => names.has(candidate));
  if (name !== undefined) found.add(name);
  return name;
}
