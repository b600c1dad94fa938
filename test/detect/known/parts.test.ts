import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { partsOf } from '../../../src/detect/known/parts.ts';
import { publicPrefix } from '../../../src/detect/known/prefix.ts';
import { bitsOf, weaknessOf } from '../../../src/detect/known/strength.ts';
import { expand } from '../../../scripts/lib/values.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('known values: parts');
const SECRET = expand(['{base62:20}'], 'a part');
const OTHER = expand(['{base62:24}'], 'another part');

test('of an address the password is the secret, in each spelling', () => {
  assert.equal(partsOf(`postgres://app:${SECRET}@db.internal:5432/orders`), [SECRET]);
  const odd = `${SECRET}@/9`;
  assert.equal(partsOf(`amqp://u:${encodeURIComponent(odd)}@h`), [encodeURIComponent(odd), odd]);
  assert.equal(partsOf(`https://${SECRET}@host/repo.git`), [SECRET]);
  assert.equal(partsOf(`redis://:${SECRET}@cache`), [SECRET]);
  assert.equal(partsOf('mysql://u:pa/ss/word1@host/db'), ['pa/ss/word1']);
  assert.equal(partsOf(`https://hooks.example.com/services/T0/B0/${SECRET}`), [SECRET]);
  assert.equal(partsOf(`https://api.example.com/v1?user=me&access_token=${SECRET}`), [SECRET]);
  assert.equal(partsOf('https://api.example.com/v1/things'), []);
});

test('of a connection string the secret fields', () => {
  assert.equal(partsOf(`Server=db;User Id=app;Password=${SECRET};Encrypt=true`), [SECRET]);
  assert.equal(partsOf(`AccountName=a;AccountKey=${OTHER}==;EndpointSuffix=x`), [`${OTHER}==`]);
  assert.equal(partsOf(`host=db user=app password='${SECRET}'`), [SECRET]);
});

test('of a JSON document the text leaves, but those that are public by their name', () => {
  const document = {
    type: 'service_account',
    client_email: 'a@b.c',
    keys: [{ token: SECRET }],
    nested: JSON.stringify({ a: OTHER }),
  };
  assert.equal(partsOf(JSON.stringify(document)), [SECRET, OTHER]);
  assert.equal(partsOf(`{${SECRET}`), [`{${SECRET}`]);
});

test('of a JSON Web Token the signature, of a pair the whole and the password, of lines each', () => {
  const head = Buffer.from('{"alg":"HS256"}').toString('base64url');
  assert.equal(partsOf(`${head}.${head}.${SECRET}`), [SECRET]);
  assert.equal(partsOf(`user:${SECRET}`), [`user:${SECRET}`, SECRET]);
  assert.equal(partsOf(`${SECRET}\n\n  A_KEY="${OTHER}"\n`), [SECRET, OTHER]);
});

test('of private keys the private lines alone: no digit of a public key is searched for', () => {
  const kinds = [
    generateKeyPairSync('rsa', { modulusLength: 2048 }),
    generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    generateKeyPairSync('ed25519'),
    generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 }),
  ] as const;
  for (const { privateKey } of kinds) {
    const isRsa = privateKey.asymmetricKeyType === 'rsa';
    const isEc = privateKey.asymmetricKeyType === 'ec';
    for (const type of isRsa
      ? (['pkcs1', 'pkcs8'] as const)
      : isEc
        ? (['sec1', 'pkcs8'] as const)
        : (['pkcs8'] as const)) {
      const pem = privateKey.export({ type, format: 'pem' }).toString();
      const der = privateKey.export({ type, format: 'der' });
      const parts = partsOf(pem);
      assert.ok(parts.length > 0, type);
      const body = pem.replace(/-----[^-]+-----|\s/g, '');
      assert.ok(parts.every((part) => body.includes(part)));
      // The private number is in them: what is left out is shorter than it.
      assert.ok(parts.join('').length * 0.75 >= (isRsa ? 600 : 18), `${type} ${der.length}`);
      const open = createPublicKey(privateKey);
      const spellings = (['spki', ...(isRsa ? (['pkcs1'] as const) : [])] as const).flatMap((form) => {
        const bytes = open.export({ type: form, format: 'der' });
        return [0, 1, 2].map((shift) => Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64'));
      });
      for (const part of parts) {
        for (let at = 0; at + 16 <= part.length; at++) {
          const piece = part.slice(at, at + 16);
          assert.not.ok(
            spellings.some((text) => text.includes(piece)),
            `${type} shows digits of its public key`,
          );
        }
      }
    }
  }
});

test('what of a text in PEM is no private key is no secret; a broken one is taken whole', () => {
  const line = expand(['{base62:64}'], 'line');
  assert.equal(partsOf(`-----BEGIN CERTIFICATE-----\n${line}\n-----END CERTIFICATE-----`), []);
  assert.equal(partsOf(`-----BEGIN ENCRYPTED PRIVATE KEY-----\n${line}\n-----END ENCRYPTED PRIVATE KEY-----`), [line]);
  assert.equal(partsOf(`-----BEGIN PRIVATE KEY-----\\n${line}\\n`), [line]);
});

test('tells values that are too weak, each by its reason', () => {
  for (const [value, reason] of [
    ['short', /shorter than 8/],
    ['123456789', /a number/],
    ['op://vault/item/field', /a reference/],
    ['${SOME_NAME}', /a reference/],
    ['arn:aws:secretsmanager:eu:1:secret:x', /a reference/],
    ['/etc/ssl/private/server.pem', /a path/],
    ['./config/settings', /a path/],
    ['someone@example.com', /an e-mail address/],
    ['your-api-key-here', /a placeholder/],
    ['••••••••••••', /a placeholder/],
    ['организация', /a common word/],
    ['xxxxxxxxxxxxxxxx', /a placeholder/],
    ['password', /a common word/],
    ['postgres', /a common word/],
    ['production-database', /a common word/],
    ['build-box-7', /the name of a host/],
  ] as const) {
    assert.match(weaknessOf(value, new Set(['build-box-7'])) ?? '', reason, value);
  }
  for (const value of [
    SECRET,
    'Tr0ub4dor&3',
    'hunter2xx',
    '/Ab9x+Qz7/kLm2pR8sTuV3wX==',
    '93847561028',
    'correct-horse-battery-staple',
    'длинный-тайный-ответ',
    '長い秘密の言葉七五三',
  ])
    assert.is(weaknessOf(value, new Set()), undefined, value);
});

test('knows the public head of a token, where enough is left behind it', () => {
  for (const [head, rest] of [
    ['ghp_', 36],
    ['sk-ant-api03-', 80],
    ['glpat-', 20],
    ['AKIA', 16],
    ['SG.', 22],
  ] as const)
    assert.is(publicPrefix(head + expand([`{ALNUM:${rest}}`], head)), head.length, head);
  assert.is(publicPrefix(`ghp_${SECRET.slice(0, 10)}`), 0);
  assert.is(publicPrefix(SECRET), 0);
  for (const head of ['o7f3VLFfRg-', 'aB-', 'x7Kq2_']) assert.is(publicPrefix(head + SECRET), 0, head);
});

test('guesses bits with caution', () => {
  assert.ok(bitsOf(SECRET) > 85 && bitsOf(SECRET) < 120);
  assert.ok(bitsOf('correct-horse-battery-staple') < 72);
  assert.ok(bitsOf('0123456789abcdef') <= 64);
  assert.ok(bitsOf('f81d4fae-7dec-41d0-a765-00a0c91e6bf6') <= 144);
  assert.ok(bitsOf('12345678901234567890') < 72);
});

test.run();
