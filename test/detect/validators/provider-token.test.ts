import { PROVIDER_TOKEN } from '../../../src/detect/validators/provider-token.ts';
import { expand } from '../../../scripts/lib/values.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('provider-token');
const check = (bridge: string, secret: string): string =>
  PROVIDER_TOKEN.check({ secret, groups: { bridge }, text: `${bridge}${secret}` });
const hex = expand(['{hex:39}a'], 'provider');
const mixed = expand(['{base62:30}7q'], 'provider');
const uuid = expand(['{uuid}'], 'provider');

test('a random token behind a word for a credential is kept', () => {
  for (const bridge of ['_api_key = "', ' TOKEN ', '.secretKey: ', '-private-', '/?access_token=', '_PAT=']) {
    for (const token of [hex, mixed, uuid]) assert.is(check(bridge, token), 'unknown', bridge);
  }
});

test('an operator alone is enough for what is long, not for a UUID', () => {
  assert.is(check(" = '", mixed), 'unknown');
  assert.is(check(': ', hex), 'unknown');
  assert.is(check('_api = "', hex), 'unknown');
  assert.is(check(': ', uuid), 'reject');
  assert.is(check('("', expand(['XE65', '{base32:31}'], 'icap')), 'reject');
  assert.is(check(': ', expand(['a7b', '{base62:9}'], 'short')), 'reject');
});

test('a call by the name of the provider or of its client is enough for what is long', () => {
  for (const bridge of ['("', "( '", '.Client("', 'Api(`', " = require('acme')('", "')('"])
    assert.is(check(bridge, mixed), 'unknown', bridge);
  for (const bridge of ['.test("', ".describe('"]) assert.is(check(bridge, mixed), 'reject', bridge);
  assert.is(check('("', uuid), 'reject');
});

test('the key of a project of PostHog is public', () => {
  assert.is(check('.apiKey: "', ['phc', mixed].join('_')), 'reject');
});

test('behind blanks alone stands a token if it is no digest', () => {
  assert.is(check('  ', mixed), 'unknown');
  assert.is(check(' ', mixed.slice(0, 20)), 'reject');
  assert.is(check(' ', hex), 'reject');
});

test('a label that leads straight to a short token lets it mix letters and digits once', () => {
  assert.is(check('_key=', 'wqzkvx83642'), 'unknown');
  assert.is(check('_key_of_x=', 'wqzkvx83642'), 'reject');
  assert.is(check('_key=', ['abcdef', '1234'].join('')), 'reject');
});

test('without label or operator, and beside a digest, a version, an identifier or a file, nothing is a token', () => {
  const digests = [' commit key ', ' token hash ', '_public_key=', ' key version ', '/auth/token.py,'];
  const names = [' ', '-cli ', ' keychain ', ' author ', ' token, trace-id: ', '-request-id token=', ' token at '];
  for (const bridge of [...digests, ...names]) assert.is(check(bridge, hex), 'reject', bridge);
});

test('a variable by its name is no token', () => {
  assert.is(check('_key(name), ', ['auth', 'Phase1', 'Key'].join('')), 'reject');
  assert.is(check('_key(name), ', 'a7hPq93ase1K'), 'unknown');
});

test('the commit of an action and the name of a file are no tokens', () => {
  assert.is(check('/esc-export-secrets-action@', hex), 'reject');
  assert.is(check('/secret@', mixed), 'unknown');
  assert.is(check('.corp.test/key-transition-', `0x${hex.slice(0, 16)}.txt`), 'reject');
});

test('keys that are made to be public are no secrets', () => {
  for (const prefix of ['pk.', 'pk_live_', 'pub_']) assert.is(check('_token=', `${prefix}${mixed}`), 'reject', prefix);
});

test('characters that are counted up are a token behind a label, if they mix letters and digits', () => {
  const counted = ['abcdef12', '34567890', 'abcdef12', '34567890'].join('');
  assert.is(check('_api_key = "', counted), 'unknown');
  assert.is(check(' = "', counted), 'reject');
  assert.is(check(':\n  api_key: ', counted), 'reject', 'on the next line');
  assert.is(check('_token=', ['abcdefghijklm', 'nopqrstuvwxyz'].join('')), 'reject');
});

test('words, names with a number and short runs are no tokens', () => {
  const texts = [
    'configuration-value',
    'googlefirebaseappcheckv1request',
    'server.example.com',
    'abc1',
    '123456789012',
  ];
  for (const text of texts) assert.is(check('_token=', text), 'reject', text);
});

test('short tokens must mix letters and digits, longer ones may have dots or be letters alone', () => {
  assert.is(check('_key=', 'k7w2m9x4q1'), 'unknown');
  assert.is(check('_key=', 'session12345'), 'reject');
  assert.is(check('", "token", "', 'k7w2m9x4q1'), 'reject', 'in a list');
  assert.is(check('_key=', expand(['x7{base62:6}.{base62:30}4a'], 'dots')), 'unknown');
  assert.is(check('_key=', 'QxZvKjWqPzXkVbJqHwZxMvTg'), 'unknown');
});

test('what is public by its form, and a name within a name, are no tokens', () => {
  assert.is(check('_key = "', `0x${hex}`), 'reject');
  assert.is(check('_key: user:', expand(['APKA', '{ALNUM:16}'], 'public')), 'reject');
  assert.is(check('OAuth2LoginView(', 'OAuth2LoginView'), 'reject');
});

test('the name of a type in camel case is no token', () => {
  for (const name of ['Pbkdf2Params', 'Sha256HashContext'])
    assert.is(check('Params | HmacKeyParams | key: ', name), 'reject', name);
});

test('a value that calls itself a sample is none', () => {
  assert.is(check('_api_key=sample-', mixed), 'reject');
  assert.is(check('_example_api_key=', mixed), 'unknown');
});

test.run();
