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

test('what programs keep objects in is known by its first bytes', () => {
  assert.is(sniffContainer(Buffer.from('\x80\x04\x95\x10\0\0\0\0\0\0\0}', 'latin1')), 'pickle');
  assert.is(sniffContainer(Buffer.from('(dp0\nVname\n')), 'pickle');
  assert.is(sniffContainer(Buffer.from('\x93NUMPY\x01\0', 'latin1')), 'npy');
  assert.is(sniffContainer(Buffer.from('GGUF\x03\0\0\0', 'latin1')), 'gguf');
  assert.is(sniffContainer(Buffer.from('\x89HDF\r\n\x1a\n', 'latin1')), 'hdf5');
});

test('a word of a text is no mark of an archive, nor is a mark alone', () => {
  assert.is(sniffContainer(Buffer.from(`${'x'.repeat(255)}ajustar o tempo `.padEnd(600, 'x'))), undefined);
  assert.is(sniffContainer(Buffer.from(`${'x'.repeat(257)}ustar  \0`.padEnd(600, '\0'))), undefined);
  assert.is(sniffContainer(Buffer.from(`${'x'.repeat(257)}ustar\0`.padEnd(600, 'x'))), undefined);
});

test('unread formats are one skip with their reason', async () => {
  const heads: Record<string, string> = {
    '\x89PNG\r\n\x1a\n': 'image-pixels',
    '\xff\xd8\xff\xe0': 'image-pixels',
    GIF89a: 'image-pixels',
    'RIFF\x08\0\0\0WEBPVP8 ': 'image-pixels',
    '\x30\x82\x09\x80\x02\x01\x03\x30\x82\x09\x46\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01': 'encrypted',
    '\xfe\xed\xfe\xed\0\0\0\x02': 'encrypted',
    '\xce\xce\xce\xce\0\0\0\x02': 'encrypted',
    '\x85\x01\x0c\x03ABCDEFGH\x01\x08\0': 'encrypted',
    '\x84\x5e\x03ABCDEFGH\x12\x01\x07': 'encrypted',
    '\xc1\xc0\x4c\x03ABCDEFGH\x01\x08\0': 'encrypted',
    '\x8c\x0d\x04\x09\x03\x02ABCDEFGH': 'encrypted',
    'age-encryption.org/v1\n-> X25519 ': 'encrypted',
    'Salted__\x01\x80': 'encrypted',
    'LUKS\xba\xbe\0\x02': 'encrypted',
    '\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5': 'encrypted',
    'ANDROID BACKUP\n5\n1\nAES-256\n': 'encrypted',
    'QFI\xfb\0\0\0\x03': 'unsupported-format',
    'KDMV\x01\0\0\0': 'unsupported-format',
    '<<< Oracle VM VirtualBox Disk Image >>>\n\0': 'unsupported-format',
    'MSWIM\0\0\0': 'unsupported-format',
    'bvx2\0\x10\0\0': 'unsupported-format',
    'zPQ\x02\x01': 'unsupported-format',
    '\x60\xea\x2c\0\x22\x0b\x01': 'unsupported-format',
    '\x13\x37\x31\0\0\x10\0**ACE**': 'unsupported-format',
    '\x24\x80-lh5-\x10\0': 'unsupported-format',
    'ORC\x0a\x03\0': 'unsupported-format',
    '\x6c\x8e\xcc\x1a\x1f\xb9\xcb\x6eDUCK\x40\0\0\0\0\0\0\0': 'unsupported-format',
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

test('tables of LevelDB are told by their names', () => {
  const binary = Buffer.from([0, 8, 0x80, 0xff, 1, 2]);
  assert.is(containerOf({ path: 'leveldb/000005.ldb', view: [] }, binary), 'leveldb');
  assert.is(containerOf({ path: 'notes.sst', view: [] }, Buffer.from('a text\n')), undefined);
});

test('text is no container, whatever it is', () => {
  assert.is(sniffContainer(Buffer.alloc(0)), undefined);
  assert.is(sniffContainer(Buffer.from('BMW is a car and PK is a pair of letters'.repeat(20))), undefined);
  assert.is(sniffContainer(Buffer.alloc(1024)), undefined);
  for (const word of [
    'Salted__ nuts',
    'PAR1S',
    'ORC and elf',
    'KDMV',
    'conectix',
    'bvx2',
    'a -lh5- b',
    'ANDROID BACKUP\n5\n1\nnone\n',
    'GGUF\x05',
    '(dp and (lp0 are words',
    'class\nname\n',
  ])
    assert.is(sniffContainer(Buffer.from(word.padEnd(80))), undefined, word);
  // A packet of SNMP 3.
  assert.is(sniffContainer(Buffer.from('3082012a020103300e0201010203', 'hex')), undefined);
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

test('data whose signed bytes add up to nothing, where a tar has its checksum, is no tar', () => {
  const data = Buffer.alloc(600);
  data.fill(0x7f, 0, 100);
  data.fill(0x81, 200, 300);
  // Eight blanks stand for the checksum in the sum of a header.
  data.writeInt8(-128, 300);
  data.writeInt8(-128, 301);
  assert.is(sniffContainer(data), undefined);
});

test('a tar whose first header is damaged in one place is a tar', async () => {
  const tar = await makeTar([{ name: 'a', data: 'x' }]);
  for (const at of [3, 126, 150, 300]) {
    const damaged = Buffer.from(tar);
    damaged[at] = 0xff;
    assert.is(sniffContainer(damaged), 'tar', `byte ${at}`);
  }
});

test.run();
