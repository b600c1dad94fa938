import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { classify } from '../../src/surface/classify.ts';
import { innerPath } from '../../src/scan/inner-path.ts';
import type { Finding } from '../../src/types.ts';
import { tarOf, zipOf } from './fixture-archives.ts';
import { expandTemplate } from './fixture-template.ts';
import { readRules, valuesFor, type ValueSource } from './fixture-values.ts';
import { buildFixture, isExpected, loadFixtures, writeFixture, type Fixture } from './fixtures.ts';
import { assert, suite } from './suite.ts';

const test = suite('helpers/fixtures');

const root = new URL('../../', import.meta.url);
const rules = await readRules(root);
const fixtures = await loadFixtures(root);
const values = valuesFor(rules, 'test');
/** A source whose values are short and known. */
const plain: ValueSource = { has: () => true, valueOf: (placeholder) => `<${placeholder}>` };

const sample = (more: Partial<Fixture>): Fixture => ({
  id: 'sot/sample',
  name: 'sample',
  source: [],
  pending: undefined,
  surface: 'sot',
  files: [{ path: 'a.txt', template: 'a.txt' }],
  expect: [],
  skips: [],
  templates: new Map([['a.txt', 'one\nä𝒳 {{github-classic-pat}}\n']]),
  rules,
  ...more,
});

test('every surface has cases with and without findings', () => {
  for (const surface of ['sot', 'task_file', 'argv', 'report', 'trace', 'backend_log', 'generated_config', 'commit']) {
    const cases = fixtures.filter((fixture) => fixture.surface === surface);
    assert.ok(
      cases.some(({ expect }) => expect.length > 0),
      surface,
    );
    assert.ok(
      cases.some(({ expect }) => expect.length === 0),
      surface,
    );
  }
});

for (const fixture of fixtures) {
  test(`${fixture.id} can be built, and its expectations name files and rules that exist`, () => {
    const { files, expected } = buildFixture(fixture);
    assert.ok(expected.every(({ path }) => files.has(path)));
    assert.ok(expected.every(({ surface }) => surface !== undefined));
  });

  test(`${fixture.id} lies on its surface`, () => {
    const { files, expected } = buildFixture(fixture);
    for (const [path, data] of files) {
      const finding = expected.find((one) => one.path === path);
      const isInside = finding !== undefined && innerPath(path, finding.view ?? []) !== path;
      // What is found in a file of an archive that is no evidence itself is on that file's surface.
      const surface = isInside && fixture.surface === 'other' ? 'other' : (finding?.surface ?? fixture.surface);
      assert.is(classify({ path, head: data.subarray(0, 65_536) }).surface, surface, path);
    }
  });

  test(`${fixture.id} uses all of its templates`, () => {
    const used = JSON.stringify(fixture.files);
    for (const name of fixture.templates.keys()) assert.ok(used.includes(`"template":"${name}"`), name);
  });
}

test('no template holds a text that a pattern rule matches', () => {
  for (const { id, templates } of fixtures) {
    for (const [name, text] of templates) {
      for (const rule of rules.values()) {
        if (rule.pattern === undefined || rule.class !== 'secret') continue;
        const match = new RegExp(rule.pattern, rule.flags).exec(text);
        const value = match?.groups?.['secret'] ?? match?.[0] ?? '{{';
        assert.ok(/\{\{|\$|[<>*%]|REDACTED|password|xxxx/i.test(value), `${id}/${name}: ${rule.id}`);
      }
    }
  }
});

test('a place counts lines and code points', () => {
  const expect = [{ path: 'a.txt', rule: 'github-classic-pat', at: 'value' }];
  const place = buildFixture(sample({ expect })).expected[0]?.place;
  assert.equal([place?.startLine, place?.startColumn, place?.endLine, place?.exact], [2, 4, 2, true]);
});

test('a place inside an archive is that in the member', () => {
  const files = [
    {
      path: 'a.zip',
      zip: [
        { path: 'x', text: 'x\n' },
        { path: 'b.txt.gz', gzip: { template: 'a.txt' } },
      ],
    },
  ];
  const expect = [{ path: 'a.zip', in: 'b.txt.gz', at: 'value' }];
  assert.is(buildFixture(sample({ files, expect })).expected[0]?.place?.startLine, 2);
});

test('the same placeholder is the same value in all files of a case and another one elsewhere', () => {
  const files = [
    { path: 'a', text: '{{gitlab-pat}}' },
    { path: 'b', text: '{{gitlab-pat}}' },
    { path: 'c', text: '{{gitlab-pat#2}}' },
  ];
  const built = buildFixture(sample({ files })).files;
  assert.equal(built.get('a'), built.get('b'));
  assert.not.equal(built.get('a'), built.get('c'));
  assert.not.equal(built.get('a'), buildFixture(sample({ files, id: 'sot/elsewhere' })).files.get('a'));
});

test('values have the shape of their rule', () => {
  assert.match(values.valueOf('github-classic-pat'), /^ghp_[0-9A-Za-z]{36}$/);
  assert.match(values.valueOf('private-key'), /^-----BEGIN PRIVATE KEY-----\n[^]*-----END PRIVATE KEY-----$/);
  assert.match(values.valueOf('text hex:12'), /^[0-9a-f]{12}$/);
  assert.match(values.valueOf('password'), /^\w{17}$/);
});

const ERRORS: readonly (readonly [string, Partial<Fixture>, RegExp])[] = [
  ['an unknown rule in a template', { files: [{ path: 'a', text: '{{acme-token}}' }] }, /sot\/sample.*acme-token/],
  [
    'an unknown rule in expect',
    { expect: [{ path: 'a.txt', rule: 'acme-token', at: 'value' }] },
    /sot\/sample.*acme-token/,
  ],
  ['a missing template', { files: [{ path: 'a', template: 'b' }] }, /sot\/sample.*'b'/],
  ['an unknown encoding', { files: [{ path: 'a', text: '{{gitlab-pat | rot13}}' }] }, /sot\/sample.*rot13/],
  ['a value that is not there', { expect: [{ path: 'a.txt', at: 'value 2' }] }, /sot\/sample.*value 2/],
  ['an open block', { files: [{ path: 'a', text: '{{#base64}}x' }] }, /sot\/sample.*not closed/],
  ['a lone end', { files: [{ path: 'a', text: 'x{{/}}' }] }, /sot\/sample.*without a block/],
];
for (const [what, more, message] of ERRORS) {
  test(`${what} names the fixture`, () => assert.throws(() => buildFixture(sample(more)), message));
}

const ENCODED: readonly (readonly [string, string])[] = [
  ['{{a | base64}}', 'PGE+'],
  ['{{a | base64url}}', 'PGE-'],
  ['{{a | hex}}', '3c613e'],
  ['{{a | percent}}', '%3Ca%3E'],
  ['{{a | percent-lower}}', '%3c%61%3e'],
  ['{{a | xml}}', '&lt;a&gt;'],
  ['{{a | xml-decimal}}', '&#60;&#97;&#62;'],
  ['{{a | json-u}}', '\\u003c\\u0061\\u003e'],
  ['{{a | c-hex}}', '\\x3c\\x61\\x3e'],
  ['{{a | split:2}}', '<a\n>'],
  ['{{a | prefix:u: | base64 | base64}}', Buffer.from(Buffer.from('u:<a>').toString('base64')).toString('base64')],
  ['{{#hex}}-{{a}}{{/}}', '2d3c613e'],
  ['{{#xml}}{{#json}}"{{a}}"{{/}}{{/}}', '\\&quot;&lt;a&gt;\\&quot;'],
  ['{{ a }} ${{ secrets.X }} {{.Values.x}}', '{{ a }} ${{ secrets.X }} {{.Values.x}}'],
];
for (const [template, text] of ENCODED) {
  test(`${template} becomes ${text.replaceAll('\n', '\\n')}`, () =>
    assert.is(expandTemplate(template, plain).text, text));
}

test('a place moves through encodings of characters and is a range in others', () => {
  assert.equal(expandTemplate('--{{#xml}}"{{a}}"{{/}}', plain).places, [{ start: 8, end: 17, exact: true }]);
  assert.equal(expandTemplate('--{{#base64}}"{{a}}"{{/}}', plain).places, [{ start: 2, end: 10, exact: false }]);
  assert.equal(expandTemplate('--{{#base64}}{{a}}"{{/}}', plain).places, [{ start: 2, end: 10, exact: true }]);
});

test('writeFixture() writes files below the folder', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'watertight-fixture-'));
  try {
    const files = [{ path: 'a/b/c.gz', gzip: { text: 'hello', encode: 'utf-16be-bom' as const } }];
    await writeFixture(sample({ files }), dir);
    assert.equal([...gunzipSync(await readFile(join(dir, 'a/b/c.gz'))).subarray(0, 4)], [0xfe, 0xff, 0, 0x68]);
  } finally {
    await rm(dir, { recursive: true });
  }
});

test('archives have their magic bytes and members', () => {
  assert.is(zipOf([{ name: 'a', data: Buffer.from('x') }]).readUInt32LE(0), 0x04034b50);
  const tar = tarOf([{ name: 'a', data: Buffer.from('x') }]);
  assert.is(tar.length, 2048);
  assert.is(tar.toString('latin1', 257, 262), 'ustar');
});

test('a finding is compared by path, rule, surface, view and place', () => {
  const [expected] = buildFixture(
    sample({
      expect: [{ path: 'a.txt', rule: 'github-classic-pat', at: 'value', view: ['zip', 'hex:1'], surface: 'sot' }],
    }),
  ).expected;
  const location = {
    path: 'd/a.txt',
    view: ['zip:x', 'hex:1'],
    startLine: 2,
    startColumn: 4,
    endLine: 2,
    endColumn: 44,
  };
  const finding = { ruleId: 'github-classic-pat', surface: 'sot', location } as unknown as Finding;
  if (!expected) throw new Error('unreachable');
  assert.ok(isExpected(finding, expected, 'd'));
  assert.not(isExpected({ ...finding, ruleId: 'gitlab-pat' }, expected, 'd'));
  assert.not(isExpected({ ...finding, surface: 'trace' }, expected, 'd'));
  assert.not(isExpected({ ...finding, location: { ...location, startColumn: 5 } }, expected, 'd'));
  assert.not(isExpected({ ...finding, location: { ...location, view: ['zip:x'] } }, expected, 'd'));
  assert.not(isExpected(finding, expected, 'e'));
});

test.run();
