import { spawnSync } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { flagsToCompileLess } from '../../src/cli/v8-flags.ts';

const test = suite('flagsToCompileLess()');

test('the running V8 knows each flag and says nothing', () => {
  const script = `for (const flag of ${JSON.stringify(flagsToCompileLess(process.versions.node))}) v8.setFlagsFromString(flag)`;
  const run = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  assert.equal([run.status, run.stdout, run.stderr], [0, '', '']);
});

test('each supported line of Node has flags, one that was never tried has none', () => {
  for (const version of ['20.19.0', '22.12.0', '24.1.0']) assert.ok(flagsToCompileLess(version).length > 0, version);
  assert.equal(flagsToCompileLess('99.0.0'), []);
  assert.equal(flagsToCompileLess(''), []);
});

test.run();
