import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, suite } from '../helpers/suite.ts';
import { packet, run, token, withFolder } from './helpers.ts';

const test = suite('watertight allow');

const SECRET = token('allow');
const WHO = ['--reason', 'a sandbox', '--owner', 'jp'];

/** Fingerprint of the one finding in `out`. */
async function fingerprintOf(cwd: string): Promise<string> {
  const { out } = await run(['scan', 'out', '--format', 'json', '-q'], { cwd });
  const [finding] = (JSON.parse(out) as { findings: { fingerprint: string }[] }).findings;
  return finding?.fingerprint ?? '';
}

test('makes a packet where there is none, at the root of the repository, and the finding is allowed', () =>
  withFolder({ 'deep/out/a.json': `{"t":"${SECRET}"}\n`, '.git/HEAD': 'ref: refs/heads/main\n' }, async (top) => {
    const cwd = join(top, 'deep');
    const name = await fingerprintOf(cwd);
    const { code, out, err } = await run(['allow', name, ...WHO], { cwd });
    assert.equal([code, out], [0, `../.watertight/packet.yaml: allows ${name}\n`]);
    assert.match(err, /--expires/);
    assert.ok(existsSync(join(top, '.watertight/packet.yaml')));
    const scan = await run(['scan', 'out', '--format', 'json', '-q'], { cwd });
    assert.is(scan.code, 0);
    assert.match(scan.out, /"allowed":\{"finding":1\}/);
  }));

test('adds to the packet that counts, narrowed by surface, path and last day', () =>
  withFolder({ 'out/a.json': `{"t":"${SECRET}"}\n`, 'p.yaml': packet('# our list') }, async (cwd) => {
    const name = await fingerprintOf(cwd);
    const flags = ['-p', 'p.yaml', '--surface', 'other', '--path', 'out/*', '--expires', '2999-12-31'];
    const { code, err } = await run(['allow', name, ...WHO, ...flags], { cwd });
    assert.equal([code, err], [0, '']);
    const text = readFileSync(join(cwd, 'p.yaml'), 'utf8');
    assert.ok(text.includes('# our list\n'));
    assert.match(text, /surface: other\n {6}path: "?out\/\*"?\n[^]*expires: 2999-12-31/);
    assert.is((await run(['scan', 'out', '-p', 'p.yaml', '-q'], { cwd })).code, 0);
    const again = await run(['allow', name, ...WHO, ...flags], { cwd });
    assert.is(again.code, 2);
    assert.match(again.err, /\$\.allow\.findings\[0\] is for the same finding/);
  }));

test('an allowance that has expired is renewed by the same command, one that counts with --renew', () =>
  withFolder({ 'out/a.log': `token ${token('renew')}\n`, 'p.yaml': packet('# our list') }, async (cwd) => {
    const scan = () => run(['scan', 'out', '-p', 'p.yaml', '-q'], { cwd });
    const [name = ''] = (await scan()).out.match(/h1:[0-9a-f]{32}/) ?? [];
    const allow = ['allow', name, ...WHO, '-p', 'p.yaml', '--expires'];
    assert.is((await run([...allow, '2998-12-31'], { cwd })).code, 0);
    const file = join(cwd, 'p.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('2998-12-31', '2020-01-01'));
    const expired = await scan();
    assert.equal([expired.code, /expired on 2020-01-01 .* rerun the/s.test(expired.out)], [1, true]);
    const renewed = await run([...allow, '2999-12-31'], { cwd });
    assert.match(renewed.out, `p.yaml: again allows ${name}\n`);
    assert.is((await scan()).code, 0);
    const refused = await run([...allow, '3000-12-31'], { cwd });
    assert.equal([refused.code, /until 2999-12-31; --renew/.test(refused.err)], [2, true]);
    assert.is((await run([...allow, '3000-12-31', '--renew'], { cwd })).code, 0);
    assert.is(readFileSync(file, 'utf8').match(/expires: 3000-12-31/g)?.length, 1);
  }));

test('of several runs at once none undoes what another wrote', () =>
  withFolder({ 'p.yaml': packet('# our list') }, async (cwd) => {
    const names = Array.from({ length: 6 }, (_, n) => `h1:${String(n).repeat(32)}`);
    const runs = await Promise.all(names.map((name) => run(['allow', name, ...WHO, '-p', 'p.yaml'], { cwd })));
    const text = readFileSync(join(cwd, 'p.yaml'), 'utf8');
    const done = names.filter((_, n) => runs[n]?.code === 0);
    assert.ok(done.length > 0);
    assert.equal(
      names.filter((name) => text.includes(name)),
      done,
    );
    for (const { code, err } of runs.filter((one) => one.code !== 0)) {
      assert.is(code, 2);
      assert.match(err, /another run is changing it|it was changed meanwhile/);
    }
    assert.not(existsSync(join(cwd, 'p.yaml.lock')));
  }));

test('a packet that another run is changing is left alone', () =>
  withFolder({ 'p.yaml': packet('# our list'), 'p.yaml.lock': '' }, async (cwd) => {
    const { code, err } = await run(['allow', `h1:${'0'.repeat(32)}`, ...WHO, '-p', 'p.yaml'], { cwd });
    assert.is(code, 2);
    assert.match(err, /remove p\.yaml\.lock/);
    assert.not.match(readFileSync(join(cwd, 'p.yaml'), 'utf8'), /h1:0/);
    assert.ok(existsSync(join(cwd, 'p.yaml.lock')));
  }));

test('refuses what is no fingerprint without repeating it', () =>
  withFolder({}, async (cwd) => {
    for (const words of [[SECRET], [], [`h1:${'0'.repeat(31)}`], [`h1:${'0'.repeat(32)}`, SECRET], ['hunter2']]) {
      const { code, out, err } = await run(['allow', ...words, ...WHO], { cwd });
      assert.equal([code, out], [2, '']);
      assert.match(err, /give one fingerprint/);
      for (const word of words) assert.not(err.includes(word));
    }
    assert.not(existsSync(join(cwd, '.watertight')));
  }));

test('refuses an entry without reason or owner, with a value in them, or with a day that is over or none', () =>
  withFolder({}, async (cwd) => {
    const name = `h1:${'0'.repeat(32)}`;
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['--reason', 'x'], /--reason and --owner are required/],
      [['--owner', 'x', '--reason', '  '], /--reason and --owner are required/],
      [['--owner', 'x', '--reason', `it is ${SECRET}`], /--reason: it contains what looks like a secret/],
      [['--owner', SECRET, '--reason', 'x'], /--owner: it contains what looks like a secret/],
      [[...WHO, '--expires', '2020-01-01'], /the date is in the past/],
      [[...WHO, '--expires', '2999-02-30'], /a date, YYYY-MM-DD/],
      [[...WHO, '--surface', 'reports'], /did you mean report\?/],
    ];
    for (const [flags, message] of cases) {
      const { code, err } = await run(['allow', name, ...flags], { cwd });
      assert.is(code, 2);
      assert.match(err, message);
      assert.not(err.includes(SECRET));
    }
    assert.not(existsSync(join(cwd, '.watertight')));
  }));

test('says that an entry by place lets other weak values through, and leaves documents alone', () =>
  withFolder({ 'doc.md': `---\nwatertight:\n  ${packet('').trim().replaceAll('\n', '\n  ')}\n---\n` }, async (cwd) => {
    const { err } = await run(['allow', `c1:${'0'.repeat(32)}`, ...WHO], { cwd });
    assert.match(err, /names a location, not a value/);
    const document = await run(['allow', `h1:${'0'.repeat(32)}`, ...WHO, '-p', 'doc.md'], { cwd });
    assert.is(document.code, 2);
    assert.match(document.err, /is in a document/);
  }));

test.run();
