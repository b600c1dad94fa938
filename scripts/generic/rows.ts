/** The rows that the model of generic credentials is trained with and measured on, made from what lies on this machine. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { CACHE, cached } from '../bench/cache.ts';
import { pythonPrograms } from '../bench/registries.ts';
import { cachedTree, listOf, REGISTRIES, type Registry } from '../clean-trees/trees.ts';
import { run } from '../lib/run.ts';

const ROOT = join(import.meta.dirname, '../..');
const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');

/** Kinds of rows whose places are labelled: of random values, and of words where the true value is one. */
export const LABELLED_KINDS = ['random', 'words'] as const;
type LabelledKind = (typeof LABELLED_KINDS)[number];

/** Where the labelled lines of Samsung/CredData and the program that writes them as files lie. */
export const LABELLED: string = resolve(ROOT, process.env['WATERTIGHT_SHARED'] ?? '../shared', 'creddata');

/** The labelled lines of each kind. */
export const LINES: Readonly<Record<LabelledKind, string>> = {
  random: join(LABELLED, 'dev.jsonl.gz'),
  words: join(LABELLED, 'dev-words.jsonl.gz'),
};

/** Whether the labelled lines are on this machine. */
export function areLabelledHere(): boolean {
  return LABELLED_KINDS.every((kind) => existsSync(LINES[kind]));
}

/**
 * Standard output of a program that is run in the repository.
 *
 * @throws Error where it cannot be run, or says that it failed
 */
export async function outputOf(command: string, args: readonly string[]): Promise<string> {
  const { code, output, stdout } = await run(command, args, { cwd: ROOT, env: { WATERTIGHT_PACKET: '' } });
  if (code > 3 || code === 2) throw new Error(`Cannot run ${command}: ${output.trimEnd().slice(-2000)}`);
  return stdout;
}

/** An interpreter of Python with the packages of requirements.txt, which the bench's cache gets where it has none. */
export async function trainingPython(): Promise<string> {
  const requirements = readFileSync(REQUIREMENTS, 'utf8');
  const name = `training-python-${createHash('sha256').update(requirements).digest('hex').slice(0, 8)}`;
  const folder = await cached(name, (into) => pythonPrograms(requirements.trim().split('\n'), into));
  // Packages of PyPI are fetched with one of them.
  process.env['PATH'] = [process.env['PATH'], join(folder, 'bin')].join(delimiter);
  return join(folder, 'bin/python3');
}

/** Packages without credentials whose candidates are trained on, by registry. */
export function trainingPackages(): Record<Registry, readonly string[]> {
  return Object.fromEntries(REGISTRIES.map((registry) => [registry, listOf(registry, 'tune')])) as Record<
    Registry,
    readonly string[]
  >;
}

/**
 * Describes the candidates of the labelled lines, of the halves of packages that may be looked at, and of invented
 * settings. Packages that are not in the cache are fetched.
 *
 * @param folder takes the files
 * @returns the file of each kind of rows, one JSON object a line, as `KIND=FILE`
 * @throws Error where a pinned package is missing
 */
export async function describeAll(folder: string): Promise<string[]> {
  const files: string[] = [];
  const describe = async (kind: string, script: string, ...args: readonly string[]): Promise<void> => {
    const file = join(folder, `${kind}.jsonl`);
    writeFileSync(file, await outputOf(process.execPath, ['--import=tsx', `scripts/generic/${script}.ts`, ...args]));
    files.push(`${kind}=${file}`);
  };
  const trees: Record<string, string> = {};
  for (const registry of REGISTRIES) trees[registry] = await cachedTree(registry, 'tune', { whole: true });
  const { prose = CACHE, ...code } = trees;
  for (const kind of LABELLED_KINDS) await describe(kind, 'describe-creddata', LINES[kind]);
  await describe('packages', 'describe-tree', ...Object.values(code));
  await describe('invented', 'describe-synthetic');
  await describe('prose', 'describe-tree', prose);
  return files;
}
