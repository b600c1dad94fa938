import { crc16, crc24, crc32 } from '../../../src/detect/validators/crc.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('crc');

test('crc32() gives the check value of the algorithm', () => {
  assert.is(crc32('123456789'), 0xcbf43926);
  assert.is(crc32(''), 0);
});

test('crc24() gives the check value and the start value of RFC 4880', () => {
  assert.is(crc24('123456789'), 0x21cf02);
  assert.is(crc24(''), 0xb704ce);
});

test('crc16() gives the check value of XMODEM', () => {
  assert.is(crc16('123456789'), 0x31c3);
});

test.run();
