import { expand } from '../../../../scripts/lib/values.ts';
import { explainAssignment } from '../../../../src/detect/generic/matcher.ts';
import { NOISE_KINDS } from '../../../../src/detect/generic/noise/noise.ts';
import { encodeBase58 } from '../../../../src/detect/validators/encoding.ts';
import { assert, suite } from '../../../helpers/suite.ts';

const test = suite('kinds of noise');

const ANCHOR = /pass|pwd?|secret|token|key|auth|cred|basic|salt|psk/gi;
const hex = expand(['{hex:64}'], 'kinds-hex');
const random = expand(['{base62:32}'], 'kinds-random');
const [type, constant] = ['*esv1.ConjurJWT', 'CURLOPT_SSLKEYPASSWD'];
const field = 'Pubkeyq9';
const short = random.slice(0, 12);
const uu = ['M%N9)]MD+I`P', 'W"0=N8,G$', ...Array.from({ length: 4 }, () => '(0Q(B-N),#')].join('').slice(0, 61);
const uuid = expand(['{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}'], 'kinds-uuid');
const latin1 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
const words = 'chicken1,cheater,ghost1,bartman,astro,goth,mickey,civic,cicero,wishbone';
const rows = ['main.py', 'bdc.py', 'cde.py', 'auth.key'].map(
  (name, index) => `"${name}": "${index}${hex.slice(1, 32)}"`,
);

/** A text for each kind, which no other kind and no other check takes before. */
const EXAMPLES: Readonly<Record<string, string>> = {
  'the next attribute of an element': String.raw`"<input type=\"password\" onpaste=\"x9()\">"`,
  'whose key signed a request': `Credential=${random}/20260531/fr-par/s3/aws4_request`,
  'which instance of a resource it is': `{"index_key": "egress-${short}", "schema_version": 1}`,
  'a selector of a style sheet': 'input[type="password"]:focus{background:url(x9)',
  'what a database says of a column': "COMMENT ON COLUMN users.password IS 'bcrypt, cost 12';",
  'a variable that is passed on': 'connect(user, password=md5_password)',
  'a variable that is given to a typed one': 'password: String = other_9value',
  'the number of an outcome': 'STATUS_WRONG_PASSWORD = 3221225578',
  'a function, or more of a text, by the name of a variable': 'cls.set_password = wrapper',
  'a member of what a variable points to': 'if (auth_password->length9 > 3)',
  'a variable of which a member is called': ['py_password =', 'encryption_algorithm\n    .getattr(name)?'].join(' '),
  'what code does next': 'if password:\n  raise\n',
  'the id of a module in a bundle': '"./lib/PropTypesSecret":"PB2Yq7Zk"',
  'the name of a service': 'keyring.get_password("service-qx", user)',
  'what a hash is made of or with, in a call': `hmac('shared secret', '${short}')`,
  'one of two variables': 'return isOld ? PASSWORD : currentSecretOf9',
  'the name of a group in a pattern': `(?P<token>${short})`,
  'what a builder is told': 'credentials = credentials.with_quota_project("myproject-123")',
  'the label of a block': 'resource "random_password" "Kq82hLm29xq" {',
  'the name of a member, in a call': 'patch.object(pwd, "getpwnam9x", mock)',
  'the key of what the name stands for': '"password": {"zxqvkwjh": 1}',
  'what a message says of a function': 'msg = "shadow.verify_password: unexpected error"',
  'the code of an outcome': "INVALID_PASSWORD = '28P01'",
  'a variable that a type declares': 'Password p4ssw0rdx = new Password(x)',
  'the type of what a function gives, or an entry of a change log': 'function withPassword(string $password): Selfxq',
  'nothing, as a compiler writes it': 'exports.PASSWORD = void 0;',
  'a colour': '--token-string: #9f722a;',
  'an id behind what it is of': "ELEMENT_KEY = 'element-6066-11e4-a52e-4f735466cecf'",
  'a member of a scope': 'use(Sealed2Pass::Twofish9, x)',
  'what a class is made from': 'class RemoveEasyPassword : Migrationqx\n{',
  'what a loop goes through': 'for (const QString& password : triedqPwds9) {',
  'the first of two that are reckoned with': ['quint64 password', 'binaryqx % digits;\n'].join(' = '),
  'the beginning of what a call makes': "post_password = 'webhookqx_' . wp_generate();",
  'what a command prints': 'PWD=`dirname "$0"`\n',
  'the type of a field': 'mix gen.schema password:string:redact\n',
  'what something is called elsewhere': ['// clientSecret', 'apiV3Key\n'].join(' => '),
  'what is set under a constant': `command.set(Command.KEY_DATA, "${hex.slice(0, 16)}");`,
  'a set of characters in a pattern': "password = '[^,Z*0#Z]?'",
  'the name once more': 'PASSCODE = "passcode"',
  'a number of seconds': '{"password": 864000}',
  'a variable in a statement': ['{\n  password', 'buffer1;\n}'].join(' = '),
  'a variable on a line of its own': ['(\n  passwordInput', 'passcode,\n)'].join(' = '),
  'a text of which the tokens are read': `scan_tokens("${random}")`,
  'the call of a function': '*psk = mbedtls_calloc(1, *psk_len);\n',
  'the response to a challenge': `CHAP-Password = 0x${hex.slice(0, 34)}`,
  'what a standard prints': `rfc9001_client_secret = '${hex}'`,
  'the output of a function, longer than a key': `"derive_key": "${hex.repeat(4)}"`,
  'the token of an origin trial': `{token:"${latin1(`\x03${'q\xe9'.repeat(32)}\0\0\0\x50{"origin":"https://corp.test:443","feature":"x"}`)}"}`,
  'the name of an index or a constraint': 'DROP FOREIGN KEY FK_C9F0DD7CBA364942',
  'what has a code': '"PT"=>"Lisbon", "PW"=>"Melekeok",',
  'one of many words': `${words},passpass,oral,r2d2c3po,${words}`,
  'ids of credentials': `"allowed_credentials":["${random}"]`,
  'a name that a method is called with': ['has_secure_password', ':recoverable\n'].join(' '),
  'the name of an algorithm': '{"keyAlgorithmToken": "PBKDF2WithHMAC-SHA256AndAES256-CBC"}',
  'the salt of a derived key': `"kdfparams":{"dklen":32,"n":8,"p":16,"r":8,"salt":"${hex.slice(0, 32)}"}`,
  'a password beside its hash, as tests have them': `{"passwd": "${short}", "pwhash": "$argon2id$v=19", "iters": 3}`,
  'a password as it is stored, with its salt and rounds': `"password": "${random}${random}${random.slice(0, 22)}==", "salt": "${short}", "iterations": 101`,
  'a known answer of a test': `("password", "${hex.slice(0, 32)}")`,
  'a hash that a sentence tells of': `An example hash (of the string \`\`password\`\`) is \`\`${random}\`\`.`,
  'a test vector': `key = ${hex.slice(0, 32)}\niv = ${hex.slice(0, 16)}\nmsg = ${hex.slice(0, 24)}`,
  'what a test expects': `expectedKeyHex = "${hex.slice(0, 32)}"`,
  'a public key or a signature of SSH': `key := []byte("rsa-sha2-256 ${latin1('\0\0\0\x07ssh-rsa\0\0\0\x03')}${random}")`,
  'a short salt': `signing_salt: "${random.slice(0, 8)}"`,
  'a broken JSON Web Token': `token = "${latin1('{"alg":"HS256"}')}.${random}"`,
  'the signature of a request': `botocore.auth DEBUG Signature:\n${hex}\n`,
  'whose password it is': 'Invalid password for user: testuser from IP: 192.168.1.2',
  'an object in percent-encoding': 'id_token=%7B%22claim_2%22%3A%20%7B%22essential%22%3A%20true%7D%2C',
  'what a finding of a report is known by': `{"key": "AX${random.slice(0, 18)}", "rule": "java:S1481"}`,
  'one of two digests': `{"node_key": "${hex.slice(0, 32)}9", "hash": "${hex.slice(1, 33)}9"}`,
  'the digest of what is named': `  checksum/secret: ${hex}`,
  'one of a column of stored digests': `password = "${hex}"\n\npassword = "${hex}"\n\n`,
  'the id of a stored credential': `using credential ${uuid}`,
  'a user by who vouches for him': `user_id: auth0|${hex.slice(0, 24)}`,
  'a signed request': `auth = "MAC id=${short}"`,
  'an image by its digest': `--key cosign.key registry.test/app@sha256:${hex}`,
  'the line in front of a key block': `-----BEGIN PGP PUBLIC KEY: ${random}`,
  'a public key': `# public key: age1${random.toLowerCase()}${random.toLowerCase().slice(0, 26)}`,
  'a sealed secret: encrypted': `secret: AgB${random.repeat(7)}`,
  'a method by the names of its arguments': 'authenticate(username:password:persistence9:)',
  'a text of an interface': '<string name="hint_password">Passordet</string>',
  'the digest of a file': `/etc/passwd: ${hex.slice(0, 32)}`,
  'a commit': `Bump example.test/go-http-auth to ${hex.slice(0, 12)}`,
  'the next message': 'decryption password incorrectx509: malformed',
  'ids one behind the other': `token=${uuid}${uuid}`,
  'the type of a member': 'struct { secret *x509.Mail9box;',
  'the words of a link': '<a href="#mailbox-password">Passwortqzx</a>',
  'what all of them are': 'passwords are "unicodezq"',
  'a rule of a grammar': 'passwd = 1*SAFE-QX ; rule',
  'sample credentials of a test of encodings': `Authorization: Basic ${latin1('us\xe9r:password')}`,
  'a piece of a text': '{"secret": " lightweightest"}',
  'what a user is asked for': `set /p TOKEN=${random}`,
  'what a value is, in words': 'CERT_PASSWORD: Certificate password\n',
  'the title of a paragraph': 'of a hard-coded password: Inbound: the product checks for',
  'a time': 'ann:password:15:58',
  'a date and a time': 'secret = "D20181210T175037"',
  'the name of a type as a key': '"AWS::SecretsManager::Secret": "zxqvkwjhpt"',
  'a row of a table of digests': rows.join(', '),
  'the id of a request': `--client-token ${uuid}`,
  'where an object of a store is': `S3Key: functions/${random}/7`,
  'what a template does': 'password: {{ .Values.db.password | b64enc | quote }}',
  'one of a list of names': 'Ignore: []string{"root_password", "deletion_protection"}',
  'what a field is checked for': "['secure_password', 'min:16']",
  'the store of many': "'passwords' => 'customers'",
  'a member of a collection by its number': 'tag_key = "tagKeys/281480326968824"',
  'an argument behind a variable': "[$user, $password, 'ntlmv']",
  'the name of a Secret': 'tlsSecret: mail-front-tls',
  'the name of a Secret that is given': '    secrets:\n      - jqasc_wxvault\n',
  'the id of what is looked up': `get_auth_key("${uuid}")`,
  'a word of code in front of a type': 'pwd = uninitialized LibC::Passwd',
  'the user of two that are told': 'sets the username and password to `manager` and `password`',
  'where something of the same name is': 'get "admin/passwords" => "queen9bee#passwords"',
  'a line of a record in tagged lines': `R:passwd\nZ:Q1${random}=\n`,
  'the next of a list of names': `API_TOKEN=\n${random}=\nOTHER_${random}=\n`,
  'the name of a store, or a count': 'certificatesSecrets:\n  - mtls1\n  - mtls2\n',
  'a verb': `t.pass("${short}")`,
  'the result of a test': 'PASS: a/b9xq',
  'a name in a list': '("username", "password", "pincodezq")',
  'a cache key': `Cache restored from key: Linux-turbo-${hex.slice(0, 40)}`,
  'the digest of a file in a list': `{"certs/server.key":"${hex}"}`,
  'the id of what a map holds': `"first_key": "${uuid}"`,
  'a label or a phrase': '"password": "Gjenta passord"',
  'a sentence': ['current_password:', 'potrzebujemy Twojego has\xc5\x82a w celu'].join(' '),
  'prose about a flag': 'the --username and --password options',
  'a name in two parts': '"passwd:zxqvkwjh"',
  'an alternative of a pattern': '(TEXT | PASSWORD | CHECKBOX | RADIO)',
  'the key of a property list': `<key>Token${random}</key><string>x</string>`,
  'a salt, or the data of a cipher test': `key = ${hex.slice(0, 32)}`,
  'what documentation says of an argument': ':type password: unicode or bytes',
  'what is told of several': '| Passwords of volumes: eight blocks (of digits) |',
  'the names of fields': 'account:passwd:uid_t:gid_t:directory:shell',
  'an argument of a function': '\n.Fn svcerr_auth "SVCXPRT *xprt"',
  'a command or a setting for passwords': '["default_authtok","bindpw"]',
  'what something is passed to': 'the callback that we pass to libgit2x (as in C)',
  'how often something is gone through': '/* 2nd pass: concatenated9 */',
  'what is looked for in a file': 'f:/etc/passwd -> r:^mysqlqx9 && !r:/bin/false$;',
  'what is said of any': 'validates that a password is "unzqvkwjhed" at the end',
  'a translation of a few words': ['confirm_password', 'Bevestig mijn account\n'].join(': '),
  'a term of a search filter': '(&(sn=ann)(password=QVK*))',
  'a constant in a statement': ['"users/admin/password"', 'NEBULA_ADMINPW;'].join(' = '),
  'a member of a class': "'password' => Yii::$app->store->get('mail')",
  'a package and its version': "'io.jsonwebtoken:jjwt-api:0.11.2'",
  'an object identifier': 'CHALLENGE_PASSWORD = Identifier("1.2.840.113549.1.9.7")',
  'both ends of a value': `password: ${random.slice(0, 5)}...${random.slice(5, 8)}`,
  'a mark of redaction': `[MASKED token ${random}]`,
  'part of the name of a resource': `arn:aws:secretsmanager:eu:1:secret:${random}`,
  'the fingerprint of a public key': `gpg --recv-keys ${hex.slice(0, 40).toUpperCase()}`,
  'a value in parts': `password = ['${random.slice(0, 6)}', '${random.slice(6, 10)}'].join('')`,
  'a public search key': `docsearch({ apiKey: "${hex.slice(0, 32)}", indexName: "x" })`,
  'the end of an armoured block': `${random}/yU9xr+eG7Pwd=\n =${random.slice(0, 4)}\n -----END PGP SIGNATURE-----`,
  'the name of a product': '"cpe:2.3:a:base-passwd:base-passwd:3.5.47:*:*:*:*:*:*:*"',
  'an object of a store, beside what holds it': `<Bucket>media</Bucket><Key>q52a1${random}</Key>`,
  'what a secret is fetched by': `remoteRef:\n    key: ${random}\n`,
  'an address of a chain': `Creating token ${encodeBase58(Buffer.from(hex, 'hex'))} under program x`,
  'a word of a transaction': `salt: '0x${hex}'`,
  'where a list goes on': `{"next_token":"1","previous_token":"1BL${random}"}`,
  'the key of a page': `recaptchaKey: "6L${random}${random.slice(0, 6)}"`,
  'somebody by his public key': `"did:key:z6Mk${random}${random.slice(0, 12)}"`,
  'by which a page is counted': `data-cf-beacon='{"token": "${hex.slice(0, 32)}"}'`,
  'what makes of authenticators are told apart by': `NordPass = "${uuid}",\n  Keeper = "${uuid}",`,
  'an entry of a Secret': 'AuthSecretName: "x", AuthSecretKey: "elasticqx"',
  'the type of a field in Rust': `pub vault_pw: ${field},`,
  'the id of a token': `the token identified by ${random}`,
  'a type that may not be null': ['  newPassword', 'String!\n'].join(': '),
  'a type of another package': `\tJwtSecret: ${type}{\n`,
  'the type of a column': "'user_password' => array('VCHAR_UNI:40', '')",
  'a constant as a member': `'passphrase' => ${constant},`,
  'what a block is given to': ['  mustSetPassword', 'assertBackup9 {\n'].join(' = '),
  'a program that is started': ['DB_PASSWORD=', 'python3 run.py'].join(' '),
  'a folder, or the next of several variables': 'if [[ "$PWD" == "post-qxoperator" ]]; then',
  'a word that goes on behind an apostrophe': ['"Invalid password ->', "shouldn't return"].join(' '),
  'the end of a sentence': '"password gewijzigd! Opslaan?"',
  'how a text is encoded': 'password=state.decode("unicode-escape9")',
  'the address of who asks': "Username:='anonymous'; Password:='ann@corp.test'",
  'what the hash of a password must be': `if (md5($password) === '${hex.slice(0, 32)}') {`,
  'a digest and its salt': `admin_pass = '${hex.slice(0, 32)}:9b'`,
  'how a password is kept': `"secretData" : "{\\"value\\":\\"${random}==\\",\\"salt\\":\\"${short}\\"}"`,
  'how many tests passed': 'Pass = 4363\n\nFail = 0\n',
  'a variable that a member is given': ['\n\tcase.expectedSecret', 'projectvalue\n'].join(' = '),
  'a value as PHP writes it down': 's:14:"/user/password";s:8:"numParts";i:2;',
  'a line of uuencoded data': `${uu}\n`,
  'a command of TeX': String.raw`PW \ar@/^1pc/[r]^{Pg}   \ar[d]_{s_W}`,
  'an index of a table': `"name_key": "app_WW${short}_key"`,
  'the path of a file in folders': `"assetToken": "Purple62/v4/${short}/08/mzl.pbcpzqyg.jpg"`,
  'an id among others': `"NS.keys": ["${hex.slice(0, 24).toUpperCase()}"]`,
  'the code of a sign': ['"panorama": f03d,\n  "password"', 'f042,\n  "pause": f034,'].join(': '),
  'a name among names': ['\naccount-box\n\n\nform-password', '"thoughtqz-bubble"\n\n\nkey-change\n'].join(' = '),
  'a line end within it': `Pw = "${short.slice(0, 3)}\r${short.slice(3, 7)}"`,
  'the next field of a row': ['\n2:ann:corp.test:password', `1202336326:${hex.slice(0, 32)}:`].join('::'),
  'how often a word stands somewhere': '{"paper" :180232, "pass" :145440, "past" :112233}',
  'a constant of an enumeration': ['  BANNER_SOUTHPASS', '181898,\n  BANNER_NORTHPASS', '181899,\n'].join(' = '),
  'of what kind a row is': `('${uuid}', 'password', '${uuid}', true)`,
  'by which pages are counted': `NREUM.info={"beacon":"x.test","licenseKey":"${hex.slice(0, 10)}"}`,
  'what a remark tells': ['// Try to set a different password', 'succeedsqz.\n'].join(': '),
  'what is cast to a type': '*ptr = (asPWORD)objIDqz9;',
  'what a program prints of it': '"enc_sigpass: bpnoqz=%d\\n"',
  'what of it is asked for': '?include_credential=webauthnqz&x=1',
  'an id of counters': 'terminate key=B2B.436.1925389.1649338095',
  'a standard by its number': 'File is password-protected: ECMA-376 Extensible',
  'the header of a JSON Web Token': `token = "${latin1('{"alg":"RS256","typ":"JWT"}')}."`,
  'the salt of a hash beside it': `salt: ${hex.slice(0, 32)}\n  hashed_password: ${hex.slice(0, 40)}\n`,
  'a key by its fingerprint': `DEV_KEY='${hex.slice(0, 40).toUpperCase()}'`,
  'a portable hash': `'password' => 'U$S$${random}${short}'`,
  'words in the place of a key': `tls.key: "${latin1('initial-key')}"`,
  'a name within others': "requires 'Text::Password::Pronouncedqz'",
  'what a function is given': ['let pw', 'getpwuidqz (getuid ()) in\n'].join(' = '),
  'what an option does': '"  --encrypt <password> Encryptqz assets"',
  'what a remark says': ['in password', 'lookqz ahead! */'].join(' => '),
  'words of a script without blanks': '"password": "\xe8\xaf\xb7\xe8\xbe\x93\xe5\x85\xa5"',
  'an entry among translations':
    '"Access Key":"AWS \xe8\xae\xbf\xe9\x97\xae\xe5\xaf\x86\xe9\x92\xa5","Path not found":"x"',
};

/** What is said of the values of a text. */
function saidOf(text: string): readonly (string | undefined)[] {
  return [...text.matchAll(ANCHOR)].map(({ index }) => explainAssignment(text, index)?.says);
}

for (const [kind] of NOISE_KINDS) {
  test(`a value is passed over as ${kind}`, () => {
    const text = EXAMPLES[kind] ?? '';
    assert.ok(saidOf(text).includes(kind), `${JSON.stringify(text)}: ${saidOf(text).join(', ')}`);
  });
}

const SAID: readonly (readonly [string, string])[] = [
  ['behind a singular', `the wifi password: ${short} is for guests`],
  ['a random one behind a plural', `passwords: ${short} for guests`],
  ['after which someone documents no argument', `type password: ${short}`],
  ['between names of fields', `user:password:${short}`],
  ['of a pass that is given', `the vpn pass is ${short}`],
  ['after which no words stand', `confirm_password: ${short}\n`],
  ['in an address beside others', ['?(user=ann&password', `${short})`].join('=')],
  ['with few numbers', ['password: ', '1.2.840.', short].join('')],
];
for (const [what, text] of SAID) {
  test(`a value is no prose: ${what}`, () => {
    const judged = [...text.matchAll(ANCHOR)].flatMap(({ index }) => explainAssignment(text, index) ?? []);
    const values = judged.map(({ says, candidate: { start, end } }) => says ?? text.slice(start, end));
    assert.ok(
      values.some((value) => value.endsWith(short)),
      judged.map(({ says }) => says).join(', '),
    );
  });
}

test('each kind has a name of its own, and each example is of a kind', () => {
  assert.equal(NOISE_KINDS.map(([kind]) => kind).toSorted(), Object.keys(EXAMPLES).toSorted());
});

test.run();
