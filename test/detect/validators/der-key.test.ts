import { generateKeyPairSync } from 'node:crypto';
import { DER_KEY } from '../../../src/detect/validators/pem-body.ts';
import { expand } from '../../../scripts/lib/values.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('der-key');
const check = (secret: string): string => DER_KEY.check({ secret, groups: {}, text: secret });
const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
const body = rsa.export({ type: 'pkcs1', format: 'der' }).toString('base64');

test('a whole key is valid, slashes escaped or not', () => {
  assert.is(check(body), 'valid');
  assert.is(check(body.replaceAll('/', '\\/')), 'valid');
});

test('the most of a key is left as it is, its public beginning is none', () => {
  assert.is(check(body.slice(0, 400)), 'unknown');
  assert.is(check(body.slice(0, 80)), 'reject');
});

test('one character over and over is no key', () => {
  assert.is(check('A'.repeat(300)), 'reject');
  assert.is(check(expand(['{base64:8}'], 'short')), 'reject');
});

test.run();
