import { expand } from '../../../scripts/lib/values.ts';
import { assignmentMatcher } from '../../../src/detect/generic/matcher.ts';
import { assert, suite } from '../../helpers/suite.ts';

const matchAssignment = assignmentMatcher();
const test = suite('isNoise()');

const hex40 = expand(['{hex:40}'], 'noise-hex');
const hex32 = hex40.slice(0, 32);
const base64 = expand(['{base64:43}', '='], 'noise-base64');
const token = expand(['{base62:32}'], 'noise-token');
const ANCHOR = /pass|pwd|secret|token|key|auth|cred|jwt|bearer|identified|salt|:\/\//gi;

function findings(text: string): string[] {
  return [...text.matchAll(ANCHOR)].flatMap(({ index }) => {
    const match = matchAssignment(text, index);
    return match === undefined ? [] : [text.slice(match.secretStart, match.secretEnd)];
  });
}

const NOISE: readonly (readonly [string, string])[] = [
  ['a redaction mark with a kind and a digest', `{"log": "Authorization: Bearer <redacted:jwt:9f8e7d6c> to"}`],
  ['a redaction mark of another form', `[MASKED token=${hex40.slice(0, 12)}]`],
  ['a key in minified code', `e.exports={appId:"x1",apiKey:"${hex32}",hits:5}`],
  ['a variable that a member is given', 'existing_user["password"] = scram_pw'],
  ['what says that nothing is set', 'const password = process.env.X || "not-set"'],
  ['a sample of a standard', `Authorization: Bearer ${['mF_9.B5', 'f-4.1JqM'].join('')}`],
  ['the key of a cache', `{"name":"cache","key":"assets-${hex40.slice(0, 20)}"}`],
  ['a public token of a map', `"accessToken": "pk.eyJ1${token}.${token.slice(0, 22)}"`],
  ['the verb to pass in prose', '- Pass "x-Hj72kk_91" to the child process (#4121)'],
  ['a test that passes', `t.pass("tests/ui/kX92-drop_77.rs");`],
  ['a typed number', 'const KEY_TOKEN: u16 = 4097u16; const AUTH: i32 = -1071579100i32;'],
  ['a typed hexadecimal number', 'pub const STATUS_SECRET: u32 = 0xC000018A_u32;'],
  ['an assignment of minified code', 'a.didLastPass=b.name=!0;exports.Pass=exports.Result=void 0'],
  ['the same name in another case', 'addPropertyResult("saslScram512Auth","SaslScram512Auth");'],
  ['a name that ends in the name', 'put(SUBSCRIPTION_KEY, "uddiv3SubscriptionKey");'],
  ['the id of a construct', "new codebuild.GitHubSourceCredentials(this, 'CodeBuildGitHubCreds', { accessToken: x });"],
  ['the fingerprint of a key to receive', `gpg --keyserver hkps.pool.test --recv-keys ${hex40.toUpperCase()}`],
  ['the fingerprint of a signing key', `signing key ${hex40.toUpperCase()} of the release team`],
  ['the id of a spreadsheet', `https://docs.corp.test/spreadsheet/ccc?key=${token}#gid=0`],
  ['a hash of go.sum', `golang.corp.test/x/oauth2/jwt v0.24.1 h1:${base64}`],
  ['the id behind the key of a map', '"first_key": "9E858021-953F-4DD3-8842-F2C782780422",'],
  ['the next assignment of a log', `container=external-secrets Value:0x${hex40.slice(0, 10)} state=ok`],
  ['the end of a text of minified code', `i="Unknown token ",l=(0,y.z)(${hex32.slice(0, 9)},6),h="P"`],
  ['prose of another language', 'Uw wachtwoord is gewijzigd. Wachtwoord wijzigen'],
  ['the text of a label', '"NEW_PASSWORD": "Gjenta passord",'],
  ['a sentence', 'otherpassword = "does not start right"'],
  ['a list of the names of fields', 'add_tags("username", "password", "pincode");'],
  ['a variable in a word', 'password = super$ecret'],
  ['a variable that is handed on', 's.connect(host, account, password=pkey, timeout=5)'],
  ['a variable that is assigned', 'Password = secure_text;'],
  ['a member that names a variable', 'env={"DB_PASSWORD": secret_marker},'],
  ['a word of a list, one a line', '"pwd",\n"readonly",\n"readlink",'],
  ['a type', 'def f(passwd: HTTPPasswordMgr) -> None'],
  ['a code of an error', 'const ERRCODE_INVALID_PASSWORD = "28P01"'],
  ['a remark in brackets', '* :conf:`gitfs_password` (**pygit2 only**, new)'],
  ['a pointer', 'conf.Password = *passwd'],
  ['a vector of a cipher', `Key = ${hex32}\nIV = ${hex32}\n`],
  ['prose about identity', ['systems identified', 'by __mc68000__ and identified', 'by "a name"'].join(' ')],
  ['a stand-in of documentation', ['DOTENV="dotenv:/', '/:key_1234@dotenv.test/vault/.env.vault"'].join('')],
  ['a result of a test', 'PASS: objcopy (objcopy compress debug sections)\nPASS: gdb.base/a1b2-c3.exp: x\n'],
  ['the tail of a resource name', `arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-${token.slice(0, 6)}`],
  [
    'bytes of compressed data',
    `\x02\xff\x9c\x80\x01Key=q8R!z${String.fromCharCode(0xfe, 0x81, 3, 0xc0, 0x9f)}\x04\xaa`,
  ],
  ['the end of a list', '{"evidence":"stage2-pass"}},"CTO-WORK-022":{}'],
  ['a list of names, one a line', "  'a-b': USER_PASSWORD,\n  'zuplo-crc': ZUPLO_CRC,\n"],
  ['a value in parts', "const PASSWORD = ['hu7Kp', '2wQz', '9Lm'].join(none);"],
  ['one rule by another', '# covers: snowflake-password by url-userinfo'],
  ['the public key of a search', `{appId:"A1",apiKey:"${hex32}",indexName:"docs"}`],
  ['the name of a store', 'keyVaultToStoreSecrets: cmp2-qat-1208358310'],
  ['an object as Java prints it', 'W Manager: Bad activity token: android.os.BinderProxy@2bd79ce'],
  ['a token of a currency', `chain.amount.token: ${hex32}`],
];

for (const [name, text] of NOISE) test(`takes ${name} for no secret`, () => assert.equal(findings(text), []));

test('takes common words for no secrets', () => {
  for (const word of ['redacted', 'Redacted', 'forbidden', 'surface']) {
    assert.equal(findings(`{"password": "${word}", "token": "${word}"}`), []);
  }
});

test('takes random small letters for a token, and words for none', () => {
  const letters = ['qkvzxjwp', 'gmrtbhdyc'].join('');
  assert.equal(findings(`serviceToken = "${letters}"`), [letters]);
  assert.equal(findings('serviceToken = "administration"'), []);
});

const KEPT: readonly (readonly [string, string])[] = [
  ['behind coloured text', `\x1b[32mpassword\x1b[0m API_TOKEN=${token}\x1b[0m`],
  ['between NUL bytes', `HOME=/root\0API_TOKEN=${token}\0SHELL=/bin/sh\0`],
  ['beside text of another script', `пароль доступа: API_TOKEN=${token} — конец`],
  ['in a statement', `create user 'app' identified by '${token}'`],
  ['that an argument calls PASS', `payload USER=app PASS=${token} -f out`],
  ['that a line calls PASS', `USER: app\nPASS: ${token}\n`],
  ['of a key in code that people read', `{ apiKey: "${hex32}", region: "eu" }`],
  ['of a setter', `config.setAuthToken("${token}")`],
  ['in a line that was redacted elsewhere', `user=<redacted> API_TOKEN=${token}`],
];

for (const [name, text] of KEPT) {
  test(`finds a value ${name}`, () => {
    const found = findings(Buffer.from(text).toString('latin1'));
    assert.ok(found.includes(token) || found.includes(hex32));
  });
}

test.run();
