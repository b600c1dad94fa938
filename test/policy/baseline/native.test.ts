import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import type { BaselineQuery } from '../../../src/policy/baseline/baseline.ts';
import { baselineText } from '../../../src/policy/baseline/native.ts';
import { readBaseline } from '../../../src/policy/baseline/read.ts';
import { Secret } from '../../../src/secret.ts';
import { SURFACES, type Surface } from '../../../src/types.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { finding, location } from '../../report/helpers.ts';
import { strict } from '../../report/schemas.ts';

const test = suite('native baseline');

const tool = { version: '0.1.0', rulesDigest: `sha256:${'ab'.repeat(32)}` };
const schema = JSON.parse(readFileSync('schemas/baseline.v1.schema.json', 'utf8')) as object;
const validate = new Ajv2020().compile(strict(schema));
const print = (kind: string, digit: string): string => `${kind}:${digit.repeat(32)}`;

function query(fingerprint: string, surface: Surface = 'report', path = 'a'): BaselineQuery {
  const { ruleId: id, ruleName: name, class: kind, severity, confidence } = finding();
  const rule = { id, name, class: kind, severity, confidence };
  return { rule, secret: new Secret('x'), surface, place: { path, fingerprint: () => fingerprint } };
}

test('covers its value on its surface, wherever it moved, and no other value in its place', () => {
  const { text } = baselineText({ tool, findings: [finding({ fingerprint: print('h1', 'a') })] });
  const baseline = readBaseline(text, 'b.json');
  assert.is(baseline.covers(query(print('h1', 'b'))), false);
  assert.is(baseline.covers(query(print('h1', 'a'), 'trace')), false);
  assert.is(baseline.stale().length, 1);
  assert.is(baseline.covers(query(print('h1', 'a'), 'report', 'moved/away')), true);
  assert.equal(baseline.stale(), []);
});

test('what is known by its place alone is left out unless it is asked for', () => {
  const findings = [finding({ fingerprint: print('c1', 'a') }), finding({ fingerprint: print('k1', 'b') })];
  const without = baselineText({ tool, findings });
  assert.equal([without.entries, without.leftOut], [1, 1]);
  assert.is(readBaseline(without.text, 'b').covers(query(print('c1', 'a'))), false);
  const all = baselineText({ tool, findings, byContext: true });
  assert.equal([all.entries, all.leftOut], [2, 0]);
  assert.is(readBaseline(all.text, 'b').covers(query(print('c1', 'a'))), true);
});

const anyFinding = fc
  .record({
    fingerprint: fc.tuple(fc.constantFrom('k1', 'h1', 'c1'), fc.constantFrom(...'0123456789abcdef'.split(''))),
    surface: fc.constantFrom(...SURFACES),
    path: fc.string({ unit: 'binary' }),
  })
  .map(({ fingerprint: [kind, digit], surface, path }) =>
    finding({ fingerprint: print(kind, digit), surface, location: location({ path }) }),
  );

test('any findings give a file that fits the schema and covers exactly them, whatever their order', () => {
  fc.assert(
    fc.property(fc.array(anyFinding, { maxLength: 12 }), anyFinding, (findings, other) => {
      const { text, entries } = baselineText({ tool, findings, byContext: true });
      assert.is(baselineText({ tool, findings: findings.toReversed(), byContext: true }).text, text);
      assert.ok(validate(JSON.parse(text)), JSON.stringify(validate.errors));
      const baseline = readBaseline(text, 'b.json');
      assert.is(baseline.size, entries);
      for (const { fingerprint, surface } of findings) assert.ok(baseline.covers(query(fingerprint, surface)));
      assert.equal(baseline.stale(), []);
      const has = findings.some((one) => one.fingerprint === other.fingerprint && one.surface === other.surface);
      assert.is(baseline.covers(query(other.fingerprint, other.surface)), has);
    }),
  );
});

/** A baseline with one entry that has other members. */
const broken = (more: object): string =>
  JSON.stringify({
    schema: 'watertight/baseline/v1',
    findings: [{ path: 'a', surface: 'report', ruleId: 'r', fingerprint: print('h1', 'a'), ...more }],
  });

test('a file that is no baseline is refused with its place, and nothing of it is repeated', () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['hunter2', /^Cannot use baseline b\.json: it is neither JSON nor a \.gitleaksignore$/],
    ['', /it is empty \(watertight baseline create/],
    ['{\n"a": 1\n<<<<<<< HEAD\n', /line 3 is a merge conflict marker/],
    ['{\n"a": 1\n"b": 2}', /it is invalid JSON from line 3 on/],
    ['{"a": [1,', /it is truncated JSON/],
    ['{"hunter2":1}', /it is none of: watertight, /],
    ['{"schema":"watertight/baseline/v9"}', /is of an unknown version/],
    ['{"schema":"watertight/baseline/v1","findings":{}}', /it has no valid 'findings'$/],
    ['{"schema":"watertight/baseline/v1","findings":["hunter2"]}', /findings\[0\] is not an object$/],
    [broken({ fingerprint: 'hunter2' }), /findings\[0\] has no valid 'fingerprint'$/],
    [broken({ surface: 'hunter2' }), /findings\[0\] has no valid 'surface'$/],
  ];
  for (const [text, message] of cases)
    assert.throws(
      () => readBaseline(text, 'b.json'),
      (error: Error) => message.test(error.message) && !error.message.includes('hunter2'),
    );
});

test.run();
