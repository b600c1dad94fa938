import { readFileSync } from 'node:fs';
import { ScanError, stateOf, systemReason } from '../../errors.ts';
import type { SourceEvent } from '../../types.ts';
import { skipOf } from '../failure.ts';
import { memoryBlob } from '../memory-blob.ts';
import { runGit, type GitOptions, type GitVariable } from './command.ts';

/** The environment that tells git who commits. */
export interface IdentityOptions {
  /** Absolute. */
  readonly cwd: string;
  readonly env: GitOptions['env'];
}

/**
 * The text of a commit's message as its hook finds it, on the surface `commit`. Comment lines are part of it, because
 * git keeps them in a message that is not edited; what git wrote below the scissors line of `git commit --verbose` is
 * not.
 *
 * @param path as named, for reports; @param file the same, absolute
 * @param env the hook's
 * @throws {ScanError} `usage` for a file that cannot be read
 */
export function messageEvent(path: string, file: string, env: GitOptions['env'] = {}): SourceEvent {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new ScanError('usage', `Cannot read the commit message ${path}: ${systemReason(cause)}`, { cause });
  }
  const text = env['GIT_EDITOR'] === NO_EDITOR ? bytes : withoutDiff(bytes);
  return { kind: 'blob', blob: { ...memoryBlob(path, [], text), surface: 'commit' } };
}

/** What git sets for the hooks of a commit whose message nobody edits (builtin/commit.c); it writes no diff into such a message. */
const NO_EDITOR = ':';

/**
 * The line at which git cuts a message, after its comment character (wt-status.c), the comments that always follow it,
 * and what may come after them: a diff, or nothing. Anything else after them was written by somebody and is committed.
 */
const SCISSORS =
  /^(?<comment>\S{1,8}) -{24} >8 -{24}\r?\n(?:\k<comment>(?: [^\n]*)?\r?\n)+(?=diff --|Submodule |(?![^]))/m;

function withoutDiff(bytes: Buffer): Buffer {
  const at = SCISSORS.exec(bytes.toString('latin1'))?.index;
  return at === undefined ? bytes : bytes.subarray(0, at);
}

const IDENTITY_VARIABLES: readonly GitVariable[] = [
  'GIT_DIR',
  'GIT_AUTHOR_NAME',
  'GIT_AUTHOR_EMAIL',
  'GIT_COMMITTER_NAME',
  'GIT_COMMITTER_EMAIL',
  'EMAIL',
];

/** Names and addresses of author and committer, which a commit contains too; a skip if git does not tell. */
export async function identityEvents({ cwd, env }: IdentityOptions): Promise<SourceEvent[]> {
  const git: GitOptions = { cwd, env, pass: IDENTITY_VARIABLES, userConfiguration: true };
  return Promise.all(
    (['author', 'committer'] as const).map(async (who): Promise<SourceEvent> => {
      try {
        const line = await runGit(['var', `GIT_${who.toUpperCase()}_IDENT`], git);
        return { kind: 'blob', blob: { ...memoryBlob(`<${who}>`, [], line), surface: 'commit' } };
      } catch (error) {
        if (!(error instanceof ScanError)) throw error;
        return skipOf(`<${who}>`, 'unreadable', stateOf(error), true);
      }
    }),
  );
}
