import { Readable } from 'node:stream';
import { ScanError } from '../../src/errors.ts';
import { memoryBlob } from '../../src/source/memory-blob.ts';
import { stdinBlob } from '../../src/source/stdin.ts';
import { streamBlob } from '../../src/source/stream-blob.ts';
import type { Blob } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';
import { failureOf, readAll, systemError } from './helpers.ts';

const test = suite('streamBlob(), stdinBlob() and memoryBlob()');

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

function blobOf(stream: () => AsyncIterable<Uint8Array>, size?: number): Blob {
  return streamBlob({ path: 's', view: ['zip:m'], stream, ...(size === undefined ? {} : { size }) });
}

async function* failing(error: unknown): AsyncGenerator<Uint8Array> {
  yield Buffer.from('first');
  throw error;
}

test('serves chunks of any size into a buffer of any size', async () => {
  for (const size of [1, 3, 100]) {
    const blob = blobOf(() => chunks('ab', '', 'cdefg', 'h', ''));
    const { bytes, loss } = await readAll(blob, size);
    assert.is(bytes.toString(), 'abcdefgh');
    assert.is(loss, undefined);
  }
});

test('can be opened again where the stream can', async () => {
  const blob = blobOf(() => chunks('ab'));
  await readAll(blob);
  assert.is((await readAll(blob)).bytes.toString(), 'ab');
});

test('gives an empty stream as no bytes', async () => {
  assert.equal(await readAll(blobOf(() => chunks())), { bytes: Buffer.alloc(0), loss: undefined });
});

test('tells a cut stream from another failure', async () => {
  const cases: [unknown, string][] = [
    [systemError('ERR_STREAM_PREMATURE_CLOSE'), 'truncated: Cannot read s: the stream was cut off'],
    [systemError('EIO'), 'unreadable: Cannot read s: input/output error'],
    [new Error('text of evidence'), 'unreadable: Cannot read s: unknown error'],
    ['thrown text', 'unreadable: Cannot read s: unknown error'],
    [new ScanError('corrupt', 'Cannot read m: bad'), 'corrupt: Cannot read m: bad'],
  ];
  for (const [error, expected] of cases)
    assert.is(await failureOf(() => readAll(blobOf(() => failing(error)))), expected);
});

test('says when fewer bytes came than were promised', async () => {
  const { loss } = await readAll(blobOf(() => chunks('abc'), 5));
  assert.equal(loss, { reason: 'truncated', detail: 'ended after 3 of 5 bytes' });
  assert.is((await readAll(blobOf(() => chunks('abcde'), 5))).loss, undefined);
});

test('ends the stream when it is closed early, even while a read waits', async () => {
  let returned = false;
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield Buffer.from('x');
    } finally {
      returned = true;
    }
  }
  const reader = blobOf(endless).open();
  await reader.read(Buffer.alloc(1));
  assert.is(reader.close(), undefined);
  assert.is(reader.close(), undefined);
  await new Promise((resolve) => setImmediate(resolve));
  assert.ok(returned);
  const silent = new Readable({ read: () => undefined });
  const waiting = stdinBlob(silent).open();
  const read = Promise.resolve(waiting.read(Buffer.alloc(1))).catch(() => 0);
  waiting.close();
  assert.ok(silent.destroyed);
  assert.is(await read, 0);
});

test('swallows a failure of a stream that nobody reads any more', async () => {
  const stubborn = {
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.reject(new Error('x')),
      return: () => Promise.reject(new Error('y')),
    }),
  };
  assert.is(
    blobOf(() => stubborn)
      .open()
      .close(),
    undefined,
  );
  const broken = {
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.reject(new Error('x')),
      return: () => {
        throw new Error('z');
      },
    }),
  };
  assert.is(
    blobOf(() => broken)
      .open()
      .close(),
    undefined,
  );
  await new Promise((resolve) => setImmediate(resolve));
});

test('stdin has its own path, and can be read once', async () => {
  const blob = stdinBlob(Readable.from([Buffer.from('piped')]));
  assert.equal([blob.path, blob.view, blob.size], ['<stdin>', [], undefined]);
  assert.is((await readAll(blob)).bytes.toString(), 'piped');
  assert.match(
    await failureOf(() => blob.open()),
    /^unreadable: Cannot read <stdin>: it is read once, .* write it to a file/,
  );
});

test('memory is served without a copy, as often as wanted', async () => {
  const bytes = Buffer.from('in memory');
  const blob = memoryBlob('p', ['zip:m'], bytes);
  assert.is(blob.bytes, bytes);
  assert.equal([blob.path, blob.view, blob.size], ['p', ['zip:m'], 9]);
  for (const chunk of [1, 4, 20]) assert.equal(await readAll(blob, chunk), { bytes, loss: undefined });
});

test.run();
