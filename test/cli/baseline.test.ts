import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, suite } from '../helpers/suite.ts';
import { run, token, withFolder } from './helpers.ts';

const test = suite('watertight baseline');

const OLD = token('baseline-old');
const NEW = token('baseline-new');
const WEAK = `password: ${['hunter2', 'horse9'].join('')}\n`;

/** What compare says, as JSON. */
async function compared(cwd: string): Promise<{ code: number; counts: object; states: readonly string[] }> {
  const { code, out } = await run(['baseline', 'compare', 'src', '--baseline', 'b.json', '--json', '-q'], { cwd });
  const { counts, entries } = JSON.parse(out) as { counts: object; entries: { state: string; path: string }[] };
  return { code, counts, states: entries.map(({ state, path }) => `${state} ${path}`) };
}

test('a value of the baseline is not reported where it moves, and a new value on its line is new', () =>
  withFolder({ 'src/a.py': `t = "${OLD}"\n` }, async (cwd) => {
    const created = await run(['baseline', 'create', 'src', '--out', 'b.json', '-q'], { cwd });
    assert.equal([created.code, created.out], [0, 'b.json: 1 entry for 1 finding\n']);
    assert.not(readFileSync(join(cwd, 'b.json'), 'utf8').includes(OLD));
    const scan = await run(['scan', 'src', '--baseline', 'b.json', '--format', 'json', '-q'], { cwd });
    assert.is(scan.code, 0);
    assert.match(scan.out, /"allowed":\{"baseline":1\}/);
    renameSync(join(cwd, 'src/a.py'), join(cwd, 'src/moved.py'));
    writeFileSync(join(cwd, 'src/moved.py'), `first = 1\nother = 2\nt = "${OLD}"\n`);
    assert.equal(await compared(cwd), { code: 0, counts: { new: 0, known: 1, stale: 0 }, states: [] });
    writeFileSync(join(cwd, 'src/moved.py'), `t = "${NEW}"\n`);
    assert.equal(await compared(cwd), {
      code: 1,
      counts: { new: 1, known: 0, stale: 1 },
      states: ['new src/moved.py', 'stale src/a.py'],
    });
    assert.is((await run(['scan', 'src', '--baseline', 'b.json', '-q'], { cwd })).code, 1);
  }));

test('a value of source code is new where it comes to evidence', () =>
  withFolder({ 'src/a.py': `t = "${OLD}"\n` }, async (cwd) => {
    await run(['baseline', 'create', 'src', '--out', 'b.json', '-q'], { cwd });
    writeFileSync(join(cwd, 'src/server.log'), `2026-11-22T20:00:00Z INFO got ${OLD}\n`);
    const { code, states } = await compared(cwd);
    assert.equal([code, states], [1, ['new src/server.log']]);
  }));

test('a baseline counts only where it is named', () =>
  withFolder({ 'src/a.py': `t = "${OLD}"\n` }, async (cwd) => {
    await run(['baseline', 'create', 'src', '--out', 'src/b.json', '-q'], { cwd });
    assert.is((await run(['scan', 'src', '-q'], { cwd })).code, 1);
    assert.is((await run(['scan', 'src', '--baseline', 'src/b.json', '-q'], { cwd })).code, 0);
  }));

test('a weak value without a key is left out, and a new one in its place is found; with a key it is taken by value', () =>
  withFolder({ 'src/a.yaml': WEAK }, async (cwd) => {
    const without = await run(['baseline', 'create', 'src', '--out', 'b.json', '-q'], { cwd });
    assert.match(without.out, /0 entries for 1 finding/);
    assert.match(without.err, /1 finding left out: without a project key/);
    assert.match(
      without.err,
      /\n {2}mkdir -p \.watertight && openssl rand -hex 32 > \.watertight\/key && .*\n.*--by-context\n/,
    );
    assert.is((await run(['scan', 'src', '--baseline', 'b.json', '-q'], { cwd })).code, 1);
    const env = { WATERTIGHT_KEY: 'k'.repeat(32) };
    await run(['baseline', 'create', 'src', '--out', 'b.json', '-q'], { cwd, env });
    const scan = (): Promise<{ code: number }> => run(['scan', 'src', '--baseline', 'b.json', '-q'], { cwd, env });
    assert.is((await scan()).code, 0);
    writeFileSync(join(cwd, 'src/a.yaml'), WEAK.replace('horse9', 'zebra4'));
    assert.is((await scan()).code, 1);
  }));

test('--by-context takes weak values by their place, where a new one is then not noticed', () =>
  withFolder({ 'src/a.yaml': WEAK }, async (cwd) => {
    await run(['baseline', 'create', 'src', '--out', 'b.json', '--by-context', '-q'], { cwd });
    writeFileSync(join(cwd, 'src/a.yaml'), WEAK.replace('horse9', 'zebra4'));
    assert.is((await run(['scan', 'src', '--baseline', 'b.json', '-q'], { cwd })).code, 0);
    renameSync(join(cwd, 'src/a.yaml'), join(cwd, 'src/b.yaml'));
    assert.is((await run(['scan', 'src', '--baseline', 'b.json', '-q'], { cwd })).code, 1);
  }));

test('a checkout with other line ends has the same findings, weak and long ones', async () => {
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  for (const end of ['\n', ' # more\n'])
    await withFolder({ 'src/a.yml': WEAK.replace('\n', end), 'src/key.pem': privateKey }, async (cwd) => {
      await run(['baseline', 'create', 'src', '--by-context', '--out', 'b.json', '-q'], { cwd });
      writeFileSync(join(cwd, 'src/a.yml'), WEAK.replace('\n', end).replace('\n', '\r\n'));
      writeFileSync(join(cwd, 'src/key.pem'), privateKey.replaceAll('\n', '\r\n'));
      assert.equal(await compared(cwd), { code: 0, counts: { new: 0, known: 2, stale: 0 }, states: [] });
    });
});

test('stale entries are told by scan, and an incomplete scan ends 3', () =>
  withFolder({ 'src/a.py': `t = "${OLD}"\n`, list: 'gone\n', 'ok.py': 'x = 1\n' }, async (cwd) => {
    await run(['baseline', 'create', 'src', '--out', 'b.json', '-q'], { cwd });
    const { code, out } = await run(['scan', 'ok.py', '--baseline', 'b.json', '--format', 'json', '-q'], { cwd });
    assert.is(code, 0);
    assert.match(out, /1 of 1 entries of the baseline matched nothing in this run/);
    const part = await run(['baseline', 'create', '--files-from', 'list', '--out', 'c.json', '-q'], { cwd });
    assert.is(part.code, 3);
    const again = ['baseline', 'compare', '--files-from', 'list', '--baseline', 'c.json', '-q'];
    assert.is((await run(again, { cwd })).code, 3);
  }));

test('the folder of a new baseline is made', () =>
  withFolder({ 'src/a.py': `t = "${OLD}"\n` }, async (cwd) => {
    const out = '.watertight/baseline.json';
    assert.is((await run(['baseline', 'create', 'src', '--out', out, '-q'], { cwd })).code, 0);
    assert.is((await run(['scan', 'src', '--baseline', out, '-q'], { cwd })).code, 0);
  }));

test('the name of a new baseline is shown without the value that it holds', () =>
  withFolder({ 'src/a.py': 'ok\n' }, async (cwd) => {
    const { code, out } = await run(['baseline', 'create', 'src', '--out', `${token('file')}.json`, '-q'], { cwd });
    assert.equal([code, out], [0, '<redacted:gitlab-pat>.json: 0 entries for 0 findings\n']);
  }));

test('entries that another key made are told, with what to do', () =>
  withFolder({ 'src/a.yaml': WEAK }, async (cwd) => {
    const keyed = { WATERTIGHT_KEY: 'k'.repeat(32) };
    await run(['baseline', 'create', 'src', '--out', 'b.json', '-q'], { cwd, env: keyed });
    const scan = ['scan', 'src', '--baseline', 'b.json', '-q', '-f', 'brief'];
    assert.is((await run(scan, { cwd, env: keyed })).code, 0);
    const without = await run(scan, { cwd });
    assert.is(without.code, 1);
    assert.match(
      without.out,
      /note: 1 of 1 entries of the baseline .*; 1 of them is of a project key, which is not here/,
    );
    await run(['baseline', 'create', 'src', '--out', 'c.json', '--by-context', '-q'], { cwd });
    const late = await run(['scan', 'src', '--baseline', 'c.json', '-q', '-f', 'brief'], { cwd, env: keyed });
    assert.match(late.out, /1 of them is from before the project's key: create the baseline again/);
  }));

test('a file that is no baseline is neither written over nor taken for one', () =>
  withFolder({ 'src/a.py': 'x = 1\n', 'notes.txt': 'hunter2\n' }, async (cwd) => {
    const { code, err } = await run(['baseline', 'create', 'src', '--out', 'notes.txt', '-q'], { cwd });
    assert.is(code, 2);
    assert.match(err, /Cannot write notes\.txt: it exists and is not a baseline/);
    assert.is(readFileSync(join(cwd, 'notes.txt'), 'utf8'), 'hunter2\n');
    const scan = await run(['scan', 'src', '--baseline', 'notes.txt', '-q'], { cwd });
    assert.is(scan.code, 2);
    assert.not(scan.err.includes('hunter2'));
    for (const argv of [
      ['baseline', 'create', 'src'],
      ['baseline', 'compare', 'src'],
    ])
      assert.is((await run(argv, { cwd })).code, 2);
  }));

test('--format detect-secrets writes its form, warns of the hashes, and is read again', () =>
  withFolder({ 'src/a.py': `t = "${OLD}"\n`, 'src/b.yaml': WEAK }, async (cwd) => {
    const argv = ['baseline', 'create', 'src', '--format', 'detect-secrets', '--out', '.secrets.baseline', '-q'];
    const created = await run(argv, { cwd });
    assert.equal([created.code, created.out], [0, '.secrets.baseline: 2 entries for 2 findings\n']);
    assert.match(created.err, /bare SHA-1 of every value/);
    const text = readFileSync(join(cwd, '.secrets.baseline'), 'utf8');
    assert.not(text.includes(OLD));
    assert.match(text, /"filename": "src\/a\.py"/);
    assert.is((await run(['scan', 'src', '--baseline', '.secrets.baseline', '-q'], { cwd })).code, 0);
    // The form has the prefix of such a token alone: it is known on its line.
    writeFileSync(join(cwd, 'src/a.py'), `t = "${OLD}"\nu = "${NEW}"\n`);
    assert.is((await run(['scan', 'src', '--baseline', '.secrets.baseline', '-q'], { cwd })).code, 1);
    assert.match((await run([...argv, '--by-context'], { cwd })).err, /Cannot use --by-context/);
  }));

test('what gitleaks has found or ignores is no news', () =>
  withFolder({ 'src/a.py': `x = 1\nt = "${OLD}"\n` }, async (cwd) => {
    const report = [{ RuleID: 'gitlab-pat', File: 'src/a.py', StartLine: 9, EndLine: 9, Secret: OLD, Commit: '' }];
    writeFileSync(join(cwd, 'gitleaks.json'), JSON.stringify(report));
    writeFileSync(join(cwd, '.gitleaksignore'), 'src/a.py:gitlab-pat:2\n');
    for (const name of ['gitleaks.json', '.gitleaksignore']) {
      const { code, out } = await run(['scan', 'src', '--baseline', name, '-q', '--format', 'json'], { cwd });
      assert.is(code, 0, name);
      assert.not(out.includes(OLD));
    }
  }));

test('a new baseline over a wider one says what is not in it any more', () =>
  withFolder({ 'src/a.py': `t = "${OLD}"\n`, 'other/b.py': `t = "${NEW}"\n` }, async (cwd) => {
    await run(['baseline', 'create', '--out', 'b.json', '-q'], { cwd });
    const same = await run(['baseline', 'create', '--out', 'b.json', '-q'], { cwd });
    assert.is(same.err, '');
    const { code, err } = await run(['baseline', 'create', 'src', '--out', 'b.json', '-q'], { cwd });
    assert.is(code, 0);
    assert.match(err, /1 entry of the previous file is not in the new one/);
    writeFileSync(join(cwd, '.gitleaksignore'), 'a.py:generic:1\n');
    assert.is((await run(['baseline', 'create', '--out', '.gitleaksignore', '-q'], { cwd })).code, 0);
  }));

test('an interrupted run writes no baseline, and leaves the one that is there', () =>
  withFolder({ 'a.py': `t = "${OLD}"\n`, 'b.py': `t = "${NEW}"\n` }, async (cwd) => {
    const argv = ['baseline', 'create', '.', '--out', 'b.json', '-q'];
    const interrupted = { cwd, onListen: (interrupt: () => void) => interrupt() };
    const nothing = await run(argv, interrupted);
    assert.equal([nothing.code, existsSync(join(cwd, 'b.json'))], [3, false]);
    await run(argv, { cwd });
    const before = readFileSync(join(cwd, 'b.json'), 'utf8');
    const { code, out, err } = await run(argv, interrupted);
    assert.equal([code, out, readFileSync(join(cwd, 'b.json'), 'utf8')], [3, '', before]);
    assert.match(err, /interrupted: b\.json is unchanged/);
  }));

test.run();
