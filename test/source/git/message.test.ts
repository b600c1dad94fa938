import { join } from 'node:path';
import { identityEvents, messageEvent } from '../../../src/source/git/message.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { lineOf, put } from './events.ts';
import { git, withFolder, withRepository } from './helpers.ts';

const test = suite('source/git/message');
const SCISSORS = `# ------------------------ >8 ------------------------\n# Do not modify or remove the line above.\n`;

test('a message is of the surface commit, comments and trailers included', () =>
  withFolder(async (folder) => {
    const text = 'Subject\n\nBody\n\nReviewed-by: A\n# comment\n';
    put(folder, { msg: text });
    const event = messageEvent('msg', join(folder, 'msg'));
    assert.is(event.kind === 'blob' && event.blob.surface, 'commit');
    assert.is(await lineOf(event), `msg: ${text}`);
  }));

test('the diff of commit --verbose is no part of it', () =>
  withFolder(async (folder) => {
    put(folder, { a: `Subject\n${SCISSORS}# more\ndiff --git a/x b/x\n-removed\n` });
    assert.is(await lineOf(messageEvent('a', join(folder, 'a'))), 'a: Subject\n');
    put(folder, { b: `Subject\n${SCISSORS.replaceAll('# ', '; ')};\ndiff --cc x\n` });
    assert.is(await lineOf(messageEvent('b', join(folder, 'b'))), 'b: Subject\n');
    put(folder, { c: `Subject\n${SCISSORS}#\n# On branch main\n` });
    assert.is(await lineOf(messageEvent('c', join(folder, 'c'))), 'c: Subject\n');
  }));

test('scissors that the author wrote do not hide what follows', () =>
  withFolder(async (folder) => {
    const text = 'Subject\n# ------------------------ >8 ------------------------\nmore\n';
    put(folder, { a: text });
    assert.is(await lineOf(messageEvent('a', join(folder, 'a'))), `a: ${text}`);
    const copied = `Subject\n${SCISSORS}more\n`;
    put(folder, { b: copied });
    assert.is(await lineOf(messageEvent('b', join(folder, 'b'))), `b: ${copied}`);
  }));

test('nothing of a message that nobody edits is left out: git writes no diff into it', () =>
  withFolder(async (folder) => {
    const text = `Subject\n${SCISSORS}diff --git a/x b/x\n`;
    put(folder, { a: text });
    assert.is(await lineOf(messageEvent('a', join(folder, 'a'), { GIT_EDITOR: ':' })), `a: ${text}`);
    assert.is(await lineOf(messageEvent('a', join(folder, 'a'), { GIT_EDITOR: 'vi' })), 'a: Subject\n');
  }));

test('a file that is not there is an error', () => {
  assert.throws(() => messageEvent('gone', '/nowhere/gone'), /^Cannot read the commit message gone: no such file$/);
});

test('author and committer come from the environment, else from the configuration', () =>
  withRepository(async (folder) => {
    git(folder, ['config', 'user.name', 'Of Config']);
    git(folder, ['config', 'user.email', 'config@example.com']);
    const env = { PATH: process.env['PATH'], HOME: folder, GIT_AUTHOR_NAME: 'Of Hook' };
    const lines = await Promise.all((await identityEvents({ cwd: folder, env })).map(lineOf));
    assert.match(lines[0] ?? '', /^<author>: Of Hook <config@example\.com> \d+ /);
    assert.match(lines[1] ?? '', /^<committer>: Of Config <config@example\.com> \d+ /);
  }));

test('where git does not say who commits, that was not scanned', () =>
  withFolder(async (folder) => {
    const env = { PATH: process.env['PATH'], HOME: folder, GIT_AUTHOR_NAME: ' ', GIT_COMMITTER_NAME: ' ' };
    const lines = await Promise.all((await identityEvents({ cwd: folder, env })).map(lineOf));
    assert.equal(lines, ['<author> unreadable in', '<committer> unreadable in']);
  }));

test.run();
