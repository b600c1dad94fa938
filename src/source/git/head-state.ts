import { lstatSync } from 'node:fs';
import { ScanError } from '../../errors.ts';
import { joinPath, nativePath, rawFromBytes, rawFromText, type RawPath } from '../raw-path.ts';
import { type GitOptions, runGit } from './command.ts';
import { openRepository } from './repository.ts';

/** What was checked out during a run. */
export interface HeadState {
  /** Full id of the commit. */
  readonly head: string;
  /**
   * Whether the index matches it, and every tracked file has the size and time that the index records: a file that was
   * only touched counts as changed. Untracked files and submodules are ignored.
   */
  readonly clean: boolean;
}

/** The state of the repository around a folder; undefined without a repository, a commit or git. */
export async function headState(folder: string, env: GitOptions['env']): Promise<HeadState | undefined> {
  try {
    const { git, bare } = await openRepository({ folder, env });
    const head = (await runGit(['rev-parse', '--verify', 'HEAD^{commit}'], git)).toString('latin1').trim();
    if (bare) return { head, clean: true };
    const staged = await runGit(['diff-index', '--cached', '--raw', '--ignore-submodules=all', head], git);
    return { head, clean: staged.length === 0 && (await isUntouched(git)) };
  } catch (error) {
    if (error instanceof ScanError) return undefined;
    throw error;
  }
}

/**
 * Compares files without git, which would read those as new as its index and start the filters that the repository's
 * attributes name for them (`git diff-files`, `git status`).
 */
async function isUntouched(git: GitOptions): Promise<boolean> {
  const { gitDir: _, ...inFolder } = git;
  const top = (await runGit(['rev-parse', '--show-toplevel'], inFolder)).toString('utf8').replace(/\n$/, '');
  const index = await runGit(['ls-files', '-z', '--debug'], { ...inFolder, cwd: top });
  const text = rawFromBytes(index);
  const entries = text.matchAll(ENTRY);
  let read = 0;
  for (const [whole, path = '', seconds, nanoseconds, size] of entries) {
    read += whole.length;
    const file = joinPath(rawFromText(top), path as RawPath);
    if (!isSame(file, Number(seconds), Number(nanoseconds), Number(size))) return false;
  }
  return read === text.length;
}

/** An entry of `git ls-files -z --debug`: the name, then the stat data that the index holds. */
const ENTRY =
  /([^\0]*)\0 {2}ctime: \d+:\d+\n {2}mtime: (\d+):(\d+)\n {2}dev: \d+\tino: \d+\n {2}uid: \d+\tgid: \d+\n {2}size: (\d+)\tflags: [0-9a-f]+\n/g;

function isSame(file: RawPath, seconds: number, nanoseconds: number, size: number): boolean {
  const stats = lstatSync(nativePath(file), { throwIfNoEntry: false, bigint: true });
  if (stats === undefined) return false;
  if (stats.isDirectory()) return true; // A submodule.
  if (stats.size % 2n ** 32n !== BigInt(size) || stats.mtimeNs / 1_000_000_000n !== BigInt(seconds)) return false;
  // Some programs write indexes with whole seconds.
  return nanoseconds === 0 || stats.mtimeNs % 1_000_000_000n === BigInt(nanoseconds);
}
