import { ScanError } from '../../errors.ts';
import { displayPath, rawFromBytes, type RawPath } from '../raw-path.ts';
import { readObjects } from './cat-file.ts';
import { runGit } from './command.ts';
import { ObjectIds } from './object-ids.ts';
import type { Repository } from './repository.ts';

/** An entry of the index or of a commit's tree. `conflict`: the index has several versions and none to commit. */
export interface StoredFile {
  readonly kind: 'file' | 'symlink' | 'submodule' | 'conflict';
  readonly id: string;
}

/**
 * The entries of the index, or of a commit, at and below some paths.
 *
 * @param top absolute top of the work tree
 * @param paths relative to the top, with `/` as separator; names, never patterns
 * @param commit an id @default the index
 * @returns entries by their paths relative to the top
 * @throws {ScanError} as `runGit`
 */
export async function storedFiles(
  { git }: Repository,
  top: string,
  paths: readonly string[],
  commit?: string,
): Promise<ReadonlyMap<string, StoredFile>> {
  const question =
    commit === undefined ? ['ls-files', '--stage', '-z', '--'] : ['ls-tree', '-r', '-z', '--full-tree', commit, '--'];
  const output = await runGit([...question, ...paths], { ...git, cwd: top });
  const lines = rawFromBytes(output).split('\0').slice(0, -1);
  return new Map(lines.map(entryOf));
}

/** Parses `<mode> <id> <stage><tab><path>` of ls-files and `<mode> <type> <id><tab><path>` of ls-tree. */
function entryOf(line: string): readonly [string, StoredFile] {
  const tab = line.indexOf('\t');
  const [mode = '', ...words] = line.slice(0, tab).split(' ');
  const id = words.find((word) => word.length >= 40);
  if (tab < 0 || id === undefined)
    throw new ScanError('unreadable', 'Cannot read the index or a tree: git answered in another form');
  const staged = words.at(-1) ?? '';
  const kind = /^[123]$/.test(staged) ? 'conflict' : (KINDS[mode] ?? 'file');
  return [displayPath(line.slice(tab + 1) as RawPath), { kind, id }];
}

const KINDS: Readonly<Record<string, StoredFile['kind']>> = { '120000': 'symlink', '160000': 'submodule' };

/**
 * The bytes of a blob.
 *
 * @param limit maximum number of bytes
 * @throws {ScanError} `too-large`, and `unreadable` for a missing or damaged blob
 */
export async function storedBytes(id: string, { git }: Repository, limit: number): Promise<Uint8Array> {
  for await (const events of readObjects(ObjectIds.from([id]), { ...git, largeAbove: limit })) {
    for (const event of events) {
      if (event.kind === 'object' && event.size <= limit) return Uint8Array.from(event.bytes);
      if (event.kind === 'object' || event.kind === 'large')
        throw new ScanError('too-large', `Cannot read object ${id}: it is larger than ${limit} bytes`);
    }
  }
  throw new ScanError('unreadable', `Cannot read object ${id}: it is not there or damaged`);
}
