import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { assert, suite } from '../helpers/suite.ts';
import { packet, run, withFolder } from './helpers.ts';

const test = suite('watertight selftest');
const env = { PATH: process.env['PATH'] ?? '' };

interface Selftest {
  readonly planted: number;
  readonly missing: readonly string[];
  readonly notPlanted: readonly string[];
}

const folders = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('watertight-selftest-'));

/** Runs a selftest with what `more` adds to the built-in packet. */
function tested(
  more: string,
  body: (code: number, result: Selftest, cwd: string) => void,
  rules?: string,
): Promise<void> {
  return withFolder({ 'p.yaml': packet(more), 'r.yaml': rules ?? 'rules: []' }, async (cwd) => {
    const extra = rules === undefined ? [] : ['--rules', 'r.yaml'];
    const { code, out, err } = await run(['selftest', '--packet', 'p.yaml', '--json', ...extra], { cwd, env });
    assert.is(err, '');
    body(code, JSON.parse(out) as Selftest, cwd);
  });
}

test('finds every canary with the built-in packet, and leaves none behind', () =>
  withFolder({}, async (cwd) => {
    // What another run left behind that was killed is not this one's.
    const before = new Set(folders());
    const { code, out } = await run(['selftest', '--record', 'record.json'], { cwd, env });
    assert.is(code, 0, out);
    assert.match(out, /^PASS {2}\d+ of \d+ canaries found$/m);
    const record = readFileSync(join(cwd, 'record.json'), 'utf8');
    const schema = JSON.parse(readFileSync('schemas/selftest.v1.schema.json', 'utf8')) as object;
    const validate = new Ajv2020({ strict: false }).compile(schema);
    assert.ok(validate(JSON.parse(record)), JSON.stringify(validate.errors));
    assert.equal(
      folders().filter((name) => !before.has(name)),
      [],
    );
  }));

test('plants one canary for each rule, surface and view', () =>
  tested('', (code, { planted, notPlanted }) => {
    assert.is(code, 0);
    assert.ok(planted > 500, String(planted));
    assert.ok(
      notPlanted.every((what) => what.startsWith('rule ')),
      notPlanted.join('\n'),
    );
  }));

test('fails for the views that the packet is too shallow for', () =>
  tested('coverage: { max_depth: 1 }', (code, { missing }) => {
    assert.is(code, 1);
    assert.equal(missing, [
      'view base64 > base64',
      'view zip > gzip > base64',
      'view csv',
      'view deflate-raw',
      'view zip > xml-text-joined',
      'view gzip:rest > base64',
      'view zip:rest > base64',
      'view png:rest > base64',
      'view html > data-uri > zip',
    ]);
  }));

test('fails where the packet takes a token for a mark of redaction', () =>
  tested("allow: { redactions: ['ghp_*'] }", (code, { missing }) => {
    assert.is(code, 1);
    for (const what of ['rule github-classic-pat', 'surface trace', 'surface commit', 'view zip'])
      assert.ok(missing.includes(what), what);
  }));

test('fails for a surface that is left out of the scan', () =>
  tested("surfaces: { trace: { include: ['traces/**'] } }\nexclude: ['traces/**']", (code, { missing }) => {
    assert.is(code, 1);
    assert.equal(missing, ['surface trace by traces/**']);
  }));

test('fails for a rule that does not find its own example', () => {
  const rules = [
    'rules:',
    '  - { id: acme-broken, name: Acme, class: secret, severity: high, confidence: provider-shape, keywords: [acmetok_],',
    "      pattern: 'acmetok_[0-9]{12}', examples: [[acme, 'tok_{letters:12}']] }",
  ].join('\n');
  return tested(
    '',
    (code, { missing }) => {
      assert.is(code, 1);
      assert.equal(missing, ['rule acme-broken']);
    },
    rules,
  );
});

test('plants below the globs of the packet, one for each', () =>
  tested(
    "surfaces: { backend_log: { include: ['out/**/*.{log,txt}', 'more/run-?/x[ab].out'] } }",
    (code, { missing, notPlanted }) => {
      assert.is(code, 0, missing.join());
      assert.ok(
        notPlanted.every((what) => what.startsWith('rule ')),
        notPlanted.join('\n'),
      );
    },
  ));

test('says for which globs it could plant nothing', () =>
  tested("surfaces: { trace: { include: ['a/[^^a-z]x.har'] } }", (_, { notPlanted }) => {
    assert.ok(
      notPlanted.includes('surface trace by a/[^^a-z]x.har: no name could be made that fits'),
      notPlanted.join('\n'),
    );
  }));

test('plants on the surfaces where the packet forbids a secret, and nowhere else', () =>
  withFolder(
    {
      'p.yaml': [
        'apiVersion: watertight/v1',
        'kind: EvidencePacket',
        'metadata: { id: test, title: Test, owner: tests }',
        'forbid: [{ id: only, surfaces: [report], match: { class: [secret] } }]',
        '',
      ].join('\n'),
    },
    async (cwd) => {
      const { code, out, err } = await run(['selftest', '--packet', 'p.yaml', '--json'], { cwd, env });
      assert.is(code, 0, `${err}${out.slice(0, 2000)}`);
      const { notPlanted } = JSON.parse(out) as Selftest;
      assert.ok(notPlanted.includes('surface trace: the packet forbids no secret there'));
    },
  ));

const soon = (interrupt: () => void): void => void setTimeout(interrupt, 1);

test('ends 2 where the user ends it, says so, and leaves no folder and no record behind', () =>
  withFolder({}, async (cwd) => {
    const before = new Set(folders());
    const { code, out, err } = await run(['selftest', '--record', 'record.json'], { cwd, env, onListen: soon });
    assert.equal([code, out, existsSync(join(cwd, 'record.json'))], [2, '', false]);
    assert.match(err, /Cannot test: it was ended before its end/);
    assert.equal(
      folders().filter((name) => !before.has(name)),
      [],
    );
  }));

test('ends 2 where it cannot run', () =>
  withFolder({}, async (cwd) => {
    assert.is((await run(['selftest', 'path'], { cwd, env })).code, 2);
    assert.is((await run(['selftest', '--packet', 'none.yaml'], { cwd, env })).code, 2);
    assert.is((await run(['selftest', '--record', 'no/folder.json'], { cwd, env })).code, 2);
  }));

test.run();
