import { BITLOCKER } from '../../../src/detect/validators/printed.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('BITLOCKER');
const check = (secret: string): string => BITLOCKER.check({ secret, groups: {}, text: secret });
const blocks = Array.from({ length: 8 }, (_, index) => String((index * 7919 + 1234) * 11).padStart(6, '0'));

test('blocks that are multiples of eleven are a recovery password', () => assert.is(check(blocks.join('-')), 'valid'));

test('one block that is none, or is too large, makes it something else', () => {
  const changed = String(Number(blocks[3]) + 1).padStart(6, '0');
  assert.is(check([...blocks.slice(0, 3), changed, ...blocks.slice(4)].join('-')), 'reject');
  assert.is(check([...blocks.slice(0, 7), '720896'].join('-')), 'reject');
});

test('completes a block', () => {
  for (const four of ['1234', '0000', '6500'])
    assert.is(Number(`${four}${BITLOCKER.complete?.(`x-${four}`)}`) % 11, 0, four);
});

test.run();
