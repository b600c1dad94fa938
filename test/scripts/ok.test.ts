import { spawnSync } from 'node:child_process';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('ok');

function ok(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, ['--import=tsx', 'scripts/ok.ts', ...args], { encoding: 'utf8' });
}

test('the steps are listed in order, the tests last', () => {
  const { status, stdout } = ok('--list');
  const names = stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' ')[0]);
  assert.is(status, 0);
  assert.is(names[0], 'generate');
  assert.is(names.at(-1), 'test');
});

test('steps are chosen and left out by name', () => {
  assert.equal(ok('--list', '--only', 'lint,types', '--skip', 'lint').stdout.trim(), 'types     types');
});

test('an unknown step is an error that names the steps', () => {
  const { status, stderr } = ok('--only', 'nothing');
  assert.is(status, 1);
  assert.match(stderr, 'Cannot choose nothing: the steps are generate, types');
});

test.run();
