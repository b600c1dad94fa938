import { generateKeyPairSync } from 'node:crypto';
import { matchPem } from '../../../src/detect/pem.ts';
import { ENCRYPTED_PEM_BODY, PEM_BODY } from '../../../src/detect/validators/pem-body.ts';
import { expand } from '../../../scripts/lib/values.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('pem-body');
const armour = (label: string, body: string): string =>
  [`-----BEGIN ${label}`, ` KEY-----\n${body}\n-----END ${label}`, ' KEY-----'].join('');

function judge(pem: string | Buffer, validator = PEM_BODY): string {
  const block = pem.toString();
  const match = matchPem(block, 0);
  if (match === undefined) return 'no match';
  return validator.check({ secret: match.secret ?? '', groups: match.groups, text: block });
}

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;

const field = (value: string): string => `\0\0\0${String.fromCharCode(value.length)}${value}`;

function openssh(cipher: string): string {
  const bytes = `openssh-key-v1\0${field(cipher)}${field(cipher === 'none' ? 'none' : 'bcrypt')}${'k'.repeat(220)}`;
  const lines =
    Buffer.from(bytes, 'latin1')
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return armour('OPENSSH PRIVATE', lines.join('\n'));
}

test('keys of PKCS#8, PKCS#1 and SEC 1 are valid', () => {
  assert.is(judge(ec.export({ type: 'pkcs8', format: 'pem' })), 'valid');
  assert.is(judge(rsa.export({ type: 'pkcs8', format: 'pem' })), 'valid');
  assert.is(judge(rsa.export({ type: 'pkcs1', format: 'pem' })), 'valid');
  assert.is(judge(ec.export({ type: 'sec1', format: 'pem' })), 'valid');
});

test('letters alone are no key, since random bytes encode to digits and signs as well', () => {
  assert.is(judge(armour('RSA PRIVATE', Array(6).fill('privatekeyprivatekeyprivatekey').join('\n'))), 'reject');
});

test('a key in one escaped line is valid', () => {
  assert.is(judge(rsa.export({ type: 'pkcs1', format: 'pem' }).toString().replaceAll('\n', '\\n')), 'valid');
});

test('a truncated key is left as it is', () => {
  assert.is(judge(rsa.export({ type: 'pkcs1', format: 'pem' }).toString().slice(0, 400)), 'unknown');
});

test('a key under a passphrase is no plain leak', () => {
  const options = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'invented' } as const;
  assert.is(judge(rsa.export(options)), 'reject');
  assert.is(judge(rsa.export({ ...options, type: 'pkcs1' })), 'reject');
  assert.is(judge(rsa.export(options), ENCRYPTED_PEM_BODY), 'unknown');
  assert.is(judge(rsa.export({ ...options, type: 'pkcs1' }), ENCRYPTED_PEM_BODY), 'unknown');
  assert.is(judge(openssh('aes256-ctr'), ENCRYPTED_PEM_BODY), 'unknown');
});

test('an open key and an empty block need no passphrase', () => {
  assert.is(judge(rsa.export({ type: 'pkcs8', format: 'pem' }), ENCRYPTED_PEM_BODY), 'reject');
  for (const body of ['', '...', 'your key']) {
    assert.is(judge(armour('ENCRYPTED PRIVATE', body), ENCRYPTED_PEM_BODY), 'reject', body);
  }
});

test('an open body counts, whatever its header says', () => {
  const [first = '', ...rest] = rsa.export({ type: 'pkcs1', format: 'pem' }).toString().split('\n');
  const header = `Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,${expand(['{HEX:32}'], 'iv')}\n`;
  assert.is(judge([first, header, ...rest].join('\n')), 'valid');
});

test('an OpenSSH key is open only with the cipher none', () => {
  assert.is(judge(openssh('none')), 'valid');
  assert.is(judge(openssh('aes256-ctr')), 'reject');
});

test('base64-like text that is no key is left as it is', () => {
  const text = expand(['{base64:64}\n{base64:64}'], 'filler');
  assert.is(judge(armour('RSA PRIVATE', text)), 'unknown');
  assert.is(judge(armour('PRIVATE', 'super secret private key here')), 'unknown');
});

test('a header alone, dots, repeated characters and placeholders are nothing', () => {
  for (const body of ['', '...', 'x'.repeat(64), 'REDACTED', 'your key', '[REDACTED]', '<insert key here>']) {
    assert.is(judge(armour('PRIVATE', body)), 'reject', body);
  }
});

test('a key that ends within its public half gives nothing away, and a sentence is no key', () => {
  const body = rsa.export({ format: 'der', type: 'pkcs1' }).toString('base64');
  assert.is(judge(armour('RSA PRIVATE', body.slice(0, 64))), 'reject');
  assert.is(judge(armour('RSA PRIVATE', body.slice(0, 500))), 'unknown');
  assert.is(judge(armour('DSA PRIVATE', '<a very long private key string>')), 'reject');
});

test('words and text in place of a body are no key', () => {
  const text = Buffer.from('these are just some made-up key bytes').toString('base64');
  for (const body of ['SOMETHINGSOMETHING', '" + privateKeyString.wrap() + "', text]) {
    assert.is(judge(armour('RSA PRIVATE', body)), 'reject', body);
  }
});

test.run();
