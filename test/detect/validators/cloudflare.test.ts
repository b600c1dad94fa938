import { expand } from '../../../scripts/lib/values.ts';
import { CLOUDFLARE_CRC } from '../../../src/detect/validators/cloudflare.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('detect/validators/cloudflare');
const input = (body: string, check: string): { secret: string; groups: Record<string, string>; text: string } => {
  const secret = `cfut_${body}${check}`;
  return { secret, groups: { body, check }, text: secret };
};

test('follows CRC-32: the check value of the digits 1 to 9 is cbf43926', () => {
  assert.is(CLOUDFLARE_CRC.complete?.('cfk_123456789'), 'cbf43926');
});

test('finds a token valid that it completed itself, and any other ending invalid', () => {
  for (let i = 0; i < 50; i++) {
    const body = expand(['{base62:40}'], `body${i}`);
    const check = CLOUDFLARE_CRC.complete?.(`cfut_${body}`) ?? '';
    assert.match(check, /^[0-9a-f]{8}$/);
    assert.is(CLOUDFLARE_CRC.check(input(body, check)), 'valid');
    assert.is(CLOUDFLARE_CRC.check(input(body, expand(['{hex:8}'], `wrong${i}`))), 'invalid');
  }
});

test.run();
