import { join, relative, sep } from 'node:path';
import { eventPath } from '../../source/entry.ts';
import { fileSource } from '../../source/files.ts';
import { memoryBlob } from '../../source/memory-blob.ts';
import { folderEntries, leadsOut, partOfFile } from '../../source/git/folder.ts';
import { lacksAlternates, leftoverObjects } from '../../source/git/leftovers.ts';
import { entriesBelow, type FolderEntry } from '../../source/git/folder-entries.ts';
import type { Ref } from '../../source/git/refs.ts';
import { unownedFiles } from '../../source/git/unowned.ts';
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

/** Tells of objects that git does not read. */
function tellUnread(setup: AuditSetup, objects: readonly FolderEntry[]): void {
  const { commonDir } = setup.repository;
  const detail = 'holds objects that git does not read, such as a pack without an index: not looked at';
  for (const path of leftoverObjects(objects)) skipPart(setup, path, 'corrupt', detail);
  if (lacksAlternates(commonDir))
    skipPart(setup, 'objects/info/alternates', 'missing-object', 'names a folder of objects that is not there');
}

/** What is scanned as files, each once. Tells of objects that git does not read, unless the configuration alone is wanted. */
function entriesOf(setup: AuditSetup, areRefsRead: boolean, isConfigurationAlone: boolean): readonly string[] {
  const { commonDir } = setup.repository;
  const entries = folderEntries(commonDir, areRefsRead);
  if (isConfigurationAlone) return entries.filter((name) => partOfFile(name) === 'config');
  const objects = entriesBelow(commonDir, 'objects');
  tellUnread(setup, objects);
  const unowned = unownedFiles(commonDir, objects);
  return [...entries, ...unowned.filter((path) => !entries.includes(path.split('/', 1)[0] ?? ''))];
}

/**
 * Scans configuration, hooks, reflogs, LFS objects and whatever else lies in the repository's folder and is neither object nor
 * ref; gives all names there.
 *
 * @param areRefsRead whether git reads the refs; they are scanned as well otherwise
 * @param isConfigurationAlone leaves out all that is no configuration
 */
export async function scanFolder(
  setup: AuditSetup,
  areRefsRead: boolean,
  isConfigurationAlone: boolean,
): Promise<string[]> {
  const { repository, context, scanner, signal } = setup;
  const names: string[] = [];
  const { commonDir } = repository;
  const { cwd, collector } = context;
  const named = relative(cwd, commonDir).split(sep).join('/');
  const base = named === '' || /^\.\.\/\.\.(?:\/|$)/.test(named) ? commonDir : named;
  const entries = entriesOf(setup, areRefsRead, isConfigurationAlone);
  const out = new Set(entries.filter((name) => leadsOut(repository, name)));
  for (const name of out)
    skipPart(setup, join(base, name), 'symlink-outside-root', "leads out of the repository's folder");
  const files = entries.filter((name) => !out.has(name)).map((name) => join(base, name));
  if (files.length === 0) return names;
  const source = fileSource({ paths: [], files, cwd, exclude: [], respectGitignore: false, ...(signal && { signal }) });
  for await (const event of source) {
    names.push(eventPath(event));
    if (event.kind !== 'blob') {
      // What was there when the folder was listed, a lock for instance, may be gone.
      if (event.kind === 'skip' && event.inScope && event.skip.reason !== 'vanished')
        scanner.skip(event.skip, 'commit');
      continue;
    }
    const { blob } = event;
    collector.blob('commit', blob.size ?? 0, 0);
    await scanner.scan({ ...blob, origin: { part: partOfFile(blob.path.slice(base.length + 1)) } });
  }
  return names;
}
