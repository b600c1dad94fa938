import * as fc from 'fast-check';
import { OutputGuard } from '../../src/report/guard.ts';
import { jsonText } from '../../src/report/json-text.ts';
import { xmlName } from '../../src/report/xml-text.ts';
import { commandProperty } from '../../src/report/workflow-command.ts';
import { Secret } from '../../src/secret.ts';
import { expand } from '../../scripts/lib/values.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('report/guard');
const guard = (...values: readonly string[]): OutputGuard => new OutputGuard(values.map((value) => new Secret(value)));
const value = expand(['{base62:40}'], 'guard');
const odd = expand(['{base62:6}', '"/+=é&<\'$\\,:%', '{base62:6}', '\u0007\n', '{base62:6}'], 'guard-odd');

test('a text without a value passes', () => {
  assert.not(guard(value).check('a report that names no value'));
  assert.not(guard().check(value));
  assert.not(guard(value).check(''));
});

test('a value is found at the start, inside and at the end', () => {
  for (const text of [value, `x${value}`, `${value}x`, `${'x'.repeat(1000)}${value}${'y'.repeat(1000)}`])
    assert.ok(guard(value).check(text));
});

test('each of thousands of values is found, whatever words of the filter they share', () => {
  const values = Array.from({ length: 4000 }, (_, index) => expand(['{base62:24}'], `guard-many-${index}`));
  const many = guard(...values);
  const missed = values.filter((one) => !many.check(`it is ${one}.`));
  assert.is(missed.length, 0);
});

test('a value is found in every form that a report could give it', () => {
  const forms = [odd, jsonText(odd), JSON.stringify(odd), xmlName(odd), encodeURIComponent(odd), commandProperty(odd)];
  for (const form of forms) assert.ok(guard(odd).check(`before ${form} after`), form.length.toString());
});

test('a value is found in base64 whatever stands before and after it', () => {
  for (const before of ['', 'a', 'ab', 'abc'])
    for (const after of ['', 'z', 'zz'])
      for (const encoding of ['base64', 'base64url'] as const)
        assert.ok(guard(odd).check(Buffer.from(before + odd + after).toString(encoding)), before + after);
});

test('a line of a multi-line value is found by itself', () => {
  const lines = ['-----BEGIN X-----', expand(['{base64:64}'], 'l1'), expand(['{base64:64}'], 'l2')];
  assert.ok(guard(lines.join('\n')).check(`x ${lines[2]} y`));
  assert.not(guard(lines.join('\n')).check(`x ${lines[0]} y`));
});

test('a value of fewer than six characters is not searched for', () => {
  assert.not(guard('abcde').check('abcde abcde'));
  assert.ok(guard('abcde7').check('-abcde7-'));
});

test('a value that the vocabulary has is a word there; what holds it and more is still found', () => {
  const [word, longer] = ['postgres9', 'postgres9-and-more'];
  const secrets = [word, longer].map((text) => new Secret(text));
  const unguarded = new OutputGuard(secrets, undefined, [`rule of ${word}, version 2`]);
  assert.not(unguarded.check(`the rule is ${word}.`));
  assert.ok(unguarded.check(`it is ${longer}.`));
  unguarded.add([new Secret(word)]);
  assert.ok(unguarded.check(`the rule is ${word}.`));
});

test('a plain word is not searched for, and anything that is a little more is', () => {
  for (const word of ['nodejs', 'monkey', 'thingsboard']) assert.not(guard(word).check(`doc/${word}/a`), word);
  for (const more of [
    'nodejs1',
    'Nodejs',
    'no-dejs',
    'xqzvkw',
    'xqzvkwbtmrp',
    'opensearchadmin',
    'different'.repeat(2),
  ])
    assert.ok(guard(more).check(`doc/${more}/a`), more);
});

test('a value that is a word of the tool itself is not searched for', () => {
  const words = new OutputGuard([new Secret('postgres'), new Secret(value)], undefined, ['rule postgres-url']);
  assert.not(words.check('postgres-url'));
  assert.ok(words.check(value));
});

test('patterns are asked as well', () => {
  const patterned = new OutputGuard([], (text) => text.includes('acme_'));
  assert.ok(patterned.check('acme_x'));
  assert.not(patterned.check('x'));
});

test('any value in any text is found exactly when it stands there', () => {
  const alphabet = fc.string({ unit: fc.constantFrom('A', '7', '-'), minLength: 0, maxLength: 40 });
  fc.assert(
    fc.property(fc.array(alphabet, { maxLength: 5 }), alphabet, alphabet, (values, head, tail) => {
      const searched = values.filter((one) => one.length >= 6 && one.length <= 24);
      const text = `${head}${values[0] ?? ''}${tail}`;
      assert.is(
        guard(...searched).check(text),
        searched.some((one) => (one.length < 8 ? new RegExp(`(?<!\\w)${one}(?!\\w)`).test(text) : text.includes(one))),
      );
    }),
  );
});

test('values that all begin alike do not make a search slow', () => {
  const values = Array.from({ length: 3000 }, (_, index) => `${'a'.repeat(6 + (index % 500))}${index}`);
  const text = 'a'.repeat(300_000);
  const started = performance.now();
  guard(...values).check(`${text}b`);
  assert.ok(performance.now() - started < 20_000);
});

test.run();
