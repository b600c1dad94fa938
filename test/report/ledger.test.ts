import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import * as fc from 'fast-check';
import { ledger } from '../../src/report/ledger.ts';
import { merkleRoot } from '../../src/report/merkle.ts';
import { assert, suite } from '../helpers/suite.ts';
import { entry, finding, hostileResult, OPTIONS, scanResult, skip } from './helpers.ts';
import { strict } from './schemas.ts';

const test = suite('report/ledger');
const schema = JSON.parse(readFileSync('schemas/ledger.v1.schema.json', 'utf8')) as object;
const ajv = new Ajv2020({ allowUnionTypes: true });
formats.default(ajv);
const validate = ajv.compile(strict(schema));
const parts = {
  findings: [finding()],
  skipped: [skip()],
  ledger: [
    entry({ findings: 1 }),
    entry({ path: 'b', sha256: null, status: 'skipped', accepted: false, reason: 'encrypted', surface: null }),
  ],
};
const lines = (text: string): readonly Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test('a ledger is a header, a line for each entry and a footer', () => {
  const all = lines(ledger(scanResult(parts), OPTIONS));
  assert.equal(
    all.map((line) => line['kind']),
    ['header', 'entry', 'entry', 'footer'],
  );
  assert.is(all[0]?.['schema'], 'watertight/ledger/v1');
  assert.equal(all[0]?.['targets'], ['out/']);
  assert.is(all.at(-1)?.['finishedAt'], OPTIONS.finishedAt);
});

test('the line of an unread part says whether the packet accepts it, and no other line does', () => {
  const all = lines(ledger(scanResult(parts), OPTIONS));
  assert.equal(
    all.map((line) => line['accepted']),
    [undefined, undefined, false, undefined],
  );
});

test('every line fits the published schema, and the schema names every member', () => {
  for (const line of lines(ledger(scanResult(parts), OPTIONS)))
    assert.ok(validate(line), JSON.stringify(validate.errors));
});

test("the footer's digest is over all bytes before it", () => {
  const text = ledger(scanResult(parts), OPTIONS);
  const body = text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1);
  assert.is(lines(text).at(-1)?.['digest'], `sha256:${createHash('sha256').update(body).digest('hex')}`);
});

test("the footer's root is over the entries' lines, and its seal over all bytes before it", () => {
  const text = ledger(scanResult(parts), OPTIONS);
  const footer = lines(text).at(-1);
  assert.is(footer?.['merkleRoot'], merkleRoot(text.trimEnd().split('\n').slice(1, -1)));
  const sealed = text.slice(0, text.lastIndexOf(',"seal":'));
  assert.is(footer?.['seal'], `sha256:${createHash('sha256').update(sealed).digest('hex')}`);
});

test('the header says how the run was made, names of variables in order, and fits the schema', () => {
  const run = {
    command: 'scan',
    environment: ['WATERTIGHT_PACKET', 'CASE_REPO'],
    git: { head: '0123456789'.repeat(4), clean: true },
    baseline: { path: 'base.json', digest: `sha256:${'ab'.repeat(32)}` },
  } as const;
  const [header = {}] = lines(ledger(scanResult(parts), { ...OPTIONS, run }));
  assert.ok(validate(header), JSON.stringify(validate.errors));
  assert.equal(header['environment'], ['CASE_REPO', 'WATERTIGHT_PACKET']);
  assert.equal([header['command'], header['git'], header['baseline']], ['scan', run.git, run.baseline]);
});

test('the footer says whether the run was complete and enforced', () => {
  const footer = lines(ledger(scanResult({ ...parts, summary: { enforced: false } }), OPTIONS)).at(-1);
  assert.equal([footer?.['complete'], footer?.['enforced'], footer?.['exitCode']], [false, false, 0]);
});

test('any result gives one JSON document a line', () => {
  fc.assert(
    fc.property(hostileResult, (result) => {
      assert.is(lines(ledger(result, OPTIONS)).length, result.ledger.length + 2);
    }),
  );
});

test.run();
