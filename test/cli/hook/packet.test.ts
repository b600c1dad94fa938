import { mkdirSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { assert, suite } from '../../helpers/suite.ts';
import { commit, put } from '../../source/git/events.ts';
import { git, withRepository } from '../../source/git/helpers.ts';
import { packet, token } from '../helpers.ts';
import { runIn } from './helpers.ts';

const test = suite('the packet of what is committed or pushed');
const SECRET = token('governed');
const PATH = '.watertight/packet.yaml';
const LAX = packet("exclude: ['logs/**']");
const STRICT = packet("exclude: ['nothing/**']");
const WHO = {
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'C',
  GIT_COMMITTER_EMAIL: 'c@example.com',
};
const ZERO = '0'.repeat(40);

const push = (folder: string, ...refs: readonly string[]) =>
  runIn(folder, ['hook', 'pre-push', 'origin', 'https://example.com/r.git'], {
    stdin: refs.map((ref) => `refs/${ref} ${git(folder, ['rev-parse', ref])} refs/${ref} ${ZERO}\n`).join(''),
  });

test('a packet that is not staged lets nothing pass, and the hook says that it does not count', () =>
  withRepository(async (folder) => {
    put(folder, { [PATH]: LAX, 'logs/a': `token ${SECRET}\n` });
    git(folder, ['add', 'logs']);
    for (const command of [
      ['hook', 'pre-commit'],
      ['scan', '--staged', '--format', 'brief'],
    ]) {
      const { code, out } = await runIn(folder, command);
      assert.is(code, 1);
      assert.match(
        out,
        /note: \.watertight\/packet\.yaml is not staged and does not count; the built-in packet does: git add it/,
      );
    }
    git(folder, ['add', '.']);
    const { code, out } = await runIn(folder, ['hook', 'pre-commit']);
    assert.is(code, 0);
    assert.match(out, /CLEAN {2}1 staged file; 1 file excluded/);
    assert.not.match(out, /note:/);
  }));

test('changes of the packet count when they are staged', () =>
  withRepository(async (folder) => {
    commit(folder, { [PATH]: STRICT });
    put(folder, { [PATH]: LAX, 'logs/a': `token ${SECRET}\n` });
    git(folder, ['add', 'logs']);
    const before = await runIn(folder, ['hook', 'pre-commit']);
    assert.is(before.code, 1);
    assert.match(before.out, /packet\.yaml differs from its staged version and does not count; the one staged does/);
    git(folder, ['add', PATH]);
    put(folder, { [PATH]: STRICT });
    assert.is((await runIn(folder, ['hook', 'pre-commit'])).code, 0);
    git(folder, ['commit', '-q', '-m', 'c']);
    git(folder, ['rm', '-q', '--cached', PATH]);
    put(folder, { 'logs/b': `token ${SECRET}\n` });
    git(folder, ['add', 'logs']);
    assert.is((await runIn(folder, ['hook', 'pre-commit'])).code, 1);
  }));

test('a packet that is named counts as it lies there', () =>
  withRepository(async (folder) => {
    put(folder, { [PATH]: LAX, 'logs/a': `token ${SECRET}\n` });
    git(folder, ['add', 'logs']);
    assert.is((await runIn(folder, ['hook', 'pre-commit', '-p', PATH])).code, 0);
    assert.is((await runIn(folder, ['hook', 'pre-commit'], { env: { WATERTIGHT_PACKET: PATH } })).code, 0);
  }));

test('a commit of nothing but what is left out says how much that is', () =>
  withRepository(async (folder) => {
    commit(folder, { [PATH]: LAX });
    put(folder, { 'logs/a': 'a\n', 'logs/b': 'b\n' });
    git(folder, ['add', '.']);
    const { code, out } = await runIn(folder, ['hook', 'pre-commit']);
    assert.is(code, 0);
    assert.match(out, /EMPTY {2}nothing was scanned: 2 files excluded/);
  }));

test('a packet that is staged and gone from the work tree counts, in each folder above', () =>
  withRepository(async (folder) => {
    commit(folder, { [PATH]: LAX, 'logs/deep/a': 'a\n' });
    unlinkSync(join(folder, PATH));
    put(folder, { 'logs/deep/a': `token ${SECRET}\n` });
    git(folder, ['add', 'logs']);
    assert.is((await runIn(folder, ['scan', '--staged'])).code, 0);
    assert.is((await runIn(join(folder, 'logs/deep'), ['scan', '--staged'])).code, 0);
    put(folder, { 'logs/.watertight/packet.yaml': STRICT });
    assert.is((await runIn(join(folder, 'logs/deep'), ['scan', '--staged'])).code, 0);
    git(folder, ['add', 'logs']);
    assert.is((await runIn(join(folder, 'logs/deep'), ['scan', '--staged'])).code, 1);
  }));

test('links, conflicts and what is no packet end with 2, never with another packet', () =>
  withRepository(async (folder) => {
    commit(folder, { a: 'a\n' });
    put(folder, { 'lax.yaml': LAX });
    mkdirSync(join(folder, '.watertight'));
    symlinkSync('../lax.yaml', join(folder, PATH));
    git(folder, ['add', '.']);
    const link = await runIn(folder, ['hook', 'pre-commit']);
    assert.is(link.code, 2);
    assert.match(link.err, /it is a link, which is not followed: name one with -p/);
    unlinkSync(join(folder, PATH));
    put(folder, { [PATH]: 'kind: [\n' });
    git(folder, ['add', '.']);
    put(folder, { [PATH]: LAX });
    assert.is((await runIn(folder, ['hook', 'pre-commit'])).code, 2);
    put(folder, { '.watertight/packet.json': '{}' });
    git(folder, ['add', '.']);
    assert.match((await runIn(folder, ['hook', 'pre-commit'])).err, /there is another packet beside it/);
  }));

test('the message of a commit is judged by the packet of the commit', () =>
  withRepository(async (folder) => {
    const named = 'forbid: [{ id: traces, surfaces: [trace], match: { class: secret } }]';
    const lenient = packet(named).replace('extends: watertight:default\n', '');
    put(folder, { [PATH]: lenient, message: `say ${SECRET}\n`, a: 'a\n' });
    git(folder, ['add', 'a']);
    assert.is((await runIn(folder, ['hook', 'commit-msg', 'message'], { env: WHO })).code, 1);
    git(folder, ['add', PATH]);
    assert.is((await runIn(folder, ['hook', 'commit-msg', 'message'], { env: WHO })).code, 0);
  }));

test('a push is judged by the packet of the commits that are pushed', () =>
  withRepository(async (folder) => {
    commit(folder, { 'logs/a': `token ${SECRET}\n` });
    put(folder, { [PATH]: LAX });
    const without = await push(folder, 'heads/main');
    assert.is(without.code, 1);
    assert.match(without.out, /packet\.yaml is not in the pushed commit and does not count; the built-in packet does/);
    commit(folder);
    put(folder, { [PATH]: STRICT });
    const pushed = await push(folder, 'heads/main');
    assert.is(pushed.code, 0, pushed.out);
    assert.match(pushed.out, /differs from its version in the pushed commit/);
  }));

test('refs with different packets are judged by that of HEAD, and notes have no say', () =>
  withRepository(async (folder) => {
    commit(folder, { 'logs/a': `token ${SECRET}\n` });
    git(folder, ['branch', 'old']);
    commit(folder, { [PATH]: LAX });
    git(folder, ['notes', 'add', '-m', 'n']);
    assert.is((await push(folder, 'heads/main', 'heads/old')).code, 0);
    assert.is((await push(folder, 'heads/main', 'notes/commits')).code, 0);
    assert.is((await push(folder, 'heads/old')).code, 1);
  }));

test.run();
