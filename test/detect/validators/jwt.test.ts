import { JWT, JWT_KUBERNETES, JWT_PARTS, JWT_SUPABASE } from '../../../src/detect/validators/jwt.ts';
import type { Validator } from '../../../src/detect/rule.ts';
import { expand } from '../../../scripts/lib/values.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('jwt');
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const signature = expand(['{base64url:43}'], 'signature');
const token = (claims: unknown, header: unknown = { alg: 'HS256', typ: 'JWT' }, sign = signature): string =>
  [part(header), part(claims), sign].join('.');
const encrypted = (header: unknown): string => [part(header), expand(['{base64url:60}'], 'key'), signature].join('.');
const check = (validator: Validator, secret: string): string => validator.check({ secret, groups: {}, text: secret });

test('a signed token whose parts are JSON is valid', () => {
  assert.is(check(JWT, token({ sub: 'svc-7', scope: 'read' })), 'valid');
});

test('a token whose payload is no JSON is left as it is', () => {
  assert.is(check(JWT, `${part({ alg: 'RS256' })}.${expand(['{base64url:60}'], 'p')}.${signature}`), 'unknown');
});

test('a token that says JWT and holds no object is none, unless what it holds is packed or encrypted', () => {
  for (const payload of [part(['test']), `A${part({ a: 'b' })}`])
    assert.is(check(JWT, `${part({ alg: 'HS256', typ: 'JWT' })}.${payload}.${signature}`), 'reject');
  const packed = { alg: 'ES256', typ: 'JWT', zip: 'DEF' };
  assert.is(check(JWT, `${part(packed)}.${expand(['q{base64url:59}'], 'packed')}.${signature}`), 'unknown');
});

test('a payload that the rule cut off needs no signature', () => {
  assert.is(check(JWT, `${part({ alg: 'RS256' })}.${expand(['{base64url:1600}'], 'p')}`), 'unknown');
});

test('a token that a host of documentation issues is a sample', () => {
  for (const iss of [
    'https://example.com',
    'https://login.example.org:8443/a',
    'server.example.net',
    'http://a.invalid/',
  ])
    assert.is(check(JWT, token({ iss, sub: 'svc-7' })), 'reject', iss);
  for (const iss of ['https://login.corp.io', 'https://example.com.corp.io', 'myexample.com'])
    assert.is(check(JWT, token({ iss, sub: 'svc-7' })), 'valid', iss);
});

test('a header without alg, or that is no JSON, is no token', () => {
  assert.is(check(JWT, token({ sub: 'a' }, { typ: 'JWT' })), 'reject');
  assert.is(check(JWT, expand(['eyJ', '{base62:30}.{base62:30}.{base62:30}'], 'x')), 'reject');
});

test('a header without alg counts where the payload has registered claims', () => {
  assert.is(check(JWT, token({ iss: 'ci', exp: 1 }, { kid: '7' })), 'valid');
  assert.is(check(JWT, token({ iss: 'ci', exp: 1 }, { alg: 7 })), 'reject');
});

test('a stripped, masked or repeated signature makes the token worthless', () => {
  for (const sign of ['', 'redacted-by-the-proxy', 'x'.repeat(43), 'short']) {
    assert.is(check(JWT, token({ sub: 'a' }, undefined, sign)), 'reject', sign);
  }
});

test('the samples of jwt.io, RFC 7519 and RFC 7520 are rejected', () => {
  assert.is(check(JWT, token({ iss: 'joe', 'http://example.com/is_root': true })), 'reject');
  const text = Buffer.from('It\u2019s a dangerous business, Frodo').toString('base64url');
  assert.is(check(JWT, `${part({ alg: 'RS256' })}.${text}.${signature}`), 'reject');
  assert.is(check(JWT, token({ sub: '1234567890', name: 'John Doe', iat: 1516239022 })), 'reject');
});

test('text that was signed, and words that say nothing to a server, are no claims', () => {
  const text = Buffer.from('Lorem ipsum dolor').toString('base64url');
  assert.is(check(JWT, `${part({ alg: 'RS256' })}.${text}.${signature}`), 'reject');
  for (const claims of [{ foo: 'bar' }, { a: 'b' }, { key: 'value' }, { a: 1 }]) {
    assert.is(check(JWT, token(claims)), 'reject', JSON.stringify(claims));
  }
  for (const claims of [
    { user_id: 5 },
    { sub: 'deploy' },
    { role: 'admin' },
    { foo: 'bar', exp: 1 },
    { data: { n: 1 } },
  ]) {
    assert.is(check(JWT, token(claims)), 'valid', JSON.stringify(claims));
  }
});

test('an encrypted one counts where it is given to a server', () => {
  for (const alg of ['dir', 'RSA-OAEP']) assert.is(check(JWT, encrypted({ alg, enc: 'A256GCM' })), 'unknown', alg);
  assert.is(check(JWT, encrypted({ alg: 'A128KW', enc: 'A256GCM', cty: 'JWT' })), 'unknown');
  for (const alg of ['PBES2-HS256+A128KW', 'A128GCMKW', 'ECDH-ES']) {
    assert.is(check(JWT, encrypted({ alg, enc: 'A128GCM' })), 'reject', alg);
  }
});

test('issuers that have a rule of their own are told by their claims', () => {
  const kubernetes = token({ iss: 'kubernetes/serviceaccount', sub: 'system:serviceaccount:ci:deploy' });
  const bound = token({ iss: 'https://oidc.corp.test', 'kubernetes.io': { namespace: 'ci' } });
  const supabase = token({ iss: 'supabase', ref: 'abc', role: 'service_role' });
  for (const secret of [kubernetes, bound]) {
    assert.is(check(JWT_KUBERNETES, secret), 'valid');
    assert.is(check(JWT, secret), 'reject');
  }
  assert.is(check(JWT_SUPABASE, supabase), 'valid');
  assert.is(check(JWT, supabase), 'reject');
  assert.is(check(JWT_SUPABASE, kubernetes), 'reject');
});

test("Supabase's public key and local default are no secrets", () => {
  assert.is(check(JWT, token({ iss: 'supabase', role: 'anon' })), 'reject');
  assert.is(check(JWT_SUPABASE, token({ iss: 'supabase-demo', role: 'service_role' })), 'reject');
});

test('other token types are told by their parts', () => {
  assert.is(check(JWT_PARTS, token({ sub: 'a' }, { ver: '2' })), 'valid');
  assert.is(check(JWT_PARTS, 'eyJ.abc.def'), 'unknown');
});

test.run();
