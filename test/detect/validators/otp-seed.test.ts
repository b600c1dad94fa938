import { expand } from '../../../scripts/lib/values.ts';
import { isCountedSeed, OTP_SEED } from '../../../src/detect/validators/otp-seed.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('otp-seed');
const counted = ['GEZDGNBVGY3TQOJQ', 'GEZDGNBVGY3TQOJQ'].join('');

test('tells the key of RFC 4226 and its beginning', () => {
  for (const length of [8, 16, 32]) assert.is(isCountedSeed(counted.slice(0, length)), true, String(length));
  assert.is(isCountedSeed(counted.toLowerCase()), true);
  assert.is(isCountedSeed(counted.slice(0, 7)), false);
  assert.is(isCountedSeed(`${counted.slice(0, 16)}AAAAAAAA`), false);
});

test('rejects it, and keeps random seeds', () => {
  assert.is(OTP_SEED.check({ secret: counted, groups: {}, text: '' }), 'reject');
  assert.is(OTP_SEED.check({ secret: expand(['{base32:32}'], 'seed'), groups: {}, text: '' }), 'unknown');
});

test.run();
