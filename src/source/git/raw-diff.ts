import { ScanError } from '../../errors.ts';
import { rawFromBytes, type RawPath } from '../raw-path.ts';

/** The kind of an entry of a tree or the index, by its mode. `none`: there is no such entry on that side. */
export type EntryKind = 'file' | 'symlink' | 'submodule' | 'none';

/** A path that differs between two trees, or between a tree and the index. */
export interface RawChange {
  /** `unmerged`: the index has several versions of it and none to commit. */
  readonly status: 'added' | 'changed' | 'deleted' | 'unmerged';
  /** Relative to the repository's top, with `/` as separator. */
  readonly path: RawPath;
  /** The source of a rename or a copy. */
  readonly oldPath?: RawPath;
  readonly oldKind: EntryKind;
  readonly newKind: EntryKind;
  /** Object ids, all zeros for a side without one. For a rename or a copy, the old one is that of its source. */
  readonly oldId: string;
  readonly newId: string;
}

/** A change with the earlier versions of a path: one, or one for each of several parents. */
export interface MergedChange extends RawChange {
  /** Versions in the parents; fewer than parents if one has none. */
  readonly oldIds: readonly string[];
  /** The path of each of them. */
  readonly oldPaths: readonly RawPath[];
}

/**
 * Parses the output of `git diff-index --raw -z` (git-diff-index, "Raw output format").
 *
 * @throws {ScanError} `unreadable` for anything else
 */
export function parseRawDiff(output: Uint8Array): RawChange[] {
  return parseRawDiffs(output).flatMap(({ changes }) => changes);
}

/** One of several diffs: against one parent of a commit. */
export interface RawDiff {
  /** The line before it: a commit's id, or empty if there is none. */
  readonly head: string;
  readonly changes: readonly RawChange[];
}

/**
 * Parses the output of `git diff-tree --stdin --raw -z`: before each diff, the commit's id or the two trees.
 *
 * @throws {ScanError} `unreadable` for anything else
 */
export function parseRawDiffs(output: Uint8Array): RawDiff[] {
  // After two trees git writes a line break where it writes NUL after a commit.
  const text = rawFromBytes(output).replace(/(?<=^|\0)([0-9a-f]{40,64} [0-9a-f]{40,64})\n(?=:)/g, '$1\0');
  const fields = text.split('\0') as RawPath[];
  const diffs: { head: string; changes: RawChange[] }[] = [];
  for (let at = 0; at < fields.length - 1;) {
    const field = fields[at] ?? '';
    if (HEAD.test(field)) {
      diffs.push({ head: field, changes: [] });
      at++;
      continue;
    }
    const named = /^[RC]/.test(field.slice(field.lastIndexOf(' ') + 1)) ? 2 : 1;
    if (diffs.length === 0) diffs.push({ head: '', changes: [] });
    const change = changeOf(field, fields[at + named]);
    diffs.at(-1)?.changes.push(named === 1 ? change : { ...change, oldPath: fields[at + 1] as RawPath });
    at += named + 1;
  }
  return diffs;
}

/** A commit, or two trees. */
const HEAD = /^[0-9a-f]{40,64}(?: [0-9a-f]{40,64})?$/;
const CHANGE =
  /^:(?<oldMode>[0-7]{6}) (?<newMode>[0-7]{6}) (?<oldId>[0-9a-f]{40,64}) (?<newId>[0-9a-f]{40,64}) (?<letter>[A-Z])\d*$/;

function changeOf(field: string, path: RawPath | undefined): RawChange {
  const { oldMode = '', newMode = '', oldId = '', newId = '', letter = '' } = CHANGE.exec(field)?.groups ?? {};
  const status = STATUS[letter];
  if (status === undefined || path === undefined || path === '') {
    throw new ScanError('unreadable', 'Cannot read the changes: git answered in another form than raw');
  }
  return { status, path, oldKind: kindOf(oldMode), newKind: kindOf(newMode), oldId, newId };
}

/** What differs from every parent: what one side of a merge introduces already exists. */
export function mergeChanges(diffs: readonly (readonly RawChange[])[]): MergedChange[] {
  const [first = [], ...others] = diffs;
  const maps = others.map((changes) => new Map(changes.map((change) => [change.path, change])));
  return first.flatMap((change) => {
    const same = maps.map((changes) => changes.get(change.path));
    const all = [change, ...same.filter((other) => other !== undefined)];
    const old = all.filter(({ oldKind }) => oldKind !== 'none' && oldKind !== 'submodule');
    const oldPaths = old.map(({ oldPath, path }) => oldPath ?? path);
    return all.length === diffs.length ? [{ ...change, oldIds: old.map(({ oldId }) => oldId), oldPaths }] : [];
  });
}

const STATUS: Readonly<Record<string, RawChange['status']>> = {
  A: 'added',
  C: 'added',
  M: 'changed',
  R: 'changed',
  T: 'changed',
  D: 'deleted',
  U: 'unmerged',
};

/** The modes that git writes (gitformat-index): 100644 and 100755, 120000, 160000; 000000 for nothing. */
function kindOf(mode: string): EntryKind {
  if (mode === '120000') return 'symlink';
  if (mode === '160000') return 'submodule';
  return mode === '000000' ? 'none' : 'file';
}
