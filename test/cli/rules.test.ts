import { builtinRules } from '../../src/detect/builtin.ts';
import { assert, suite } from '../helpers/suite.ts';
import { run } from './helpers.ts';

const test = suite('watertight rules');
const world = { cwd: process.cwd() };

test('lists every built-in rule once, in order', async () => {
  const { code, out } = await run(['rules'], world);
  const ids = out
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' ')[0]);
  assert.is(code, 0);
  assert.equal(
    ids,
    builtinRules()
      .map(({ id }) => id)
      .sort(),
  );
});

test('words choose rules by id or name, whatever their case', async () => {
  const { out } = await run(['rules', 'GitLab'], world);
  assert.match(out, /^gitlab-/m);
  assert.not.match(out, /^github-/m);
  assert.is((await run(['rules', 'no such rule'], world)).out, '');
});

test('--json gives a rule a line', async () => {
  const { out } = await run(['rules', '--json', 'gitlab-pat'], world);
  const rule = JSON.parse(out.split('\n')[0] ?? '') as Record<string, string>;
  assert.is(rule['id'], 'gitlab-pat');
  assert.is(rule['class'], 'secret');
});

test.run();
