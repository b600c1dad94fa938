import { startGit } from './command.ts';
import { worktreeFolders } from './folder.ts';
import { eachLine } from './listing.ts';
import type { Repository } from './repository.ts';

/** Maximum number of lines read: trees that name each other many times over have more files than can be read. */
const MOST_LINES = 2_000_000;
const SLASH = 0x2f;
/** Maximum number of paths of one object. */
const MOST_PATHS = 10_000;

/** The paths of HEAD's files with the wanted objects, by object id. */
export async function headFiles(repository: Repository, wanted: ReadonlySet<string>): Promise<Map<string, string[]>> {
  return treeFiles(repository, 'HEAD', wanted);
}

/** The paths of a tree's files with the wanted objects, by object id. @param tree id of a commit or a tree */
export async function treeFiles(
  repository: Repository,
  tree: string,
  wanted: ReadonlySet<string>,
): Promise<Map<string, string[]>> {
  return pathsOf(repository, ['ls-tree', '-r', '-z', '--full-tree', tree], wanted);
}

/** Which of the wanted names are names of files or folders of HEAD. @param wanted latin1 characters, one per byte */
export async function headNames(repository: Repository, wanted: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  if (wanted.size === 0) return found;
  await eachEntry(
    repository,
    ['ls-tree', '-r', '-t', '-z', '--name-only', '--full-tree', 'HEAD'],
    (text, start, end) => {
      const name = text.toString('latin1', Math.max(start, text.lastIndexOf(SLASH, end - 1) + 1), end);
      if (wanted.has(name)) found.add(name);
    },
  );
  return found;
}

/** The paths of the index, and of those of other work trees, with the wanted objects, by object id. */
export async function indexFiles(repository: Repository, wanted: ReadonlySet<string>): Promise<Map<string, string[]>> {
  const paths = new Map<string, string[]>();
  if (wanted.size === 0 || repository.unopened !== undefined) return paths;
  const { git, gitDir, commonDir, bare } = repository;
  // A bare repository has no index, and this command rejects it.
  const own = bare ? [] : [gitDir, commonDir];
  for (const folder of new Set([...own, ...worktreeFolders(commonDir)])) {
    const one = { ...repository, git: { ...git, gitDir: folder } };
    for (const [id, found] of await pathsOf(one, ['ls-files', '--stage', '--full-name', '-z'], wanted))
      paths.set(id, [...new Set([...(paths.get(id) ?? []), ...found])]);
  }
  return paths;
}

/** Reads lines of `… <id> …<tab><path>` that end with NUL. */
async function pathsOf(
  repository: Repository,
  args: readonly string[],
  wanted: ReadonlySet<string>,
): Promise<Map<string, string[]>> {
  const paths = new Map<string, string[]>();
  await eachEntry(repository, args, (text, start, end) => {
    const tab = text.indexOf(9, start);
    const words = text.toString('latin1', start, tab).split(' ');
    const id = words.find((word) => word.length === repository.idLength);
    if (id === undefined || !wanted.has(id)) return;
    const known = paths.get(id) ?? [];
    if (known.length < MOST_PATHS) known.push(text.toString('utf8', tab + 1, end));
    paths.set(id, known);
  });
  return paths;
}

/** Calls back for each entry ending with NUL, for as many as git prints. */
async function eachEntry(
  repository: Repository,
  args: readonly string[],
  onEntry: (text: Buffer, start: number, end: number) => void,
): Promise<void> {
  const git = startGit(args, repository.git);
  git.stdin.end();
  let lines = 0;
  const onLine = (text: Buffer, start: number, end: number): void => {
    if (++lines > MOST_LINES) git.stop();
    onEntry(text, start, end);
  };
  try {
    await eachLine(git.stdout, onLine, 0);
    await git.ended;
  } catch {
    // A new repository has no HEAD, and one with a missing tree is reported as incomplete anyway.
  }
}
