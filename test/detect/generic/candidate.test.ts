import { expand } from '../../../scripts/lib/values.ts';
import { candidateAt } from '../../../src/detect/generic/candidate.ts';
import { LastNamed } from '../../../src/detect/generic/last-named.ts';
import { type JudgedName, judgeName } from '../../../src/detect/generic/name-memory.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('candidateAt()');

const value = expand(['{alnum:14}', 'Q7'], 'candidate-value');
const seed = expand(['{base32:32}'], 'candidate-seed');
const basic = Buffer.from(`deploy:${value}`).toString('base64');
const ANCHOR = /pass|pwd|psw|kennwort|secret|token|key|auth|cred|bearer|:\/\/|basic |totp|identified|salt/gi;

/** The candidates of a text, at whichever anchor. */
function allIn(text: string): (readonly [string, string])[] {
  const all: (readonly [string, string])[] = [];
  for (const { index } of text.matchAll(ANCHOR)) {
    const found = candidateAt(text, index);
    if (found !== undefined) all.push([found.syntax, text.slice(found.start, found.end)]);
  }
  return all;
}

const WAYS: readonly (readonly [string, string, string])[] = [
  ['JSON', 'assignment', `{"password": "${value}"}`],
  ['escaped JSON', 'assignment', `\\"password\\":\\"${value}\\"`],
  ['YAML', 'assignment', `password: ${value}\n`],
  ['the next line of YAML', 'next-line', `password: |\n  ${value}\n`],
  ['the next line of code', 'next-line', `password =\n    "${value}"\n`],
  ['a YAML list', 'next-line', `tokens:\n  - ${value}\n`],
  ['a JSON list', 'assignment', `"tokens": ["${value}"]`],
  ['a list of words', 'argument', `args: ["password", "${value}"]`],
  ['a command array', 'flag', `["run", "--password", "${value}"]`],
  ['TOML', 'assignment', `token = '${value}'`],
  ['environment variables', 'assignment', `export DB_PASS=${value}`],
  ['a line of a Procfile', 'assignment', `web: SECRET_KEY_BASE=${value} bundle exec puma`],
  ['a shell default', 'default', `\${DB_PASSWORD:-${value}}`],
  ['a fallback', 'default', `const token = process.env.API_TOKEN || '${value}';`],
  ['a fallback behind a call', 'default', `PASSWORD = os.environ.get("PASSWORD") or "${value}"`],
  ['a look-up with a default', 'default', `password = os.getenv("DB_PASSWORD", "${value}")`],
  ['a look-up with a named default', 'default', `SECRET = config("SECRET_KEY", default="${value}")`],
  ['a pair with a user', 'argument', `requests.get(url, auth=("deploy", "${value}"))`],
  ['a call with a user', 'argument', `new PasswordAuthentication("deploy", "${value}".toCharArray())`],
  ['a setter with a user', 'argument', `client.updatePassword("john", "${value}")`],
  ['a field that is filled in', 'pair', `fill_in :signup_password, with: "${value}"`],
  ['a short value of a secret key', 'assignment', `SECRET_KEY=${value.slice(0, 9)}`],
  ['a joined name', 'assignment', `mysqlrootpwd="${value}"`],
  ['a flag with a slash', 'assignment', `tool.exe /masterkey:${expand(['{hex:64}'], 'master')}`],
  ['a variable of Terraform', 'pair', `variable "db_password" {\n  type    = string\n  default = "${value}"\n}`],
  ['a property list', 'pair', `<key>password</key>\n  <string>${value}</string>`],
  ['a property with a value element', 'pair', `<property name="db.password"><value>${value}</value>`],
  ['a name of Hadoop', 'pair', `<name>fs.secret</name>\n<value>${value}</value>`],
  ['a national string of SQL', 'assignment', `@password = N'${value}'`],
  ['a name of another language', 'assignment', `Kennwort: ${value}`],
  ['a misspelled name', 'assignment', `PSWORD:=${value}`],
  ['an element', 'element', `<password>${value}</password>`],
  ['attributes', 'pair', `<add key="smtp.password" value="${value}" />`],
  ['name and value members', 'pair', `{"name": "API_TOKEN", "value": "${value}"}`],
  ['name and value lines', 'pair', `- name: API_TOKEN\n  value: ${value}\n`],
  ['a call', 'argument', `user.setPassword("${value}");`],
  ['a second argument', 'argument', `define('DB_PASSWORD', '${value}');`],
  ['a wrapped value', 'assignment', `Token: String("${value}"),`],
  ['bytes', 'assignment', `secret := []byte("${value}")`],
  ['a comparison', 'assignment', `if (password == "${value}")`],
  ['a comparison by a method', 'assignment', `if (password.equals("${value}")) {`],
  ['an expectation', 'assignment', `expect(password).toBe('${value}');`],
  ['a text that is typed into a field', 'argument', `cy.get('#password').type('${value}')`],
  ['a text that a driver types', 'argument', `d.find_element(By.ID, "password").send_keys("${value}")`],
  ['a label that is filled in', 'pair', `fill_in "Password", with: "${value}"`],
  ['a selector by attribute', 'pair', `page.fill('input[name="password"]', '${value}')`],
  ['a selector by pattern', 'pair', `user.type(screen.getByLabelText(/password/i), '${value}')`],
  ['an event of a field', 'pair', `change(getByLabelText('Password'), { target: { value: '${value}' } })`],
  ['a step of a trace', 'pair', `{"selector":"internal:label=\\"Password\\"i","strict":true,"value":"${value}"}`],
  ['a step of a test', 'pair', `{"locator":"getByLabel('Password')","value":"${value}"}`],
  [
    'a recorded step',
    'pair',
    `"target": "id=password",\n "targets": [\n ["id=password", "id"]\n ],\n "value": "${value}"`,
  ],
  ['a field of a snapshot', 'pair', `- textbox "Password" [ref=e12]: ${value}\n`],
  ['a field of a trace', 'pair', `["INPUT",{"__playwright_value_":"${value}","type":"password"}]`],
  ['a fallback without a name', 'default', `connect(process.env.DB_PASSWORD || '${value}')`],
  ['a fallback in a block', 'default', `ENV.fetch('DB_PASSWORD') { '${value}' }`],
  ['a declaration of Visual Basic', 'assignment', `Dim password As String = "${value}"`],
  ['an assignment of R', 'assignment', `password <<- "${value}"`],
  ['an element with attributes', 'element', `<password type="plain" id="p1">${value}</password>`],
  ['an attribute of its element', 'pair', `<password encrypted="false" value="${value}"/>`],
  ['prose with its user', 'prose', `The password for the user "app" is "${value}".`],
  ['a list with its user', 'assignment', `Password of admin: ${value}`],
  ['prose of a change', 'prose', `the password was changed to ${value}`],
  ['a typed declaration', 'assignment', `let token: string = "${value}"`],
  ['a URL query', 'assignment', `/api?access_token=${value}&x=1`],
  ['an escaped query', 'assignment', `user%5Bpassword%5D=${value}`],
  ['userinfo', 'userinfo', `amqp://worker:${value}@mq.corp.test/`],
  ['a scheme in a header', 'scheme', `authorization: 'ApiKey ${value}'`],
  ['Basic credentials', 'scheme', `Basic ${basic}`],
  ['SQL', 'sql', `CREATE USER app IDENTIFIED BY '${value}'`],
  ['SQL, PASSWORD', 'prose', `ALTER ROLE app WITH PASSWORD '${value}'`],
  ['a one-time seed', 'argument', `ROTP::TOTP.new('${seed}')`],
  ['prose', 'prose', `the password is ${value}`],
  ['Markdown', 'assignment', `- **SMTP password**: \`${value}\``],
  ['Markdown, the colon in bold', 'assignment', `- **Password:** ${value}\n`],
  ['HTML, the colon in bold', 'assignment', `<p><b>Password:</b> ${value}</p>`],
  ['an attribute of a span', 'pair', `{"key":"db.password","value":{"stringValue":"${value}"}}`],
  ['a header of a span', 'pair', `{"key":"x-api-key","value":{"arrayValue":{"values":[{"stringValue":"${value}"}]}}}`],
  ['a value in front of its name, without blanks', 'pair', `{"type":"any","value":"${value}","key":"password"}`],
  ['a value in front of its name', 'pair', `[{ "value": "${value}", "name": "DB_PASSWORD" }]`],
  ['attributes, the value first', 'pair', `<add value="${value}" key="smtp.password" />`],
  ['a row of HTML in capitals', 'pair', `<TR><TD>smtp_password</TD>\n<TD>${value}</TD>\n</TR>`],
  ['a row of HTML', 'pair', `<tr><td>Password</td>\n  <td><code>${value}</code></td></tr>`],
  ['a row of phpinfo()', 'pair', `<td class="e">$_SERVER['DB_PASSWORD']</td><td class="v">${value}</td>`],
  ['a parameter of Azure', 'pair', `"adminPassword": {\n  "value": "${value}"\n}`],
  ['an attribute of DynamoDB', 'pair', `{"api_token":{"S":"${value}"}}`],
  ['a list of terms', 'pair', `<dt>Password:</dt><dd>${value}</dd>`],
  ['a row of HTML with cells of one width', 'pair', `<tr><td>db_password      </td><td>${value}        </td></tr>`],
  ['an entry of the cache of CMake', 'assignment', `//No help\nDB_PASSWORD:UNINITIALIZED=${value}\n`],
  ['an entry on the command line of CMake', 'flag', `cmake -DDB_PASSWORD:STRING=${value} .`],
  ['a form field', 'pair', `<input type="password" name="p" value="${value}">`],
  ['a row of a table', 'pair', `| Admin password | \`${value}\` |\n`],
  ['a row of an expanded display', 'pair', `id       | 1\npassword | ${value}\n`],
  ['a parameter of CloudFormation', 'pair', `  DBPassword:\n    Type: String\n    Default: ${value}\n`],
  ['a part of a form', 'pair', `Content-Disposition: form-data; name="password"\r\n\r\n${value}\r\n--b`],
  ['var_dump of PHP', 'next-line', `["password"]=>\n  string(16) "${value}"\n`],
  ['a tag of YAML', 'assignment', `password: !!str ${value}\n`],
  ['a fallback of the name itself', 'default', `process.env.DB_PASSWORD || "${value}"`],
];

for (const [name, syntax, text] of WAYS) {
  test(`reads a value in ${name}`, () => {
    const wanted = [value, seed, basic, value.slice(0, 9), expand(['{hex:64}'], 'master')];
    assert.ok(allIn(text).some(([how, what]) => how === syntax && wanted.includes(what)));
  });
}

const NO_VALUE: readonly (readonly [string, string])[] = [
  ['a call', 'password = getPassword(user)'],
  ['the key of the next member', ['{ kind: PASS', `WORD,\n  'pem-${value}': 1 }`].join('')],
  ['the digest in a redaction mark', 'Bearer <redacted:jwt:9f8e7d6c>'],
  ['types that are joined', 'export type Credential =\n  token | string | undefined\n'],
  ['a variable that is the fallback', 'const a = token || fallbackToken2'],
  ['a test result', 'PASS: objcopy -shared -z relro (tdata1)'],
  ['a test result with its file', `PASS: ld-x86/${value}`],
  ['the key of a cache', `Cache restored from key: node-Linux-x64-${value}`],
  ['words with a digest behind them', `key: Linux-turbo-${expand(['{hex:40}'], 'digest')}`],
  ['an id behind another', `req_a2PVX3zwd4EfPW evt_${value}`],
  ['a count of test results', 'PASS=1204512'],
  ['the name of a resource', `"${['arn:aws:secretsmanager', 'us-east-1', 'secret'].join(':')}:app/${value}"`],
  [
    'the name of a resource in percent-encoding',
    `x=${['arn', 'aws', 'secretsmanager', 'eu-west-1', '1234', 'secret'].join('%3A')}%3Aapp-a1B2c3`,
  ],
  ['the name of a resource that a line cuts', `  ${['456789012', 'secret', `app-a1B2c3`].join(':')}",`],
  ['an address of memory', 'config: {APIKey:on7 ClientSecret:0x32cf1b19ebb0 n:1}'],
  ['the base64 of a reference', `SessionSecret: "${Buffer.from('/run/secrets/session').toString('base64')}"`],
  ['the hexadecimal digits of a stock password', `db_password=${Buffer.from('changeme').toString('hex')}`],
  ['a reference in percent-encoding', `encryption_key=${encodeURIComponent('kms://alias/app')}`],
  ['escaped prose', String.raw`"unexpected_token": "\u672a\u9810\u671f\u7684\u8a9e\u5f59"`],
  ['who covers it', '# snowflake-password by url-userinfo'],
  ['a template', 'token: ${SERVICE_TOKEN}'],
  ['what a look-up is given', `password = options.get("tls${value}")`],
  ['a variable passed on', 'connect(host, password=user_pw_2, port=1)'],
  ['a generic type', 'needAdditionalPass: SyncBailHook<[], boolean>'],
  ['a regular expression', 'VALID_TOKEN = re.compile(r"^[A-Za-z][A-Za-z0-9+_-]*$")'],
  ['an action of a workflow', `'configure credentials', 'aws-actions/configure@${expand(['{hex:40}'], 'action')}'`],
  ['an ASN.1 declaration', ['{PBKDF2-params IDENTIFIED', 'BY id-PBKDF2-Q7x8}'].join(' ')],
  ['a base64 sample', `"auth": "${Buffer.from('user:password').toString('base64')}"`],
  ['a base64 sentence', `secret: ${Buffer.from('secret is secure').toString('base64')}`],
  ['a JSON Web Token', `token = "${Buffer.from('{"alg":"HS256"}').toString('base64url')}.eyJ${value}.${value}x"`],
  ['a member', 'token = process.env.SERVICE_TOKEN'],
  ['a public half', `public_key = ${value}`],
  ['a public key', 'key: "ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB"'],
  ['a hash', 'password: "$2b$12$abcdefghijklmnopqrstuv"'],
  ['a path', 'tokenPath: /var/run/secrets/token'],
  ['a number of something', 'max_tokens: 4096'],
  ['a redaction', 'password="************"'],
  ['a comparison of names', 'if (password == other)'],
  ['a parameter', 'login(password, options)'],
  ['the line behind an empty variable', 'DB_PASSWORD=\nrails_master_key\nrapid_key\n'],
  ['a fallback to a variable', 'const p = password || otherPassword1;'],
  ['a function behind a parameter', `function open(password) { 'use strict'; }`],
  ['an element with others in it', '<password type="x1"><hash>q</hash></password>'],
  ['prose about a user', 'enter the password for the user account you made1'],
  ['a checksum of a file', `"certs/server.key":"${'0123456789abcdef'.repeat(4)}"`],
  ['a reference to a store', 'token: op://vault/item/field'],
  ['a sample of RFC 7617', `Basic ${Buffer.from('Aladdin:open sesame').toString('base64')}`],
  ['a URL without a password', 'https://corp.test/a:b@c'],
  ['a badge', `https://badges.test/graph/badge.svg?token=${value}`],
  ['a version', 'golang.org/x/auth v0.24.1-0.20260101-dbc26066f70a'],
];

for (const [name, text] of NO_VALUE) {
  test(`takes ${name} for no value`, () => assert.equal(allIn(text), []));
}

test('a type of numbers and how a password is kept are no values', () => {
  // The last column of a struct in Go is headed by a type that ends in a word for a password.
  const struct = '\tPsw                      PtracePsw\n\tOrig_gpr2                uint64\n';
  for (const text of [struct, "'password' => 'hashed',", "'token' => 'encrypted',"])
    assert.equal(allIn(text), [], text);
});

test('letters that read as no words are a token also behind a prefix', () => {
  const letters = expand(['sk-', '{lower:48}'], 'candidate-letters');
  assert.equal(allIn(`api_token: ${letters}\n`), [['assignment', letters]]);
  assert.equal(allIn('api_token: sk-subscription-of-the-tenant\n'), []);
  assert.equal(allIn('api_token: sk-subscriptionofthetenant\n'), []);
});

test('assignments with nothing between are told at a glance, but the last ones', () => {
  const text = Array.from({ length: 300 }, (_, index) => `DB_PASSWORD=${index}`).join('');
  const says: string[] = [];
  for (const { index } of text.matchAll(/PASS/g)) candidateAt(text, index, undefined, (_, why) => says.push(why));
  const glances = says.filter((why) => why === 'a list of names').length;
  assert.ok(glances >= 280, `${glances} of 300`);
});

test('a value of a few words for credentials is one', () => {
  const words = `${value}-token-key-secret-pass-auth-${value}-${value}`;
  assert.equal(allIn(`password="${words}"`)[0], ['assignment', words]);
});

test('a name that two words call a credential is judged once', () => {
  const text = `SECRET_KEY = "${value}"\nauth_token = "${value}"\n`.repeat(20);
  const places = [...text.matchAll(ANCHOR)].map(({ index }) => index);
  let judged = 0;
  const judge = (name: string): JudgedName => (judged++, judgeName(name));
  const last = new LastNamed();
  const remembered = places.map((at) => candidateAt(text, at, judge, undefined, last));
  assert.equal([places.length, judged], [80, 40]);
  assert.equal(
    remembered,
    places.map((at) => candidateAt(text, at)),
  );
});

test.run();
