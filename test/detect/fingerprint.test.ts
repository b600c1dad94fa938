import { fingerprint } from '../../src/detect/fingerprint.ts';
import { Secret } from '../../src/secret.ts';
import { expand } from '../../scripts/lib/values.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('fingerprint()');

const strong = new Secret(expand(['{base62:40}'], 'strong'));
const weak = new Secret(['spring', '1', '!'].join(''));
const place = { ruleId: 'r', prefixLength: 0, path: 'a.log', context: 'x=\0;' };
const key = Buffer.from(expand(['{base62:32}'], 'key'));

test('names a strong value the same wherever it stands', () => {
  const here = fingerprint({ ...place, secret: strong });
  assert.match(here, /^h1:[0-9a-f]{32}$/);
  assert.is(fingerprint({ ...place, secret: strong, path: 'b.log', context: 'other' }), here);
});

test('names a weak value by its place, so that its name tells nothing of it', () => {
  const here = fingerprint({ ...place, secret: weak });
  assert.match(here, /^c1:/);
  assert.is(fingerprint({ ...place, secret: new Secret('other2!') }), here);
  assert.is.not(fingerprint({ ...place, secret: weak, path: 'b.log' }), here);
});

test('names every value by its HMAC when there is a key', () => {
  const here = fingerprint({ ...place, secret: weak, key });
  assert.match(here, /^k1:/);
  assert.is(fingerprint({ ...place, secret: weak, key, path: 'b.log' }), here);
  assert.is.not(fingerprint({ ...place, secret: weak, key: Buffer.from('another key of 32 bytes and more') }), here);
});

test.run();
