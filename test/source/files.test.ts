import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { nodeFileSystem, type FileSystem } from '../../src/source/file-system.ts';
import { fileSource } from '../../src/source/files.ts';
import { assert, suite } from '../helpers/suite.ts';
import { blobAt, eventsOf, failureOf, lineOf, linesOf, put, readAll, systemError, withTree } from './helpers.ts';

const test = suite('fileSource()');
const EMPTY = Buffer.alloc(0);

function bytePath(root: string, name: number[]): Buffer {
  return Buffer.concat([Buffer.from(`${root}/`), Buffer.from(name)]);
}

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
    assert.is(await failureOf(() => eventsOf(root, { paths: ['*.b'] })), 'usage: Cannot scan *.b: no such file');
    assert.is(await failureOf(() => eventsOf(root, { paths: [''] })), "usage: Cannot scan '': no such file");
    assert.match(await failureOf(() => eventsOf(root, { paths: ['x'.repeat(5000)] })), /^usage: .*: no such file$/);
    assert.match(await failureOf(() => eventsOf(root, { paths: ['a\0'] })), /^usage: .*: no such file$/);
  }));

test('takes names of a list as they are, and one that is gone as a skip', () =>
  withTree({ '*.txt': '', 'a.txt': '' }, async (root) => {
    const lines = await linesOf(root, { paths: [], files: ['*.txt', 'gone', '[x]'] });
    assert.equal(lines, ['*.txt', '![x]: vanished: no such file', '!gone: vanished: no such file']);
  }));

test('does not enter .git folders, and scans the .git file of a work tree', () =>
  withTree({ '.git/config': '', 'a/.git/HEAD': '', 'b/.git': 'gitdir: x', c: '' }, async (root) => {
    const detail = 'git-directory: not entered by scan: use watertight audit';
    assert.equal(await linesOf(root), [`.git: ${detail}`, `a/.git: ${detail}`, 'b/.git', 'c']);
    assert.equal(await linesOf(root, { paths: ['.git'] }), [`!.git: ${detail}`]);
    assert.equal(await linesOf(root, { paths: ['.git/config'] }), ['.git/config']);
  }));

test('takes one event for an excluded folder, and names the glob', () =>
  withTree({ 'out/a': '', 'out/b/c': '', 'd/out/x': '', 'e.log': '', f: '' }, async (root) => {
    assert.equal(await linesOf(root, { exclude: ['out', '*.log'] }), [
      'd/out/x',
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
  withTree({ 'out/x': '', 'log.log': '', '.git/HEAD': '', '.gitignore': '*.log' }, async (root) => {
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

test('follows a link that is named itself, and takes a dead one for something that was not looked at', () =>
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

test('lists each file once where targets overlap', () =>
  withTree({ 'a/b/x': '', 'a/y': '' }, async (root) => {
    symlinkSync('a/y', join(root, 'link'));
    assert.equal(await linesOf(root, { paths: ['a', 'a/b', './a/y', 'a/b/x'] }), ['a/b/x', 'a/y']);
    assert.equal(await linesOf(root, { paths: ['a/y', 'link'] }), ['a/y', 'link: excluded: the same file as a/y']);
  }));

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

test('skips FIFOs, sockets and devices without opening them', () =>
  withTree({ 'd/x': '' }, async (root) => {
    spawnSync('mkfifo', [join(root, 'd/fifo')]);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(root, 'd/socket'), resolve));
    const opened: string[] = [];
    const open: FileSystem['open'] = (path) => opened.push(path);
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

test('never opens what is refused', () =>
  withTree({ 'a/secret/x': '', 'a/y': '', f: '' }, async (root) => {
    symlinkSync('a/secret/x', join(root, 'l'));
    const touched: string[] = [];
    const list: FileSystem['list'] = (folder) => (touched.push(folder), nodeFileSystem.list(folder));
    const refuse = (path: string): string | undefined =>
      path.startsWith(`${root}/a/secret`) || path === `${root}/f` ? 'the packet forbids it' : undefined;
    const options = { refuse, fs: { ...nodeFileSystem, list } };
    assert.equal(await linesOf(root, options), [
      '!a/secret: excluded: the packet forbids it',
      'a/y',
      '!f: excluded: the packet forbids it',
      '!l: symlink-outside-root: the packet forbids it',
    ]);
    assert.equal(await linesOf(root, { ...options, paths: ['f', 'a/secret', 'l'] }), [
      '!a/secret: excluded: the packet forbids it',
      '!f: excluded: the packet forbids it',
      '!l: excluded: the packet forbids it',
    ]);
    assert.equal(touched, [root, `${root}/a`]);
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
    assert.equal(lines, [`!${root}/a: unreadable: permission denied`, 'b/x.log']);
    assert.equal(await linesOf(root, { paths: ['b/x.log'], fs: { ...nodeFileSystem, lstat } }), [
      '!b/x.log: unreadable: permission denied',
    ]);
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
