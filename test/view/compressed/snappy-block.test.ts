import * as fc from 'fast-check';
import { unpackSnappyBlock } from '../../../src/view/compressed/snappy-block.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('Snappy blocks');
const TEXT = Buffer.from('small sample '.repeat(6));
/** What Google's library makes of the text. */
const PACKED = Buffer.from('TjBzbWFsbCBzYW1wbGUg7g0ABQ0=', 'base64');
const MOST = 1 << 20;

test('a block of the library is unpacked', () => {
  assert.equal(unpackSnappyBlock(PACKED, MOST), { bytes: TEXT, isWhole: true });
});

test('literals with lengths of one to four bytes, and copies with distances of one, two and four, are read', () => {
  const run = 'x'.repeat(70);
  const elements = [
    [60 << 2, 69],
    [61 << 2, 69, 0],
    [62 << 2, 69, 0, 0],
    [63 << 2, 69, 0, 0, 0],
  ].map((tag) => Buffer.concat([Buffer.from(tag), Buffer.from(run)]));
  const copies = [
    [2 << 2, ...Buffer.from('abc')],
    [1 | (1 << 2), 3],
    [2 | (1 << 2), 8, 0],
    [3 | (3 << 2), 2, 0, 0, 0],
  ].map((bytes) => Buffer.from(bytes));
  const text = `${run.repeat(4)}abcabcabababab`;
  const size = Buffer.from([0x80 | (text.length & 0x7f), text.length >> 7]);
  const result = unpackSnappyBlock(Buffer.concat([size, ...elements, ...copies]), MOST);
  assert.equal([result?.bytes.toString(), result?.isWhole], [text, true]);
});

test('a block that is cut anywhere gives the beginning and is not whole', () => {
  for (let length = 1; length < PACKED.length; length++) {
    const result = unpackSnappyBlock(PACKED.subarray(0, length), MOST);
    assert.is(result?.isWhole, false);
    assert.is(TEXT.subarray(0, result?.bytes.length).equals(result?.bytes ?? TEXT), true);
  }
});

test('a size that is missing, too long or above the limit is refused, and takes no memory', () => {
  assert.is(unpackSnappyBlock(Buffer.alloc(0), MOST), undefined);
  assert.is(unpackSnappyBlock(Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff]), MOST), undefined);
  assert.is(unpackSnappyBlock(PACKED, TEXT.length - 1), undefined);
  const claim = unpackSnappyBlock(Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0, 97]), 2 ** 32);
  assert.equal([claim?.bytes.toString(), claim?.isWhole], ['a', false]);
});

test('any bytes give a result, and no more bytes than the block says', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const result = unpackSnappyBlock(bytes, MOST);
      return result === undefined || result.bytes.length <= MOST;
    }),
  );
});

test.run();
