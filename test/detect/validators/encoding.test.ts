import * as fc from 'fast-check';
import {
  base62,
  decodeBase32,
  decodeBase58,
  decodeBase64,
  encodeBase32,
  encodeBase58,
  isPrintable,
  parseJsonObject,
} from '../../../src/detect/validators/encoding.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('encoding');
const latin1 = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1'));

test('base62() counts 0-9A-Za-z and pads on the left', () => {
  assert.equal(
    [0, 9, 10, 36, 61, 62].map((value) => base62(value, 2)),
    ['00', '09', '0A', '0a', '0z', '10'],
  );
});

test('base32 decodes what it encoded, and the vector of RFC 4648', () => {
  fc.assert(fc.property(latin1, (text) => decodeBase32(encodeBase32(text)) === text));
  assert.is(encodeBase32('foobar'), 'MZXW6YTBOI');
  assert.is(decodeBase32('a1'), undefined);
});

test('base58 decodes what it encoded, leading zeros too', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const encoded = encodeBase58(Buffer.from(bytes));
      return decodeBase58(encoded)?.equals(Buffer.from(bytes)) === true;
    }),
  );
  assert.is(decodeBase58('0OIl'), undefined);
});

test('base64 is read in both alphabets, padded or not', () => {
  assert.is(decodeBase64('-_8'), decodeBase64('+/8='));
  assert.is(decodeBase64('abcde'), undefined);
  assert.is(decodeBase64('a b'), undefined);
});

test('isPrintable() takes ASCII and UTF-8 letters, no controls and no stray bytes', () => {
  assert.ok(isPrintable('user:pass word'));
  assert.ok(isPrintable(Buffer.from('pässwörd').toString('latin1')));
  assert.not.ok(isPrintable('a\0b'));
  assert.not.ok(isPrintable('a\xe4b'));
  assert.not.ok(isPrintable(''));
});

test('parseJsonObject() gives objects alone', () => {
  assert.equal(parseJsonObject('{"a":1}'), { a: 1 });
  for (const text of ['[1]', '1', '{', 'null', undefined]) assert.is(parseJsonObject(text), undefined);
});

test.run();
