import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { nodeFileSystem, type FileSystem } from '../../src/source/file-system.ts';
import { fileSource } from '../../src/source/files.ts';
import { assert, suite } from '../helpers/suite.ts';
import { blobAt, eventsOf, failureOf, lineOf, linesOf, put, readAll, withTree } from './helpers.ts';

const test = suite('fileSource()');
const EMPTY = Buffer.alloc(0);

test('lists everything below a folder, hidden files and node_modules too, in the order of whole paths', () =>
  withTree(
    { 'b/c': '', 'b-a': '', 'b.x': '', '.h/.i': '', 'node_modules/m/i.js': '', a: '', 'B/z': '' },
    async (root) => {
      const lines = await linesOf(root);
      assert.equal(lines, ['.h/.i', 'B/z', 'a', 'b-a', 'b.x', 'b/c', 'node_modules/m/i.js']);
      assert.equal(lines, [...lines].sort());
    },
  ));

test('gives the same order whatever the order of the arguments', () =>
  withTree({ 'x/1': '', 'a/1': '', m: '' }, async (root) => {
    const expected = ['a/1', 'm', 'x/1'];
    assert.equal(await linesOf(root, { paths: ['x', 'm', 'a'] }), expected);
    assert.equal(await linesOf(root, { paths: ['a', 'x', 'm'] }), expected);
  }));

test('names paths as they were typed, without ./, doubled slashes and the slash at the end', () =>
  withTree({ 'd/e/f': '' }, async (root) => {
    assert.equal(await linesOf(root, { paths: ['./d//e/'] }), ['d/e/f']);
    assert.equal(await linesOf(join(root, 'd'), { paths: ['../d'] }), ['../d/e/f']);
    assert.equal(await linesOf(root, { paths: [join(root, 'd')] }), [`${root}/d/e/f`]);
    assert.equal(await linesOf(root, { paths: ['d/e/f'] }), ['d/e/f']);
  }));

test('lists a folder when its turn comes', () =>
  withTree({ 'a/1': '', 'b/1': '', 'c/1': '' }, async (root) => {
    const listed: string[] = [];
    const list: FileSystem['list'] = (folder) => {
      listed.push(folder.slice(root.length));
      return nodeFileSystem.list(folder);
    };
    const source = fileSource({
      paths: ['.'],
      cwd: root,
      exclude: [],
      respectGitignore: false,
      fs: { ...nodeFileSystem, list },
    });
    await source.next();
    assert.equal(listed, ['', '/a']);
    await source.return(undefined);
  }));

test('gives a blob its size and real path, and reads an empty file', () =>
  withTree({ 'd/five': '12345', empty: '' }, async (root) => {
    const events = await eventsOf(root);
    const { size, file, view } = blobAt(events, 'd/five');
    assert.equal({ size, file, view }, { size: 5, file: `${root}/d/five`, view: [] });
    assert.is((await readAll(blobAt(events, 'd/five'))).bytes.toString(), '12345');
    assert.equal(await readAll(blobAt(events, 'empty')), { bytes: EMPTY, loss: undefined });
  }));

test('fails on a path that does not exist before it yields anything', () =>
  withTree({ a: '' }, async (root) => {
    assert.is(await failureOf(() => eventsOf(root, { paths: ['a', 'b'] })), 'usage: Cannot scan b: no such file');
    assert.is(await failureOf(() => eventsOf(root, { paths: ['a/'] })), 'usage: Cannot scan a/: no such file');
    assert.is(await failureOf(() => eventsOf(root, { paths: ['*.b'] })), 'usage: Cannot scan *.b: no file fits it');
    assert.is(await failureOf(() => eventsOf(root, { paths: [''] })), "usage: Cannot scan '': no such file");
    assert.match(await failureOf(() => eventsOf(root, { paths: ['x'.repeat(5000)] })), /^usage: .*: no such file$/);
    assert.match(await failureOf(() => eventsOf(root, { paths: ['a\0'] })), /^usage: .*: no such file$/);
  }));

test('takes names of a list as they are, and one that is gone as a skip', () =>
  withTree({ '*.txt': '', 'a.txt': '' }, async (root) => {
    const lines = await linesOf(root, { paths: [], files: ['*.txt', 'gone', '[x]'] });
    assert.equal(lines, ['*.txt', '![x]: vanished: no such file', '!gone: vanished: no such file']);
  }));

test('does not enter stores of Git, and scans the .git file of a work tree', () =>
  withTree(
    { '.git/config': '', '.git/objects/x': '', 'a/.git/objects/x': '', 'b/.git': 'gitdir: x', c: '' },
    async (root) => {
      const detail = 'git-directory: not entered by scan: use watertight audit';
      assert.equal(await linesOf(root), [`.git: ${detail}`, `a/.git: ${detail}`, 'b/.git', 'c']);
      assert.equal(await linesOf(root, { paths: ['.git'] }), [`!.git: ${detail}`]);
      assert.equal(await linesOf(root, { paths: ['.git/config'] }), ['.git/config']);
    },
  ));

test('enters a .git folder that is no store: no audit looks at what is in it', () =>
  withTree({ '.git/notes.txt': '', 'a/.git/HEAD': '', 'b/.git/objects': '', 'c/x.git/objects/y': '' }, async (root) => {
    symlinkSync('../a/.git', join(root, 'b/to'));
    assert.equal(await linesOf(root), [
      '.git/notes.txt',
      'a/.git/HEAD',
      'b/.git/objects',
      'b/to: excluded: link to a/.git, which is scanned itself',
      'c/x.git/objects/y',
    ]);
    assert.equal(await linesOf(root, { paths: ['.git'] }), ['.git/notes.txt']);
  }));

test('honours .gitignore files when asked, from the top of the work tree down', () =>
  withTree(
    {
      '.git/HEAD': '',
      '.gitignore': '*.log\n/out/\n',
      'p/.gitignore': '!keep.log\n',
      'p/keep.log': '',
      'p/q/keep.log': '',
      'p/a.log': '',
      'p/out/x': '',
      'out/x': '',
    },
    async (root) => {
      const ignored = 'gitignored: matches a pattern of a .gitignore file';
      const below = ['p/.gitignore', `p/a.log: ${ignored}`, 'p/keep.log', 'p/out/x', 'p/q/keep.log'];
      assert.equal((await linesOf(root, { respectGitignore: true })).slice(1), [
        '.gitignore',
        `out: ${ignored}`,
        ...below,
      ]);
      assert.equal(await linesOf(root, { paths: ['p'], respectGitignore: true }), below);
      assert.equal(await linesOf(root, { paths: ['out', 'p/a.log'], respectGitignore: true }), ['out/x', 'p/a.log']);
      assert.is((await linesOf(root)).filter((line) => line.includes(ignored)).length, 0);
    },
  ));

test('lists each file once where targets overlap', () =>
  withTree({ 'a/b/x': '', 'a/y': '' }, async (root) => {
    symlinkSync('a/y', join(root, 'link'));
    assert.equal(await linesOf(root, { paths: ['a', 'a/b', './a/y', 'a/b/x'] }), ['a/b/x', 'a/y']);
    assert.equal(await linesOf(root, { paths: ['a/y', 'link'] }), ['a/y', 'link: excluded: the same file as a/y']);
  }));

test('says where it stopped when it is interrupted', () =>
  withTree({ 'a/1': '', 'a/2': '', b: '' }, async (root) => {
    const control = new AbortController();
    const lines: string[] = [];
    const options = { paths: ['a', 'b'], cwd: root, exclude: [], respectGitignore: false, signal: control.signal };
    for await (const event of fileSource(options)) {
      lines.push(lineOf(event));
      control.abort();
    }
    const rest = [
      '!a: interrupted: the run was ended before a/2',
      '!b: interrupted: the run was ended before its turn came',
    ];
    assert.equal(lines, ['a/1', ...rest]);
  }));

test('lets timers run while it lists', () =>
  withTree({}, async (root) => {
    for (let i = 0; i < 300; i++) put(root, `f${i}`);
    let ticks = 0;
    const timer = setInterval(() => ticks++, 0);
    await eventsOf(root);
    clearInterval(timer);
    assert.ok(ticks > 0);
  }));

test.run();
