/**
 * Counts what watertight and its peers report in packages of npm, PyPI, Go and Rust: published code, so that hardly any of
 * it is a leak. Each registry's packages are split in two by a hash of their names: findings of `tune` may be looked at to
 * mend detection, of `held` only the count is looked at. Trees are made outside the repository, in the bench's cache.
 * Run after `npm run build`: node --import=tsx scripts/clean-trees.ts [--only npm,go] [--half tune|held] [--scanners kingfisher,gitleaks] [--make]
 * `--make` makes the trees and scans nothing; the peers are those of `npm run bench -- --install-peers`.
 */
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cached } from './bench/cache.ts';
import { programPath } from './bench/peers.ts';
import { goModule, npmPackage, pythonArchive, rustCrates } from './bench/registries.ts';
import { filesOf, sampleFiles, sizeOf } from './bench/slices.ts';
import packages from './clean-trees/packages.json' with { type: 'json' };
import { run } from './lib/run.ts';

const BIN = join(import.meta.dirname, '../bin/watertight.js');
/** What a scanner that reads 1.5 MB in a second gets of a tree. */
const SAMPLE = 20e6;

interface Scanner {
  readonly name: string;
  readonly program: string;
  readonly args: (folder: string) => readonly string[];
  readonly count: (stdout: string) => number;
  readonly sampled?: boolean;
}

const SCANNERS: readonly Scanner[] = [
  {
    name: 'watertight',
    program: process.execPath,
    args: (folder) => [BIN, 'scan', folder, '--quiet', '--format', 'json'],
    count: (stdout) => (JSON.parse(stdout) as { findings: readonly unknown[] }).findings.length,
  },
  {
    name: 'kingfisher',
    program: 'kingfisher',
    args: (folder) => ['scan', '--no-validate', '--no-update-check', '-q', '--format', 'json', folder],
    count: (stdout) => (JSON.parse(stdout.trim() || '{}') as { findings?: readonly unknown[] }).findings?.length ?? 0,
  },
  {
    name: 'gitleaks',
    program: 'gitleaks',
    args: (folder) =>
      `dir ${folder} --exit-code 0 --no-banner --log-level error --report-format json --report-path -`.split(' '),
    count: (stdout) => (JSON.parse(stdout.trim() || '[]') as readonly unknown[]).length,
    sampled: true,
  },
];

type Registry = keyof typeof packages;

const FETCH: Readonly<Record<Registry, (list: readonly string[], into: string) => Promise<void>>> = {
  npm: oneByOne(npmPackage),
  python: oneByOne(pythonArchive),
  go: oneByOne(goModule),
  rust: rustCrates,
};

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
function halfOf(requirement: string): 'tune' | 'held' {
  const name = requirement.replace(/(?<=.)(?:@|==).*$/, '');
  return (createHash('sha256').update(name).digest()[0] ?? 0) % 2 === 0 ? 'tune' : 'held';
}

/** Findings in 10 MB of a tree, with their number. */
async function measured({ program, args, count, sampled }: Scanner, tree: string): Promise<string> {
  const path = program === process.execPath ? program : programPath(program);
  if (path === undefined) return 'not installed';
  const whole = sizeOf(filesOf(tree));
  const part = sampled === true && whole > SAMPLE;
  const folder = part ? await cached(`${tree}-part`, async (into) => sampleFiles(tree, into, SAMPLE)) : tree;
  const { code, stdout, output } = await run(path, args(folder), { cwd: folder, env: { WATERTIGHT_PACKET: '' } });
  if (code === 2 || code === 127) throw new Error(`Cannot run ${program}: ${output.trimEnd().slice(-500)}`);
  const found = count(stdout);
  const bytes = part ? sizeOf(filesOf(folder)) : whole;
  return `${((found / bytes) * 1e7).toFixed(2)} (${found}${part ? ` in ${(bytes / 1e6).toFixed(0)} MB` : ''})`;
}

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(packages).join(',') },
    half: { type: 'string', default: 'tune,held' },
    scanners: { type: 'string', default: SCANNERS.map(({ name }) => name).join(',') },
    make: { type: 'boolean', default: false },
  },
});
const scanners = SCANNERS.filter(({ name }) => values.scanners.split(',').includes(name));
console.log(['tree', 'packages', 'MB', ...scanners.map(({ name }) => name)].join(' | '));
for (const registry of values.only.split(',') as Registry[]) {
  for (const half of values.half.split(',')) {
    const list = packages[registry].filter((name) => halfOf(name) === half);
    const tree = await cached(`clean-trees/${registry}/${half}`, (into) => FETCH[registry](list, into));
    const size = (sizeOf(filesOf(tree)) / 1e6).toFixed(0);
    const figures: string[] = [];
    for (const scanner of values.make ? [] : scanners) figures.push(await measured(scanner, tree));
    console.log([`${registry}, ${half}`, readdirSync(tree).length, size, ...figures].join(' | '));
  }
}
