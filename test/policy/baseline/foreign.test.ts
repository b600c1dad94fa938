import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { builtinRules } from '../../../src/detect/builtin.ts';
import type { BaselineQuery } from '../../../src/policy/baseline/baseline.ts';
import known from '../../../src/policy/baseline/detect-secrets.json' with { type: 'json' };
import { DetectSecretsRecorder } from '../../../src/policy/baseline/detect-secrets-text.ts';
import { readBaseline } from '../../../src/policy/baseline/read.ts';
import { compileTextGlobs } from '../../../src/policy/text-glob.ts';
import { Secret } from '../../../src/secret.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { finding } from '../../report/helpers.ts';

const test = suite('baselines of other tools');

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');
const VALUE = ['hunter', '2horse', '9'].join('');

interface At {
  readonly path?: string;
  readonly named?: string;
  readonly line?: number;
  readonly commit?: string;
  readonly rule?: string;
  readonly text?: string;
}

function query(value: string, at: At = {}): BaselineQuery {
  const { ruleName: name, class: kind, severity, confidence } = finding();
  const { path = 'src/a.py', named = path, line = 3, commit, rule: id = 'generic-secret', text = value } = at;
  return {
    rule: { id, name, class: kind, severity, confidence },
    secret: new Secret(value),
    surface: 'other',
    place: { path, named, line, commit, text: () => new Secret(text), fingerprint: () => 'c1:' },
  };
}

function hashed(entries: readonly object[], file = 'src/a.py'): string {
  return JSON.stringify({ version: '1.5.0', plugins_used: [], results: { [file]: entries } });
}

test('detect-secrets: an entry covers its value in its file on any line, and nothing else', () => {
  const entry = { type: 'Secret Keyword', filename: 'src/a.py', hashed_secret: sha1(VALUE), line_number: 99 };
  const baseline = readBaseline(hashed([entry]), 'b');
  assert.is(baseline.size, 1);
  assert.is(baseline.covers(query('other value')), false);
  assert.is(baseline.covers(query(VALUE, { path: 'src/b.py' })), false);
  assert.equal(baseline.stale(), [{ path: 'src/a.py', ruleId: 'detect-secrets: Secret Keyword' }]);
  assert.is(baseline.covers(query(VALUE, { path: 'repo/src/a.py', named: './src/a.py' })), true);
  assert.equal(baseline.stale(), []);
});

test('detect-secrets: what was audited as no secret is covered, what was confirmed as one is reported', () => {
  const entry = { type: 'Secret Keyword', hashed_secret: sha1(VALUE), line_number: 3 };
  assert.is(readBaseline(hashed([{ ...entry, is_secret: false }]), 'b').covers(query(VALUE)), true);
  const confirmed = readBaseline(hashed([entry, { ...entry, type: 'Other', is_secret: true }]), 'b');
  assert.is(confirmed.covers(query(VALUE)), false);
  assert.equal(confirmed.stale(), []);
});

test('detect-secrets: what it hashes together with the value is known', () => {
  const azure = { type: 'Azure Storage Account access key', hashed_secret: sha1(`AccountKey=${VALUE}`) };
  assert.is(readBaseline(hashed([azure]), 'b').covers(query(VALUE)), true);
});

test('detect-secrets: a private key is known by its first line, and so by its line number alone', () => {
  const header = 'BEGIN RSA PRIVATE KEY';
  const entry = { type: 'Private Key', hashed_secret: sha1(header), line_number: 3 };
  const text = `-----${header}-----`;
  assert.is(readBaseline(hashed([entry]), 'b').covers(query('body', { text })), true);
  assert.is(readBaseline(hashed([entry]), 'b').covers(query('body', { text, line: 4 })), false);
  assert.is(readBaseline(hashed([entry]), 'b').covers(query('body', { text: 'BEGIN EC PRIVATE KEY' })), false);
});

test('detect-secrets: a token of which it hashes the prefix is known on its line alone, and written so', () => {
  for (const [prefix, sign, type] of [
    ['ghp', '_', 'GitHub Token'],
    ['glpat', '-', 'GitLab Token'],
  ] as const) {
    const value = [prefix, sign, 'made', 'Up', '7'.repeat(30)].join('');
    const entry = { type, hashed_secret: sha1(prefix), line_number: 3 };
    assert.is(readBaseline(hashed([entry]), 'b').covers(query(value)), true);
    assert.is(readBaseline(hashed([entry]), 'b').covers(query(value, { line: 4 })), false);
    assert.is(readBaseline(hashed([entry]), 'b').covers(query('made up')), false);
    assert.is(readBaseline(hashed([{ ...entry, is_secret: true }]), 'b').covers(query(value)), false);
    const recorder = new DetectSecretsRecorder();
    for (const line of [3, 9, 9])
      recorder.covers(query(value, { line, rule: `${type.slice(0, 6).toLowerCase()}-pat` }));
    assert.is(recorder.entries, 2);
    const text = recorder.text(new Date(0));
    assert.ok(text.includes(sha1(prefix)) && !text.includes(sha1(value)));
    const again = readBaseline(text, 'b');
    for (const [line, isCovered] of [
      [3, true],
      [9, true],
      [10, false],
    ] as const)
      assert.is(again.covers(query(value, { line })), isCovered);
  }
});

test('detect-secrets: a malformed entry is named by its place', () => {
  for (const [entry, reason] of [
    [{ type: 'X', hashed_secret: 'hunter2' }, /file 1, entry 1 has no valid 'hashed_secret'$/],
    [{ type: 'X', hashed_secret: sha1('a'), is_secret: 'no' }, /has no valid 'is_secret'$/],
    ['text', /entry 1 is not an object$/],
  ] as const)
    assert.throws(() => readBaseline(hashed([entry as object]), 'b.json'), reason);
  assert.throws(() => readBaseline('{"version":"1.5.0","results":{"a":1}}', 'b'), /file 1 is not a list$/);
});

test('detect-secrets: what is written covers what it was made of, with the names of the detectors', () => {
  const recorder = new DetectSecretsRecorder();
  const findings = [
    query(VALUE, { path: 'b.env' }),
    query(VALUE, { path: 'b.env', line: 9 }),
    query('key body', { path: 'a.pem', rule: 'private-key', text: '-----BEGIN EC PRIVATE KEY-----' }),
    query('account', { path: 'a.env', rule: 'azure-storage-account-key' }),
    query('token', { path: 'a.env', line: 10, rule: 'github-classic-pat' }),
    query('unknown', { path: 'a.env', line: 11, rule: 'acme-token' }),
  ];
  for (const one of findings) assert.is(recorder.covers(one), false);
  const text = recorder.text(new Date('2026-11-27T03:04:05.678Z'));
  assert.not(text.includes(VALUE));
  assert.is(recorder.entries, 5);
  const document = JSON.parse(text) as {
    readonly generated_at: string;
    readonly plugins_used: readonly unknown[];
    readonly results: Readonly<Record<string, readonly { readonly type: string }[]>>;
  };
  assert.is(document.generated_at, '2026-11-27T03:04:05Z');
  assert.equal(document.plugins_used[3], { name: 'Base64HighEntropyString', limit: 4.5 });
  assert.equal(
    Object.entries(document.results).map(([file, list]) => [file, list.map(({ type }) => type)]),
    [
      ['a.env', ['Azure Storage Account access key', 'GitHub Token', 'Secret Keyword']],
      ['a.pem', ['Private Key']],
      ['b.env', ['Secret Keyword']],
    ],
  );
  const baseline = readBaseline(text, 'b');
  for (const one of findings) assert.is(baseline.covers(one), true);
});

test('detect-secrets: every detector but that of addresses has rules of ours', () => {
  const ids = builtinRules().map(({ id }) => id);
  for (const { name, rules } of known.detectors) {
    if (name === 'IPPublicDetector') continue;
    assert.ok(rules.length > 0, name);
    for (const rule of rules) assert.ok(ids.some(compileTextGlobs([rule])), `${name}: ${rule}`);
  }
});

test('the document names the rules of each detector', () => {
  const rows = readFileSync('docs/compatibility.md', 'utf8').split('\n');
  for (const { name, rules } of known.detectors) {
    const row = rows.find((line) => line.includes(`\`${name}\``)) ?? '';
    for (const rule of rules) assert.ok(row.includes(`\`${rule}\``), `${name}: ${rule}`);
  }
});

const reported = (more: object): string =>
  JSON.stringify([{ RuleID: 'generic-api-key', File: 'src/a.py', StartLine: 3, EndLine: 4, Commit: '', ...more }]);

test('gitleaks: a report with values covers them in their file on any line, however white space cuts them', () => {
  const baseline = readBaseline(reported({ Secret: `${VALUE}\n more` }), 'r.json');
  assert.is(baseline.covers(query('other value', { line: 3 })), false);
  assert.is(baseline.covers(query(VALUE, { path: 'b' })), false);
  assert.equal(baseline.stale(), [{ path: 'src/a.py', ruleId: 'gitleaks: generic-api-key' }]);
  assert.is(baseline.covers(query(VALUE, { line: 30 })), true);
  assert.is(baseline.covers(query(`${VALUE} more`, { line: 30 })), true);
  assert.is(baseline.covers(query('more')), false);
  assert.equal(baseline.stale(), []);
});

test('gitleaks: a redacted report covers lines, at a commit only what that commit brings in', () => {
  const lines = readBaseline(reported({ Secret: 'REDACTED' }), 'r');
  assert.equal(
    [2, 3, 4, 5].map((line) => lines.covers(query('x', { line }))),
    [false, true, true, false],
  );
  const commit = 'ab'.repeat(20);
  const committed = readBaseline(reported({ Secret: 'abc...', Commit: commit }), 'r');
  assert.is(committed.covers(query('x')), false);
  assert.is(committed.covers(query('x', { commit })), true);
});

test('gitleaks: files named with their whole path are recognised', () => {
  const baseline = readBaseline(reported({ File: '/home/me/repo/src/a.py' }), 'r');
  assert.is(baseline.covers(query('x', { path: 'a.py' })), true);
  assert.is(baseline.covers(query('x', { path: 'c/a.py' })), false);
});

test('gitleaks: .gitleaksignore covers lines of files, whatever rule finds a value there', () => {
  const commit = 'ab'.repeat(20);
  const text = `# kept\n\nsrc\\a.py:some-rule:3\n${commit}:src/b.py:other-rule:7 \n`;
  const baseline = readBaseline(text, 'any');
  assert.is(baseline.size, 2);
  assert.is(baseline.covers(query('x')), true);
  assert.is(baseline.covers(query('x', { line: 4 })), false);
  assert.is(baseline.covers(query('x', { path: 'src/b.py', line: 7 })), false);
  assert.is(baseline.covers(query('x', { path: 'src/b.py', line: 7, commit })), true);
  assert.is(readBaseline('# nothing yet\n', '.gitleaksignore').size, 0);
  assert.throws(() => readBaseline('# a\nsecret words\n', 'x/.gitleaksignore'), /line 2 is not a finding$/);
});

test('gitleaks: an empty report is a baseline of nothing, a malformed finding is named', () => {
  assert.is(readBaseline('[]', 'r').size, 0);
  assert.throws(() => readBaseline(reported({ StartLine: 'x' }), 'r'), /finding 1 has no valid 'StartLine'$/);
});

test('a report of gitleaks of which the fingerprints alone are left covers lines', () => {
  const baseline = readBaseline(JSON.stringify([{ Fingerprint: 'src/a.py:generic-api-key:3' }]), 'b.json');
  assert.equal([baseline.covers(query(VALUE)), baseline.covers(query(VALUE, { line: 4 }))], [true, false]);
  assert.throws(() => readBaseline('[{"Fingerprint":"x"}]', 'b.json'), /finding 1 has no gitleaks fingerprint/);
});

test.run();
