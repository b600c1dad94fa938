import { expand } from '../../../../scripts/lib/values.ts';
import { assignmentMatcher } from '../../../../src/detect/generic/matcher.ts';
import { assert, suite } from '../../../helpers/suite.ts';

const matchAssignment = assignmentMatcher();
const test = suite('isNoise()');

const hex40 = expand(['{hex:40}'], 'noise-hex');
const hex32 = hex40.slice(0, 32);
const base64 = expand(['{base64:43}', '='], 'noise-base64');
const token = expand(['{base62:32}'], 'noise-token');
const checksum = ['=', token.slice(0, 4)].join('');
const endOfSignature = [`${token}/yU9xr+eG7P`, 'wd', '=', checksum, '-----END PGP SIGNATURE-----']
  .join('\n ')
  .replace('P\n wd\n =', 'Pwd=');
const id = ['6ba7b810-9dad-11d1', '80b4-00c04fd430c8'].join('-');
const ANCHOR = /pass|pwd|secret|token|key|auth|cred|jwt|bearer|identified|salt|:\/\//gi;

function findings(text: string): string[] {
  return [...text.matchAll(ANCHOR)].flatMap(({ index }) => {
    const match = matchAssignment(text, index);
    return match === undefined ? [] : [text.slice(match.secretStart, match.secretEnd)];
  });
}

const encoded = (text: string): string => Buffer.from(text).toString('base64');
const emptyBlock = ['BEGIN', 'END'].map((word) => `-----${word} PRIVATE KEY-----`).join('\n');

const NOISE: readonly (readonly [string, string])[] = [
  [
    'the key of a counter that a page is loaded with',
    `<script src="https://counter.test/a.js" data-key="${token.slice(0, 22)}" async></script>`,
  ],
  ['what minified code compares', 'return this.token=t,e.key=t&&"399999"},abc:\'x7Fq\'};'],
  ['an object of minified code', 'e.password={aB:o3.r[0],e:9188};_.$2=o3+1,aB=e===1e3'],
  ['a condition of minified code', 'x={token:n===0x1a18,pwd:t+0x863,b:!0}'],
  ['a word that another one follows', 'else s.clientSecret=o3+void 0,s.x=1'],
  ['what is to be done', 'url=jdbc:h2:mem?user=app&password=TODO'],
  ['the place of a dummy', 'host: db1\ndb_password: dummy-value\n'],
  ['a note on a value', '{"db": {"password": "see vault", "smtp_password": "rotated weekly"}}'],
  ['what is said of credentials', "Login{user='ann', password='invalid credentials'}"],
  ['an encrypted key of a device', `set psksecret ENC ${base64}`],
  ['the proof of a sender in mail', `X-Google-Sender-Auth: ${token.slice(0, 11)}`],
  ['the salt of a test of RSASSA-PSS', `SHAAlg = SHA256\nSaltVal = ${hex40}`],
  ['a variable of Ansible by its name', 'ansible_become_password: vault.become_pass'],
  ['words of a sentence behind two names', '- Make the reset password token expiration period configurable'],
  ['a name in two parts with a number', '"stepId":"pw:api@12"'],
  ['a text that Crowdin marks in a page', "'current_password' => 'crwdns6113:0crwdne6113:0',"],
  ['the command that makes a value', 'printf "COOKIE_SECRET=`pwgen -1s 32`\\n"'],
  ['a rule of a field that others are put to', "'password' => 'confirmed|'.Setting::rulesOf('store'),"],
  ['a table of a service by its id', `spreadsheet_key = "1S0m${token}${token.slice(0, 8)}"`],
  ['names of what a bundle gives', 'm17_isTrivialPassword,m17_isWholeKey,m18_entropy'],
  ['the word of a setting', 'bridge_shared_secret: disable\n'],
  ['a command behind a variable', 'PGPASSWORD="$DB_PASSWORD" pg_dump -h "$DB_HOST"'],
  ['the next key of YAML below a text', "mysql:\n  password: 'password'\n\nnotifier:\n  smtp: x\n"],
  ['a credential of Jenkins by its id', `TOKEN=credentials('${id}')`],
  ["a client's public token of Datadog", `client_token = "pub${hex32}"`],
  ['what a row says in words', '| smtp.password | string | `required` | for mail |'],
  ['the key of a captcha', `<div data-sitekey="${token}">`],
  ['a block without a key, encoded', `tls.key: ${encoded(emptyBlock)}`],
  ['the word for a password, encoded', `  password: ${encoded('password')} # password`],
  ['words of an example, encoded', `  secret: ${encoded('kept safe, or is it?')}`],
  ['a number of an example, encoded', `  Secret: "${encoded('1234\n')}",`],
  ['the form of a text that a password is brought to', 'const bytes = toUtf8Bytes(this.password, "NFKD");'],
  ['ids one below the other', `<Contents><Key>${id}/${id.replace('6', '7')}</Key>`],
  ['a weakness by its number', `"cve": "lib/insecurity.js:9:hardcoded_jwt_secret:CWE-798"`],
  ['a token against forgery of Django', `<input name="csrfmiddlewaretoken" value="${token}">`],
  ['one in a cookie', `Set-Cookie: csrftoken=${token}; Path=/`],
  ['one of Rails and of ASP.NET', `authenticity_token=${token}&__RequestVerificationToken=${token}`],
  [
    'an object in percent-encoding',
    'claims=%7B%22id_token%22%3A%20%7B%22claim_2%22%3A%20%7B%22essential%22%3A%20true%7D%2C',
  ],
  ['the owner of the password', 'AuthController [jetty-169] Invalid password for user: testuser from IP: 192.168.1.2'],
  ['the number of an advisory', ['leaking credentials GHSA', 'h4mf', '4v27', 'hggj'].join('-')],
  ['a digest with its algorithm', `user.CredentialIDKey: {"X509SHA256=${hex40}${hex32.slice(0, 24)}"}`],
  ['the words of a link', '<a href="#the-mailbox-password">Mailbox password</a>'],
  ['the name of a member that is replaced', 'with patch.object(pwd, "getpwnam", mock):'],
  ['the name of a member that is read', "load = getattr(credentials, 'load_cached1')"],
  ['the key of the named member', '"secret": {\n    "keywords": ["privacy", "kanji"],'],
  ['a message about a function', 'msg = f"shadow.verify_password: unexpected error {code}"'],
  ['the next message of a program', 'no PSK bindersx509: decryption password incorrectx509: malformed extension'],
  ['ids of a program', `authentication methods${id}${id.replace('6', '7')}${id}invalid separator`],
  ['a value that a method is called on', ['py_password =', 'encryption_algorithm\n    .getattr(name)?'].join(' ')],
  ['a builder argument', "credentials = credentials.with_quota_project('myproject-123')"],
  ['the next instruction', 'ENV PWDPATH="/home/step/secrets/password"\n\nVOLUME ["/home/step"]'],
  ['names of secrets', 'certificatesSecrets:\n  - mtls1\n  - mtls2\n'],
  ['what passwords are', 'user name and password are ``unicode``. On others'],
  ['a word of a sentence behind a plural', ['- **URLs with credentials**: webhook URLs, etc.', ''].join('\n')],
  ['a dependency of what makes one-time passwords', '"totp": "cryptography",'],
  ['a choice of a document type', '(TEXT | PASSWORD | CHECKBOX | RADIO)'],
  ['a function that is replaced', 'models.User.set_password = orig'],
  ['a variable that is appended', 'password += SUFFIX_BYTES'],
  ['what credentials go to', 'risk of logging files containing user credentials to MLflow'],
  ['a password that says that it is another one', 'update_user("newuser", current_password="anotherpassword")'],
  ['the type of a member', 'struct { key x509.rfc2821Mailbox; elem struct {} }'],
  ['a status code', "INVALID_PASSWORD = '28P01'"],
  ['the hash of a password of PostgreSQL', `md5_pw = "md5${hex32}"`],
  ['the hash of a password of MySQL', `"password": "*${hex40.toUpperCase()}",`],
  ['a verifier of a password', `password = "SCRAM-SHA-256$4096:${base64.slice(0, 22)}==$${base64}"`],
  ['an encrypted value', `a-secret: "NACL[${base64}]"`],
  ['a mark of redaction', 'ret["changes"]["passwd"] = "XXX-REDACTED-XXX"'],
  ['a row of a keyboard', '{ password: "asdfg", confirm: "qwer" }'],
  ['a password of tests', 'connect(password="testpassword", old_password="badpassword")'],
  ['the address of a mailbox or a guest', 'url.parse("https://anonymous:flabada@docs.corp.test/en")'],
  ['a status number', 'Native.Code.STATUS_WEAK_PASSWORD = 3221227731'],
  ['the value of a typed variable', 'inputLogin#4e29 name:string password:InputCheckPassword = Changes;'],
  ['a member of a variable', 'store(schema, password_data->keyring, password_data->item, NULL);'],
  ['what a flag in brackets is followed by', '(--list-secret-keys) GnuPG dumps each attribute'],
  ['a word behind a flag that asks', 'gpg --ask-password simultaneously with other flags'],
  ['an address in place of a password', 'passwd="anonymous@corp.test"'],
  ['a public key with its size', `const pubkey256 = '${base64}';`],
  ['the end of a signature', endOfSignature],
  ['an algorithm behind the word', 'store the password sha512crypt hashed, or the password SHA256'],
  ['a later row of a table', `| name | use |\n| password | login |\n| ${token.slice(0, 12)}1 | other |`],
  ['the next statement', 'case MessageAuthToken:\n\tfallthrough\ncase MessageDone:'],
  ['the path of a module and its id', '"./lib/PropTypesSecret":"QX7B9"'],
  ['the service of a key ring', 'stored = keyring.get_password("pgtool", account)'],
  ['what a password is hashed with', `hash, err := HashPassword("password", "${token.slice(0, 16)}", 500)`],
  [
    'a translation without quotes',
    ['current_password:', 'potrzebujemy Twojego aktualnego has\u00c5\u0082a w celu'].join(' '),
  ],
  ['a label of another language', `'LOGIN_PASSWORD' => 'Nieuw Wachtwoord',`],
  ['a flag that prose speaks of', 'may be given by the --username and --password options instead'],
  ['what stands for a value in a manual', '--priv-passwd=SSH_PRIV_PASSWD'],
  ['an entry of a change log', '\t* agent/command.c (cmd_passwd): Distinguish by SHADOW_INFO.'],
  ['a name in two parts', 'names = ["passwd:gecos", "passwd:shell"]'],
  ['the name of an inner member', '"secret": {\n    "keywords": ["privacy", "kanji"],'],
  ['alternatives of a pattern', `cert|decryptbypassphrase|encryptbyasymkey|encryptbycert`],
  ['the key of a property list', '<key>NeverWarn_C7EED71F-6B5F-4822-B735-D20CAE8AD57D</key>\n<true/>'],
  ['the next attribute', '<cell placeholderString="password" drawsBackground="YES"/>'],
  ['an argument behind what a reader is to replace', 'adduser ann <SomeGoodPassword> "ann of corp" 0'],
  ['the port before the end of a command of sed', 'sed -i "s@URL=.*@URL=http://$HOST:8000@g"'],
  ['a rule of a field, alone', "'password' => 'min:8'"],
  ['the user of two that a slash parts', 'The username and password are `homeqx` / `secret`.'],
  ['the result of a check', 'message(CHECK_PASS "supported")'],
  ['one of two variables', 'const list = isOld ? PASSWORDS : SECRETS;'],
  ['a group of a pattern', 'pattern: (?<secret>abcx29[0-9a-z]{20})'],
  ['the password of a comic', `password=${['correct-horse', 'battery'].join('-')} rest of line`],
  ['a short value with escapes', '{"token":"ab\\\\/cd\\\\u0026\\\\x7f"}'],
  ['a token that is left out', `'Authorization': \`Bearer eyxxx\`,`],
  ['the version of a package', 'ii  passwd      1:4.13+dfsg1-1+deb12u1   amd64'],
  ['a string of a list', `"set password",\n"${token.slice(0, 20)}",\n"get origin",`],
  ['a name of a list', '"get password",\n"set password",\n"get origin",'],
  ['what is done to a password', 'The password is echoed!'],
  ['a command that prose names', "Add passwords to 'openssl passwd' (option '-1')."],
  ['the members of an object', 'let{user,quote,isPassword}=located2;return quote'],
  ['a place of a format', 'secretKey = "A3-{ALNUM:6}"'],
  ['an encoding', `password_bytes = password.encode('utf8')`],
  ['a value of which the beginning is shown', `api_key: ${token.slice(0, 20)}...`],
  [
    'bytes that count up',
    `const rawKey = '${Array.from({ length: 16 }, (_, at) => at.toString(16).padStart(2, '0')).join('')}';`,
  ],
  ['the fingerprint of a signer', 'sig_key:        51:C4:0C:6D:7E:A5:6C:D8:8F:B4:3A:DF:91:78:4F:18'],
  [
    'the public half of a security key',
    `hostkey: ${Buffer.from('\0\0\0\x1ask-ssh-ed25519@openssh.com').toString('base64')}${base64.slice(0, 43)}`,
  ],
  ['the name of a credential', 'password: real_db_key'],
  ['the same name without its object', 'self._passphrase = passphrase'],
  ['the command of sudo', 'deploy ALL=(ALL:ALL) NOPASSWD:SETENV: /usr/bin/deploy'],
  ['words of a sentence', 'usernames and passwords to third-party servers are not sent'],
  ['a redaction mark with a kind and a digest', `{"log": "Authorization: Bearer <redacted:jwt:9f8e7d6c> to"}`],
  ['a redaction mark of another form', `[MASKED token=${hex40.slice(0, 12)}]`],
  ['a key in minified code', `e.exports={appId:"x1",apiKey:"${hex32}",hits:5}`],
  ['a variable assigned to a member', 'existing_user["password"] = scram_pw'],
  ['what says that nothing is set', 'const password = process.env.X || "not-set"'],
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
  ['the text of a label in which JSON escapes a letter', '"reset_password": "Kennwort zur\\u00fccksetzen",'],
  ['a sentence', 'otherpassword = "does not start right"'],
  ['a list of methods', '# METHOD can be "trust", "md5", "password", "scram-sha-256", or "peer".'],
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
  ['the arguments of a method of Swift', '<a name="//apple_ref/authenticate(username:password:persistence:)">'],
  ['a run of a renderer', 'draw_pass_1 = SubResource("BoxMesh_88317")'],
  ['a text of an application', '<string name="hint_password">Contrasenya</string>'],
  ['a text of an application with other letters', '<string name="wrong_password">Nesprávné heslo?</string>'],
  ['how something is encrypted', 'encrypt(self.ref, self.passphrase, "PBKDF2WithHMAC-SHA1AndDES-EDE3-CBC")'],
  ['how a key is derived', "generateKey($password, 'Argon2id', 8192, 13, $salt);"],
  ['the salt of a derived key', `"kdfparams":{"dklen":32,"n":8,"p":16,"r":8,"salt":"${hex32}${hex32}"},"mac":"x"`],
  ['the key of a known-answer test', `"pkRm":"${hex32}","enc":"${hex40}","shared_secret":"${hex32}${hex32}"`],
  ['an image digest', `cosign sign --key cosign.key registry.corp.test/app@sha256:${hex32}${hex32}`],
  ['a public key in its armour', `"publicKey": "-----BEGIN PGP PUBLIC KEY BLOCK-----\\n\\nxo0E${base64}"`],
  ['the public half of a key of age', '# public key: age1uc8zlurjyjpenrslc2thyl28u7ylz6x8c2g9yphvjha6xm8ppf3slq0l25'],
  ['the nonce of a web socket', `req.headers[.secWebSocketKey] = "${base64.slice(0, 22)}=="`],
  [
    'a module of Go by its commit',
    `corp.test/kit/go-libsecret v0.0.0-20161001094733-${hex40.slice(0, 12)}/go.mod h1:x`,
  ],
  ['a commit of a module', `Bump corp.test/kit/go-http-auth to ${hex40.slice(0, 12)} (#13636)`],
  ['the digest of a file of a system', `/etc/passwd: ${hex32}`],
  ['the variable of a type', 'Password first =  new Password("x");'],
  ['the type of a result', 'public function withPassword(string $password): self'],
  ['nothing, as compilers write it', 'exports.PROVIDER_PHONE = exports.PROVIDER_PASSWORD = void 0;'],
  ['a colour', '--code-token-string: #9f722a;'],
  ['an id behind a word', "export const ELEMENT_KEY = 'element-6066-11e4-a52e-4f735466cecf';"],
  ['a set of characters', String.raw`_loose_token = r'[^()<>@,;:\"\[\]?={}]+'`],
  ['the name repeated', 'static final String LOCK_PASSCODE = "passcode";'],
  ['the name in short', "user.password_confirmation = 'confirmation'"],
  ['a number of seconds', '{"password": 864000,'],
  ['how often one may try', '"reset_password": "20/m/ip,5/m/key",'],
  ['another code of an outcome', 'InvalidPassword      = Code("28P01")'],
  ['the id of a client', `headers={Authorization:"Client-ID ${hex32}"}`],
  ['the address of an account', `"secret_token": "0x${hex40}"`],
  ['all arguments by name', 'self._credentials = kwargs'],
  ['prose with letters of its own', 'Adresse auf um dein Passwort zur\u00c3\u00bcckzusetzen.'],
  ['a port and what follows an address', 'q,url=http://amqp.corp.test:15672,queue=a1,node=rabbit@amqp.corp.test,x=1'],
  ['a word again and again', 'password = "metricsmetricsmetrics", secret = "secretsecret"'],
  ['words of a sentence in one', 'masterPassword: "must_be_eight_characters", password: "avoid-plaintext-in-code"'],
  ['a word for a hash', 'user.MasterPassword = "existing-hash";'],
  ['a name for what a variable holds', 'password = passphrase_val'],
  ['a password of examples', 'MYSQL_PASSWORD: exampleuserpassword'],
  ['runs alone', 'https://img.corp.test/build?token=abc123def456'],
  ['a text with a NUL', String.raw`{"salt": "sa\u0000lt", "password": "pa\u0000ss12"}`],
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
  ['in hexadecimal beside a nonce alone', `{"nonce": "${hex40}", "secret_key": "${hex32}"}`],
  ['behind a hash of a module', `h1:${base64} API_TOKEN=${token}`],
  ['in a resource of an application', `<string name="api_token">${token}</string>`],
  ['in a line that was redacted elsewhere', `user=<redacted> API_TOKEN=${token}`],
];

for (const [name, text] of KEPT) {
  test(`finds a value ${name}`, () => {
    const found = findings(Buffer.from(text).toString('latin1'));
    assert.ok(found.includes(token) || found.includes(hex32));
  });
}

test.run();
