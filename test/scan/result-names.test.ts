import * as fc from 'fast-check';
import { expand } from '../../scripts/lib/values.ts';
import { OutputGuard } from '../../src/report/guard.ts';
import { NameCleaner, withCleanNames } from '../../src/scan/result-names.ts';
import { Secret } from '../../src/secret.ts';
import { assert, suite } from '../helpers/suite.ts';
import { entry, finding, location, scanResult, skip } from '../report/helpers.ts';

const test = suite('NameCleaner');
const VALUE = expand(['{base62:20}'], 'names');
const clean = (name: string, ...values: readonly string[]): string =>
  new NameCleaner(values.map((value) => new Secret(value))).clean(name);

test('a name without a value stays', () => {
  assert.is(clean('out/a.log', VALUE), 'out/a.log');
  assert.is(clean(VALUE), VALUE, 'nothing was found');
});

test('a value is taken out wherever it stands', () =>
  assert.is(clean(`out/${VALUE}/x-${VALUE}.log`, VALUE), 'out/<redacted:value>/x-<redacted:value>.log'));

test('the longer of two values that overlap is taken out whole', () =>
  assert.is(clean(`${VALUE}tail`, VALUE, `${VALUE}tail`), '<redacted:value>'));

test('the step of a path that holds an encoded value is replaced', () => {
  const encoded = Buffer.from(`user:${VALUE}`).toString('base64url');
  assert.is(clean(`out/${encoded}/a.log`, VALUE), 'out/<redacted:value>/a.log');
});

test('a short value counts as a word of its own alone', () => {
  assert.is(clean('out/abc123.log', 'abc123'), 'out/<redacted:value>.log');
  assert.is(clean('out/0fabc1237.log', 'abc123'), 'out/0fabc1237.log');
});

test('a plain word keeps its place in names, beside values that do not', () => {
  assert.is(clean(`doc/nodejs/${VALUE}`, 'nodejs', VALUE), 'doc/nodejs/<redacted:value>');
  assert.is(clean('src/org/thingsboard/a', 'thingsboard'), 'src/org/thingsboard/a');
  assert.is(clean('doc/nodejs7/a', 'nodejs7'), 'doc/<redacted:value>/a');
});

test('no cleaned name is stopped by the guard', () =>
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary', minLength: 6, maxLength: 24 }), { minLength: 1, maxLength: 3 }),
      fc.string(),
      (values, text) => {
        const secrets = values.map((value) => new Secret(value));
        const guard = new OutputGuard(secrets);
        const cleaner = new NameCleaner(secrets);
        for (const name of [...values, `${text}/${values.join('/')}`, Buffer.from(values[0] ?? '').toString('hex')])
          assert.not(guard.check(cleaner.clean(name)));
      },
    ),
  ));

test('every name of a result is cleaned', () => {
  const path = `out/${VALUE}.zip`;
  const view = [`zip:${VALUE}`];
  const result = scanResult({
    findings: [
      finding({ location: location({ path, view }), parts: [{ name: 'user', location: location({ path, view }) }] }),
    ],
    skipped: [skip({ path, view, detail: `member ${VALUE}` })],
    allowed: [{ ruleId: 'a', surface: 'other', location: location({ path, view }), by: 'x' }],
    ledger: [entry({ path, view, reason: VALUE }), entry({ reason: null })],
    tool: { packet: VALUE },
  });
  assert.ok(JSON.stringify(result).includes(VALUE));
  const safe = withCleanNames(result, (name) => new NameCleaner([new Secret(VALUE)]).clean(name));
  assert.not(JSON.stringify(safe).includes(VALUE));
  assert.is(safe.findings[0]?.location.path, 'out/<redacted:value>.zip');
});

test('a name that ends within a value loses what is there of it', () => {
  assert.is(clean(`zip:out/${VALUE.slice(0, 13)}`, VALUE), 'zip:out/<redacted:value>');
  assert.is(clean(`zip:${VALUE}/${VALUE.slice(0, 9)}`, VALUE, `${VALUE}x`), 'zip:<redacted:value>/<redacted:value>');
  assert.is(clean(`zip:${VALUE.slice(0, 5)}`, VALUE), `zip:${VALUE.slice(0, 5)}`, 'too little to tell');
});

test('a name that holds eleven characters of a value loses them, wherever they stand in both', () => {
  for (let at = 0; at + 11 <= VALUE.length; at++) {
    const part = VALUE.slice(at, at + 11);
    assert.is(clean(`zip:out/run-${part}~1.txt`, VALUE), 'zip:out/run-<redacted:value>~1.txt', `from ${at}`);
  }
  const damaged = `${VALUE.slice(0, 9)}!${VALUE.slice(10)}`;
  assert.is(clean(`zip:${damaged}`, VALUE, `${VALUE}x`), 'zip:<redacted:value>!<redacted:value>');
  assert.is(clean(`${VALUE.slice(0, 7)}-${VALUE.slice(7, 13)}`, VALUE), `${VALUE.slice(0, 7)}-${VALUE.slice(7, 13)}`);
});

test('words and numbers in a value stay in names', () => {
  const value = `production-database-2026-01-31-${VALUE}`;
  assert.is(clean('zip:production-database-2026-01-31.sql', value), 'zip:production-database-2026-01-31.sql');
});

test('words that a value begins with stay in names', () =>
  assert.is(clean('zip:production-database', `production-database-${VALUE}`), 'zip:production-database'));

test('what tokens of one maker begin with stays in a name', () => {
  const token = `rubygems_${expand(['{hex:48}'], 'opening')}`;
  assert.is(clean('rules/rubygems-token.txt', token), 'rules/rubygems-token.txt');
  assert.is(clean(`rules/${token.slice(0, 18)}.txt`, token), 'rules/<redacted:value>.txt');
});

test.run();
