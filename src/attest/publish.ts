import { lastMark } from '../name-mark.ts';
import { fileSource } from '../source/files.ts';
import type { BareName, Blob, SourceEvent } from '../types.ts';
import { type FileRoot, hashOf } from './blob-hash.ts';
import { accountOf } from './diff.ts';
import { ledgerPaths, pathKey, type LedgerPath } from './ledger-files.ts';
import { MarkedPaths } from './marked-paths.ts';
import type { LedgerFile, LedgerLine } from './ledger-file.ts';

/** Whether an artifact may be published, and if not, why. */
export type ArtifactState =
  | { readonly kind: 'clean'; readonly path: string }
  | { readonly kind: ArtifactFault; readonly path: string; readonly reason: string };

/** What is wrong with an artifact. */
export type ArtifactFault = 'not-scanned' | 'changed' | 'incomplete' | 'findings';

/** Where artifacts and ledger are. */
export interface PublishOptions extends FileRoot {
  /** Converts a name to the form used in the ledger. */
  readonly safeName: (name: string) => string;
  /** Real path of the ledger, which may be published too. */
  readonly ledger: string;
}

/**
 * Checks everything below the paths against a ledger: a file is clean if its bytes were scanned to their end, with
 * everything inside it, without a finding, and have not changed since.
 *
 * @param paths files, folders or globs
 * @throws {ScanError} `usage` for a path that does not exist
 */
export async function* checkArtifacts(
  paths: readonly string[],
  ledger: LedgerFile,
  options: PublishOptions,
): AsyncGenerator<ArtifactState> {
  const { root, refuse } = options;
  const accounted = new AccountedPaths(ledger, root);
  const source = fileSource({ paths, cwd: root, exclude: [], respectGitignore: false, refuse });
  const isNamed = namedBy(ledger, options);
  const told = new Set<string>();
  for await (const event of source) {
    const name = nameOf(event);
    if (told.has(name.path)) continue;
    const state = event.kind === 'name' ? undefined : await stateOf(event, accounted, options);
    if ((state === undefined || state.kind === 'clean') && isNamed(name)) {
      told.add(name.path);
      yield { kind: 'findings', path: name.path, reason: 'the scan found a value in its name' };
    } else if (state !== undefined) yield state;
  }
}

/**
 * Recognizes names containing a value that the ledger counts but has no line for: those of folders and links. If the
 * packet allows every such value, none is reported.
 */
function namedBy({ counts, entries }: LedgerFile, { safeName }: PublishOptions): (name: BareName) => boolean {
  const placed = entries.reduce((sum, line) => sum + line.findings, 0);
  if (counts.findings <= placed) return () => false;
  return ({ path, target = '' }) => safeName(path) !== path || safeName(target) !== target;
}

function nameOf(event: SourceEvent): BareName {
  if (event.kind === 'name') return event.name;
  return event.kind === 'skip' ? event.skip : event.blob;
}

/** The paths of a ledger, and which of its folders contain findings. */
class AccountedPaths {
  readonly byKey: ReadonlyMap<string, LedgerPath>;
  readonly marked: MarkedPaths;
  readonly #root: string;
  readonly #found: Set<string> = new Set();

  constructor(ledger: LedgerFile, root: string) {
    this.#root = root;
    this.byKey = new Map(ledgerPaths(ledger).map((entry) => [pathKey(entry.path, root), entry]));
    this.marked = new MarkedPaths(this.byKey.keys());
    for (const [key, { lines }] of this.byKey) {
      if (lines.every(({ findings }) => findings === 0)) continue;
      for (let at = key.length; at > 0; at = key.lastIndexOf('/', at - 1)) this.#found.add(key.slice(0, at));
    }
  }

  /**
   * Whether a name from which a value was removed is in a folder with a finding: a value in a folder's name is reported
   * by the first file in it.
   */
  isInNamed(name: string): boolean {
    const mark = lastMark(name);
    if (mark < 0) return false;
    const end = name.indexOf('/', mark);
    return this.#found.has(pathKey(end < 0 ? name : name.slice(0, end), this.#root));
  }
}

async function stateOf(
  event: Exclude<SourceEvent, { kind: 'name' }>,
  paths: AccountedPaths,
  options: PublishOptions,
): Promise<ArtifactState> {
  if (event.kind === 'blob') return fileState(event.blob, paths, options);
  const { path, reason, detail } = event.skip;
  // Nothing is excluded here: it is a link to, or another name of, something listed separately.
  if (reason === 'excluded') return { kind: 'clean', path };
  return { kind: 'not-scanned', path, reason: `${reason}: ${detail}` };
}

/** A file without a line under its name: the ledger may call it otherwise, and that name is then used here as well. */
async function unaccounted(blob: Blob, key: string, { byKey, marked }: AccountedPaths): Promise<ArtifactState> {
  const candidates = marked.fitting(key).flatMap((name) => byKey.get(name) ?? []);
  const reason = 'it is not in the ledger';
  const [first] = candidates;
  if (first === undefined) return { kind: 'not-scanned', path: blob.path, reason };
  const content = await hashOf(blob);
  const same = candidates.find(({ hashes }) => content.kind === 'hash' && hashes.includes(content.sha256));
  if (same === undefined) return { kind: 'not-scanned', path: first.path, reason: `${reason}, or was changed` };
  return { kind: 'findings', path: same.path, reason: 'its name contains a value that the scan found' };
}

async function fileState(blob: Blob, paths: AccountedPaths, options: PublishOptions): Promise<ArtifactState> {
  const { path } = blob;
  if (blob.file !== undefined && blob.file === options.ledger) return { kind: 'clean', path };
  const name = options.safeName(path);
  const key = pathKey(name, options.root);
  const entry = accountOf(key, paths.byKey);
  if (entry === undefined) return unaccounted(blob, key, paths);
  const out = entry.lines.find(({ status }) => status === 'excluded');
  if (out !== undefined) {
    return { kind: 'not-scanned', path, reason: `it was excluded from the scan (${out.reason ?? 'no reason given'})` };
  }
  const unread = entry.lines.find(isUnread);
  if (unread !== undefined) return { kind: 'incomplete', path, reason: unreadWords(unread) };
  if (entry.hashes.length === 0) return { kind: 'incomplete', path, reason: 'the scan did not read all of it' };
  const content = await hashOf(blob);
  if (content.kind === 'missing') return { kind: 'changed', path, reason: 'it is gone' };
  if (content.kind === 'unreadable') return { kind: 'changed', path, reason: content.reason };
  if (!entry.hashes.includes(content.sha256)) return { kind: 'changed', path, reason: 'it changed after the scan' };
  const found = foundIn(entry, name, paths);
  return found === undefined ? { kind: 'clean', path } : { kind: 'findings', path, reason: found };
}

/** What the scan found in a file, or in its name. */
function foundIn({ lines }: LedgerPath, name: string, paths: AccountedPaths): string | undefined {
  const findings = lines.reduce((sum, line) => sum + line.findings, 0);
  if (findings > 0) return `the scan found ${findings} in it`;
  return paths.isInNamed(name) ? 'the scan found a value in the name of its folder, or beside it' : undefined;
}

/** What the packet lets stay unread does not count. */
function isUnread({ status, accepted }: LedgerLine): boolean {
  return status === 'partial' || (status === 'skipped' && !accepted);
}

function unreadWords({ view, reason }: LedgerLine): string {
  const where = view.length === 0 ? '' : `${view.join(' > ')}: `;
  return `it was not scanned completely (${where}${reason ?? 'read in part'})`;
}
