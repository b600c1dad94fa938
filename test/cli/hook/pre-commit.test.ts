import { unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { assert, suite } from '../../helpers/suite.ts';
import { commit, put } from '../../source/git/events.ts';
import { git, withRepository } from '../../source/git/helpers.ts';
import { packet, token } from '../helpers.ts';
import { runIn } from './helpers.ts';

const test = suite('watertight hook pre-commit');
const [OLD, NEW] = [token('old'), token('new')];

test('a staged value blocks the commit, in one line with the fix behind it', () =>
  withRepository(async (folder) => {
    put(folder, { 'docs/a.md': `first\ntoken ${NEW}\n`, b: 'ok\n' });
    git(folder, ['add', '.']);
    const { code, out, err } = await runIn(folder, ['hook', 'pre-commit']);
    assert.is(code, 1);
    assert.match(out, /^watertight: BLOCKED {2}1 secret in 2 staged files \(/);
    assert.match(out, /\n {2}critical {2}docs\/a\.md:2:7 {2}other {2}gitlab-pat {2}26 characters, glpat-…/);
    assert.match(out, /\n {4}fix: replace the value with its name/);
    assert.not((out + err).includes(NEW));
  }));

test('a value that the file holds in HEAD is no news, wherever it stands in it now', () =>
  withRepository(async (folder) => {
    commit(folder, { a: `token ${OLD}\n` });
    put(folder, { a: `more\nlines\ntoken ${OLD} moved\n` });
    git(folder, ['add', '.']);
    const quiet = await runIn(folder, ['hook', 'pre-commit']);
    assert.is(quiet.code, 0);
    assert.match(quiet.out, /CLEAN {2}1 staged file; 1 match not reported/);
    const { code, out } = await runIn(folder, ['hook', 'pre-commit', '--include-committed']);
    assert.is(code, 1);
    assert.match(out, /a:3:7/);
    put(folder, { a: `token ${OLD}\ntoken ${NEW}\n` });
    git(folder, ['add', '.']);
    const both = await runIn(folder, ['hook', 'pre-commit']);
    assert.match(both.out, /BLOCKED {2}1 secret in .*\n.*a:2:7 /);
  }));

test('the same value in another file is news, and so is a value that comes back', () =>
  withRepository(async (folder) => {
    commit(folder, { a: `token ${OLD}\n` });
    put(folder, { b: `token ${OLD}\n` });
    git(folder, ['add', '.']);
    assert.match((await runIn(folder, ['hook', 'pre-commit'])).out, /BLOCKED .*\n.* b:1:7/);
    commit(folder, { a: 'none\n', b: 'none\n' });
    put(folder, { a: `token ${OLD}\n` });
    git(folder, ['add', '.']);
    assert.match((await runIn(folder, ['hook', 'pre-commit'])).out, /BLOCKED .*\n.* a:1:7/);
  }));

test('a value that the commit removes is no leak', () =>
  withRepository(async (folder) => {
    commit(folder, { a: `token ${OLD}\n`, b: `token ${OLD}\n` });
    put(folder, { a: 'token\n' });
    unlinkSync(join(folder, 'b'));
    git(folder, ['add', '-A']);
    assert.is((await runIn(folder, ['hook', 'pre-commit'])).code, 0);
  }));

test('staged archives are opened, and what stands in the old one is no news', () =>
  withRepository(async (folder) => {
    writeFileSync(join(folder, 'run.log.gz'), gzipSync(`token ${OLD}\n`));
    git(folder, ['add', '.']);
    const first = await runIn(folder, ['hook', 'pre-commit']);
    assert.match(first.out, /BLOCKED .*\n.*run\.log\.gz:1:7 \(in gzip\) {2}backend_log/);
    git(folder, ['commit', '-q', '-m', 'c']);
    writeFileSync(join(folder, 'run.log.gz'), gzipSync(`more\ntoken ${OLD}\n`));
    git(folder, ['add', '.']);
    assert.is((await runIn(folder, ['hook', 'pre-commit'])).code, 0);
    writeFileSync(join(folder, 'run.log.gz'), gzipSync(`more\ntoken ${NEW}\n`));
    git(folder, ['add', '.']);
    assert.is((await runIn(folder, ['hook', 'pre-commit'])).code, 1);
  }));

test('the work tree does not count, the packet of the repository does', () =>
  withRepository(async (folder) => {
    put(folder, { '.watertight/packet.yaml': packet("exclude: ['out/cache/**']"), a: 'ok\n', 'out/cache/x': OLD });
    git(folder, ['add', '.']);
    put(folder, { a: `token ${NEW}\n` });
    const { code, out } = await runIn(folder, ['hook', 'pre-commit']);
    assert.is(code, 0, out);
  }));

test('files that a hook manager names are looked at, staged or not', () =>
  withRepository(async (folder) => {
    commit(folder, { a: `token ${OLD}\n`, b: 'ok\n' });
    const all = await runIn(folder, ['hook', 'pre-commit', '--', 'a', 'b']);
    assert.match(all.out, /FAIL {2}1 secret in 2 named files/);
    put(folder, { untracked: 'x' });
    const unknown = await runIn(folder, ['hook', 'pre-commit', 'b', 'untracked']);
    assert.is(unknown.code, 3);
    assert.match(unknown.out, /not scanned: untracked: disappeared before it was read \(not in the index/);
  }));

test('what cannot be looked at blocks the commit', () =>
  withRepository(async (folder) => {
    writeFileSync(join(folder, 'x.gz'), gzipSync('x'.repeat(1000)).subarray(0, 20));
    git(folder, ['add', '.']);
    const { code, out } = await runIn(folder, ['hook', 'pre-commit']);
    assert.is(code, 3);
    assert.match(out, /^watertight: INCOMPLETE {2}1 part not scanned/);
  }));

test('an empty commit is nothing to stop, and outside of a repository it cannot run', () =>
  withRepository(async (folder) => {
    commit(folder);
    const { code, out } = await runIn(folder, ['hook', 'pre-commit']);
    assert.is(code, 0);
    assert.match(out, /EMPTY {2}nothing is staged/);
    assert.is((await runIn(join(folder, '.git'), ['hook', 'pre-commit'])).code, 2);
  }));

test('other formats have the same result', () =>
  withRepository(async (folder) => {
    put(folder, { a: `token ${NEW}\n` });
    git(folder, ['add', '.']);
    const { code, out } = await runIn(folder, ['hook', 'pre-commit', '--format', 'json']);
    const { findings } = JSON.parse(out) as { findings: { location: { path: string } }[] };
    assert.equal([code, findings.length, findings[0]?.location.path], [1, 1, 'a']);
  }));

test.run();
