import { join, relative, sep } from 'node:path';
import { eventPath } from '../../source/entry.ts';
import { fileSource } from '../../source/files.ts';
import { memoryBlob } from '../../source/memory-blob.ts';
import { folderEntries, leadsOut, partOfFile } from '../../source/git/folder.ts';
import { lacksAlternates, leftoverObjects } from '../../source/git/leftovers.ts';
import { entriesBelow, type FolderEntry } from '../../source/git/folder-entries.ts';
import type { Ref } from '../../source/git/refs.ts';
import { unfitPacks } from '../../source/git/unfit-packs.ts';
import { unownedFiles } from '../../source/git/unowned.ts';
import type { SourceEvent } from '../../types.ts';
import { type AuditSetup, skipPart } from './setup.ts';

/** Scans the names of refs, each by itself. */
export async function scanRefs({ context, scanner, prefix }: AuditSetup, refs: readonly Ref[]): Promise<void> {
  const matches = (text: string): boolean => context.detector.detectWhole(Buffer.from(text)).length > 0;
  if (!matches(refs.map(({ name }) => name).join('\n'))) return;
  for (const { name } of refs) {
    if (!matches(name)) continue;
    await scanner.scan({ ...memoryBlob(`${prefix}ref`, [], Buffer.from(name)), origin: { part: 'ref' } });
  }
}

/** Reports objects that git does not read. */
function tellUnread(setup: AuditSetup, objects: readonly FolderEntry[]): void {
  const { commonDir } = setup.repository;
  const detail = 'holds objects that git does not read, such as a pack without an index: not scanned';
  for (const path of leftoverObjects(objects)) skipPart(setup, path, 'corrupt', detail);
  for (const path of unfitPacks(setup.repository, objects))
    skipPart(
      setup,
      path,
      'corrupt',
      'it or its index is damaged or cannot be opened, or is of another pack: git may not read it',
    );
  if (lacksAlternates(commonDir))
    skipPart(setup, 'objects/info/alternates', 'missing-object', 'names a folder of objects that is not there');
}

/** The files to scan, each once. Also reports objects that git does not read, unless only the configuration is scanned. */
function entriesOf(setup: AuditSetup, refs: FolderRefs, isConfigurationAlone: boolean): readonly string[] {
  const { commonDir } = setup.repository;
  const entries = folderEntries(commonDir, refs !== 'unread');
  if (isConfigurationAlone) return entries.filter((name) => partOfFile(name) === 'config');
  const objects = entriesBelow(commonDir, 'objects');
  tellUnread(setup, objects);
  const listed = new Set(refs === 'unread' ? [] : refs.map(({ name }) => name));
  const unowned = unownedFiles(commonDir, objects, listed);
  return [...entries, ...unowned.filter((path) => !entries.includes(path.split('/', 1)[0] ?? ''))];
}

/** The refs that git lists. A ref that it does not list is scanned as a file. */
type FolderRefs = readonly Ref[] | 'unread';

/**
 * Scans configuration, hooks, reflogs, LFS objects and everything else in the repository's Git folder that is neither
 * an object nor a ref listed by git, including the names of these files. Returns all names there.
 *
 * @param isConfigurationAlone whether to scan only the configuration
 */
export async function scanFolder(
  setup: AuditSetup,
  refs: FolderRefs,
  isConfigurationAlone: boolean,
): Promise<string[]> {
  const { repository, context, signal } = setup;
  const names: string[] = [];
  const { commonDir } = repository;
  const { cwd } = context;
  const named = relative(cwd, commonDir).split(sep).join('/');
  const base = named === '' || /^\.\.\/\.\.(?:\/|$)/.test(named) ? commonDir : named;
  const entries = entriesOf(setup, refs, isConfigurationAlone);
  const out = new Set(entries.filter((name) => leadsOut(repository, name)));
  for (const name of out)
    skipPart(setup, join(base, name), 'symlink-outside-root', "leads out of the repository's folder");
  const files = entries.filter((name) => !out.has(name)).map((name) => join(base, name));
  if (files.length === 0) return names;
  const source = fileSource({ paths: [], files, cwd, exclude: [], respectGitignore: false, ...(signal && { signal }) });
  for await (const event of source) {
    names.push(eventPath(event));
    await scanEntry(setup, event, base);
  }
  return names;
}

/** Scans a file of the folder and its name. @param base of the folder, as used in paths */
async function scanEntry({ context, scanner }: AuditSetup, event: SourceEvent, base: string): Promise<void> {
  const path = eventPath(event);
  const origin = { part: partOfFile(path.slice(base.length + 1)) };
  scanner.name({ ...(event.kind === 'name' ? event.name : { path, view: [] }), origin }, 'commit');
  if (event.kind === 'blob') {
    context.collector.blob('commit', event.blob.size ?? 0, 0);
    await scanner.scan({ ...event.blob, origin });
  } else if (event.kind === 'skip' && event.inScope && event.skip.reason !== 'vanished') {
    // A file that was there when the folder was listed, such as a lock, may be gone.
    scanner.skip(event.skip, 'commit');
  }
}
