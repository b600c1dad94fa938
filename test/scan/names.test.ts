import { SafeNames } from '../../src/scan/names.ts';
import { assert, suite } from '../helpers/suite.ts';
import { token } from '../cli/helpers.ts';
import { DETECTOR } from './helpers.ts';

const test = suite('SafeNames');
const names = new SafeNames(DETECTOR);

test('a name without a match stays as it is', () => assert.is(names.of('out/ü/日誌.log'), 'out/ü/日誌.log'));

test('each match is replaced by its rule', () => {
  const name = `ü/${token('one')}/${token('two')}.log`;
  assert.is(names.of(name), 'ü/<redacted:gitlab-pat>/<redacted:gitlab-pat>.log');
  assert.is(names.of(name), names.of(name));
});

test('a name that is very long loses its middle, and nothing that was there is shown', () => {
  const name = names.of(`${'a'.repeat(600)}${token('long')}${'b'.repeat(600)}`);
  assert.is(name.length, 1024);
  assert.match(name, /^a+….*b+$/);
});

test('many names do not fill the memory', () => {
  for (let i = 0; i < 10_050; i++) names.of(`${i}`);
  assert.is(names.of('10'), '10');
});

test.run();
