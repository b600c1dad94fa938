import {
  BASE58_CHECK,
  BIP32,
  BITCOIN_WIF,
  encodeBase58Check,
  JFROG_SHAPE,
} from '../../../src/detect/validators/base58.ts';
import { encodeBase58 } from '../../../src/detect/validators/encoding.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('base58');
const check32 = (secret: string): string => BIP32.check({ secret, groups: {}, text: secret });
const wif = (payload: Buffer): string => {
  const secret = encodeBase58Check(payload);
  return BITCOIN_WIF.check({ secret, groups: {}, text: secret });
};
const check = (text: string): string => BASE58_CHECK.check({ secret: text, groups: {}, text });

test('base58check holds for what it was made for, and for nothing else', () => {
  const secret = encodeBase58Check(Buffer.concat([Buffer.from([0x80]), Buffer.alloc(32, 7), Buffer.from([1])]));
  assert.is(check(secret), 'valid');
  assert.is(check(`${secret.slice(0, -1)}${secret.endsWith('2') ? '3' : '2'}`), 'invalid');
  assert.is(check('0OIl'), 'invalid');
  assert.is(check('22'), 'invalid');
});

test('a Bitcoin key has version, 32 bytes and checksum; without the checksum it is any base58', () => {
  assert.is(wif(Buffer.concat([Buffer.from([0x80]), Buffer.alloc(32, 7)])), 'valid');
  assert.is(wif(Buffer.concat([Buffer.from([0xef]), Buffer.alloc(32, 7), Buffer.from([1])])), 'valid');
  assert.is(wif(Buffer.concat([Buffer.from([0x05]), Buffer.alloc(32, 7)])), 'reject');
  assert.is(BITCOIN_WIF.check({ secret: `5${'K'.repeat(50)}`, groups: {}, text: '' }), 'reject');
});

test('an extended key is checked, and its public half is none', () => {
  const head = Buffer.concat([Buffer.from('0488ade4', 'hex'), Buffer.alloc(41, 3)]);
  const extended = (tail: Buffer): string => encodeBase58Check(Buffer.concat([head, tail]));
  const key = extended(Buffer.concat([Buffer.from([0]), Buffer.alloc(32, 9)]));
  assert.is(check32(key), 'valid');
  assert.is(check32(`${key.slice(0, -1)}${key.endsWith('2') ? '3' : '2'}`), 'invalid');
  assert.is(check32(extended(Buffer.concat([Buffer.from([2]), Buffer.alloc(32, 9)]))), 'reject');
});

test('a JFrog key is told by length and lead; another shape says nothing', () => {
  const secret = encodeBase58(Buffer.concat([Buffer.from('01fde0', 'hex'), Buffer.alloc(51, 9)]));
  assert.is(JFROG_SHAPE.check({ secret, groups: {}, text: secret }), 'valid');
  assert.is(JFROG_SHAPE.check({ secret: `${secret}1`, groups: {}, text: '' }), 'unknown');
});

test.run();
