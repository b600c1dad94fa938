import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { startSize } from './bundle.ts';
import { filesUnder } from './files.ts';
import { run, type Outcome } from './run.ts';

interface Limits {
  /** Bytes of the packed package. */
  readonly tarball: number;
  /** Bytes that are read before the first line of an entry runs. */
  readonly start: Readonly<Record<string, number>>;
}

interface Packed {
  readonly filename: string;
  readonly size: number;
}

const NEEDED = [
  'bin/watertight.js',
  'bin/package.json',
  'dist/cli.cjs',
  'dist/index.js',
  'dist/types/index.d.ts',
  'dist/data/generic-model.json',
  'dist/generated/rules.json',
  'dist/generated/examples.json',
  'LICENSE',
  'THIRD-PARTY.md',
];

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8')) as unknown;
}

function outcome(lines: readonly string[], faults: readonly string[]): Outcome {
  const output = [...lines, ...faults, ''].join('\n');
  return { code: faults.length > 0 ? 1 : 0, output, stdout: output };
}

/** Packs what `npm publish` would send to `temp`/package.tgz and holds its sizes to scripts/package-limits.json. */
export async function packed(root: string, temp: string): Promise<Outcome> {
  const args = ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', temp];
  const packing = await run('npm', args, { cwd: root });
  if (packing.code !== 0) return packing;
  const [file] = JSON.parse(packing.stdout) as Packed[];
  if (file === undefined) return outcome([], ['npm pack made no package']);
  renameSync(join(temp, file.filename), join(temp, 'package.tgz'));
  const limits = readJson(join(root, 'scripts/package-limits.json')) as Limits;
  const metafile = readJson(join(root, '.cache/bundle.json')) as Metafile;
  const sizes: [string, number, number][] = [
    ['tarball', file.size, limits.tarball],
    ...Object.entries(limits.start).map(([entry, most]): [string, number, number] => [
      `${entry} at start`,
      startSize(metafile, entry),
      most,
    ]),
  ];
  return outcome(
    sizes.map(([what, size, most]) => `${what}: ${size} bytes of at most ${most}`),
    sizes.filter(([, size, most]) => size > most).map(([what]) => `${what} is too large`),
  );
}

/** Files of the installed package that are missing, or that name a place of the machine that built it. */
export function faultsOf(folder: string, places: readonly string[]): string[] {
  const files = filesUnder(folder, '.', '');
  const missing = NEEDED.filter((path) => !files.includes(path)).map((path) => `${path} is not in the package`);
  const telling = files.filter((path) => {
    const text = readFileSync(join(folder, path), 'latin1');
    return places.some((place) => text.includes(place));
  });
  return [...missing, ...telling.map((path) => `${path} names a folder of this machine`)];
}

/** Installs the packed package where there is nothing else, without the network, and runs its command and its library. */
export async function checkPackage(root: string, temp: string): Promise<Outcome> {
  const home = join(temp, 'consumer');
  mkdirSync(join(home, 'evidence'), { recursive: true });
  writeFileSync(join(home, 'package.json'), '{"private":true,"type":"module"}');
  writeFileSync(join(home, 'evidence/run.log'), '2026-01-01T00:00:00Z INFO started\n');
  const where = { cwd: home };
  const bin = join(home, 'node_modules/.bin/watertight');
  const library = "import('watertight').then((m) => { if (typeof m.scan !== 'function') process.exitCode = 1; })";
  const runs = [
    () =>
      run(
        'npm',
        ['install', '--offline', '--loglevel=error', '--no-audit', '--no-fund', join(temp, 'package.tgz')],
        where,
      ),
    () => run(bin, ['--version'], where),
    () => run(bin, ['scan', 'evidence'], where),
    () => run(process.execPath, ['-e', library], where),
  ];
  for (const start of runs) {
    const result = await start();
    if (result.code !== 0) return result;
  }
  return outcome([], faultsOf(join(home, 'node_modules/watertight'), [root, `${homedir()}/`, temp]));
}
