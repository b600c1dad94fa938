import { ScanError } from '../../errors.ts';
import { stateOfFailure } from '../../source/git/failure.ts';
import { type IndexEntry, readIndex } from '../../source/git/index-entries.ts';
import { readRefs, type Ref } from '../../source/git/refs.ts';
import { type AuditSetup, skipPart } from './setup.ts';

/**
 * Where all paths to a repository's objects begin: its refs and its index. What git cannot read of them is reported,
 * and the objects are still read.
 */
export class EntryPoints {
  readonly #setup: AuditSetup;
  #areRefsUnread = false;
  #isIndexUnread = false;

  constructor(setup: AuditSetup) {
    this.#setup = setup;
  }

  /** Whether there are more than those given: it is then unknown whether a named object is missing. */
  get areUnread(): boolean {
    return this.#areRefsUnread || this.#isIndexUnread;
  }

  /** Whether git could not read the refs. */
  get areRefsUnread(): boolean {
    return this.#areRefsUnread;
  }

  async refs(): Promise<readonly Ref[]> {
    const { unopened } = this.#setup.repository;
    if (unopened !== undefined)
      return this.#noRefs(`git does not open this repository (${unopened}), its objects alone were read`);
    try {
      return await readRefs(this.#setup.repository);
    } catch (error) {
      return this.#noRefs(stateOfFailure(damageOf(error)));
    }
  }

  /** Ids that the index names; none in a bare repository. */
  async indexed(): Promise<readonly string[]> {
    const { bare, git } = this.#setup.repository;
    let index: readonly IndexEntry[];
    try {
      index = bare ? [] : await readIndex(git);
    } catch (error) {
      damageOf(error);
      this.#isIndexUnread = true;
      const detail = 'git cannot read the index: whether all that it leads to is there is not known';
      skipPart(this.#setup, 'index', 'corrupt', detail);
      return [];
    }
    return index.filter(({ kind }) => kind !== 'submodule').map(({ id }) => id);
  }

  #noRefs(state: string): readonly Ref[] {
    this.#areRefsUnread = true;
    const detail = `${state}: which refs hold what was found, and what else they lead to, is not known`;
    skipPart(this.#setup, 'refs', 'corrupt', detail);
    return [];
  }
}

/** The error of a git that could not read something. Any other error is rethrown. */
function damageOf(error: unknown): ScanError {
  if (error instanceof ScanError && error.code === 'unreadable') return error;
  throw error;
}
