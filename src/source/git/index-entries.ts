import { ScanError } from '../../errors.ts';
import { rawFromBytes, type RawPath } from '../raw-path.ts';
import { runGit, type GitOptions } from './command.ts';
import type { EntryKind } from './raw-diff.ts';

/** An entry of the index that has a version to commit. */
export interface IndexEntry {
  readonly path: RawPath;
  readonly kind: EntryKind;
  readonly id: string;
}

/** All entries of the index in its own order (git-ls-files, `--stage`), except those in conflict. */
export async function readIndex(git: GitOptions): Promise<IndexEntry[]> {
  const output = await runGit(['ls-files', '--stage', '-z', '--full-name'], git);
  const lines = rawFromBytes(output).split('\0').slice(0, -1);
  return lines.flatMap((line) => {
    const parts = /^(?<mode>[0-7]{6}) (?<id>[0-9a-f]{40,64}) (?<stage>[0-3])\t(?<path>[^]*)$/.exec(line)?.groups;
    if (parts === undefined) throw new ScanError('unreadable', 'Cannot read the index: git answered in another form');
    const { mode, id = '', stage, path = '' } = parts;
    return stage === '0' ? [{ path: path as RawPath, kind: KINDS[mode ?? ''] ?? 'file', id }] : [];
  });
}

const KINDS: Readonly<Record<string, EntryKind>> = { '120000': 'symlink', '160000': 'submodule' };
