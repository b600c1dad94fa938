import { gzipSync } from 'node:zlib';
import { Budget } from '../../../src/view/budget.ts';
import { noise } from '../../helpers/noise.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { expand, memoryBlob, streamBlob } from '../expand.ts';

const test = suite('gzip');
const log = Buffer.from(Array.from({ length: 20_000 }, (_, i) => `line ${i} ${(i * 7919) % 10_007}\n`).join(''));

async function gunzip(bytes: Buffer, budget?: Budget): Promise<{ text: Buffer; loss: string | undefined }> {
  const { blobs } = await expand(streamBlob(bytes, 3000), 'gzip', budget);
  assert.is(blobs.length, 1);
  assert.is(blobs[0]?.view, 'gzip');
  return { text: blobs[0]?.bytes ?? Buffer.alloc(0), loss: blobs[0]?.loss };
}

test('a whole file is decompressed', async () => {
  const { text, loss } = await gunzip(gzipSync(log));
  assert.ok(text.equals(log));
  assert.is(loss, undefined);
});

test('many members are joined, empty ones and one after another', async () => {
  const parts = [log, Buffer.alloc(0), Buffer.from('tail'), Buffer.alloc(0)];
  const { text, loss } = await gunzip(Buffer.concat(parts.map((part) => gzipSync(part))));
  assert.ok(text.equals(Buffer.concat(parts)));
  assert.is(loss, undefined);
});

test('a header with every optional field is passed over', async () => {
  const plain = gzipSync('text');
  const header = Buffer.from([0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9]);
  const names = Buffer.from('name\0comment\0\x01\x02', 'latin1');
  const { text, loss } = await gunzip(Buffer.concat([header, names, plain.subarray(10)]));
  assert.is(text.toString(), 'text');
  assert.is(loss, undefined);
});

test('a cut file gives everything that can be had, wherever it is cut', async () => {
  const whole = gzipSync(log);
  let before = -1;
  for (const cut of [5, 12, 40, 1000, whole.length >> 1, whole.length - 9, whole.length - 1]) {
    const { text, loss } = await gunzip(whole.subarray(0, cut));
    assert.is(loss, 'truncated');
    assert.ok(text.equals(log.subarray(0, text.length)));
    assert.ok(text.length >= before);
    before = text.length;
  }
  assert.is(before, log.length);
});

test('a small broken file gives what stands before the error', async () => {
  const data = Buffer.from('the first lines are whole\n'.repeat(3) + noise(600).toString('base64'));
  const bytes = gzipSync(data);
  bytes.fill(0xff, bytes.length - 60, bytes.length - 20);
  const { text, loss } = await gunzip(bytes);
  assert.ok(loss === 'corrupt' || loss === 'truncated');
  assert.ok(text.length > 500, `only ${text.length}`);
  assert.ok(text.subarray(0, 500).equals(data.subarray(0, 500)));
});

test('a large broken file gives what stands before the error', async () => {
  const data = Buffer.from(noise(300_000).toString('base64'));
  const bytes = gzipSync(data);
  bytes.fill(0xff, 200_000, 200_040);
  const { text, loss } = await gunzip(bytes);
  assert.is(loss, 'corrupt');
  assert.ok(text.length > 255_000, `only ${text.length}`);
  assert.ok(text.subarray(0, 255_000).equals(data.subarray(0, 255_000)));
});

test('a wrong checksum is said and nothing lost, the members behind it neither', async () => {
  const first = gzipSync('first ');
  first.writeUInt8(first.readUInt8(first.length - 6) ^ 1, first.length - 6);
  const { text, loss } = await gunzip(Buffer.concat([first, gzipSync('second')]));
  assert.is(text.toString(), 'first second');
  assert.is(loss, 'corrupt');
});

test('junk behind the last member is said with its place, a few bytes and zeros are not', async () => {
  const junk = await expand(memoryBlob(Buffer.concat([gzipSync('text'), Buffer.from('junk of 16 bytes')])), 'gzip');
  assert.is(junk.blobs[0]?.bytes.toString(), 'text');
  assert.is(junk.blobs[0]?.loss, 'corrupt');
  const short = await expand(memoryBlob(Buffer.concat([gzipSync('text'), Buffer.from('fifteen bytes..')])), 'gzip');
  assert.is(short.blobs[0]?.loss, undefined);
  const zeros = await gunzip(Buffer.concat([gzipSync('text'), Buffer.alloc(70_000)]));
  assert.is(zeros.loss, undefined);
});

test('a bomb stops at the budget', async () => {
  const bomb = gzipSync(Buffer.alloc(50 * 2 ** 20));
  const budget = new Budget(bomb.length, { floor: 2 ** 20, maxRatio: 2 });
  const { text, loss } = await gunzip(bomb, budget);
  assert.is(loss, 'too-expanded');
  assert.ok(text.length <= 2 ** 20);
});

test('reading a second time is not charged again', async () => {
  const budget = new Budget(0, { floor: log.length });
  const { blobs } = await expand(memoryBlob(gzipSync(log)), 'gzip', budget);
  assert.is(blobs[0]?.loss, undefined);
  assert.is(budget.spent, log.length);
});

test.run();
