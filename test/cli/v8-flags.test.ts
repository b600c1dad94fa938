import { spawnSync } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { flagsToCompileAgain, flagsToCompileLess, flagsToGrowLess } from '../../src/cli/v8-flags.ts';

const test = suite('flags of V8');

test('the running V8 knows each flag and says nothing', () => {
  const { node } = process.versions;
  const flags = [...flagsToCompileLess(node), ...flagsToCompileAgain(node), ...flagsToGrowLess(node, 60)];
  const script = `for (const flag of ${JSON.stringify(flags)}) v8.setFlagsFromString(flag)`;
  const run = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  assert.equal([run.status, run.stdout, run.stderr], [0, '', '']);
});

test('each supported line of Node has flags, one that was never tried has none', () => {
  for (const version of ['20.19.0', '22.12.0', '24.1.0']) assert.ok(flagsToCompileLess(version).length > 0, version);
  assert.equal(flagsToCompileLess('99.0.0'), []);
  assert.equal(flagsToCompileLess(''), []);
});

/** What stands in front of the `=` of a flag with a value. */
const named = (flags: readonly string[]): readonly string[] =>
  flags.flatMap((flag) => (flag.includes('=') ? [flag.slice(0, flag.indexOf('='))] : [])).toSorted();

test('a long run gets back the values of V8 itself for all that was set', () => {
  const { node } = process.versions;
  const again = flagsToCompileAgain(node);
  assert.equal(named(again), named(flagsToCompileLess(node)));
  const { stdout } = spawnSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
  for (const flag of again) assert.ok(stdout.includes(`default: ${flag}\n`), flag);
});

/** A program that fills a heap with what is no longer used, and says how large it grew, in bytes. */
const fillingHeap = (flags: readonly string[]): string => `
  for (const flag of ${JSON.stringify(flags)}) v8.setFlagsFromString(flag);
  const kept = new Map();
  let most = 0;
  for (let i = 0; i < 1_000_000; i++) {
    kept.set(i % 100_000, { text: String(i).padStart(400, 'x') + i, next: [i, i + 1, i + 2] });
    if (i % 1000 === 0) most = Math.max(most, process.memoryUsage().heapTotal);
  }
  console.log(most);`;

const mostHeap = (flags: readonly string[]): number =>
  Number(spawnSync(process.execPath, ['-e', fillingHeap(flags)], { encoding: 'utf8' }).stdout);

test('with the flag a heap that fills with what is no longer used stays smaller', () => {
  const most = mostHeap([]);
  for (const percent of [30, 60]) {
    const flags = flagsToGrowLess(process.versions.node, percent);
    assert.ok(mostHeap(flags) < 0.9 * most, `at ${percent} % the heap grew as it does by itself`);
  }
});

test.run();
