import { BASE64_PASSWORD, BASIC_AUTH, SASL_PLAIN, USER_PASSWORD } from '../../../src/detect/validators/basic-auth.ts';
import { expand } from '../../../scripts/lib/values.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('basic-auth');
const check = (text: string): string => {
  const secret = Buffer.from(text).toString('base64');
  return BASIC_AUTH.check({ secret, groups: {}, text: secret });
};

const encoded = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

const plain = (text: string): string => SASL_PLAIN.check({ secret: encoded(text), groups: {}, text: '' });
const alone = (text: string): string => BASE64_PASSWORD.check({ secret: encoded(text), groups: {}, text: '' });

const judge = (user: string, secret: string): string => USER_PASSWORD.check({ secret, groups: { user }, text: '' });

test('user and password, or a token in either place, are credentials', () => {
  const value = expand(['{base62:16}'], 'pw');
  for (const text of [
    `deploy:${value}`,
    `${value}:`,
    `:${value}`,
    `${value}:x-oauth-basic`,
    `user:pässword-${value}`,
  ]) {
    assert.is(check(text), 'unknown', text);
  }
});

test('a password may hold a letter of an older encoding', () => {
  const text = `v2eJXkCIPvykaVO:${expand(['{base62:24}'], 'pw')}`;
  const secret = Buffer.from(`${text}\x95Ua`, 'latin1').toString('base64');
  assert.is(BASIC_AUTH.check({ secret, groups: {}, text: secret }), 'unknown');
  const bytes = Buffer.from('v2:\x95\x01\x80\xffUa', 'latin1').toString('base64');
  assert.is(BASIC_AUTH.check({ secret: bytes, groups: {}, text: bytes }), 'reject');
});

test('samples and placeholders are rejected', () => {
  for (const text of [
    'Aladdin:open sesame',
    'Aladdin:opensesame',
    'Aladdin:',
    'ann42:',
    'user:password',
    'admin:admin',
    'user:${PASSWORD}',
    ':',
    'user:',
  ]) {
    assert.is(check(text), 'reject', text);
  }
});

test('what does not decode to printable text with a colon is something else', () => {
  assert.is(check('no colon here'), 'reject');
  assert.is(BASIC_AUTH.check({ secret: 'authentication', groups: {}, text: '' }), 'reject');
  assert.is(BASIC_AUTH.check({ secret: '!!', groups: {}, text: '' }), 'reject');
});

test('user and password of a command line: placeholders and equal parts are rejected', () => {
  assert.is(judge('deploy', 's3cr3t!'), 'unknown');
  assert.is(judge('user', 'pass'), 'reject');
  assert.is(judge('1000', '1000'), 'reject');
});

test('SASL PLAIN has an identity, a user and a password, and no more', () => {
  const value = expand(['{base62:16}'], 'pw');
  assert.is(plain(`\0deploy\0${value}`), 'unknown');
  assert.is(plain(`admin\0deploy\0${value}`), 'unknown');
  for (const text of [`deploy\0${value}`, `\0a\0b\0${value}`, '\0deploy\0', '\0user\0password', `\0\x01\0${value}`])
    assert.is(plain(text), 'reject', JSON.stringify(text));
});

test('a password in base64 is printable and no word for one', () => {
  assert.is(alone(expand(['{base62:16}'], 'pw')), 'unknown');
  assert.is(alone('password'), 'reject');
  assert.is(alone('\x01\x02\x03abc'), 'reject');
});

test.run();
