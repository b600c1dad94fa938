import { readFile } from 'node:fs/promises';
import { isAbsolute, resolve, sep } from 'node:path';
import { ScanError, systemReason } from '../errors.ts';
import { excludeProblem } from '../policy/exclude-glob.ts';
import { parseFileList } from '../source/files-from.ts';
import type { SourceOptions } from '../scan/sources.ts';
import type { Arguments } from './arguments.ts';
import type { CliIo } from './io.ts';

/**
 * What a command line says of where to look: its paths and those of `--files-from`, without either the working directory.
 *
 * @throws {ScanError} `usage` as {@link readFileList}
 */
export async function sourceOptions(args: Arguments, io: CliIo): Promise<SourceOptions> {
  const list = args.text('files-from');
  return {
    paths: args.paths.length > 0 || list !== undefined ? args.paths : ['.'],
    files: list === undefined ? [] : await readFileList(list, args.paths, io),
    cwd: io.cwd,
    env: io.env,
    stdin: io.stdin,
    exclude: excludes(args, io.cwd),
    respectGitignore: args.isSet('respect-gitignore'),
  };
}

/**
 * The globs of `--exclude`. One that says nothing, as of a variable that is not set, would leave out files, or all of them,
 * without a word.
 *
 * @throws {ScanError} `usage`
 */
export function excludes(args: Arguments, cwd: string): readonly string[] {
  return args.list('exclude').flatMap((glob) => {
    const forms = formsOf(glob, args, cwd);
    const problem = forms.length > 1 ? undefined : excludeProblem(glob);
    if (problem !== undefined) throw new ScanError('usage', `Cannot use --exclude '${glob}': ${problem}`);
    return forms;
  });
}

/** An absolute glob speaks of paths that are named so, and of those below the working directory. */
function formsOf(glob: string, args: Arguments, cwd: string): readonly string[] {
  if (!isAbsolute(glob)) return [glob];
  const inside = glob.startsWith(`${cwd}${sep}`) ? [`./${glob.slice(cwd.length + 1).replaceAll(sep, '/')}`] : [];
  const others = args.paths.some((path) => isAbsolute(path) || path.startsWith('..')) ? [glob] : [];
  const forms = [...inside, ...others];
  return forms.length === 0 ? [glob] : [...forms, glob];
}

/**
 * The names that `--files-from` gives.
 *
 * @param paths of the command line
 * @throws {ScanError} `usage` when the list cannot be read, or standard input would be both list and evidence
 */
export async function readFileList(path: string, paths: readonly string[], io: CliIo): Promise<string[]> {
  if (path === '-' && paths.includes('-')) {
    throw new ScanError(
      'usage',
      'Cannot read standard input twice: it is both the file list (--files-from -) and evidence (-)',
    );
  }
  try {
    const bytes = path === '-' ? await readAll(io.stdin) : await readFile(resolve(io.cwd, path));
    return parseFileList(bytes);
  } catch (cause) {
    throw new ScanError('usage', `Cannot read the file list ${path}: ${systemReason(cause)}`, { cause });
  }
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}
