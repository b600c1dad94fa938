import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import type { Budget } from '../../../src/view/budget.ts';
import { sniffContainer } from '../../../src/view/containers.ts';
import { makePlist, plistOf, type PlistSpec, PlistUid } from '../../helpers/plist.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { expand, memoryBlob } from '../expand.ts';

const test = suite('binary property lists');

async function textOf(bytes: Buffer, budget?: Budget): Promise<string> {
  const { blobs } = await expand(memoryBlob(bytes), 'bplist', budget);
  return blobs[0]?.bytes.toString() ?? '';
}

async function reasonsOf(bytes: Buffer, budget?: Budget): Promise<string[]> {
  const { skips } = await expand(memoryBlob(bytes), 'bplist', budget);
  return skips.map(({ reason }) => reason);
}

test('it is told by its first bytes', () => {
  assert.is(sniffContainer(makePlist({ a: 'b' })), 'bplist');
});

test('values stand beside their names, as JSON', async () => {
  const value = { host: 'a.example', port: 5432, on: true, list: ['é and ü', { inner: 'x' }], data: gzipSync('a') };
  const read = JSON.parse(await textOf(makePlist(value))) as unknown;
  assert.equal(read, { ...value, data: gzipSync('a').toString('base64') });
});

test('every list that is made is read', async () => {
  const { tree } = fc.letrec<{ tree: PlistSpec }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      fc.string({ unit: 'grapheme' }),
      fc.nat(60_000),
      fc.boolean(),
      fc.array(tie('tree'), { maxLength: 20 }),
      fc.dictionary(fc.string(), tie('tree'), { maxKeys: 20, noNullPrototype: true }),
    ),
  }));
  await fc.assert(
    fc.asyncProperty(tree, async (value) => {
      assert.equal(JSON.parse(await textOf(makePlist(value))), JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('keys and values that an archiver keeps apart stand beside each other', async () => {
  const keys = [new PlistUid(2)];
  const archive = { $objects: ['$null', { 'NS.keys': keys, 'NS.objects': [new PlistUid(3)] }, 'name', 'meaning'] };
  assert.match(await textOf(makePlist({ $top: { root: new PlistUid(1) }, ...archive })), '"name": "meaning"');
});

test('an object inside itself is written once', async () => {
  assert.is(await textOf(plistOf([Buffer.from([0xa2, 0, 0, 0, 0])])), '[null,\nnull]\n');
});

test('texts that stand for more than the budget are told', async () => {
  const long = Buffer.concat([Buffer.from([0x5f, 0x11, 0x10, 0x00]), Buffer.alloc(4096, 'x')]);
  const members = Buffer.concat(Array.from({ length: 20_000 }, () => Buffer.from([0, 1])));
  const array = Buffer.concat([Buffer.from([0xaf, 0x12, 0, 0, 0x4e, 0x20]), members]);
  const bytes = plistOf([array, long]);
  assert.equal(await reasonsOf(bytes), ['too-expanded']);
  assert.ok((await textOf(bytes)).length <= 65 * 1024 * 1024);
});

test('a list without its table, and objects that are none, are told', async () => {
  const bytes = makePlist({ a: 'b' });
  assert.equal(await reasonsOf(bytes.subarray(0, bytes.length - 1)), ['corrupt']);
  assert.equal(await reasonsOf(plistOf([Buffer.from([0xa1, 0, 7])])), ['corrupt']);
});

test('no bytes make it throw', async () => {
  const base = makePlist({ name: 'some text', list: [1, 2, Buffer.from('data'), true], more: { a: 'b' } });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat(base.length - 1), fc.nat(255)), { maxLength: 8 }), async (damage) => {
      const bytes = Buffer.from(base);
      for (const [at, value] of damage) bytes[at] = value;
      await textOf(bytes);
    }),
  );
});

test.run();
