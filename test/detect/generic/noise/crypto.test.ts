import { expand } from '../../../../scripts/lib/values.ts';
import { assignmentMatcher } from '../../../../src/detect/generic/matcher.ts';
import { assert, suite } from '../../../helpers/suite.ts';

const matchAssignment = assignmentMatcher();
const test = suite('kinds of noise beside keys');

const hex = expand(['{hex:64}'], 'crypto-hex');
const base64 = expand(['{base64:43}', '='], 'crypto-base64');
const password = expand(['{base62:12}', '7'], 'crypto-password');
const argon = ['$argon2id$v=19$m=256,t=3,p=1$', base64.slice(0, 22), '$', base64.slice(0, 43)].join('');
const ANCHOR = /pass|pwd|secret|token|key|salt|otp|:\/\//gi;

function findings(text: string): string[] {
  return [...text.matchAll(ANCHOR)].flatMap(({ index }) => {
    const match = matchAssignment(text, index);
    return match === undefined ? [] : [text.slice(match.secretStart, match.secretEnd)];
  });
}

const encoded = (text: string): string => Buffer.from(text).toString('base64');

const base64url = base64.slice(0, 43).replaceAll('+', '-').replaceAll('/', '_');
const header = encoded('{"alg":"HS256","typ":"JWT"}').replace(/=+$/, '');
const payload = encoded('{"a":"b"}').replace(/=+$/, '');

const NOISE: readonly (readonly [string, string])[] = [
  ['a password beside its hash and how it is made', `"passwd": "${password}",\n "pwhash": "${argon}",\n "iters": 3`],
  [
    'a password as it is stored',
    `"password": "${base64.slice(0, 43)}${base64.slice(0, 43)}==",\n "salt": "${base64.slice(0, 16)}",\n "iterations": 101`,
  ],
  ['a key of a cache with a digest', `secretKey: "store::blob::sha256:${hex}::more"`],
  ['a date and a time', `secret = "D20181210T175037"`],
  ['a text and its hash', `    ("password", '${hex.slice(0, 32)}'),`],
  ['a text and its salt', `    (b'password', hb('${hex.slice(0, 16)}'), 1000, 16, 'sha1', hb('${hex}')),`],
  [
    'a text and its hash among others',
    `    ("", "${base64.slice(0, 20)}"),\n    ("password", "${base64.slice(4, 24)}"),`,
  ],
  ['a hash in prose', `An example hash (of the string \`\`password\`\`) is \`\`${base64.slice(0, 24)}\`\`.`],
  ['the salt of a hash in prose', `using the same characters as the salt (\`\`${base64.slice(0, 22)}\`\` here).`],
  [
    'the salt of a hash below a sentence',
    `the salt value (in hexadecimal octets) is:\n\n    \`\`${hex.slice(0, 32)}\`\`\n`,
  ],
  ['a look-up of a password', `pw = chain.get_password('alpha', '${password}')`],
  ['random characters on both sides', `!"#$%&'()*+,-./:;<=>? secret:${password} @[\\]^_\`{|}~!"#$%&`],
  ['a type of the X protocols', 'authorization-data:            LISTofBYTE\n'],
  ['a hash of Django', `    ("password", 'sha1$${hex.slice(0, 8)}$${hex.slice(0, 40)}'),`],
  ['a hash of Werkzeug', `password = 'pbkdf2:sha256:50000$kJPK$${hex}'`],
  ['a hash behind the name of its encoder', `password: "{bcrypt}$2a$10$${base64.slice(0, 22).replace('+', '.')}"`],
  ['a hash behind a mark of Jenkins', `password: "#jbcrypt:$2a$10$${base64.slice(0, 22).replace('+', '.')}"`],
  ['a text that RabbitMQ encrypted', `default_pass = encrypted:${base64}`],
  ['the token of a public key', `The public key token is ${hex.slice(0, 16)}`],
  ['a short hash of bcrypt', `checkpw("password", b"$2b$04$${base64.slice(0, 22).replace('+', '.')}")`],
  ['what a public key to seal secrets is given with', `{"key_id":"568250167242549743","key":"${base64}"}`],
  ['the same with the key in front', `{"key": "${base64}", "key_id": "568250167242549743"}`],
  ['a key that was registered', `{"key": "${base64}", "id": 2, "url": "https://api.corp.test/user/keys/2"}`],
  ['a modulus in front of its exponent', `RSANKey: []byte("${base64}${base64}"),\n RSAEKey: []byte("AQAB"),`],
  ['a salt of bcrypt', `salt := []byte("${base64.slice(0, 20).replace(/[+]/g, '.')}ae")`],
  [
    'a text among others with a value of one length',
    `{"foobar", "${hex}"},\n{"secret", "${hex.slice(2)}ab"},\n{"barfoo", "${hex.slice(1)}c"},`,
  ],
  ['a shared secret among what is derived', `Z = ${hex}\nSharedInfo =\n  K1 = ${hex}\nkey_data = ${hex.slice(0, 32)}`],
  ['a member of public parameters', `shrinks to params = PublicParams { x25519_key: ${hex}, b: 1 }`],
  ['an expected test result', `const expectedKeyHex = "${hex}"`],
  ['a text with signs and its hash', `{"C0mpl!ca ted#pass", "${hex.slice(0, 16)}"},`],
  [
    'a key of SSH on the wire',
    `key := []byte("rsa-sha2-256 ${encoded('\0\0\0\x07ssh-rsa\0\0\0\x03')}${base64.slice(0, 43)}")`,
  ],
  ['the salt of a signature', `"salt": b"${hex.slice(0, 40)}",\n  "signature": b"${hex}"`],
  ['a short salt', `live_view: [signing_salt: "${password.slice(0, 8)}"]`],
  ['a hash of what is given', `unknown user (SHA1 of given password: ${hex.slice(0, 6)})`],
  ['an encrypted text in a map', `{spring.datasource.password=ENC(${base64}), spring.mail.port=25}`],
  ['an encrypted text of Bitwarden', `"password":"2.${base64.slice(0, 22)}==|${base64}|${base64}"`],
  ['the signature of a request', `botocore.auth DEBUG Signature:\n${hex}\n`],
  ['the fingerprint of a key', `"GPG_KEY=${hex.slice(0, 40).toUpperCase()}"`],
  ['a token without its payload', `token = "${header}.${base64url}"`],
  ['a token whose header is no object', `token = "${encoded('["test"]').replace(/=+$/, '')}.${payload}.${base64url}"`],
  ['a signed request', `token: 'MAC id="${password}", nonce="264095:7d8f"'`],
  ['the requirement of a version', `token = ["PyJWT>=2.13.0"]`],
  ['an encrypted secret', `ownEncryptedClientSecret = "${base64.slice(0, 40)}"`],
  ['an encrypted key', `"encrypted_key": "${base64}",`],
  [
    'who signs a request',
    `X-Amz-Credential=${['ASIA', expand(['{base32:16}'], 'id')].join('')}%2F20090213%2Feu%2Fs3%2Faws4_request`,
  ],
  ['the digest of a file without an extension', `{"a/b.md":"${hex}","tests/openpgp/demokey":"${hex.slice(1)}0"}`],
  ['the first line of a block, encoded', `  tls.key: ${encoded('-----BEGIN CERTIFICATE-----')}`],
  ['a line of htpasswd, encoded', `  auth: ${encoded(`ann:{SHA}${base64.slice(0, 27)}=`)}`],
  ['the key of RFC 4226', `otpauth://totp/a?secret=${['GEZDGNBVGY3TQOJQ', 'GEZDGNBVGY3TQOJQ'].join('')}`],
  ['what a case of a test is about', '"description": "unencoded slash in the password: pw-slash-after-port",'],
  ['a password of the own machine that says so', 'mongodb://app:x%52password1@localhost:27017/admin'],
  ["the login of Oracle's samples", `oracle://${['scott', 'tiger'].join(':')}@db.corp.test:1521/orcl`],
];

for (const [name, text] of NOISE) test(`takes ${name} for no secret`, () => assert.equal(findings(text), []));

test('finds a password in a pair, an object and a sentence all the same', () => {
  const made = expand(['{base62:10}', 'q7!'], 'crypto-made');
  for (const text of [
    `data = [("password", "${made}"), ("user", "ann")]`,
    `{"password": "${made}", "iterations": 10000, "hash": "sha256"}`,
    `{"password": "${made}", "salt": "${base64.slice(0, 16)}", "iterations": 10000}`,
    `The password is "${made}".`,
    `mongodb://app:${made}@localhost:27017/admin`,
  ])
    assert.equal(findings(text), [made], text);
});

test('finds the one salt of a program in its environment, and a key in a report of secrets', () => {
  const salt = expand(['{base62:8}', 'q7'], 'crypto-salt');
  for (const text of [`HASHIDS_SALT=${salt}\n`, `PASSWORD_SALT: "${salt}"\n`])
    assert.equal([...new Set(findings(text))], [salt], text);
  const key = expand(['{base62:32}', 'q7'], 'crypto-report');
  assert.equal(findings(`{"rule": "generic", "severity": "high", "key": "${key}", "line": 3}`), [key]);
});

test('finds a key beside its id that is no public one', () => {
  const key = expand(['{base62:40}'], 'crypto-key');
  assert.equal([...new Set(findings(`{"key_id":"a1","secret_key":"${key}"}`))], [key]);
});

test.run();
