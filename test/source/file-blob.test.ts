import {
  appendFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileBlob } from '../../src/source/file-blob.ts';
import { nodeFileSystem, type FileSystem } from '../../src/source/file-system.ts';
import { rawFromText } from '../../src/source/raw-path.ts';
import type { Blob, ByteReader } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';
import { failureOf, readAll, readRest, systemError, withTree } from './helpers.ts';

const test = suite('fileBlob()');

function blobOf(path: string, fs: Partial<FileSystem> = {}): Blob {
  return fileBlob('named', rawFromText(path), statSync(path), { ...nodeFileSystem, ...fs });
}

/** Reads the first two bytes, lets `change` happen, and reads on. */
async function readDuring(path: string, change: () => void): Promise<{ text: string; loss: unknown }> {
  const reader = blobOf(path).open();
  const head = Buffer.alloc(2);
  await reader.read(head);
  change();
  const rest = await readRest(reader);
  return { text: head.toString() + rest.toString(), loss: reader.close() };
}

/** A function of the file system that fails, after it has done its work if that is given. */
function failing(code: string, work: (fd: number) => void = () => undefined): (fd: unknown) => never {
  return (fd) => {
    if (typeof fd === 'number') work(fd);
    throw systemError(code);
  };
}

/** A file system that counts what is left open. */
function counting(fs: Partial<FileSystem> = {}): FileSystem & { left: () => number } {
  const base = { ...nodeFileSystem, ...fs };
  let count = 0;
  const open: FileSystem['open'] = (path) => {
    const fd = base.open(path);
    count++;
    return fd;
  };
  const close: FileSystem['close'] = (fd) => {
    count--;
    base.close(fd);
  };
  return { ...base, open, close, left: () => count };
}

test('reads a file in pieces of any size', () =>
  withTree({ f: 'x'.repeat(1000) + 'end' }, async (root) => {
    for (const chunk of [1, 7, 1003, 5000]) {
      const { bytes, loss } = await readAll(blobOf(join(root, 'f')), chunk);
      assert.is(bytes.toString(), 'x'.repeat(1000) + 'end');
      assert.is(loss, undefined);
    }
  }));

test('says when a file grew, and stops at the size that it had', () =>
  withTree({ f: '0123456789' }, async (root) => {
    const path = join(root, 'f');
    const { text, loss } = await readDuring(path, () => appendFileSync(path, 'more'));
    assert.is(text, '0123456789');
    assert.equal(loss, { reason: 'changed', detail: 'grew from 10 to 14 bytes while it was read' });
  }));

test('does not read a file forever that grows with every read', () =>
  withTree({ f: 'start' }, async (root) => {
    const path = join(root, 'f');
    const read: FileSystem['read'] = (fd, into) => {
      appendFileSync(path, 'again and again');
      return nodeFileSystem.read(fd, into);
    };
    assert.is((await readAll(blobOf(path, { read }), 2)).bytes.toString(), 'start');
    writeFileSync(path, '');
    const { bytes, loss } = await readAll(blobOf(path, { read }), 4);
    assert.ok(bytes.length > 0 && bytes.length <= 30, String(bytes.length));
    assert.is(loss?.reason, 'changed');
  }));

test('says when a file shrank, was rewritten or was replaced', () =>
  withTree({ a: '0123456789', b: '0123456789', c: '0123456789', d: 'dddd' }, async (root) => {
    const [a, b, c] = [join(root, 'a'), join(root, 'b'), join(root, 'c')];
    assert.equal(await readDuring(a, () => truncateSync(a, 4)), {
      text: '0123',
      loss: { reason: 'changed', detail: 'shrank from 10 to 4 bytes while it was read' },
    });
    const rewritten = await readDuring(b, () => {
      writeFileSync(b, '01abcdefgh');
      utimesSync(b, 1, 1);
    });
    assert.equal(rewritten, {
      text: '01abcdefgh',
      loss: { reason: 'changed', detail: 'was written to while it was read' },
    });
    assert.equal(await readDuring(c, () => renameSync(join(root, 'd'), c)), {
      text: '0123456789',
      loss: { reason: 'changed', detail: 'another file was put in its place while it was read' },
    });
  }));

test('loses nothing when a file is removed while it is read', () =>
  withTree({ f: '0123456789' }, async (root) => {
    const path = join(root, 'f');
    assert.equal(await readDuring(path, () => rmSync(path)), { text: '0123456789', loss: undefined });
  }));

test('tells a vanished file from one that may not be read', () =>
  withTree({ f: 'x' }, async (root) => {
    const gone = blobOf(join(root, 'f'));
    rmSync(join(root, 'f'));
    assert.is(await failureOf(() => gone.open()), 'vanished: Cannot read named: no such file');
    writeFileSync(join(root, 'f'), 'x');
    assert.is(
      await failureOf(() => blobOf(join(root, 'f'), { open: failing('EACCES') }).open()),
      'unreadable: Cannot read named: permission denied',
    );
  }));

test('neither waits for a FIFO nor follows a link nor opens a folder that took the file’s place', () =>
  withTree({ fifo: '', link: '', folder: '', socket: '', target: 'outside' }, async (root) => {
    const names = ['fifo', 'folder', 'link', 'socket'];
    const blobs = names.map((name) => blobOf(join(root, name)));
    for (const name of names) rmSync(join(root, name));
    spawnSync('mkfifo', [join(root, 'fifo')]);
    mkdirSync(join(root, 'folder'));
    symlinkSync('target', join(root, 'link'));
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(root, 'socket'), resolve));
    const failures = [];
    for (const blob of blobs) failures.push(await failureOf(() => blob.open()));
    server.close();
    assert.equal(failures, [
      'not-a-file: Cannot read named: it is a FIFO',
      'not-a-file: Cannot read named: it is a folder',
      'changed: Cannot read named: it became a link after it was listed',
      'not-a-file: Cannot read named: it is a socket or a device',
    ]);
  }));

test('notices that a folder on the way became a link', () =>
  withTree({ 'd/f': 'inside', 'o/f': 'outside' }, async (root) => {
    const blob = blobOf(join(root, 'd/f'));
    const slow = blobOf(join(root, 'd/f'), { pathOf: () => undefined });
    renameSync(join(root, 'd'), join(root, 'e'));
    symlinkSync('o', join(root, 'd'));
    const expected = 'changed: Cannot read named: it was replaced after it was listed';
    assert.is(await failureOf(() => blob.open()), expected);
    assert.is(await failureOf(() => slow.open()), expected);
  }));

test('opens files where the system does not say what it opened', () =>
  withTree({ f: 'text' }, async (root) => {
    assert.is((await readAll(blobOf(join(root, 'f'), { pathOf: () => undefined }))).bytes.toString(), 'text');
  }));

test('tries an interrupted read again, and gives one up that never has data', () =>
  withTree({ f: 'text' }, async (root) => {
    const codes = ['EINTR', 'EAGAIN', 'EINTR'];
    const read: FileSystem['read'] = (fd, into) => {
      const code = codes.shift();
      if (code !== undefined) throw systemError(code);
      return nodeFileSystem.read(fd, into);
    };
    assert.is((await readAll(blobOf(join(root, 'f'), { read }))).bytes.toString(), 'text');
    const failure = await failureOf(() => readAll(blobOf(join(root, 'f'), { read: failing('EAGAIN') })));
    assert.is(failure, 'unreadable: Cannot read named: no data arrived');
  }));

test('closes the file whatever happens', () =>
  withTree({ f: 'text' }, async (root) => {
    const path = join(root, 'f');
    const openFails = counting({ fstat: failing('EIO') });
    assert.is(
      await failureOf(() => blobOf(path, openFails).open()),
      'unreadable: Cannot read named: input/output error',
    );
    assert.is(openFails.left(), 0);
    const readFails = counting({ read: failing('EIO') });
    const reader = blobOf(path, readFails).open();
    assert.is(await failureOf(() => reader.read(Buffer.alloc(4))), 'unreadable: Cannot read named: input/output error');
    assert.is(readFails.left(), 0);
    assert.is(reader.close(), undefined);
    const early = counting();
    const unread = blobOf(path, early).open();
    unread.close();
    unread.close();
    assert.is(early.left(), 0);
    assert.is(await unread.read(Buffer.alloc(4)), 0);
  }));

test('does not throw when closing fails', () =>
  withTree({ f: 'text' }, async (root) => {
    let calls = 0;
    const fstat: FileSystem['fstat'] = (fd) => {
      if (++calls > 1) throw systemError('EIO');
      return nodeFileSystem.fstat(fd);
    };
    const close = failing('EIO', (fd) => nodeFileSystem.close(fd));
    const { loss } = await readAll(blobOf(join(root, 'f'), { fstat, lstat: failing('EIO'), close }));
    assert.equal(loss, { reason: 'unreadable', detail: 'input/output error' });
  }));

test('leaves a file that names no size and never ends', async () => {
  const stats = { size: 0, mtimeMs: 0, ino: 1, dev: 1, kind: 'file' as const };
  const fs = {
    open: () => 0,
    fstat: () => stats,
    lstat: () => stats,
    pathOf: () => rawFromText('/x'),
    close: () => undefined,
  };
  const endless: FileSystem = { ...nodeFileSystem, ...fs, read: (_fd, into) => into.length };
  const reader: ByteReader = fileBlob('x', rawFromText('/x'), stats, endless).open();
  const into = Buffer.alloc(1 << 24);
  let total = 0;
  for (let count = await reader.read(into); count > 0; count = await reader.read(into)) total += count;
  assert.is(total, 256 * 1024 * 1024);
  assert.is(reader.close()?.reason, 'too-large');
});

if (process.platform === 'linux') {
  test('reads files of /proc, which name no size', async () => {
    const path = '/proc/self/status';
    const blob = fileBlob(path, nodeFileSystem.realpath(rawFromText(path)), { size: 0 });
    assert.is(blob.size, undefined);
    const { bytes, loss } = await readAll(blob, 100);
    assert.match(bytes.toString(), /^Name:[^]*Threads:/);
    assert.is(loss, undefined);
  });

  test('reports a real failure to read', async () => {
    const real = nodeFileSystem.realpath(rawFromText('/proc/self/mem'));
    const blob = fileBlob('mem', real, { size: 0 });
    const open = readdirSync('/proc/self/fd').length;
    assert.is(await failureOf(() => readAll(blob)), 'unreadable: Cannot read mem: input/output error');
    assert.is(readdirSync('/proc/self/fd').length, open);
  });
}

test.run();
