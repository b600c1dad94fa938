import { BASE58_CHECK, encodeBase58Check, JFROG_SHAPE } from '../../../src/detect/validators/base58.ts';
import { encodeBase58 } from '../../../src/detect/validators/encoding.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('base58');
const check = (text: string): string => BASE58_CHECK.check({ secret: text, groups: {}, text });

test('base58check holds for what it was made for, and for nothing else', () => {
  const secret = encodeBase58Check(Buffer.concat([Buffer.from([0x80]), Buffer.alloc(32, 7), Buffer.from([1])]));
  assert.is(check(secret), 'valid');
  assert.is(check(`${secret.slice(0, -1)}${secret.endsWith('2') ? '3' : '2'}`), 'invalid');
  assert.is(check('0OIl'), 'invalid');
  assert.is(check('22'), 'invalid');
});

test('a JFrog key is told by length and lead; another shape says nothing', () => {
  const secret = encodeBase58(Buffer.concat([Buffer.from('01fde0', 'hex'), Buffer.alloc(51, 9)]));
  assert.is(JFROG_SHAPE.check({ secret, groups: {}, text: secret }), 'valid');
  assert.is(JFROG_SHAPE.check({ secret: `${secret}1`, groups: {}, text: '' }), 'unknown');
});

test.run();
