import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { Budget } from '../../../src/view/budget.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { makeTar, makeZip } from '../../helpers/archives.ts';
import { drain, expand, leaves, memoryBlob, readerOf, streamBlob } from '../expand.ts';
import { ScanError } from '../../../src/errors.ts';
import type { ByteReader } from '../../../src/types.ts';
import { expandContainer } from '../../../src/view/containers.ts';

const test = suite('tar');
const long = 'a line that is repeated\n'.repeat(4000);

async function untar(bytes: Buffer, budget?: Budget): Promise<{ members: string[]; skips: string[]; data: Buffer[] }> {
  const { blobs, skips } = await expand(streamBlob(bytes, 1111), 'tar', budget);
  const members = blobs.map(({ view, loss }) => (loss === undefined ? view : `${view} ${loss}`));
  return { members, skips: skips.map(({ reason }) => reason), data: blobs.map((blob) => blob.bytes) };
}

test('files are given, links and folders are not', async () => {
  const tar = await makeTar([
    { name: 'a.txt', data: long },
    { name: 'folder', type: 'directory' },
    { name: 'link', type: 'symlink', linkname: '/etc/passwd' },
    { name: 'folder/b.txt', data: 'B' },
    { name: 'empty', data: '' },
  ]);
  const { members, skips, data } = await untar(tar);
  assert.equal(members, ['tar:a.txt', 'tar:folder/b.txt', 'tar:empty']);
  assert.equal(skips, []);
  assert.is(data[0]?.toString(), long);
  assert.is(data[1]?.toString(), 'B');
});

test('long names of pax and GNU headers are right', async () => {
  const name = `${'d/'.repeat(120)}ünïcode.txt`;
  assert.equal((await untar(await makeTar([{ name, data: 'x' }]))).members, [`tar:${name}`]);
  const gnu = await makeTar([
    { name: '././@LongLink', data: `${'n'.repeat(300)}\0` },
    { name: 'short', data: 'x' },
  ]);
  retype(gnu, 'L');
  assert.equal((await untar(gnu)).members, [`tar:${'n'.repeat(300)}`]);
});

/** Gives the header at `at` another type and fits its checksum. */
function retype(tar: Buffer, type: string, at = 0): void {
  tar.write(type, at + 156, 'latin1');
  fixChecksum(tar, at);
}

function fixChecksum(tar: Buffer, at: number): void {
  tar.fill(0x20, at + 148, at + 156);
  const sum = tar.subarray(at, at + 512).reduce((total, byte) => total + byte, 0);
  tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148, 'latin1');
}

test('archives of version 7, without a mark, are read', async () => {
  const tar = await makeTar([{ name: 'old', data: 'x' }]);
  tar.fill(0, 257, 512);
  fixChecksum(tar, 0);
  assert.equal((await untar(tar)).members, ['tar:old']);
});

test('a cut archive gives what is there', async () => {
  const tar = await makeTar([
    { name: 'a', data: long },
    { name: 'b', data: long },
  ]);
  const middle = await untar(tar.subarray(0, 110_000));
  assert.equal(middle.members, ['tar:a', 'tar:b truncated']);
  assert.equal(middle.skips, ['truncated']);
  const noEnd = await untar(tar.subarray(0, tar.length - 1024));
  assert.equal(noEnd.members, ['tar:a', 'tar:b']);
  assert.equal(noEnd.skips, ['truncated']);
});

test('a broken header is said once and the next member found', async () => {
  const tar = await makeTar([
    { name: 'a', data: 'A' },
    { name: 'b', data: long },
    { name: 'c', data: 'C' },
  ]);
  tar[1024 + 3] = 0x58;
  const { members, skips } = await untar(tar);
  assert.equal(members, ['tar:a', 'tar:c']);
  assert.equal(skips, ['corrupt']);
});

test('hostile sizes lose no other member', async () => {
  for (const size of [
    'not-octal!!',
    '77777777777',
    '\x80\x7f\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff',
    '-1         ',
  ]) {
    const tar = await makeTar([
      { name: 'a', data: 'A' },
      { name: 'b', data: 'B' },
    ]);
    tar.write(size, 124, 'latin1');
    fixChecksum(tar, 0);
    const { members, skips } = await untar(tar);
    assert.ok(skips.length > 0);
    assert.ok(members.length > 0);
  }
});

test('members behind the end mark are given', async () => {
  const one = await makeTar([{ name: 'a', data: 'A' }]);
  const two = await makeTar([{ name: 'b', data: 'B' }]);
  assert.equal((await untar(Buffer.concat([one, two]))).members, ['tar:a', 'tar:b']);
});

test('a member may be opened a second time, and is charged once', async () => {
  const tar = await makeTar([
    { name: 'a', data: long },
    { name: 'b', data: 'B' },
  ]);
  const budget = new Budget(0);
  const seen: string[] = [];
  for await (const event of expandContainer(streamBlob(tar), 'tar', budget, 0)) {
    if (event.kind !== 'blob') continue;
    const first = await drain(event.blob.open());
    const second = await drain(event.blob.open());
    assert.ok(first.bytes.equals(second.bytes));
    seen.push(event.blob.view.join());
  }
  assert.equal(seen, ['tar:a', 'tar:b']);
  assert.is(budget.spent, long.length + 1);
});

test('containers in an archive do not make it be read again for each', async () => {
  const members = Array.from({ length: 20 }, (_, i) => ({ name: `${i}.gz`, data: gzipSync(`text ${i}`) }));
  const tar = await makeTar(members);
  let opened = 0;
  const blob = streamBlob(tar);
  const found: string[] = [];
  const open = (): ByteReader => (opened++, blob.open());
  for await (const event of expandContainer({ ...blob, open }, 'tar', new Budget(0), 0)) {
    if (event.kind === 'blob') found.push(...(await leaves(event.blob, new Budget(0))));
  }
  assert.is(found.length, 20);
  assert.is(found[19], 'tar:19.gz>gzip=text 19');
  assert.is(opened, 1);
});

test('members that are not opened, or not to their end, are passed over', async () => {
  const tar = await makeTar([
    { name: 'a', data: long },
    { name: 'b', data: long },
    { name: 'c', data: 'C' },
  ]);
  const texts: string[] = [];
  for await (const event of expandContainer(memoryBlob(tar), 'tar', new Budget(0), 0)) {
    if (event.kind !== 'blob' || event.blob.view[0] === 'tar:a') continue;
    const reader = event.blob.open();
    const into = Buffer.alloc(10);
    const count = await reader.read(into);
    reader.close();
    texts.push(into.toString('latin1', 0, count));
  }
  assert.equal(texts, [long.slice(0, 10), 'C']);
});

test('a bomb stops this archive at the budget', async () => {
  const tar = await makeTar([
    { name: 'a', data: long },
    { name: 'b', data: 'B' },
  ]);
  const { members, skips } = await untar(tar, new Budget(0, { floor: 1000 }));
  assert.equal(members, ['tar:a too-expanded']);
  assert.equal(skips, ['too-expanded']);
});

test('an archive that cannot be read on is a skip with the reason of its reader', async () => {
  const tar = await makeTar([{ name: 'a', data: 'A' }]);
  const open = (): ByteReader => {
    const inner = readerOf(tar, 512);
    let reads = 0;
    return {
      read(into) {
        if (reads++ > 1) throw new ScanError('vanished', 'Cannot read the file: it is gone');
        return inner.read(into);
      },
      close: () => undefined,
    };
  };
  const { skips } = await expand({ ...streamBlob(tar), open }, 'tar');
  assert.equal(
    skips.map(({ reason }) => reason),
    ['vanished'],
  );
});

function brokenReader(): ByteReader {
  return {
    read: () => {
      throw new TypeError('a bug');
    },
    close: () => undefined,
  };
}

test('a bug in a reader is not taken for a broken archive', async () => {
  try {
    await expand({ ...streamBlob(Buffer.alloc(0)), open: brokenReader }, 'tar');
    assert.unreachable();
  } catch (error) {
    assert.instance(error, TypeError);
  }
});

test('containers in containers are told by what they hold', async () => {
  const inner = makeZip([{ name: 'deep.txt', data: 'deep' }]);
  const tgz = gzipSync(
    await makeTar([
      { name: 'x.zip', data: inner },
      { name: 'plain', data: 'p' },
    ]),
  );
  assert.equal(await leaves(streamBlob(tgz), new Budget(0)), ['gzip>tar:x.zip>zip:deep.txt=deep', 'gzip>tar:plain=p']);
});

test('random damage never throws', async () => {
  const tar = await makeTar([
    { name: 'n'.repeat(150), data: 'A' },
    { name: 'b', data: 'B'.repeat(900) },
  ]);
  const damage = fc.array(fc.tuple(fc.nat(tar.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(damage, fc.integer({ min: 1, max: tar.length }), async (changes, length) => {
      const bytes = Buffer.from(tar);
      for (const [at, value] of changes) bytes[at] = value;
      await untar(bytes.subarray(0, length));
    }),
  );
});

test('what stands behind the end mark is a member, up to the header of another archive', async () => {
  const [one, two] = [await makeTar([{ name: 'a', data: 'A' }]), await makeTar([{ name: 'b', data: 'B' }])];
  const packed = gzipSync(long);
  const behind = await untar(Buffer.concat([one, packed]));
  assert.equal(behind.members, ['tar:a', 'tar:rest']);
  assert.ok(behind.data[1]?.equals(packed));
  const padded = Buffer.concat([packed, Buffer.alloc(1024 - (packed.length % 512))]);
  assert.equal((await untar(Buffer.concat([one, padded, two]))).members, ['tar:a', 'tar:rest', 'tar:b']);
  assert.equal((await untar(Buffer.concat([one, Buffer.alloc(10_100)]))).members, ['tar:a'], 'zeros alone');
});

test.run();
