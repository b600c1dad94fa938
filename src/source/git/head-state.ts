import { ScanError } from '../../errors.ts';
import { type GitOptions, runGit } from './command.ts';
import { openRepository } from './repository.ts';

/** What was checked out when a run was made. */
export interface HeadState {
  /** Full id of the commit. */
  readonly head: string;
  /**
   * Whether index and files that git tracks are as in it. Files are compared by size and time alone, as a filter of the
   * repository would be started to compare their content: a file that was only touched counts as changed. Untracked files and
   * submodules are not looked at.
   */
  readonly clean: boolean;
}

/** The state of the repository around a folder; undefined without one, without a commit or without git. */
export async function headState(folder: string, env: GitOptions['env']): Promise<HeadState | undefined> {
  try {
    const { git } = await openRepository({ folder, env });
    const head = (await runGit(['rev-parse', '--verify', 'HEAD^{commit}'], git)).toString('latin1').trim();
    const { gitDir: _, ...inFolder } = git;
    const staged = await runGit(['diff-index', '--cached', '--raw', '--ignore-submodules=all', head], git);
    const touched = await runGit(['diff-files', '--raw', '--ignore-submodules=all'], inFolder);
    return { head, clean: staged.length === 0 && touched.length === 0 };
  } catch (error) {
    if (error instanceof ScanError) return undefined;
    throw error;
  }
}
