/**
 * Runs every `test/**\/*.test.ts` (or those whose path holds an argument), as many files at once as there are cores (one where
 * coverage is measured), and fails when a file registers no test.
 *
 * Properties are tried with the values of seed 1, so that a run says the same each time; `--seed N` takes others, and
 * `--seed random` new ones.
 */
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'uvu/parse';
import { runTestFiles, SEED_VARIABLE, type TestAnswer } from './lib/test-files.ts';

/** Files that write to what others read (`dist`, the generated tables): they run before the others, one by one. */
const ALONE = [join('cli', 'packed.test.ts'), join('scripts', 'docs.test.ts')];

// Audits keep a key in the user's cache folder: not in that of whoever runs the tests.
const cacheHome = mkdtempSync(join(tmpdir(), 'watertight-cache-'));
process.env['XDG_CACHE_HOME'] = cacheHome;
process.on('exit', () => rmSync(cacheHome, { recursive: true, force: true }));

const { values: options, positionals } = parseArgs({
  options: { seed: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const seed = options.seed === 'random' ? randomInt(2 ** 31) : Number(options.seed);
if (!Number.isInteger(seed)) throw new Error(`--seed ${options.seed}: not a whole number, nor "random"`);
process.env[SEED_VARIABLE] = String(seed);

const filter = positionals[0] ?? '';
const chosen = (await parse('test', /\.test\.ts$/)).suites.filter(({ name }) => name.includes(filter));
const silent: string[] = [];
let total = 0;
let passed = 0;

function done({ name, output, suites, seconds }: TestAnswer): void {
  const plain = output.replace(/\u001B\[[0-9;]*m/g, '');
  const figure = (label: string): number => Number(new RegExp(`${label}:\\s+(\\d+)\n`).exec(plain)?.[1] ?? 0);
  total += figure('Total');
  passed += figure('Passed');
  if (suites === 0) silent.push(name);
  console.log(`${output.replace(/\n\s+Total:[^]*$/, '')} ${seconds.toFixed(1)} s\n`);
}

// What several processes cover is merged with losses.
const processes = process.env['NODE_V8_COVERAGE'] === undefined ? availableParallelism() : 1;
const alone = chosen.filter(({ name }) => ALONE.includes(name));
await runTestFiles(alone, 1, done);
await runTestFiles(
  chosen.filter((suite) => !alone.includes(suite)),
  processes,
  done,
);
if (chosen.length === 0 || silent.length > 0) {
  console.error(`No suite ran in: ${silent.join(', ') || '(nothing found)'}`);
}
const failed = total - passed + silent.length;
if (failed > 0 || chosen.length === 0) process.exitCode = 1;
if (seed !== 1) console.log(`Seed ${seed}`);
console.log(`${passed} passed, ${failed} failed`);
