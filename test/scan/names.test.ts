import { expand } from '../../scripts/lib/values.ts';
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

test('a password is read to the end of a step, behind the kind of a place too', () => {
  const value = expand(['{letters:4}', '{digits:2}', '{base62:10}'], 'a step');
  const odd = expand(['{letters:4}', '{digits:1}', '<', '{letters:3}', '&%', '{base62:12}'], 'odd step');
  for (const one of [value, odd]) {
    const named = `DB_PASSWORD=${one}`;
    assert.is(names.of(`out/${named}/a.txt`), 'out/DB_PASSWORD=<redacted:generic-secret>/a.txt');
    assert.is(names.of(`zip:${named}`), 'zip:DB_PASSWORD=<redacted:generic-secret>');
    assert.is(names.of(`in/x-${named}.tar.gz`), 'in/x-DB_PASSWORD=<redacted:generic-secret>.tar.gz');
    assert.is(names.of(`zip:out\\${named}\\a.txt`), 'zip:out\\DB_PASSWORD=<redacted:generic-secret>\\a.txt');
    assert.is(names.of(`xar:d:${named}`), 'xar:d:DB_PASSWORD=<redacted:generic-secret>');
  }
});

test('what follows a value without a border goes with it, unless it reads as words', () => {
  const value = token('followed');
  const rest = expand(['{base62:10}', '7q'], 'rest');
  assert.is(names.of(`a/${value}\u0011${rest}/b`), 'a/<redacted:gitlab-pat>/b');
  assert.is(names.of(`a/${value}.backup.log`), 'a/<redacted:gitlab-pat>.backup.log');
  assert.is(names.of(`a/${value} ${rest}`), `a/<redacted:gitlab-pat> ${rest}`);
});

test('a name that is very long loses its middle', () => {
  assert.is(names.of('a'.repeat(4096)), 'a'.repeat(4096));
  const name = names.of(`${'a'.repeat(3000)}/${'b'.repeat(3000)}`);
  assert.is(name.length, 4096);
  assert.match(name, /^a+…b+$/);
});

test('of a value at the cut nothing is shown', () => {
  const value = token('long');
  for (let before = 2048 - value.length - 2; before <= 2050; before++) {
    for (const name of [
      `${'a'.repeat(before - 1)}/${value}/${'b'.repeat(4000)}`,
      `${'a'.repeat(4000)}/${value}/${'b'.repeat(before - 1)}`,
    ]) {
      const shown = names.of(name);
      for (let at = 0; at + 8 <= value.length; at++)
        assert.not(shown.includes(value.slice(at, at + 8)), String(before));
    }
  }
});

test('many names do not fill the memory, nor do a few long ones', () => {
  const many = new SafeNames(DETECTOR);
  for (let i = 0; i < 10_050; i++) many.of(`${i}`);
  assert.ok(many.size <= 10_000, String(many.size));
  for (let i = 0; i < 40; i++) many.of(`${i}${'a'.repeat(60_000)}`);
  assert.ok(many.size < 20, String(many.size));
});

test.run();
