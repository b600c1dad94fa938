import { startGit } from './command.ts';
import { eachLine } from './listing.ts';
import type { Repository } from './repository.ts';

/** Lines that are read: trees that name each other many times over have more files than anyone can wait for. */
const MOST_LINES = 2_000_000;
/** Paths of one object. */
const MOST_PATHS = 10_000;

/** The paths of HEAD's files whose objects are wanted, by object id. */
export async function headFiles(repository: Repository, wanted: ReadonlySet<string>): Promise<Map<string, string[]>> {
  return pathsOf(repository, ['ls-tree', '-r', '-z', '--full-tree', 'HEAD'], wanted);
}

/** The paths of the index whose objects are wanted, by object id. */
export async function indexFiles(repository: Repository, wanted: ReadonlySet<string>): Promise<Map<string, string[]>> {
  // A bare repository has no index, and is refused by this command.
  return repository.bare ? new Map() : pathsOf(repository, ['ls-files', '--stage', '--full-name', '-z'], wanted);
}

/** Reads lines of `… <id> …<tab><path>` that end with NUL. */
async function pathsOf(
  repository: Repository,
  args: readonly string[],
  wanted: ReadonlySet<string>,
): Promise<Map<string, string[]>> {
  const paths = new Map<string, string[]>();
  const git = startGit(args, repository.git);
  git.stdin.end();
  let lines = 0;
  const onLine = (text: Buffer, start: number, end: number): void => {
    if (++lines > MOST_LINES) git.stop();
    const tab = text.indexOf(9, start);
    const words = text.toString('latin1', start, tab).split(' ');
    const id = words.find((word) => word.length === repository.idLength);
    if (id === undefined || !wanted.has(id)) return;
    const known = paths.get(id) ?? [];
    if (known.length < MOST_PATHS) known.push(text.toString('utf8', tab + 1, end));
    paths.set(id, known);
  };
  try {
    await eachLine(git.stdout, onLine, 0);
    await git.ended;
  } catch {
    // A new repository has no HEAD, and one with a missing tree is said to be incomplete anyway.
  }
  return paths;
}
