import { ETHEREUM_KEY } from '../../../src/detect/validators/ethereum.ts';
import { expand } from '../../../scripts/lib/values.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('ethereum-key');
const check = (secret: string): string => ETHEREUM_KEY.check({ secret, groups: {}, text: secret });

test('a number below the order of the group may be a key', () => {
  assert.is(check(`0x7${expand(['{hex:63}'], 'eth')}`), 'unknown');
  assert.is(check(`7${expand(['{HEX:63}'], 'eth')}`), 'unknown');
});

test('zero, small numbers and the order itself are none', () => {
  assert.is(check('0'.repeat(64)), 'reject');
  assert.is(check(`0x${'0'.repeat(56)}deadbeef`), 'reject');
  assert.is(check(`${'f'.repeat(31)}ebaaedce6af48a03bbfd25e8cd0364141`), 'reject');
  assert.is(check('f'.repeat(64)), 'reject');
});

test.run();
