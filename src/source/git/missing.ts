import { ScanError } from '../../errors.ts';
import { startGit } from './command.ts';
import { eachLine } from './listing.ts';
import type { PathOrder } from './path-order.ts';
import type { Repository } from './repository.ts';
import { sinceMoment } from './since.ts';

const QUESTION = 0x3f;

/** The result of a walk from refs. */
export interface Walk {
  /** Ids of objects that are named but missing. */
  readonly missing: readonly string[];
  /** Ids of all others, one per line, if requested. */
  readonly present: Buffer;
}

/**
 * Walks from all refs, reflogs and the index (or over `range`) and lists what is named but missing, as in a partial
 * clone.
 *
 * @param range arguments of `git rev-list` that choose commits; checked by `checkRange`
 * @param order receives every object that is present
 * @param revisions one per line, if `range` is `--stdin`
 * @throws {ScanError} `unreadable` if the walk did not finish, `usage` for a range that git does not understand
 */
export async function walkObjects(
  repository: Repository,
  range?: readonly string[],
  order?: PathOrder,
  revisions = '',
): Promise<Walk> {
  const everything = ['--all', '--reflog', '--indexed-objects'];
  const args = ['rev-list', '--objects', '--missing=print', ...(range ?? everything)];
  const git = startGit(args, repository.git);
  git.stdin.end(revisions);
  const missing: string[] = [];
  const present: Buffer[] = [];
  await eachLine(git.stdout, (text, start, end) => {
    if (text[start] === QUESTION) missing.push(text.toString('latin1', start + 1, end));
    else {
      order?.add(text, start, end);
      if (range !== undefined)
        present.push(Buffer.from(`${text.toString('latin1', start, start + repository.idLength)}\n`));
    }
  });
  try {
    await git.ended;
  } catch (cause) {
    if (range === undefined || !(cause instanceof ScanError) || cause.code !== 'unreadable') throw cause;
    throw new ScanError(
      'usage',
      `Cannot audit the range ${range.filter((part) => !part.startsWith('--')).join(' ')}: ${notUnderstood(repository, range)}`,
      { cause },
    );
  }
  return { missing, present: Buffer.concat(present) };
}

/** What git and services use as the start of a range for a branch that did not exist before. */
const NOTHING_BEFORE = /^\^?0{40,64}(?:\.\.|$)/;

function notUnderstood({ shallow }: Repository, range: readonly string[]): string {
  if (range.some((part) => NOTHING_BEFORE.test(part)))
    return 'zeros stand for a branch that was not there before (name one to compare with, as origin/main..HEAD, or HEAD alone)';
  return shallow
    ? 'this clone is shallow and may not have the commits that it names (git fetch --unshallow; in CI, a fetch depth of 0)'
    : 'git knows no commit of that name here';
}

/**
 * The arguments of `git rev-list` for a range of commits as a user writes it.
 *
 * @param since as {@link sinceMoment} reads it
 * @throws {ScanError} `usage` for a range that looks like an option, and for an invalid date
 */
export function rangeArguments(range: string | undefined, since: string | undefined): string[] {
  if (range?.startsWith('-') === true) throw new ScanError('usage', 'Cannot use --range: it begins with a dash');
  const from = since === undefined ? [] : [`--since=${sinceMoment(since, new Date())}`];
  if (range === undefined) return [...from, '--all', '--reflog'];
  const parts = range.split(/\s+/).filter((part) => part !== '');
  if (parts.length === 0) throw new ScanError('usage', 'Cannot use --range: it is empty');
  if (parts.some((part) => part.startsWith('..'))) {
    const why = 'nothing stands in front of its dots, as where a variable is empty; write HEAD there if you mean it';
    throw new ScanError('usage', `Cannot use --range: ${why}`);
  }
  return [...from, '--end-of-options', ...parts, '--'];
}
