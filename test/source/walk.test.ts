import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { nodeFileSystem, type FileSystem } from '../../src/source/file-system.ts';
import { fileSource } from '../../src/source/files.ts';
import { assert, suite } from '../helpers/suite.ts';
import { blobAt, eventsOf, failureOf, lineOf, linesOf, namesOf, readAll, systemError, withTree } from './helpers.ts';

const test = suite('fileSource() on a tree that resists');

function bytePath(root: string, name: number[]): Buffer {
  return Buffer.concat([Buffer.from(`${root}/`), Buffer.from(name)]);
}

test('skips FIFOs, sockets and devices without opening them', () =>
  withTree({ 'd/x': '' }, async (root) => {
    spawnSync('mkfifo', [join(root, 'd/fifo')]);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(root, 'd/socket'), resolve));
    const opened: string[] = [];
    const open: FileSystem['open'] = (path) => {
      if (path !== `${root}/d`) opened.push(path);
      return nodeFileSystem.open(path);
    };
    try {
      assert.equal(await linesOf(root, { paths: ['d', '/dev/null'], fs: { ...nodeFileSystem, open } }), [
        '!/dev/null: not-a-file: is a character device',
        '!d/fifo: not-a-file: is a FIFO',
        '!d/socket: not-a-file: is a socket',
        'd/x',
      ]);
      assert.equal(await linesOf(root, { paths: ['d/fifo'] }), ['!d/fifo: not-a-file: is a FIFO']);
    } finally {
      server.close();
    }
    assert.equal(opened, []);
  }));

test('skips a folder and a file that cannot be read, and goes on', () =>
  withTree({ 'a/x': '', b: '', c: '' }, async (root) => {
    const fail = (path: string): void => {
      if (path === `${root}/a` || path === `${root}/b`) throw systemError('EACCES');
    };
    const list: FileSystem['list'] = (folder) => (fail(folder), nodeFileSystem.list(folder));
    const open: FileSystem['open'] = (path) => (fail(path), nodeFileSystem.open(path));
    const events = await eventsOf(root, { fs: { ...nodeFileSystem, list, open } });
    assert.equal(events.map(lineOf), ['!a: unreadable: permission denied', 'b', 'c']);
    assert.is(await failureOf(() => blobAt(events, 'b').open()), 'unreadable: Cannot read b: permission denied');
  }));

test('takes what is gone when its turn comes for vanished', () =>
  withTree({ a: '', 'b/x': '', c: '', d: '' }, async (root) => {
    const source = fileSource({ paths: ['.'], cwd: root, exclude: [], respectGitignore: false });
    const lines = [await source.next()].map(({ value }) => lineOf(value));
    rmSync(join(root, 'b'), { recursive: true });
    rmSync(join(root, 'c'));
    for await (const event of source) lines.push(lineOf(event));
    assert.equal(lines, ['a', '!b: vanished: no such file', '!c: vanished: no such file', 'd']);
  }));

test('looks again at what was replaced since it was listed', () =>
  withTree({ a: '', b: '', c: '', d: '', 'e/x': '', 'o/secret': '' }, async (root) => {
    const source = fileSource({ paths: ['.'], cwd: root, exclude: ['o'], respectGitignore: false });
    const lines = [await source.next()].map(({ value }) => lineOf(value));
    for (const name of ['b', 'c', 'd']) rmSync(join(root, name));
    symlinkSync('/etc/passwd', join(root, 'b'));
    spawnSync('mkfifo', [join(root, 'c')]);
    mkdirSync(join(root, 'd'));
    renameSync(join(root, 'e'), join(root, 'gone'));
    symlinkSync('o', join(root, 'e'));
    for await (const event of source) lines.push(lineOf(event));
    assert.equal(lines, [
      'a',
      '!b: symlink-outside-root: leads out of the folder that is scanned',
      '!c: not-a-file: is a FIFO',
      '!d: changed: became a folder after it was listed',
      '!e: changed: became a link after it was listed',
      'o: excluded: excluded by o',
    ]);
  }));

test('keeps odd names as they are', () =>
  withTree({}, async (root) => {
    const names = ['-rf', 'a\nb', 'e\u001B[31m', 'back\\slash', 'ü€', '\u{1F600}', ' ', '*'];
    for (const name of names) writeFileSync(join(root, name), name);
    const events = await eventsOf(root);
    assert.equal(events.map(lineOf), [...names].sort());
    for (const name of names) assert.is((await readAll(blobAt(events, name))).bytes.toString(), name);
  }));

if (process.platform === 'linux') {
  test('scans files and folders whose names are not UTF-8', () =>
    withTree({}, async (root) => {
      mkdirSync(bytePath(root, [0x64, 0xff]));
      writeFileSync(bytePath(root, [0x64, 0xff, 0x2f, 0x66, 0xe4]), 'inside');
      writeFileSync(bytePath(root, [0xc3, 0xa4, 0x80]), 'top');
      const events = await eventsOf(root);
      assert.equal(events.map(lineOf), ['d\\xFF/f\\xE4', 'ä\\x80']);
      assert.is((await readAll(blobAt(events, 'd\\xFF/f\\xE4'))).bytes.toString(), 'inside');
      assert.is(blobAt(events, 'ä\\x80').file, undefined);
      assert.equal(await linesOf(root, { paths: ['*/*'] }), ['d\\xFF/f\\xE4']);
      assert.equal(await linesOf(root, { paths: ['d\uFFFD/f\uFFFD'] }), ['d\\xFF/f\\xE4']);
      assert.equal(await linesOf(root, { paths: [], files: ['\u00E4\uDC80'] }), ['ä\\x80']);
    }));
}

test('walks folders thousands deep', () =>
  withTree({}, async (root) => {
    const depth = 1900;
    mkdirSync(join(root, 'd/'.repeat(depth)), { recursive: true });
    writeFileSync(join(root, `${'d/'.repeat(depth)}f`), '');
    assert.equal(await linesOf(root), [`${'d/'.repeat(depth)}f`]);
  }));

test('walks a folder of eleven thousand files in well under a second', () =>
  withTree({}, async (root) => {
    for (let i = 0; i < 11_000; i++) writeFileSync(join(root, `f${i}`), '');
    const start = process.cpuUsage();
    assert.is((await eventsOf(root)).length, 11_000);
    const { user, system } = process.cpuUsage(start);
    // 100 ms where this was written; the bound leaves room for slow machines.
    assert.ok((user + system) / 1000 < 1500, `${(user + system) / 1000} ms`);
  }));

test('gives names alone for folders that nothing bears, and for links', () =>
  withTree({ 'd/x': '', 'out/y': '' }, async (root) => {
    mkdirSync(join(root, 'e/f'), { recursive: true });
    mkdirSync(join(root, 'd/g'));
    symlinkSync('no/where', join(root, 'd/link'));
    assert.equal(await namesOf(root, { exclude: ['out/y'] }), ['d/g', 'd/link -> no/where', 'e/f', 'out']);
  }));

test.run();
