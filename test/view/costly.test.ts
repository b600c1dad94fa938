/** Containers that cost far more than their size: what the budget does not pay for is told, and is not done. */
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { Budget } from '../../src/view/budget.ts';
import { BrokenTable } from '../../src/view/rows/broken-table.ts';
import { FlatTable } from '../../src/view/arrow/flatbuffer.ts';
import { readField, SchemaSize } from '../../src/view/arrow/schema.ts';
import { entriesIn } from '../../src/view/leveldb/block.ts';
import { FilteredOutput } from '../../src/view/rar/filters.ts';
import { readHeader } from '../../src/view/seven-zip/header.ts';
import { levelTableOf } from '../helpers/leveldb.ts';
import { sevenZipCoder, sevenZipFile, sevenZipNumber } from '../helpers/packed-archives.ts';
import { assert, suite } from '../helpers/suite.ts';
import { expand, memoryBlob } from './expand.ts';

const test = suite('containers that cost more than they give');
const SMALL = { maxRatio: 1, floor: 100_000 };
const small = (): Budget => new Budget(0, SMALL);

/** Entries of which each key has the one before and a byte more. */
function growingKeys(count: number): readonly (readonly [Buffer, Buffer])[] {
  return Array.from({ length: count }, (_, index) => [Buffer.alloc(index + 1, 0x80), Buffer.from('heron')] as const);
}

test('keys of LevelDB that grow from one another stop where they stand for too much, in data and in an index', async () => {
  const table = levelTableOf([growingKeys(1000)]);
  const told = await expand(memoryBlob(table), 'leveldb', new Budget(0, { maxRatio: 1, floor: 1_000_000 }));
  assert.is(told.blobs[0]?.loss, 'too-expanded');
  const whole = await expand(memoryBlob(table), 'leveldb');
  assert.equal([whole.blobs[0]?.loss, whole.blobs[0]?.bytes.toString().split('\n').length], [undefined, 1001]);
});

test('a block whose keys are not paid for gives no more of them', () => {
  const block = Buffer.from([0, 3, 0, 97, 98, 99, ...Array.from({ length: 100 }, () => [3, 0, 0]).flat(), 0, 0, 0, 0]);
  const entries = entriesIn(block, new Budget(0, { maxRatio: 1, floor: 10 * 3 * 8 }));
  let count = 0;
  for (let next = entries.next(); ; next = entries.next(), count++)
    if (next.done === true) {
      assert.equal([count, next.value], [11, 'unpaid']);
      return;
    }
});

/** Streams of so many folders of a byte, with what else is said of them. */
const streams = (folders: number, ...more: readonly (number | Buffer)[]): (number | Buffer)[] => {
  const each = <T>(part: T): T[] => Array.from({ length: folders }, () => part);
  const coders = each([1, sevenZipCoder('00')]).flat();
  return [4, 6, 0, folders, 9, ...each(1), 0, 7, 11, folders, 0, ...coders, 12, ...each(1), 0, ...more];
};
const headerOf = (...parts: readonly (number | Buffer)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'number' ? sevenZipNumber(part) : part)));

test('a part that a 7z header has twice is refused: each could ask for a million members in four bytes', () => {
  const files = [5, 3, 0];
  assert.is(readHeader(headerOf(1, ...files, 0)).isEmpty.length, 3);
  assert.throws(() => readHeader(headerOf(1, ...files, ...files, 0)), /broken/);
  assert.is(readHeader(headerOf(1, ...streams(3, 8, 9, 0), 0, 0)).streams.substreams.length, 3);
  assert.throws(() => readHeader(headerOf(1, ...streams(3, 8, 9, 9, 0), 0, 0)), /broken/);
  assert.throws(() => readHeader(headerOf(1, ...streams(3, 8, 0, 8, 0), 0, 0)), /broken/);
});

const counts = (...each: readonly (number | Buffer)[]): Buffer => headerOf(1, ...streams(2, 8, 13, ...each, 0), 0, 0);

test('folders of a 7z header claim no more members together than one archive may have', () => {
  assert.is(readHeader(counts(1, 1)).streams.substreams.length, 2);
  assert.throws(() => readHeader(counts(sevenZipNumber(999_999), sevenZipNumber(2))), /parts: not opened/);
});

test('coders of 7z in a row are paid for with all that goes through each', async () => {
  const size = 50_000;
  const coder = sevenZipCoder('03', '00');
  const chain = (count: number): Buffer => {
    const bonds = Array.from({ length: count - 1 }, (_, index) => [index, index + 1]).flat();
    const coders = Array.from({ length: count }, () => coder);
    const sizes = Array.from({ length: count }, () => size);
    const header = [1, 4, 6, 0, 1, 9, size, 0, 7, 11, 1, 0, count, ...coders, ...bonds, 12, ...sizes, 0, 0, 5, 1, 0, 0];
    return sevenZipFile(Buffer.alloc(size, 'x'), ...header);
  };
  const lossOf = async (count: number): Promise<string | undefined> =>
    (await expand(memoryBlob(chain(count)), '7z', small())).blobs[0]?.loss;
  assert.equal([await lossOf(1), await lossOf(2), await lossOf(9)], [undefined, undefined, 'too-expanded']);
});

/** A field of a schema of Arrow whose children, so many, are all the one below it. */
function sharedFields(depth: number, children: number): Buffer {
  const tables: Buffer[] = [];
  // Each has its type in a byte, and a list of children right behind it.
  const size = 4 + 4 + 4 + 4 + 4 * children;
  const vtable = Buffer.from([16, 0, 12, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 4, 0]);
  for (let level = 0; level < depth; level++) {
    const table = Buffer.alloc(size);
    table.writeInt32LE(16 + level * size, 0);
    table.writeUInt32LE(8, 4);
    table.writeUInt8(13, 8);
    const count = level === depth - 1 ? 0 : children;
    table.writeUInt32LE(count, 12);
    for (let child = 0; child < count; child++) table.writeUInt32LE(size - 16 - 4 * child, 16 + 4 * child);
    tables.push(table);
  }
  return Buffer.from(Buffer.concat([vtable, ...tables]));
}

function read(depth: number, children: number): unknown {
  const bytes = sharedFields(depth, children);
  return readField(new FlatTable(bytes, 16), new SchemaSize(bytes.length));
}

test('columns of Arrow that share their parts are read as often as the schema is long, and then refused', () => {
  assert.ok(read(3, 2));
  assert.throws(
    () => read(20, 10),
    (error: unknown) => error instanceof BrokenTable && error.message.includes('same bytes'),
  );
});

test('filters of RAR that are for the same bytes end where they are not paid for, and the bytes come as they are', () => {
  const output = new FilteredOutput(small());
  const bytes = Buffer.alloc(10_000, 7);
  for (let filter = 0; filter < 100; filter++)
    output.add({ kind: 'delta', start: 0, length: bytes.length, channels: 1, wraps: true });
  assert.is(output.push(bytes).length, bytes.length);
  assert.ok(output.isUnpaid);
  output.reset();
  assert.not(output.isUnpaid);
});

const TYPE_BLOB = 3;
const REF_DELTA = 7;

/** An entry of a pack of up to 2047 bytes. */
function packEntry(type: number, data: Buffer, base?: string): Buffer {
  const head = Buffer.from([0x80 | (type << 4) | (data.length & 15), data.length >> 4]);
  return Buffer.concat([head, Buffer.from(base ?? '', 'hex'), deflateSync(data)]);
}

function packOf(entries: readonly Buffer[]): Buffer {
  const head = Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1');
  head.writeUInt32BE(entries.length, 8);
  const all = Buffer.concat([head, ...entries]);
  return Buffer.concat([all, createHash('sha1').update(all).digest()]);
}

const idOf = (text: Buffer): string => createHash('sha1').update(`blob ${text.length}\0`).update(text).digest('hex');

/** A pack whose objects each add a byte to the one behind it. */
function backwards(count: number): Buffer {
  const texts = Array.from({ length: count + 1 }, (_, index) => Buffer.from(`heron${'x'.repeat(index)}`));
  const entries = texts.slice(1).map((text, index) => {
    const delta = Buffer.from([text.length - 1, text.length, 0x90, text.length - 1, 1, 0x78]);
    return packEntry(REF_DELTA, delta, idOf(texts[index] as Buffer));
  });
  return packOf([...entries.toReversed(), packEntry(TYPE_BLOB, texts[0] as Buffer)]);
}

test('deltas in front of their bases are each read twice, however long the row of them', async () => {
  const count = 100;
  // An entry costs 1,024 beside its bytes: were all looked at again for each, they would cost 5,000 times that.
  const budget = new Budget(0, { maxRatio: 1, floor: 4 * count * 1100 });
  const { blobs, skips } = await expand(memoryBlob(backwards(count)), 'git-pack', budget);
  assert.equal([blobs.length, skips], [count + 1, []]);
});

test('what deltas of a pack make is paid for', async () => {
  const base = Buffer.alloc(2000, 'heron ');
  const copies = Array.from({ length: 500 }, () => [0xb0, 2000 & 0xff, 2000 >> 8]).flat();
  const size = 2000 * 500;
  const delta = Buffer.from([
    (2000 & 0x7f) | 0x80,
    2000 >> 7,
    (size & 0x7f) | 0x80,
    ((size >> 7) & 0x7f) | 0x80,
    size >> 14,
    ...copies,
  ]);
  const pack = packOf([packEntry(TYPE_BLOB, base), packEntry(REF_DELTA, delta, idOf(base))]);
  assert.is((await expand(memoryBlob(pack), 'git-pack')).blobs.length, 2);
  const { blobs, skips } = await expand(memoryBlob(pack), 'git-pack', small());
  assert.equal([blobs.length, skips.map(({ reason }) => reason)], [1, ['too-expanded']]);
});

test.run();
