import { memoryAccess, type RandomAccess } from '../../../src/view/random-access.ts';
import { memberName, ZipWalk } from '../../../src/view/zip/walk.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('members of a zip without a directory');
const SIGNATURE = 'PK\u0003\u0004';
const DESCRIPTOR_FLAG = 8;

function header({ flags = 0, size = 0, name = '', extra = '' }): Buffer {
  const fixed = Buffer.alloc(30);
  fixed.write(SIGNATURE, 'latin1');
  fixed.writeUInt16LE(20, 4);
  fixed.writeUInt16LE(flags, 6);
  fixed.writeUInt32LE(size, 18);
  fixed.writeUInt32LE(size, 22);
  fixed.writeUInt16LE(Buffer.byteLength(name), 26);
  fixed.writeUInt16LE(extra.length, 28);
  return Buffer.concat([fixed, Buffer.from(name), Buffer.from(extra, 'latin1')]);
}

function descriptor(size: number): Buffer {
  const record = Buffer.alloc(16);
  record.write('PK\u0007\u0008', 'latin1');
  record.writeUInt32LE(size, 8);
  return record;
}

/** The members' names and ends, and how many bytes were read for each byte that is there. */
function walk(bytes: Buffer): { readonly found: readonly string[]; readonly share: number } {
  let read = 0;
  const access: RandomAccess = {
    ...memoryAccess(bytes),
    size: bytes.length,
    read(position, length) {
      const part = Buffer.from(bytes.subarray(position, position + length));
      read += part.length;
      return part;
    },
  };
  const found: string[] = [];
  for (const { member } of new ZipWalk(access).members({ start: 0, end: bytes.length }))
    found.push(`${member.name} ${member.dataStart}-${member.dataEnd}`);
  return { found, share: read / bytes.length };
}

test('finds each by its header, with the end that header or descriptor names', () => {
  const stored = Buffer.concat([header({ size: 3, name: 'a' }), Buffer.from('abc')]);
  const open = Buffer.concat([header({ flags: DESCRIPTOR_FLAG, name: 'b' }), Buffer.from('wxyz'), descriptor(4)]);
  const { found } = walk(Buffer.concat([Buffer.from('front'), stored, open, stored]));
  assert.equal(found, ['a 36-39', 'b 70-74', 'a 121-124']);
});

test('a descriptor counts where its size fits, and the next header where none does', () => {
  const inner = Buffer.concat([header({ flags: DESCRIPTOR_FLAG, name: 'i' }), Buffer.from('12'), descriptor(2)]);
  const outer = Buffer.concat([header({ flags: DESCRIPTOR_FLAG, name: 'o' }), inner, descriptor(inner.length)]);
  assert.is(walk(outer).found[0], `o 31-${31 + inner.length}`);
  const cut = Buffer.concat([
    header({ flags: DESCRIPTOR_FLAG, name: 'c' }),
    Buffer.from('12345'),
    header({ name: 'd' }),
  ]);
  assert.equal(walk(cut).found, ['c 31-36', 'd 67-67']);
});

const COUNT = 60_000;
const HOSTILE: Readonly<Record<string, Buffer>> = {
  'signatures alone': Buffer.alloc(4 * 1024 * 1024, SIGNATURE, 'latin1'),
  'headers whose data has no end': Buffer.alloc(30 * COUNT, header({ flags: DESCRIPTOR_FLAG })),
  'headers, and descriptors that fit none of them': Buffer.concat([
    Buffer.alloc(30 * COUNT, header({ flags: DESCRIPTOR_FLAG })),
    Buffer.alloc(16 * COUNT, descriptor(0xffffffff)),
  ]),
};
for (const [what, bytes] of Object.entries(HOSTILE)) {
  test(`${what}: each part of the file is read a few times`, () => {
    const { share } = walk(bytes);
    assert.ok(share < 16, `${share.toFixed(1)} times`);
  });
}

test('a name of 64 KiB is told by its first part', () => {
  assert.is(memberName(Buffer.from('ä/'.repeat(15_000))), `${'ä/'.repeat(512)}…`);
  assert.is(memberName(Buffer.from('€/'.repeat(15_000))), `${'€/'.repeat(512)}…`);
  assert.is(memberName(Buffer.alloc(60_000, 'ä/', 'latin1')), `${'ä/'.repeat(512)}…`);
  assert.is(memberName(Buffer.from('€'.repeat(20_000))), '…');
  assert.is(memberName(Buffer.from('a/b.txt')), 'a/b.txt');
});

test.run();
