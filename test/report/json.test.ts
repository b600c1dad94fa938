import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import * as fc from 'fast-check';
import { json } from '../../src/report/json.ts';
import { assert, suite } from '../helpers/suite.ts';
import { entry, finding, hostileResult, location, OPTIONS, scanResult, skip } from './helpers.ts';
import { strict } from './schemas.ts';

const test = suite('report/json');
const schema = JSON.parse(readFileSync('schemas/report.v1.schema.json', 'utf8')) as object;
const ajv = new Ajv2020({ allowUnionTypes: true });
formats.default(ajv);
const validate = ajv.compile(strict(schema));
const full = scanResult({
  findings: [finding()],
  skipped: [skip(), skip({ accepted: true, reason: 'image-pixels' })],
  allowed: [{ ruleId: 'acme-token', surface: 'other', location: location(), by: 'inline:ggignore' }],
  ledger: [entry()],
});

test('members come in the published order', () => {
  const document = JSON.parse(json(full, OPTIONS)) as Record<string, object & { readonly [index: number]: object }>;
  assert.equal(Object.keys(document), ['schema', 'tool', 'findings', 'skipped', 'allowed', 'summary']);
  assert.equal(Object.keys(document['findings']?.[0] ?? {}), [
    'ruleId',
    'class',
    'severity',
    'confidence',
    'surface',
    'location',
    'secret',
    'verdict',
    'fingerprint',
  ]);
});

test('parts of a credential are names and places', () => {
  const parts = [{ name: 'user', location: location({ startColumn: 3, endColumn: 6 }) }];
  const document = JSON.parse(json(scanResult({ findings: [finding({ parts })] }), OPTIONS)) as {
    readonly findings: readonly { readonly parts: unknown }[];
  };
  assert.equal(document.findings[0]?.parts, parts);
  assert.ok(validate(document), JSON.stringify(validate.errors));
});

test('a finding keeps its place, mask and verdict', () => {
  const { findings } = JSON.parse(json(full, OPTIONS)) as { findings: readonly Record<string, unknown>[] };
  const { ruleName: _, ...published } = finding();
  assert.equal(findings, [published]);
});

test('the document fits its published schema, and the schema names every member', () => {
  assert.ok(validate(JSON.parse(json(full, OPTIONS))), JSON.stringify(validate.errors));
});

const counted = (allowed: Record<string, number>): string =>
  json(scanResult({ summary: { allowed } }), { ...OPTIONS, startedAt: String(Object.keys(allowed)) });

test('the same result gives the same text, whatever the time and the order of counts', () => {
  assert.is(counted({ a: 1, b: 2 }), counted({ b: 2, a: 1 }));
});

test('report-only is stamped into the summary', () => {
  const text = json(scanResult({ findings: [finding()], summary: { enforced: false } }), OPTIONS);
  assert.match(text, /"enforced":false,"exitCode":0/);
});

test('names stay what they are, but nothing in the text steers a terminal', () => {
  const path = 'a\u001b\u009b\u202e\nb';
  const text = json(scanResult({ findings: [finding({ location: location({ path }) })] }), OPTIONS);
  assert.not.match(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  const { findings } = JSON.parse(text) as { findings: readonly { location: { path: string } }[] };
  assert.is(findings[0]?.location.path, path);
});

test('a lone surrogate becomes U+FFFD in names and keys, a backslash before the letters does not', () => {
  const by = 'a\ud800\\ud800\ud83d\ude00';
  const text = json(scanResult({ summary: { allowed: { [by]: 1 }, notes: [by] } }), OPTIONS);
  const { summary } = JSON.parse(text) as { summary: { notes: string[]; allowed: object } };
  assert.equal(summary.notes, ['a\ufffd\\ud800\ud83d\ude00']);
  assert.equal(Object.keys(summary.allowed), summary.notes);
});

test('any result gives valid JSON without lone surrogates', () => {
  fc.assert(
    fc.property(hostileResult, (result) => {
      const text = json(result, OPTIONS);
      const document = JSON.parse(text) as { findings: readonly unknown[] };
      assert.is(document.findings.length, result.findings.length);
      assert.not.match(text, /(?<!\\)\\u[dD][89a-fA-F]|\p{Cs}/u);
    }),
  );
});

test.run();
