import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { Budget } from '../../../src/view/budget.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { makeZip } from '../../helpers/archives.ts';
import { expand, memoryBlob, streamBlob, type Expanded } from '../expand.ts';

const test = suite('zip');
const long = 'a line that is repeated\n'.repeat(4000);

function texts({ blobs }: Expanded): Record<string, string> {
  return Object.fromEntries(
    blobs.filter(({ view }) => view !== 'zip:rest').map(({ view, bytes }) => [view, bytes.toString()]),
  );
}

function reasons({ skips }: Expanded): string[] {
  return skips.map(({ view, reason }) => `${view.join('>')}!${reason}`);
}

test('members are given in order, stored and deflated, with data descriptors too', async () => {
  const zip = makeZip([
    { name: 'a.txt', data: 'A', method: 0 },
    { name: 'dir/', data: '', method: 0 },
    { name: 'dir/b.txt', data: long },
    { name: 'c.txt', data: 'C', descriptor: true },
  ]);
  const result = await expand(memoryBlob(zip), 'zip');
  assert.equal(texts(result), { 'zip:a.txt': 'A', 'zip:dir/b.txt': long, 'zip:c.txt': 'C' });
  assert.equal(result.skips, []);
});

test('a file on disk and a stream give the same', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'view-zip-'));
  try {
    const zip = makeZip([
      { name: 'a', data: long },
      { name: 'b', data: 'B', method: 0 },
    ]);
    const file = join(folder, 'x.zip');
    writeFileSync(file, zip);
    const onDisk = await expand({ ...streamBlob(zip), file, size: zip.length }, 'zip');
    const streamed = await expand(streamBlob(zip, 700), 'zip');
    assert.equal(texts(onDisk), { 'zip:a': long, 'zip:b': 'B' });
    assert.equal(texts(streamed), texts(onDisk));
    const changed = await expand({ ...streamBlob(zip), file, size: zip.length + 1 }, 'zip');
    assert.equal(reasons(changed), ['!changed']);
    const gone = await expand({ ...streamBlob(zip), file: join(folder, 'none') }, 'zip');
    assert.equal(reasons(gone), ['!unreadable']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** What 7-Zip packs with methods of its own: an archive of one member, and its text. */
const PACKED: Readonly<Record<string, readonly [archive: string, text: string]>> = {
  LZMA: [
    'UEsDBD8AAgAOAJi6fl29zoXEIwAAAE4AAAAFAAAAYS50eHQaAgUAXQAQAAAAOZtIR8+nyVJCNfu2fHW1oEu1D///sK4AAFBLAQI/Az8AAgAOAJi6fl29zoXEIwAAAE4AAAAFACQAAAAAAAAAIICkgQAAAABhLnR4dAoAIAAAAAAAAQAYAB35FG4hgd0BAAAAAAAAAAAAAAAAAAAAAFBLBQYAAAAAAQABAFcAAABGAAAAAAA=',
    'small sample '.repeat(6),
  ],
  Deflate64: [
    'UEsDBBUAAAAJAIy7fl0h6tw8PAAAAHMQAAAFAAAAYi50eHTlx7EJwDAQBLBVboAsFfCHGMKn8f54CXdSpzvf7Mr/ZK4r/Pjx48ePHz9+/Pjx48ePHz9+B9cj661Ujw1QSwECPwMVAAAACQCMu35dIercPDwAAABzEAAABQAkAAAAAAAAACCApIEAAAAAYi50eHQKACAAAAAAAAEAGACgWs99IoHdAQAAAAAAAAAAAAAAAAAAAABQSwUGAAAAAAEAAQBXAAAAXwAAAAAA',
    `${'a line of it, '.repeat(300)}and the end`,
  ],
};

for (const [method, [base64, text]] of Object.entries(PACKED))
  test(`a member that is packed with ${method} is read, and damage in it told`, async () => {
    const archive = Buffer.from(base64, 'base64');
    assert.equal(Object.values(texts(await expand(memoryBlob(archive), 'zip'))), [text]);
    const start = 35;
    for (let at = start; at < archive.indexOf('PK\x01\x02'); at++) {
      const changed = Buffer.from(archive);
      changed[at] = (changed[at] ?? 0) ^ 0x55;
      const { blobs } = await expand(memoryBlob(changed), 'zip');
      assert.ok(
        blobs.every(({ bytes, loss }) => loss !== undefined || bytes.toString() === text),
        `${at}`,
      );
    }
  });

test('encrypted members and unknown methods are skips of that member alone', async () => {
  const zip = makeZip([
    { name: 'secret', data: 'x', encrypted: true },
    { name: 'odd', data: 'x', method: 98 },
    { name: 'fine', data: 'F' },
  ]);
  const result = await expand(memoryBlob(zip), 'zip');
  assert.equal(reasons(result), ['zip:secret!encrypted', 'zip:odd!unsupported-format']);
  assert.equal(texts(result), { 'zip:fine': 'F' });
});

test('hostile names are reported as they are and lose nothing', async () => {
  const names = ['../../etc/passwd', '/abs', 'a\nb', '\u001B[31mred', 'back\\slash', 'C:/x', '', 'dup', 'dup'];
  const result = await expand(memoryBlob(makeZip(names.map((name) => ({ name, data: 'x' })))), 'zip');
  assert.equal(
    result.blobs.map(({ view }) => view),
    names.map((name) => `zip:${name}`),
  );
  const latin1 = await expand(memoryBlob(makeZip([{ name: Buffer.from([0xe4, 0x62]), data: 'x' }])), 'zip');
  assert.is(latin1.blobs[0]?.view, 'zip:äb');
});

test('a wrong checksum is corrupt, the data is given', async () => {
  const result = await expand(memoryBlob(makeZip([{ name: 'a', data: long, badCrc: true }])), 'zip');
  assert.is(result.blobs[0]?.loss, 'corrupt');
  assert.is(result.blobs[0]?.bytes.toString(), long);
});

test('a cut zip is read by its local headers', async () => {
  const zip = makeZip([
    { name: 'a', data: 'A', method: 0 },
    { name: 'b', data: 'B', descriptor: true },
    { name: 's', data: 'stored', method: 0, descriptor: true },
    { name: 'c', data: long },
  ]);
  const cut = zip.subarray(0, zip.indexOf(Buffer.from('PK\x01\x02', 'latin1')) - 20);
  const result = await expand(memoryBlob(cut), 'zip');
  assert.equal(reasons(result), ['!truncated']);
  assert.equal(
    result.blobs.map(({ view, loss }) => `${view} ${loss}`),
    ['zip:a undefined', 'zip:b undefined', 'zip:s undefined', 'zip:c truncated'],
  );
  assert.is(result.blobs[2]?.bytes.toString(), 'stored');
  assert.ok(long.startsWith(result.blobs[3]?.bytes.toString() ?? 'x'));
});

test('a broken directory is corrupt, and every member is still given', async () => {
  const zip = makeZip([
    { name: 'a', data: 'A' },
    { name: 'b', data: 'B' },
  ]);
  zip[zip.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'))] = 0x51;
  const result = await expand(memoryBlob(zip), 'zip');
  assert.equal(reasons(result), ['!corrupt']);
  assert.equal(texts(result), { 'zip:a': 'A', 'zip:b': 'B' });
});

test('members that the directory does not list are given', async () => {
  const zip = makeZip([
    { name: 'a', data: 'A' },
    { name: 'hidden', data: 'H', unlisted: true },
    { name: 'b', data: 'B' },
  ]);
  const result = await expand(memoryBlob(zip), 'zip');
  assert.equal(texts(result), { 'zip:a': 'A', 'zip:b': 'B', 'zip:hidden': 'H' });
});

test('bytes in front of and behind the zip do not hide it', async () => {
  const zip = makeZip([{ name: 'a', data: 'A' }]);
  const result = await expand(memoryBlob(Buffer.concat([Buffer.from('prefix'), zip, Buffer.from('tail')])), 'zip');
  assert.equal(texts(result), { 'zip:a': 'A' });
});

test('a zip behind a script is whole, though its offsets do not count the script', async () => {
  const zip = makeZip([
    { name: 'a', data: 'A' },
    { name: 'b', data: long },
  ]);
  const joined = Buffer.concat([Buffer.from('#!/bin/sh\nexec python3 "$0"\n'), zip]);
  const folder = mkdtempSync(join(tmpdir(), 'view-zip-'));
  try {
    const file = join(folder, 'x');
    writeFileSync(file, joined);
    for (const blob of [memoryBlob(joined), { ...streamBlob(joined), file, size: joined.length }]) {
      const result = await expand(blob, 'zip');
      assert.equal(texts(result), { 'zip:a': 'A', 'zip:b': long });
      assert.equal(result.skips, []);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a bomb stops this zip at the budget and says so', async () => {
  const zip = makeZip([
    { name: 'a', data: 'A' },
    { name: 'bomb', data: Buffer.alloc(2 ** 22) },
    { name: 'b', data: 'B' },
  ]);
  const result = await expand(memoryBlob(zip), 'zip', new Budget(zip.length, { floor: 2 ** 16, maxRatio: 1 }));
  assert.is(result.blobs.at(-1)?.loss, 'too-expanded');
  assert.is(result.blobs[0]?.bytes.toString(), 'A');
  assert.equal(reasons(result), ['!too-expanded']);
});

test('members that share their data are stopped', async () => {
  const zip = makeZip([{ name: 'aaaa', data: long }]);
  const start = zip.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  const entry = zip.subarray(start, zip.length - 22);
  const end = Buffer.from(zip.subarray(zip.length - 22));
  end.writeUInt16LE(50, 8);
  end.writeUInt16LE(50, 10);
  const bomb = Buffer.concat([zip.subarray(0, start), ...Array.from({ length: 50 }, () => entry), end]);
  const result = await expand(memoryBlob(bomb), 'zip');
  assert.equal(reasons(result), ['!corrupt']);
  assert.ok(result.blobs.length < 50);
});

test('a listed member that is not where it should be is said, and found by its own header', async () => {
  for (const [offset, reason] of [
    [7, 'corrupt'],
    [1_000_000, 'truncated'],
  ] as const) {
    const zip = makeZip([{ name: 'a', data: 'A' }]);
    zip.writeUInt32LE(offset, zip.indexOf(Buffer.from('PK\x01\x02', 'latin1')) + 42);
    const result = await expand(memoryBlob(zip), 'zip');
    assert.equal(reasons(result), [`zip:a!${reason}`]);
    assert.equal(texts(result), { 'zip:a': 'A' });
  }
});

test('sizes of more than 32 bits are read from the extra field of a local header', async () => {
  const data = Buffer.from('wide sizes');
  const header = Buffer.alloc(30 + 1 + 20);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(45, 4);
  header.writeUInt32LE(0xffffffff, 18);
  header.writeUInt32LE(0xffffffff, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(20, 28);
  header.write('w', 30);
  header.writeUInt16LE(1, 31);
  header.writeUInt16LE(16, 33);
  header.writeBigUInt64LE(BigInt(data.length), 35);
  header.writeBigUInt64LE(BigInt(data.length), 43);
  const result = await expand(memoryBlob(Buffer.concat([header, data, Buffer.from('more')])), 'zip');
  assert.equal(texts(result), { 'zip:w': 'wide sizes' });
});

test('a stream too large to hold in memory is a skip', async () => {
  const blob = {
    ...streamBlob(Buffer.alloc(0)),
    open: () => ({ read: (into: Uint8Array) => into.length, close: () => undefined }),
  };
  assert.equal(reasons(await expand(blob, 'zip')), ['!too-large']);
});

test('an empty zip gives nothing', async () => {
  assert.equal(await expand(memoryBlob(makeZip([])), 'zip'), { blobs: [], skips: [] });
});

test('random damage never throws and is never silent about lost members', async () => {
  const zip = makeZip([
    { name: 'a', data: 'A'.repeat(50), method: 0 },
    { name: 'b', data: long, descriptor: true },
  ]);
  const damage = fc.array(fc.tuple(fc.nat(zip.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(damage, fc.integer({ min: 1, max: zip.length }), async (changes, length) => {
      const bytes = Buffer.from(zip);
      for (const [at, value] of changes) bytes[at] = value;
      await expand(memoryBlob(bytes.subarray(0, length)), 'zip');
    }),
    { numRuns: 300 },
  );
});

test.run();
