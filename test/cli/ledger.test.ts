import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expand } from '../../scripts/lib/values.ts';
import { assert, suite } from '../helpers/suite.ts';
import { chunks, packet, run, token, withFolder } from './helpers.ts';

const test = suite('watertight ledger, publish-check');

interface Header {
  readonly environment: readonly string[];
  readonly git: { readonly head: string; readonly clean: boolean };
}

const FILES = { 'out/a.log': 'ok\n', 'out/b.json': '{}\n' };

/** Scans `out` with a ledger. */
async function scanned(cwd: string, ...more: readonly string[]): Promise<void> {
  await run(['scan', 'out', '--ledger', 'ledger.jsonl', '-q', ...more], { cwd });
}

test('verify ends 0 for files as scanned, 1 for a change, 3 for what cannot be told, 2 for what is no ledger', () =>
  withFolder({ ...FILES, 'no.jsonl': '{}\n', list: 'out/gone' }, async (cwd) => {
    await scanned(cwd);
    const first = await run(['ledger', 'verify', 'ledger.jsonl'], { cwd });
    assert.is(first.code, 0);
    assert.match(first.out, /^2 files as scanned, 0 changed, 0 missing, 0 unproven, 0 excluded.*; ledger unchanged/);
    mkdirSync(join(cwd, 'elsewhere'));
    const away = await run(['ledger', 'verify', '../ledger.jsonl'], { cwd: join(cwd, 'elsewhere') });
    assert.is(away.code, 1);
    assert.match(away.err, /none of the files is here: .*ledger verify LEDGER FOLDER/);
    const told = await run(['ledger', 'verify', '../ledger.jsonl', '..'], { cwd: join(cwd, 'elsewhere') });
    assert.equal([told.code, told.err], [0, '']);
    appendFileSync(join(cwd, 'out/a.log'), 'more\n');
    rmSync(join(cwd, 'out/b.json'));
    const second = await run(['ledger', 'verify', 'ledger.jsonl', '.', '--json'], { cwd });
    assert.is(second.code, 1);
    assert.equal((JSON.parse(second.out) as { files: unknown }).files, [
      { kind: 'changed', path: 'out/a.log' },
      { kind: 'missing', path: 'out/b.json' },
    ]);
    await run(['scan', '--files-from', 'list', '--ledger', 'part.jsonl', '-q'], { cwd });
    const third = await run(['ledger', 'verify', 'part.jsonl'], { cwd });
    assert.equal([third.code, third.out.split('\n')[0]], [3, third.out.split('\n')[0]]);
    assert.match(third.out, /^unproven {2}out\/gone \(the scan did not read all of it/);
    const fourth = await run(['ledger', 'verify', 'no.jsonl'], { cwd });
    assert.is(fourth.code, 2);
    assert.match(fourth.err, /Cannot use ledger no\.jsonl: line 1 is not a header/);
    assert.is((await run(['ledger', 'verify'], { cwd })).code, 2);
    assert.match((await run(['ledger', 'verify', 'gone.jsonl'], { cwd })).err, /ledger gone\.jsonl: no such file/);
  }));

test('a ledger in which a number was changed ends 1 in verify, diff and publish-check, and is not attested', () =>
  withFolder({ 'out/a.log': `${token('ledger')}\n` }, async (cwd) => {
    await scanned(cwd);
    const file = join(cwd, 'ledger.jsonl');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replaceAll('"findings":1', '"findings":0').replace('"exitCode":1', '"exitCode":0'),
    );
    for (const argv of [
      ['ledger', 'verify', 'ledger.jsonl'],
      ['ledger', 'diff', 'ledger.jsonl', 'out'],
      ['publish-check', 'ledger.jsonl', 'out'],
    ]) {
      const { code, out, err } = await run(argv, { cwd });
      assert.is(code, 1, argv.join(' '));
      assert.match(out + err, /do not match the digest|changed after it was written/);
    }
    const { code, out, err } = await run(['attest', 'ledger.jsonl'], { cwd });
    assert.equal([code, out], [2, '']);
    assert.match(err, /changed after it was written/);
  }));

test('diff takes a folder, or names of find, git ls-files and zip listings', () =>
  withFolder(FILES, async (cwd) => {
    await scanned(cwd);
    assert.is((await run(['ledger', 'diff', 'ledger.jsonl', 'out'], { cwd })).code, 0);
    const find = await run(['ledger', 'diff', 'ledger.jsonl', '-'], {
      cwd,
      stdin: chunks('out\n./out/a.log\nout/b.json\n'),
    });
    assert.equal([find.code, find.out.split(' ')[0]], [0, '2']);
    writeFileSync(join(cwd, 'out/new'), '');
    const files = await run(['ledger', 'diff', 'ledger.jsonl', '-'], { cwd, stdin: chunks('out/a.log\0out/new\0') });
    assert.is(files.code, 1);
    assert.match(files.out, /^unaccounted {2}out\/new\nunlisted {5}out\/b\.json\n/);
    const folder = await run(['ledger', 'diff', 'ledger.jsonl', 'out', '--json'], { cwd });
    assert.equal((JSON.parse(folder.out) as { unaccounted: unknown }).unaccounted, ['out/new']);
    assert.is((await run(['ledger', 'diff', 'ledger.jsonl'], { cwd })).code, 2);
    const member = await run(['ledger', 'diff', 'ledger.jsonl', '-', '--in', 'out/z.zip'], {
      cwd,
      stdin: chunks('m\n'),
    });
    assert.is(member.code, 1);
  }));

test('a name that holds a token is accounted for and never shown', () =>
  withFolder({ [`out/${token('name')}.log`]: 'ok\n' }, async (cwd) => {
    await scanned(cwd);
    const { code, out } = await run(['ledger', 'diff', 'ledger.jsonl', 'out'], { cwd });
    assert.is(code, 0);
    writeFileSync(join(cwd, `out/x-${token('other')}`), '');
    const other = await run(['ledger', 'diff', 'ledger.jsonl', 'out'], { cwd });
    assert.is(other.code, 1);
    assert.not((out + other.out).includes(token('other')));
  }));

test('a value that somebody wrote into a ledger is shown by none of the commands that read it', () =>
  withFolder(FILES, async (cwd) => {
    await scanned(cwd);
    const file = join(cwd, 'ledger.jsonl');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"out/a.log"', `"out/${token('written')}.log"`));
    for (const argv of [
      ['ledger', 'verify'],
      ['ledger', 'verify', '--json'],
      ['ledger', 'diff'],
      ['ledger', 'diff', '--json'],
    ]) {
      const { code, out, err } = await run([...argv, 'ledger.jsonl', ...(argv.includes('diff') ? ['out'] : [])], {
        cwd,
      });
      assert.equal([code, (out + err).includes(token('written'))], [1, false]);
    }
  }));

test('a value that the packet declares is shown in no name, and a file that is called so is told by the ledger', () => {
  const value = expand(['{base62:24}'], 'a declared name');
  const declaring = packet('known_secrets: { sources: [{ kind: env, names: [MY_TOKEN] }] }');
  const env = { MY_TOKEN: value };
  return withFolder({ ...FILES, [`out/${value}.log`]: 'ok\n', '.watertight/packet.yaml': declaring }, async (cwd) => {
    await run(['scan', 'out', '--ledger', 'ledger.jsonl', '-q'], { cwd, env });
    const publish = await run(['publish-check', 'ledger.jsonl', 'out'], { cwd, env });
    assert.equal([publish.code, /findings +out\/<redacted:known-value>\.log/.test(publish.out)], [1, true]);
    assert.is((await run(['ledger', 'diff', 'ledger.jsonl', 'out'], { cwd, env })).code, 0);
    writeFileSync(join(cwd, `out/late-${value}`), '');
    for (const argv of [
      ['ledger', 'diff', 'ledger.jsonl', 'out'],
      ['ledger', 'diff', 'ledger.jsonl', 'out', '--json'],
      ['publish-check', 'ledger.jsonl', 'out'],
      ['surfaces', 'out'],
      ['attest', 'ledger.jsonl', '--resource', `urn:x:${value}`],
    ]) {
      const { out, err } = await run(argv, { cwd, env });
      assert.not((out + err).includes(value), argv.join(' '));
    }
  });
});

test('a folder that the packet forbids to open is not opened to verify', () =>
  withFolder({ ...FILES, 'p.yaml': packet('targets: { roots: [out] }') }, async (cwd) => {
    await scanned(cwd);
    const { code, out } = await run(['ledger', 'verify', 'ledger.jsonl', '-p', 'p.yaml'], { cwd });
    assert.is(code, 3);
    assert.match(out, /unproven {2}out\/a\.log \(refused: /);
  }));

test('publish-check passes what was scanned clean, with its ledger, and refuses all else', () =>
  withFolder(FILES, async (cwd) => {
    await run(['scan', 'out', '--ledger', 'out/ledger.jsonl', '-q'], { cwd });
    const pass = await run(['publish-check', 'out/ledger.jsonl', 'out'], { cwd });
    assert.equal([pass.code, pass.out], [0, 'PASS: 3 artifacts unchanged since the scan, without findings\n']);
    writeFileSync(join(cwd, 'out/late'), '');
    const refused = await run(['publish-check', 'out/ledger.jsonl', 'out'], { cwd });
    assert.is(refused.code, 1);
    assert.match(refused.out, /not-scanned {2}out\/late: it is not in the ledger\nREFUSED: 1 of 4 artifacts/);
    assert.is((await run(['publish-check', 'out/ledger.jsonl'], { cwd })).code, 2);
    rmSync(join(cwd, 'out/late'));
    mkdirSync(join(cwd, 'empty'));
    assert.is((await run(['publish-check', 'out/ledger.jsonl', 'empty'], { cwd })).code, 3);
  }));

test('the header says which commit was checked out, and of the environment names alone', () =>
  withFolder(
    { ...FILES, '.watertight/packet.yaml': packet('targets: { roots_env: [CASE_REPO, UNSET] }') },
    async (cwd) => {
      const git = (...args: readonly string[]): string =>
        execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd, encoding: 'utf8' }).trim();
      git('init', '-q');
      git('add', 'out');
      git('commit', '-q', '-m', 'first');
      const env = { PATH: process.env['PATH'] ?? '', CASE_REPO: '/nowhere/at-all', OTHER: 'x' };
      const header = async (): Promise<Header> => {
        await run(['scan', 'out', '--ledger', 'ledger.jsonl', '-q'], { cwd, env });
        return JSON.parse(readFileSync(join(cwd, 'ledger.jsonl'), 'utf8').split('\n')[0] ?? '') as Header;
      };
      const first = await header();
      assert.equal(first.environment, ['CASE_REPO']);
      assert.equal(first.git, { head: git('rev-parse', 'HEAD'), clean: true });
      assert.not(JSON.stringify(first).includes('nowhere'));
      appendFileSync(join(cwd, 'out/a.log'), 'x');
      assert.is((await header()).git.clean, false);
    },
  ));

test.run();
