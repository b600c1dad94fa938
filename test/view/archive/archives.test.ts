import * as fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { Budget } from '../../../src/view/budget.ts';
import { sniffContainer, type ContainerKind } from '../../../src/view/containers.ts';
import { makeTar } from '../../helpers/archives.ts';
import { arMember, cpioMember, framedMessage, makeAr, makeCpio, makeRpm } from '../../helpers/packages.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { expand, leaves, memoryBlob } from '../expand.ts';

const test = suite('archives');

const SAMPLES: Readonly<Record<'ar' | 'cpio' | 'rpm', Buffer>> = {
  ar: makeAr(arMember('a.txt/', 'words'), arMember('b.txt', 'more')),
  cpio: makeCpio(cpioMember('./a.txt', 'words'), cpioMember('dir', ''), cpioMember('b', 'more')),
  rpm: makeRpm(gzipSync(makeCpio(cpioMember('./a', 'words')))),
};

async function members(bytes: Buffer): Promise<string[]> {
  const kind = sniffContainer(bytes);
  const { blobs, skips } = await expand(memoryBlob(bytes), kind as ContainerKind);
  return [
    ...blobs.map(({ view, bytes: data, loss }) => `${view}=${data.toString()}${loss === undefined ? '' : `!${loss}`}`),
    ...skips.map(({ reason }) => `!${reason}`),
  ];
}

test('members are given by their names', async () => {
  assert.equal(await members(SAMPLES.ar), ['ar:a.txt=words', 'ar:b.txt=more']);
  assert.equal(await members(SAMPLES.cpio), ['cpio:./a.txt=words', 'cpio:b=more']);
  assert.equal(await leaves(memoryBlob(SAMPLES.rpm), new Budget(0)), [
    `rpm:header=${SAMPLES.rpm.subarray(136, 136 + 40).toString()}`,
    'rpm:payload>gzip>cpio:./a=words',
  ]);
});

test('long names of GNU and BSD are read', async () => {
  const gnu = makeAr(
    arMember('//', 'a-name-of-more-than-sixteen.txt/\nother.txt/\n'),
    arMember('/0', 'x'),
    arMember('/33', 'y'),
  );
  assert.equal(await members(gnu), ['ar:a-name-of-more-than-sixteen.txt=x', 'ar:other.txt=y']);
  const bsd = makeAr(arMember('#1/20', 'a-name-of-bsd.txt\0\0\0data'));
  assert.equal(await members(bsd), ['ar:a-name-of-bsd.txt=data']);
  assert.equal(await members(makeAr(arMember('#1/99', 'data'))), ['ar:#1/99=data']);
});

test('a Debian package is opened down to its files', async () => {
  const data = gzipSync(await makeTar([{ name: './etc/app.conf', data: 'words' }]));
  const deb = makeAr(arMember('debian-binary', '2.0\n'), arMember('data.tar.gz', data));
  assert.equal(await leaves(memoryBlob(deb), new Budget(0)), [
    'ar:debian-binary=2.0\n',
    'ar:data.tar.gz>gzip>tar:./etc/app.conf=words',
  ]);
});

test('what stands behind a cpio archive is a member, zeros are none', async () => {
  const two = Buffer.concat([SAMPLES.cpio, Buffer.alloc(70_000), gzipSync('tail')]);
  assert.equal((await members(two)).at(-1), `cpio:rest=${gzipSync('tail').toString()}`);
  assert.is((await members(Buffer.concat([SAMPLES.cpio, Buffer.alloc(300)]))).length, 2);
});

test('messages with their length in front are unpacked one by one', async () => {
  const file = Buffer.concat([framedMessage('first'), framedMessage('second')]);
  assert.is(sniffContainer(file), 'framed');
  assert.equal(await leaves(memoryBlob(file), new Budget(0)), ['framed:0>zstd=first', 'framed:1>zstd=second']);
  const cut = await expand(memoryBlob(file.subarray(0, file.length - 3)), 'framed');
  assert.is(cut.blobs[1]?.loss, 'truncated');
  assert.is(
    (await expand(memoryBlob(Buffer.concat([file, Buffer.from([1])])), 'framed')).skips[0]?.reason,
    'truncated',
  );
});

test('cut and damaged archives give what is there and say so, and never throw', async () => {
  for (const [kind, bytes] of Object.entries(SAMPLES)) {
    for (let length = 96; length < bytes.length - 1; length += 3) {
      const { blobs, skips } = await expand(memoryBlob(bytes.subarray(0, length)), kind as 'ar');
      const isWhole = kind === 'ar' ? length === 8 + 60 + 6 : length >= bytes.indexOf('TRAILER!!!') + 10;
      assert.ok(
        isWhole || kind === 'rpm' || skips.length > 0 || blobs.some(({ loss }) => loss === 'truncated'),
        `${kind} ${length}`,
      );
    }
    const damage = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(damage, async (changes) => {
        const damaged = Buffer.from(bytes);
        for (const [at, value] of changes) damaged[at] = value;
        await expand(memoryBlob(damaged), kind as 'ar');
      }),
      { numRuns: 200 },
    );
  }
  assert.equal((await expand(memoryBlob(SAMPLES.rpm.subarray(0, 100)), 'rpm')).skips[0]?.reason, 'corrupt');
});

test.run();
