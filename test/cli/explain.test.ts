import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipOf } from '../helpers/fixture-archives.ts';
import { assert, suite } from '../helpers/suite.ts';
import { packet, run, token, withFolder } from './helpers.ts';

const test = suite('watertight explain');

const VALUE = token('explain');
const WEAK = ['hunter2', 'horse9'].join('');

async function explained(cwd: string, ...argv: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const ended = await run(['explain', ...argv, '-q'], { cwd });
  for (const value of [VALUE, WEAK]) assert.not((ended.out + ended.err).includes(value));
  return ended;
}

test('says which rule found a value, by which word, and what the packet says', () =>
  withFolder({ 'a.py': `x = 1\né = "${VALUE}"\n` }, async (cwd) => {
    const { code, out } = await explained(cwd, 'a.py:2');
    assert.is(code, 0);
    assert.match(out, /^a\.py:2 {2}\(packet built-in\)$/m);
    assert.match(out, /gitlab-pat at 2:6, glpat-…, 26 characters: reported/);
    assert.match(out, /anchor +'glpat-'/);
    assert.match(
      out,
      /why +provider's format; forbidden by no-secret-value of the packet[^]*fingerprint h1:[0-9a-f]{32}/,
    );
    assert.match((await explained(cwd, 'a.py:1')).out, /no rule matches on this line/);
  }));

test('a column, as reports write it, chooses one place of the line', () =>
  withFolder(
    {
      'a.py': `a = "${VALUE}"; password = "${WEAK}"\n`,
      'b:7': `x = "${VALUE}"\n`,
      'c.json': `{"a":"${Buffer.from(`t ${VALUE}`).toString('base64')}"}\n`,
    },
    async (cwd) => {
      const one = await explained(cwd, 'a.py:1:6');
      assert.is(one.code, 0);
      assert.match(one.out, /^a\.py:1 /);
      assert.match(one.out, /gitlab-pat at 1:6/);
      assert.not.match(one.out, /generic-secret at|fit nothing/);
      assert.match((await explained(cwd, 'a.py:1:3')).out, /gitlab-pat at 1:6[^]*generic-secret at/);
      assert.match((await explained(cwd, 'b:7:1')).out, /^b:7:1 [^]*gitlab-pat at 1:6/);
      assert.match((await explained(cwd, 'b:7:1:6')).out, /^b:7:1 /);
      assert.match((await explained(cwd, 'c.json:1:7')).out, /gitlab-pat at 1:\d+ in base64/);
    },
  ));

test('says what let a value pass', () =>
  withFolder(
    {
      'a.py': `x = "${VALUE}" # pragma: allowlist secret\n`,
      'b.py': `password = "${WEAK}"\n`,
      'p.yaml': packet('forbid: [{ id: ids, statement: s, surfaces: all, match: { class: identifier } }]').replace(
        'extends: watertight:default\n',
        '',
      ),
    },
    async (cwd) => {
      assert.match((await explained(cwd, 'a.py:1')).out, /allowed: inline:pragma-allowlist-secret/);
      const { out } = await explained(cwd, 'b.py:1', '--packet', 'p.yaml');
      assert.match(out, /model +[01]\.\d\d of 1; threshold for such a value: 0\.\d\d\n +[+-]\d/);
      assert.match(out, /: unlisted \(no packet entry forbids/);
    },
  ));

test('says that a comment stands there and does not count on evidence', () =>
  withFolder({ '.env': `# pragma: allowlist nextline secret\nA=${VALUE}\n` }, async (cwd) => {
    const { out } = await explained(cwd, '.env:2');
    assert.match(out, /reported\n[^]*comment +pragma-allowlist-nextline-secret does not count here/);
  }));

test('says that a baseline lets a value pass: the one that is named, or that of the packet', () =>
  withFolder({ 'a.py': `x = "${VALUE}"\n`, 'p.yaml': packet('baseline: b.json') }, async (cwd) => {
    await run(['baseline', 'create', 'a.py', '--out', 'b.json', '-q'], { cwd });
    for (const source of [
      ['--baseline', 'b.json'],
      ['--packet', 'p.yaml'],
    ])
      assert.match((await explained(cwd, 'a.py:1', ...source)).out, /gitlab-pat at 1:6[^]*allowed: baseline/);
    assert.not.match((await explained(cwd, 'a.py:1')).out, /allowed: /);
  }));

test('says of a value that is passed over what it is, in place of silence', () =>
  withFolder({ '.env': `DB_PASS=${['hun', 'ter2'].join('')}\nAPI_KEY=\${API_KEY}\n` }, async (cwd) => {
    const sample = (await run(['explain', '.env:1', '-q'], { cwd })).out;
    assert.match(
      sample,
      /generic-secret at 1:9, 7 characters: not reported\n +why +a well-known sample or a placeholder/,
    );
    const reference = (await explained(cwd, '.env:2')).out;
    assert.match(reference, /generic-secret at 2:9.*: not reported\n +why +a reference/);
  }));

test('a fingerprint leads to its line, by a scan or by a report', () =>
  withFolder({ 'src/a.py': `\n\nx = "${VALUE}"\n` }, async (cwd) => {
    const report = await run(['scan', 'src', '-q', '--format', 'json', '--output', 'json=r.json'], { cwd });
    const { findings } = JSON.parse(report.out) as { findings: { fingerprint: string }[] };
    const fingerprint = findings[0]?.fingerprint ?? '';
    for (const more of [['src'], [], ['--report', 'r.json']])
      assert.match((await explained(cwd, fingerprint, ...more)).out, /^src\/a\.py:3 /m);
    const other = `h1:${'0'.repeat(32)}`;
    assert.match((await explained(cwd, other)).err, /Cannot explain h1:0+: no finding has it now/);
    assert.match((await explained(cwd, other, '--report', 'r.json')).err, /no finding has it in the report/);
    assert.match((await explained(cwd, other, '--report', 'src/a.py')).err, /it is not a JSON report of watertight/);
  }));

test('--json gives the same without a value', () =>
  withFolder({ 'a.py': `password = "${WEAK}"\n` }, async (cwd) => {
    const { out } = await explained(cwd, 'a.py:1', '--json');
    const { explanations } = JSON.parse(out) as {
      explanations: { lines: { attempts: { ruleId: string; length: number; verdict: { kind: string } }[] }[] }[];
    };
    const [attempt] = explanations[0]?.lines[0]?.attempts ?? [];
    assert.equal([attempt?.ruleId, attempt?.length, attempt?.verdict.kind], ['generic-secret', 13, 'forbidden']);
  }));

test('values in decoded text are told with the way to them', () =>
  withFolder({ 'a.py': `x = "${Buffer.from(`token ${VALUE} end`).toString('base64')}"\n` }, async (cwd) => {
    assert.match((await explained(cwd, 'a.py:1')).out, /gitlab-pat at 1:\d+ in base64: reported\n +why +forbidden by/);
  }));

test('a line of a member is told, and a line that is not there', () =>
  withFolder({ 'a.py': 'x = 1\n', 'a.log': 'one\ntwo' }, async (cwd) => {
    for (const target of ['a.py:2', 'a.py:9'])
      assert.match((await explained(cwd, target)).err, /there is no such line$/m);
    assert.is((await explained(cwd, 'a.log:2')).code, 0);
    for (const argv of [[], ['a.py'], ['a.py:0'], ['a.py:1', 'b'], [VALUE]])
      assert.match((await explained(cwd, ...argv)).err, /name FILE:LINE or FILE:LINE:COLUMN, or a fingerprint/);
    assert.match((await explained(cwd, 'none.py:1')).err, /Cannot /);
  }));

test('what could not be read is said, and ends 3', () =>
  withFolder(
    { 'a.zip': zipOf([{ name: 'm.txt', data: Buffer.from(`a\n${VALUE}\n`) }]).subarray(0, -30) },
    async (cwd) => {
      const { code, out } = await explained(cwd, 'a.zip:2');
      assert.is(code, 3);
      assert.match(out, /not read:/);
    },
  ));

test('a fingerprint leads to a value that is not reported as well, and says by what', () =>
  withFolder({ 'src/a.py': `\nx = "${VALUE}"\n` }, async (cwd) => {
    const report = await run(['scan', 'src', '-q', '--format', 'json'], { cwd });
    const { findings } = JSON.parse(report.out) as { findings: { fingerprint: string }[] };
    const fingerprint = findings[0]?.fingerprint ?? '';
    const allow = `allow: { findings: [{ fingerprint: "${fingerprint}", reason: r, owner: o }] }`;
    await writeFile(join(cwd, 'p.yaml'), packet(allow));
    const { code, out } = await explained(cwd, fingerprint, 'src', '-p', 'p.yaml');
    assert.is(code, 0);
    assert.match(out, /^src\/a\.py:2 /m);
    assert.match(out, /allowed: /);
  }));

test.run();
