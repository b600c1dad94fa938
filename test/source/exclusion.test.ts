import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { nodeFileSystem, type FileSystem } from '../../src/source/file-system.ts';
import { assert, suite } from '../helpers/suite.ts';
import { linesOf, withTree } from './helpers.ts';

const test = suite('fileSource() on exclusions');

test('takes one event for an excluded folder, and names the glob', () =>
  withTree({ 'out/a': '', 'out/b/c': '', 'd/out/x': '', 'e.log': '', f: '' }, async (root) => {
    assert.equal(await linesOf(root, { exclude: ['out', '*.log'] }), [
      'd/out: excluded: excluded by out',
      'e.log: excluded: excluded by *.log',
      'f',
      'out: excluded: excluded by out',
    ]);
    const deep = await linesOf(root, { exclude: ['**/out/'], excludeLabel: 'the packet leaves out' });
    assert.equal(deep.slice(0, 1), ['d/out: excluded: the packet leaves out **/out/']);
    assert.is(deep.at(-1), 'out: excluded: the packet leaves out **/out/');
  }));

test('holds exclusions against paths from the working directory and from the folder scanned', () =>
  withTree({ 'out/.h/x': '', 'out/y': '' }, async (root) => {
    const left = 'out/.h: excluded: excluded by';
    assert.equal(await linesOf(root, { paths: ['out'], exclude: ['out/.h'] }), [`${left} out/.h`, 'out/y']);
    assert.equal(await linesOf(root, { paths: ['out'], exclude: ['*h'] }), [`${left} *h`, 'out/y']);
    assert.equal(await linesOf(root, { paths: [join(root, 'out')], exclude: ['out/*'] }), [
      `${root}/out/.h: excluded: excluded by out/*`,
      `${root}/out/y: excluded: excluded by out/*`,
    ]);
  }));

test('excludes a named path that lies in an excluded folder', () =>
  withTree({ 'out/a/x': '', y: '' }, async (root) => {
    assert.equal(await linesOf(root, { paths: ['out/a/x', 'out/a', 'y'], exclude: ['out'] }), [
      'out/a: excluded: excluded by out',
      'out/a/x: excluded: excluded by out',
      'y',
    ]);
    assert.equal(await linesOf(root, { paths: ['out/a/x'], exclude: ['x'] }), ['out/a/x: excluded: excluded by x']);
  }));

test('does not take a leading ! of an exclusion as "all but"', () =>
  withTree({ a: '', '!a': '' }, async (root) => {
    assert.equal(await linesOf(root, { exclude: ['!a'] }), ['!a: excluded: excluded by !a', 'a']);
  }));

test('never opens what is refused', () =>
  withTree({ 'a/secret/x': '', 'a/y': '', f: '' }, async (root) => {
    symlinkSync('a/secret/x', join(root, 'l'));
    const touched: string[] = [];
    const list: FileSystem['list'] = (folder) => (touched.push(folder), nodeFileSystem.list(folder));
    const refuse = (path: string): string | undefined =>
      path.startsWith(`${root}/a/secret`) || path === `${root}/f` ? 'the packet forbids it' : undefined;
    const options = { refuse, fs: { ...nodeFileSystem, list } };
    assert.equal(await linesOf(root, options), [
      '!a/secret: refused: the packet forbids it',
      'a/y',
      '!f: refused: the packet forbids it',
      '!l: refused: the packet forbids it',
    ]);
    assert.equal(await linesOf(root, { ...options, paths: ['f', 'a/secret', 'l'] }), [
      '!a/secret: refused: the packet forbids it',
      '!f: refused: the packet forbids it',
      '!l: refused: the packet forbids it',
    ]);
    assert.equal(touched, [root, `${root}/a`]);
  }));

test.run();
