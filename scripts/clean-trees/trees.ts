/** Trees of published packages, made outside the repository from the pinned list beside this file. */
import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fastGlob from 'fast-glob';
import { cached } from '../bench/cache.ts';
import { goModule, npmPackage, pythonArchive, rustCrates } from '../bench/registries.ts';
import packages from './packages.json' with { type: 'json' };

export type Registry = keyof typeof packages;
export const REGISTRIES = Object.keys(packages) as readonly Registry[];
/** Findings of `tune` may be looked at to mend detection, and the generic model is trained with it; of `held` only the count is looked at. */
export type Half = 'tune' | 'held';

const FETCH: Readonly<Record<Registry, (list: readonly string[], into: string) => Promise<void>>> = {
  npm: oneByOne(npmPackage),
  python: oneByOne(pythonArchive),
  go: oneByOne(goModule),
  rust: rustCrates,
  prose: proseOf,
};

/** Files that hold text for people: documentation, changelogs, manual pages, logs, and all in folders of translations or release notes. */
const PROSE = [
  '**/*.{md,mdx,markdown,rst,txt,adoc,po,pot,log,html,htm}',
  '**/*.[1-8]',
  '**/{README,CHANGES,CHANGELOG,NEWS,HISTORY,TODO,INSTALL}*',
  '**/{locale,locales,translations,i18n,l10n,releasenotes}/**',
];

/** Packages of npm (`name@version`) and PyPI (`name==version`), of which the prose alone is kept. */
async function proseOf(list: readonly string[], into: string): Promise<void> {
  const fetch = (name: string): Promise<void> => (name.includes('==') ? pythonArchive : npmPackage)(name, into);
  await oneByOne(fetch)(list, into);
  const options = { cwd: into, dot: true, followSymbolicLinks: false, caseSensitiveMatch: false };
  const kept = new Set(await fastGlob(PROSE, options));
  for (const file of await fastGlob('**/*', options)) if (!kept.has(file)) rmSync(join(into, file));
}

/** Packages that cannot be had are named and left out. */
function oneByOne(fetch: (name: string, into: string) => Promise<void>) {
  return async (list: readonly string[], into: string): Promise<void> => {
    for (const name of list) {
      try {
        await fetch(name, into);
      } catch (error) {
        console.error(`without ${name}: ${error instanceof Error ? error.message : 'unknown error'}`);
      }
    }
  };
}

/** The half of a package, by its name without the version. */
function halfOf(requirement: string): Half {
  const name = requirement.replace(/(?<=.)(?:@|==).*$/, '');
  return (createHash('sha256').update(name).digest()[0] ?? 0) % 2 === 0 ? 'tune' : 'held';
}

/** The packages of a half, with their pinned versions. */
export function listOf(registry: Registry, half: Half): readonly string[] {
  return packages[registry].filter((name) => halfOf(name) === half);
}

/**
 * The folder of a half of a registry's packages, one folder each; fetched where the cache has none.
 *
 * @throws Error where packages are missing from a tree that is asked for whole
 */
export async function cachedTree(
  registry: Registry,
  half: Half,
  { whole = false }: { readonly whole?: boolean } = {},
): Promise<string> {
  const list = listOf(registry, half);
  const tree = await cached(`clean-trees/${registry}/${half}`, (into) => FETCH[registry](list, into));
  const missing = list.length - readdirSync(tree).length;
  if (whole && missing !== 0) throw new Error(`Not the pinned packages in ${registry}/${half}: ${missing} missing`);
  return tree;
}
