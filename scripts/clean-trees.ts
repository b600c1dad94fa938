/**
 * Counts what watertight and its peers report in packages of npm, PyPI, Go and Rust: published code, so that hardly any of
 * it is a leak, and in the prose of other packages (documentation, changelogs, manual pages, translations), which is text
 * about credentials with hardly any in it. Each list is split in two by a hash of the names: findings of `tune` may be
 * looked at to mend detection and are what the generic model is trained with, of `held` only the count is looked at. Trees are made outside the repository, in the bench's cache.
 * Run after `npm run build`: node --import=tsx scripts/clean-trees.ts [--only npm,prose] [--half tune|held] [--scanners kingfisher,gitleaks] [--make]
 * `--make` makes the trees and scans nothing; the peers are those of `npm run bench -- --install-peers`.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cached } from './bench/cache.ts';
import { programPath } from './bench/peers.ts';
import { filesOf, sampleFiles, sizeOf } from './bench/slices.ts';
import { cachedTree, type Half, type Registry, REGISTRIES } from './clean-trees/trees.ts';
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
    only: { type: 'string', default: REGISTRIES.join(',') },
    half: { type: 'string', default: 'tune,held' },
    scanners: { type: 'string', default: SCANNERS.map(({ name }) => name).join(',') },
    make: { type: 'boolean', default: false },
  },
});
const scanners = SCANNERS.filter(({ name }) => values.scanners.split(',').includes(name));
console.log(['tree', 'packages', 'MB', ...scanners.map(({ name }) => name)].join(' | '));
for (const registry of values.only.split(',') as Registry[]) {
  for (const half of values.half.split(',') as Half[]) {
    const tree = await cachedTree(registry, half);
    const size = (sizeOf(filesOf(tree)) / 1e6).toFixed(0);
    const figures: string[] = [];
    for (const scanner of values.make ? [] : scanners) figures.push(await measured(scanner, tree));
    console.log([`${registry}, ${half}`, readdirSync(tree).length, size, ...figures].join(' | '));
  }
}
