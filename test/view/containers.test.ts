import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { Budget } from '../../src/view/budget.ts';
import { containerOf, expandContainer, sniffContainer } from '../../src/view/containers.ts';
import { assert, suite } from '../helpers/suite.ts';
import { makeTar, makeZip } from '../helpers/archives.ts';
import { expand, leaves, memoryBlob, streamBlob } from './expand.ts';

const test = suite('containers');

test('what is opened is known by its first bytes', async () => {
  assert.is(sniffContainer(gzipSync('x')), 'gzip');
  assert.is(sniffContainer(makeZip([{ name: 'a', data: 'x' }])), 'zip');
  assert.is(sniffContainer(makeZip([])), 'zip');
  assert.is(sniffContainer(await makeTar([{ name: 'a', data: 'x' }])), 'tar');
});

test('unread formats are one skip with their reason', async () => {
  const heads: Record<string, string> = {
    '\x1f\x9d\x90': 'unsupported-format',
    '7z\xbc\xaf\x27\x1c': 'unsupported-format',
    'Rar!\x1a\x07': 'unsupported-format',
    'MSCF\0\0\0\0': 'unsupported-format',
    '\x89PNG\r\n\x1a\n': 'image-pixels',
    '\xff\xd8\xff\xe0': 'image-pixels',
    GIF89a: 'image-pixels',
    'RIFF\x08\0\0\0WEBPVP8 ': 'image-pixels',
  };
  for (const [head, reason] of Object.entries(heads)) {
    const bytes = Buffer.from(head, 'latin1');
    const kind = sniffContainer(bytes);
    assert.ok(kind, head);
    if (kind === undefined) continue;
    const { skips, blobs } = await expand(memoryBlob(bytes), kind);
    assert.equal(
      skips.map((skip) => skip.reason),
      [reason],
    );
    assert.is(blobs.length, 0);
  }
});

const toldOf = (...parts: (string | Buffer)[]): string | undefined =>
  containerOf({ path: 'x', view: [] }, Buffer.concat(parts.map((part) => Buffer.from(part))));

test('a document or archive behind other bytes is told where it may stand there', () => {
  const binary = Buffer.from([0xff, 0x00, 0x80, 0x01]);
  assert.is(toldOf('HTTP/1.1 200 OK\n\n%PDF-1.7\n', binary), 'pdf');
  assert.is(toldOf('a text that says %PDF-1.7 and nothing else'), undefined);
  assert.is(toldOf('#!/usr/bin/env python3\n', makeZip([{ name: '__main__.py', data: 'x' }])), 'zip');
  assert.is(toldOf('#!/bin/sh\necho PK\n'), undefined);
  assert.is(toldOf(''), undefined);
});

test('text is no container, whatever it is', () => {
  assert.is(sniffContainer(Buffer.alloc(0)), undefined);
  assert.is(sniffContainer(Buffer.from('BMW is a car and PK is a pair of letters'.repeat(20))), undefined);
  assert.is(sniffContainer(Buffer.alloc(1024)), undefined);
  // The header of zlib data, and a first block that inflates.
  assert.is(sniffContainer(Buffer.from('x^R(((  ')), undefined);
  fc.assert(
    fc.property(fc.string({ maxLength: 700 }), (text) => sniffContainer(Buffer.from(`x${text}`)) === undefined),
  );
});

test('a container at the deepest level is one skip and is not opened', async () => {
  const blob = { ...streamBlob(gzipSync('x')), open: () => assert.unreachable('opened') as never };
  const { skips } = await expand(blob, 'gzip', new Budget(0, { maxDepth: 3 }), 3);
  assert.equal(
    skips.map(({ reason }) => reason),
    ['too-deep'],
  );
});

test('a nest of gzip stops at the depth of the budget', async () => {
  let bytes = gzipSync('core');
  for (let i = 0; i < 5; i++) bytes = gzipSync(bytes);
  assert.equal(await leaves(streamBlob(bytes), new Budget(0, { maxDepth: 4 })), ['gzip>gzip>gzip>gzip!too-deep']);
  assert.equal(await leaves(streamBlob(bytes), new Budget(0)), ['gzip>gzip>gzip>gzip>gzip>gzip=core']);
});

test('one budget counts for everything made from one root', async () => {
  const inner = makeZip([{ name: 'zeros', data: Buffer.alloc(100_000) }]);
  const outer = makeZip([1, 2, 3].map((n) => ({ name: `${n}.zip`, data: inner })));
  const found = await leaves(memoryBlob(outer), new Budget(outer.length, { floor: 150_000, maxRatio: 1 }));
  assert.ok(
    found.some((leaf) => leaf.endsWith('!too-expanded')),
    found.map((leaf) => leaf.slice(0, 60)).join(),
  );
});

test('a blob that cannot be opened is a skip of a stream container', async () => {
  const { skips } = await expand(
    { ...streamBlob(Buffer.alloc(0)), open: () => ({ read: () => 0, close: () => undefined }) },
    'tar',
  );
  assert.equal(
    skips.map(({ reason }) => reason),
    ['truncated'],
  );
});

test('a consumer may stop early', async () => {
  for await (const event of expandContainer(memoryBlob(makeZip([{ name: 'a', data: 'x' }])), 'zip', new Budget(0), 0)) {
    assert.is(event.kind, 'blob');
    break;
  }
});

test.run();
