import type { Validator } from '../../../src/detect/rule.ts';
import {
  ATLASSIAN_DATA_CENTER,
  ATLASSIAN_DATA_CENTER_BARE,
  BASE64_SECRET,
  ELASTICSEARCH_KEY,
  encodeNkey,
  JFROG_REFERENCE,
  JSON_DECODE,
  JWK_MEMBER,
  NKEY,
  PYPI_MACAROON,
} from '../../../src/detect/validators/token-structure.ts';
import { expand } from '../../../scripts/lib/values.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('token-structure');
const check = (validator: Validator, secret: string): string => validator.check({ secret, groups: {}, text: secret });
const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

test('a package index token is a macaroon whose location is a host', () => {
  const macaroon = `\x02\x01\x08index.ab\x02\x24${'i'.repeat(36)}`;
  assert.is(check(PYPI_MACAROON, `pypi-${Buffer.from(macaroon, 'latin1').toString('base64url')}`), 'valid');
  assert.is(check(PYPI_MACAROON, `pypi-${base64('something else that is long')}`), 'unknown');
});

test('a JFrog reference token decodes to its documented form', () => {
  assert.is(check(JFROG_REFERENCE, base64(expand(['reftkn:01:1234509876:', '{base62:27}'], 'ref'))), 'valid');
  assert.is(check(JFROG_REFERENCE, base64('reftkn:x')), 'unknown');
});

test('a Data Center token decodes to an id and random bytes', () => {
  const body = base64(expand(['123456789012:', '{base62:20}'], 'dc'));
  assert.is(check(ATLASSIAN_DATA_CENTER, `BBDC-${body}`), 'valid');
  assert.is(check(ATLASSIAN_DATA_CENTER, `BBDC-${base64('no id at all')}`), 'unknown');
  assert.is(check(ATLASSIAN_DATA_CENTER_BARE, body), 'valid');
  assert.is(check(ATLASSIAN_DATA_CENTER_BARE, base64('no id at all')), 'reject');
});

test('JSON inside a token makes it valid, with a signature behind it too', () => {
  const body = base64('{"email":"ci@corp.test","key":"value"}');
  assert.is(check(JSON_DECODE, `ops_${body}`), 'valid');
  assert.is(check(JSON_DECODE, `sntrys_${body.replace(/=+$/, '')}_c2ln`), 'valid');
  assert.is(check(JSON_DECODE, 'ops_eyJhbGci'), 'unknown');
});

test('an Elasticsearch key decodes to id and key', () => {
  assert.is(check(ELASTICSEARCH_KEY, base64(expand(['{base62:20}:{base62:22}'], 'es'))), 'valid');
  assert.is(check(ELASTICSEARCH_KEY, base64('x:y')), 'reject');
});

test('a NATS seed carries its CRC', () => {
  const seed = encodeNkey(`\x95\x00${'s'.repeat(32)}`);
  assert.is(seed.length, 58);
  assert.is(check(NKEY, seed), 'valid');
  assert.is(check(NKEY, `${seed.slice(0, 20)}${seed[20] === 'A' ? 'B' : 'A'}${seed.slice(21)}`), 'unknown');
  assert.is(check(NKEY, 'not base32!'), 'unknown');
});

test('base64 of a value is kept, of a placeholder or of few bytes it is not', () => {
  assert.is(check(BASE64_SECRET, base64(expand(['{base62:12}!'], 'b64'))), 'unknown');
  assert.is(check(BASE64_SECRET, base64('changeme')), 'reject');
  assert.is(check(BASE64_SECRET, base64('\x00\x01')), 'reject');
  assert.is(check(BASE64_SECRET, base64('\x00\x01'.repeat(16))), 'unknown');
});

test('base64 of a certificate, of an empty armour or of three letters is no secret', () => {
  const empty = ['-----BEGIN PRIVATE', ' KEY-----\n-----END PRIVATE', ' KEY-----'].join('');
  for (const text of ['-----BEGIN CERTIFICATE-----\nMIIB\n', empty, 'cat']) {
    assert.is(check(BASE64_SECRET, base64(text)), 'reject', text);
  }
});

test('a member of a key is bytes, and no text that counts up', () => {
  assert.is(check(JWK_MEMBER, Buffer.from('0123456789ABCDEF').toString('base64url')), 'reject');
  assert.is(check(JWK_MEMBER, expand(['{base64url:43}'], 'jwk')), 'unknown');
});

test.run();
