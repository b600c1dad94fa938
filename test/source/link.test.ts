import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { assert, suite } from '../helpers/suite.ts';
import { blobAt, eventsOf, lineOf, linesOf, readAll, withTree } from './helpers.ts';

const test = suite('fileSource() on links');

test('says of a link inside of the folder that its target is scanned itself', () =>
  withTree({ 'd/real': 'x', 'd/sub/y': '' }, async (root) => {
    symlinkSync('real', join(root, 'd/link'));
    symlinkSync('../d/sub', join(root, 'd/to-sub'));
    assert.equal(await linesOf(root, { paths: ['d'] }), [
      'd/link: excluded: link to d/real, which is scanned itself',
      'd/real',
      'd/sub/y',
      'd/to-sub: excluded: link to d/sub, which is scanned itself',
    ]);
  }));

test('says of a link to something left out that it is left out', () =>
  withTree({ 'out/x': '', 'log.log': '', '.git/objects/x': '', '.gitignore': '*.log' }, async (root) => {
    symlinkSync('out/x', join(root, 'l1'));
    symlinkSync('log.log', join(root, 'l2'));
    symlinkSync('.git', join(root, 'l3'));
    const lines = await linesOf(root, { exclude: ['out'], respectGitignore: true });
    assert.equal(
      lines.filter((line) => line.startsWith('l')),
      [
        'l1: excluded: link to out, which is excluded by out',
        'l2: gitignored: link to log.log, which a .gitignore file ignores',
        'l3: git-directory: link to .git, which scan does not enter',
        'log.log: gitignored: matches a pattern of a .gitignore file',
      ],
    );
  }));

test('tells loops, links to nothing and links out of the folder apart', () =>
  withTree({ 'd/x': '', 'outside/o': '' }, async (root) => {
    symlinkSync('self', join(root, 'd/self'));
    symlinkSync('.', join(root, 'd/dot'));
    symlinkSync('nowhere', join(root, 'd/broken'));
    symlinkSync('../outside/o', join(root, 'd/out'));
    symlinkSync('..', join(root, 'd/up'));
    symlinkSync('x/y', join(root, 'd/through-file'));
    assert.equal(await linesOf(root, { paths: ['d'] }), [
      'd/broken: symlink-broken: link to nothing',
      'd/dot: symlink-loop: link to a folder that it is in itself',
      '!d/out: symlink-outside-root: leads out of the folder that is scanned',
      'd/self: symlink-loop: link that leads back to itself',
      'd/through-file: symlink-broken: link to nothing',
      '!d/up: symlink-outside-root: leads out of the folder that is scanned',
      'd/x',
    ]);
  }));

test('says of a link to another target that it is scanned itself', () =>
  withTree({ 'a/x': '', 'b/y': '', z: '' }, async (root) => {
    symlinkSync('../b/y', join(root, 'a/l'));
    symlinkSync('../z', join(root, 'a/m'));
    assert.equal(await linesOf(root, { paths: ['a', 'b', 'z'] }), [
      'a/l: excluded: link to b/y, which is scanned itself',
      'a/m: excluded: link to z, which is scanned itself',
      'a/x',
      'b/y',
      'z',
    ]);
  }));

test('follows a link that is named itself, and takes a dead one for something that was not scanned', () =>
  withTree({ 'real/x': 'text', 'real/y': '' }, async (root) => {
    symlinkSync('real', join(root, 'to-folder'));
    symlinkSync('real/x', join(root, 'to-file'));
    symlinkSync('nowhere', join(root, 'dead'));
    symlinkSync('loop', join(root, 'loop'));
    const events = await eventsOf(root, { paths: ['to-folder'] });
    assert.equal(events.map(lineOf), ['to-folder/x', 'to-folder/y']);
    assert.is((await readAll(blobAt(events, 'to-folder/x'))).bytes.toString(), 'text');
    assert.equal(await linesOf(root, { paths: ['to-file'] }), ['to-file']);
    assert.equal(await linesOf(root, { paths: ['dead', 'loop'] }), [
      '!dead: symlink-broken: link to nothing',
      '!loop: symlink-loop: link that leads back to itself',
    ]);
  }));

test('a pipe that a shell names is told as one, with the way to give what comes out of it', () =>
  withTree({}, async (root) => {
    // What /dev/fd/63 is on Linux for `<(command)`.
    symlinkSync('pipe:[4711]', join(root, '63'));
    assert.equal(await linesOf(root, { paths: ['63'] }), [
      '!63: not-a-file: is a pipe: give its output to standard input (command | watertight scan -)',
    ]);
  }));

test.run();
