import { createHash } from 'node:crypto';
import { MeteredReader, PeekedReader, readHead } from '../../src/scan/readers.ts';
import type { ByteReader } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('readers');
const TEXT = Buffer.from('0123456789');

function readerOf(step: number, slow: boolean): ByteReader {
  let at = 0;
  const read = (into: Uint8Array): number => {
    const part = TEXT.subarray(at, at + Math.min(step, into.length));
    into.set(part);
    at += part.length;
    return part.length;
  };
  return { read: slow ? async (into) => read(into) : read, close: () => ({ reason: 'changed', detail: 'grew' }) };
}

for (const slow of [false, true]) {
  const how = slow ? 'in promises' : 'at once';

  test(`MeteredReader counts and hashes what passes ${how}`, async () => {
    const reader = new MeteredReader(readerOf(3, slow), true);
    assert.is(reader.digest(), null, 'not read to its end');
    assert.equal(Buffer.from(await readHead(reader, 100)), TEXT);
    assert.is(reader.bytes, 10);
    assert.is(reader.digest(), createHash('sha256').update(TEXT).digest('hex'));
    assert.equal(reader.close(), { reason: 'changed', detail: 'grew' });
  });

  test(`PeekedReader gives the head again before the rest ${how}`, async () => {
    const inner = readerOf(4, slow);
    const head = await readHead(inner, 6);
    assert.is(head.length, 6);
    const reader = new PeekedReader(head, inner);
    const again: string[] = [];
    const into = new Uint8Array(4);
    for (let count = -1; count !== 0;) {
      count = await reader.read(into);
      again.push(Buffer.from(into.subarray(0, count)).toString());
    }
    assert.is(again.join(''), '0123456789');
    assert.is(reader.close()?.reason, 'changed');
  });
}

test('MeteredReader hashes nothing when it is not asked to', async () => {
  const reader = new MeteredReader(readerOf(3, false), false);
  await readHead(reader, 100);
  assert.is(reader.digest(), null);
});

test.run();
