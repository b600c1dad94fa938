import { startGit } from './command.ts';
import { eachLine } from './listing.ts';
import type { Repository } from './repository.ts';

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
  await eachLine(
    git.stdout,
    (text, start, end) => {
      const tab = text.indexOf(9, start);
      const id = text
        .toString('latin1', start, tab)
        .split(' ')
        .find((word) => word.length === repository.idLength);
      if (id !== undefined && wanted.has(id))
        paths.set(id, [...(paths.get(id) ?? []), text.toString('utf8', tab + 1, end)]);
    },
    0,
  );
  try {
    await git.ended;
  } catch {
    // A new repository has no HEAD, and one with a missing tree is said to be incomplete anyway.
  }
  return paths;
}
