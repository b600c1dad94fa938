import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { nodeFileSystem, type FileSystem } from '../../src/source/file-system.ts';
import { assert, suite } from '../helpers/suite.ts';
import { eventsOf, failureOf, linesOf, systemError, withTree } from './helpers.ts';

const test = suite('fileSource() on patterns');

test('expands patterns, and prefers a file of that very name', () =>
  withTree({ 'a.log': '', '.b.log': '', 'd/c.log': '', 'd/x': '', '[a].log': '' }, async (root) => {
    assert.equal(await linesOf(root, { paths: ['*.log'] }), ['.b.log', '[a].log', 'a.log']);
    assert.equal(await linesOf(root, { paths: ['**/c.log'] }), ['d/c.log']);
    assert.equal(await linesOf(root, { paths: ['[a].log'] }), ['[a].log']);
    assert.equal(await linesOf(root, { paths: ['{d,e}'] }), ['d/c.log', 'd/x']);
    assert.equal(await linesOf(root, { paths: [`${root}/d/*`] }), [`${root}/d/c.log`, `${root}/d/x`]);
    assert.equal(await linesOf(join(root, 'd'), { paths: ['../*.log'] }), ['../.b.log', '../[a].log', '../a.log']);
  }));

test('lists the same for ** as for the folder', () =>
  withTree({ 'a/b/c': '', 'a/d': '', '.git/HEAD': '', '.h': '' }, async (root) => {
    assert.equal(await linesOf(root, { paths: ['**'] }), await linesOf(root));
    assert.equal(await linesOf(root, { paths: ['a/**', '**/c'] }), ['a/b/c', 'a/d']);
  }));

test('takes one event for an excluded or ignored folder below a pattern', () =>
  withTree({ 'out/a.js': '', 'out/b.js': '', 'gen/c.js': '', 'd.js': '', '.gitignore': 'gen/' }, async (root) => {
    assert.equal(await linesOf(root, { paths: ['**/*.js'], exclude: ['out'], respectGitignore: true }), [
      'd.js',
      'gen: gitignored: matches a pattern of a .gitignore file',
      'out: excluded: excluded by out',
    ]);
  }));

test('does not follow a link out of the folder that a pattern starts from', () =>
  withTree({ 'd/x.log': '', 'o/y.log': '' }, async (root) => {
    symlinkSync('../o/y.log', join(root, 'd/l.log'));
    symlinkSync('../o', join(root, 'd/m'));
    symlinkSync('x.log', join(root, 'd/n.log'));
    const detail = 'symlink-outside-root: leads out of the folder that the pattern starts from';
    assert.equal(await linesOf(root, { paths: ['d/*.log'] }), [
      `!d/l.log: ${detail}`,
      'd/n.log',
      'd/x.log: excluded: the same file as d/n.log',
    ]);
    assert.equal(await linesOf(root, { paths: ['d/*'] }).then((lines) => lines[1]), `!d/m: ${detail}`);
  }));

test('reports a folder that cannot be read below a pattern or as a named path', () =>
  withTree({ 'a/x.log': '', 'b/x.log': '' }, async (root) => {
    const list: FileSystem['list'] = (folder) => {
      if (folder === `${root}/a`) throw systemError('EACCES');
      return nodeFileSystem.list(folder);
    };
    const lstat: FileSystem['lstat'] = (path) => {
      if (path === `${root}/b/x.log`) throw systemError('EACCES');
      return nodeFileSystem.lstat(path);
    };
    const lines = await linesOf(root, { paths: ['*/*.log'], fs: { ...nodeFileSystem, list } });
    assert.equal(lines, ['!a: unreadable: permission denied', 'b/x.log']);
    assert.equal(await linesOf(root, { paths: ['b/x.log'], fs: { ...nodeFileSystem, lstat } }), [
      '!b/x.log: unreadable: permission denied',
    ]);
  }));

test('finds nothing below a folder that does not exist', () =>
  withTree({ 'a/x': '', f: '' }, async (root) => {
    for (const path of ['no/*', 'no/**', `${root}/no/*`, 'f/*', '../no/{x,y}/*', '.git/*']) {
      assert.is(
        await failureOf(() => eventsOf(root, { paths: [path] })),
        `usage: Cannot scan ${path}: no file fits it`,
      );
    }
    assert.equal(await linesOf(root, { paths: ['{a,no}/*'] }), ['a/x']);
  }));

test('enters a .git folder that the pattern names', () =>
  withTree({ '.git/hooks/x': '', '.git/HEAD': '' }, async (root) => {
    assert.equal(await linesOf(root, { paths: ['.git/*'] }), ['.git/HEAD', '.git/hooks/x']);
  }));

test.run();
