import { expand } from '../../../scripts/lib/values.ts';
import { allFindings, findings } from '../../helpers/assignments.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('forms of assignment');

const password = expand(['{base62:9}', '#', '{alnum:5}'], 'forms-password');
const plain = expand(['{base62:18}'], 'forms-plain');
const letters = expand(['{letters:18}'], 'forms-letters');
const hex = expand(['{hex:32}'], 'forms-hex');
const base64 = expand(['{base64:60}'], 'forms-base64');
/** What only a generator gives: brackets, quotation marks and what else ends the values of others. */
const scattered = ['x/gFuL?', '4Zu<j{n7)', '3m}e,E;Jt1'].join('');
const quoted = ['x/gFuL?', "4Zu'j{n7)", '3m}e,E;Jt1'].join('');
const marked = ['@', expand(['{base62:19}'], 'forms-marked-3')].join('');

const signed = ['/', expand(['{base62:42}'], 'forms-signed'), '='].join('');
const madeUp = ['Walnut', 'harbor', '58'].join('');
const strong = expand(['{base62:4}', '#', '{digits:1}k{base62:3}', 'Q!', '{digits:1}'], 'forms-strong');
const long = expand(['{base62:30}', '7'], 'forms-long');
const uuid = expand(['{uuid}'], 'forms-uuid');
const made = ['Walnut', 'Copper', '587'].join('');
const disguised = ['Zaunk', '0', 'enig_7'].join('');
const phrase = ['walnut', 'copper', 'harbor'].join('-');
const sentence = ['walnut', 'copper', 'harbor', 'maple'].join(' ');

const FORMS: readonly (readonly [string, string, string])[] = [
  ['random characters in quotes', `const apiSecret = "${scattered}";\n`, scattered],
  ['random characters to the end of a line', `host=db1\ndb.password=${scattered}\nport=1\n`, scattered],
  ['random characters up to a blank', `connected password=${scattered} port=1\n`, scattered],
  ['random characters of an element, its entities decoded', `<password>${scattered}</password>`, scattered],
  ['a list on lines of its own, far in', `"x-api-key": [\n${' '.repeat(40)}"${plain}"\n]`, plain],
  ['JSON in JSON', String.raw`{"client_secret": "\"${plain}\""}`, plain],
  ['a quotation mark that YAML doubles', `password: '${quoted.replace("'", "''")}'\n`, quoted.replace("'", "''")],
  ['a mark of variables in front of random characters', `"password": "${marked}"`, marked],
  ['a name whose word is written as two', `oci.pass_phrase=${strong}\n`, strong],
  ['an attribute as the collector of OpenTelemetry prints it', `     -> app.secret: Str(${plain})\n`, plain],
  ['digits for letters behind a short name', `RootPass: ${disguised}\n`, disguised],
  ['a disguised word in a sentence', `back to the plain password ${disguised} until Monday\n`, disguised],
  ['a setter of a name whose word is written as two', `ds.setPassWord("${strong}");\n`, strong],
  ['the French short form', `mdp : ${strong}\n`, strong],
  ['a Polish sentence', `Hasło do bazy to ${strong}\n`, strong],
  ['a Spanish key', `la clave secreta es ${strong}\n`, strong],
  ['a Russian note without a verb', `логин admin пароль ${strong}\n`, strong],
  ['a password behind its word alone', `[10:22] bob: login is ann, password ${madeUp}!\n`, `${madeUp}!`],
  ['a configuration that parts with a blank', `account work\nuser ann\npassword ${madeUp}\n`, madeUp],
  ['a user and a password behind a verb', `the creds are admin / ${password}\n`, password],
  [
    'the cell below, in examples of Gherkin',
    `  Examples:\n    | user | password |\n    | ann | ${password} |\n`,
    password,
  ],
  [
    'the cell below that is not the last',
    `  Examples:\n    | password | role |\n    | ${password} | admin |\n`,
    password,
  ],
  ['a row of a chart, its type between', `| smtp.password | string | \`"${plain}"\` | for mail |\n`, plain],
  [
    'a row of a manual, a dash between',
    `| \`DB_PASSWORD\` | -       | \`${madeUp}!\` | of the store |\n`,
    `${madeUp}!`,
  ],
  ['a row of a manual, what it is for between', `| \`API_SECRET\` | signs what is sent | ${hex} | yes |\n`, hex],
  ['a line of settings for fetchmail', `  user 'ann'\n  pass '${plain}'\n`, plain],
  ['a secret by the number of a protocol', `dns_rfc2136_secret = ${plain}\n`, plain],
  ['a clause of COBOL', `       01  WS-DB-PASSWORD  PIC X(20) VALUE '${password}'.\n`, password],
  ['a clause of ABAP', `CONSTANTS gc_api_key TYPE string VALUE '${hex}'.\n`, hex],
  ['an array of Visual Basic', `ReadOnly encryptionKey As Byte() = Convert.FromBase64String("${base64}")\n`, base64],
  ['a slice of Rust', `pub static JWT_KEY: &[u8] = b"${hex}";\n`, hex],
  ['a user before a colon', `haproxy_stats_auth: admin:${madeUp}!\n`, `${madeUp}!`],
  ['the first of two keys', `"primary_access_key":"${plain}"\n`, plain],
  ['a version behind the name', `"ses_smtp_password_v4":"${plain}"\n`, plain],
  ['words with dashes', `{ "user": "app", "pass": "${phrase}" }\n`, phrase],
  ['words in a call', `new PasswordAuthentication("app@corp.test", "${phrase}");\n`, phrase],
  ['words of a pass phrase', `The passphrase for the archive is "${sentence}"\n`, sentence],
  ['a typed secret', `secret = ${madeUp}!\n`, `${madeUp}!`],
  ['French, whose password', `Le mot de passe root est « ${password} »\n`, password],
  ['Spanish, another word', `La clave del router es ${password}\n`, password],
  ['Russian, a dash', `пароль от базы — ${password}\n`, password],
  ['Hungarian', `Jelszó: ${password}\n`, password],
  ['Indonesian', `kata sandi: ${password}\n`, password],
  ['Greek', `κωδικός: ${password}\n`, password],
  ['Hebrew', `סיסמה: ${password}\n`, password],
  ['Arabic', `كلمة المرور: ${password}\n`, password],
  ['Thai', `รหัสผ่าน: ${password}\n`, password],
  ['Turkish', `Parola: ${password}\n`, password],
  ['German quotation marks', `Das Passwort lautet „${password}“\n`, password],
  ['a slice of Zig', `const token: []const u8 = "${hex}";\n`, hex],
  ['Italian, whose password', `La password per il portale è ${password}\n`, password],
  ['Japanese quotation marks', `初期パスワードは「${password}」です。\n`, password],
  ['Turkish, yours', `Şifreniz: ${password}\n`, password],
  ['what a recording types', `{"selector":"internal:label=\\"Password\\"i","text":"${password}"}\n`, password],
  [
    'what an agent types into a field',
    `"{\\"element\\":\\"Password field\\",\\"ref\\":\\"e12\\",\\"text\\":\\"${plain}\\"}"\n`,
    plain,
  ],
  ['a key of a network that a person chose', `set default wpa2-pre-shared-key="${phrase}"\n`, phrase],
  ['French', `Mot de passe : ${password}\n`, password],
  ['French, a sentence', `Le mot de passe est ${password}.\n`, password],
  ['French, a sentence with a colon', `Le mot de passe est : ${password}\n`, password],
  ['French, blanks of no break', `Mot de passe\u202f: ${password}\n`, password],
  ['French, what follows', `Votre mot de passe est le suivant : ${password}\n`, password],
  ['Spanish', `La contraseña es ${password}\n`, password],
  ['German', `Das Passwort lautet ${password}\n`, password],
  ['Czech, without an operator', `přístup: jméno admin, heslo ${password}\n`, password],
  ['Polish', `hasło: ${password}\n`, password],
  ['Swedish', `Lösenord: "${password}"\n`, password],
  ['Swedish, of something', `Lösenordet till testmiljön är ${password}, byt det gärna.\n`, password],
  ['Turkish, of something', `Sunucu parolası: ${password}\n`, password],
  ['Russian', `Пароль: ${password}\n`, password],
  ['Chinese, a wide colon', `用户 bob，密码：${password}\n`, password],
  ['Chinese, a sentence that goes on', `密码是${password}，请保管好\n`, password],
  ['Japanese', `パスワード：${password}\n`, password],
  ['Korean', `비밀번호: ${password}\n`, password],
  ['a verb and a colon', `Temporary password for root is: ${password}\n`, password],
  ['the first start of a database', `A temporary password is generated for root@localhost: ${password}\n`, password],
  ['below a sentence and an empty line', `The initial password is:\n\n    ${password}\n\nChange it.\n`, password],
  ['below what is to be done', `use the following password to proceed to installation:\n\n${hex}\n\nThis\n`, hex],
  ['in a comment', `// password:\n//   ${password}\n// timeout:\n`, password],
  ['in a comment of a batch file', `@REM db_password:\r\n@REM   ${password}\r\n`, password],
  ['a command in a list', `command: ["redis-server", "--requirepass", "${plain}"]\n`, plain],
  ['a command in lines of a list', `  - redis-server\n  - --requirepass\n  - ${plain}\n`, plain],
  ['a user and a slash', `Credentials: bob / ${password}\n`, password],
  ['brackets of Perl', `my $password = q{${password}};\n`, password],
  ['brackets of Ruby', `password = %q(${password})\n`, password],
  ['a row of variables', `login, password = 'bob', '${password}'\n`, password],
  ['a declared list of variables', `const [user, pass] = ['bob', '${password}'];\n`, password],
  ['a selector without quotes of its own', `page.fill('input[name=password]', '${password}')\n`, password],
  ['a setting of .NET', `<setting name="ServicePassword" serializeAs="String"><value>${password}</value>\n`, password],
  [
    'an argument of JMeter',
    `<stringProp name="Argument.name">password</stringProp>\n<stringProp name="Argument.value">${password}</stringProp>\n`,
    password,
  ],
  ['an attribute of Chef, by user', `default['pg']['password']['postgres'] = '${password}'\n`, password],
  ['a binary of Erlang', `{default_pass, <<"${password}">>}\n`, password],
  ['the encoder of Spring Security', `.password("{noop}${password}")\n`, password],
  ['a pepper', `config.pepper = '${hex}'\n`, hex],
  ['Spanish, whose password', `La contraseña del servidor es ${password}\n`, password],
  ['Portuguese, whose password', `A senha do banco é ${password}\n`, password],
  ['German, whose password', `Das Passwort für den Server lautet ${password}\n`, password],
  ['Dutch, whose password', `Het wachtwoord voor de server is ${password}\n`, password],
  ['JSON in an address', `data=%7B%22api_key%22%3A%22${hex}%22%2C%22x%22%3A1%7D\n`, hex],
  ['a row of a table as it is exported', `name,value\nREGION,eu-west-1\nDB_PASSWORD,${plain}\nDEBUG,0\n`, plain],
  ['a longer row', `17,api_key,${plain},2026-02-11\n`, plain],
  ['a row with semicolons', `REGION;eu\nsmtp_password;${madeUp}!\n`, `${madeUp}!`],
  ['a name with a blank in a row', `admin password,${plain}\n`, plain],
  ['parameters of CloudFormation', `"ParameterKey": "DbPassword",\n  "ParameterValue": "${password}"\n`, password],
  [
    'members between name and value',
    `{\n  "name": "API_TOKEN",\n  "enabled": true,\n  "type": "text",\n  "value": "${plain}"\n}\n`,
    plain,
  ],
  [
    'members between name and value, escaped',
    `{\\"key\\":\\"API_TOKEN\\",\\"type\\":\\"text\\",\\"value\\":\\"${plain}\\"}\n`,
    plain,
  ],
  [
    'an output of Terraform',
    `"db_password": {\n  "sensitive": true,\n  "type": "string",\n  "value": "${password}"\n}\n`,
    password,
  ],
  [
    'a parameter of a template in YAML',
    `- name: DB_PASSWORD\n  description: of the database\n  value: ${plain}\n`,
    plain,
  ],
  ['an array of C', `char wifi_password[] = "${password}";\n`, password],
  ['an array of C with its size', `const char api_key[33] = "${plain}";\n`, plain],
  ['a bold word of Jira', `*Password:* ${password}\n`, password],
  ['a password behind its owner', `my pass ${plain}\n`, plain],
  ['a password behind a user', `login ann pass ${plain}\n`, plain],
  ['a key in dotted parts', `service_token: ${plain}.${hex}.${plain}\n`, `${plain}.${hex}.${plain}`],
  ['a dash of a sentence', `admin password — ${madeUp}!\n`, `${madeUp}!`],
  ['a sentence that begins with the value', `I used \`${plain}\` as the database password.\n`, plain],
  ['a template of ERB', `password: <%= ENV['PW'] || '${password}' %>\n`, password],
  ['a look-up in a template of ERB', `password: <%= ENV.fetch("PW", "${password}") %>\n`, password],
  ['a look-up with a block', `password = ENV.fetch('PW') { '${password}' }\n`, password],
  ['a look-up in a template of Go', `password: {{ env "PW" | default "${password}" }}\n`, password],
  ['a value of a chart', `password: {{ .Values.db.pw | default "${password}" | quote }}\n`, password],
  ['a template of Jinja', `password: "{{ lookup('env', 'PW') | default('${password}', true) }}"\n`, password],
  ['a choice', `password = getenv("PW") != null ? getenv("PW") : "${password}";\n`, password],
  ['a default by name', `config.get('db', 'password', fallback='${password}')\n`, password],
  ['an option of a program', `add_argument("--password", help="Of the app", default="${password}")\n`, password],
  ['what to unwrap to', `env::var("API_TOKEN").unwrap_or("${hex}".into())\n`, hex],
  ['a function that gives the default', `env::var("PASSWORD").unwrap_or_else(|_| "${password}".into())\n`, password],
  ['an initializer in braces', `std::string secret{"${plain}"};\n`, plain],
  ['what is compared stands first', `if ("${password}" == password) {\n`, password],
  ['a method of what is compared', `if ("${password}".equals(request.getPassword())) {\n`, password],
  ['what is compared with a field', `if ('${password}' === req.body['password']) {\n`, password],
  ['a row that is updated', `UPDATE options SET option_value='${plain}' WHERE option_name='mail_secret'\n`, plain],
  ['what a password was changed to', `The password was changed from hunter to ${password}.\n`, password],
  ['an attribute with a prefix', `<a:data a:name="com.corp.API_KEY" a:value="${plain}"/>\n`, plain],
  ['letters alone', `password: ${letters}\n`, letters],
  ['words of a sentence between', `pw changed, now its ${strong}\n`, strong],
  ['a key that one was given', `The API key you gave me is **${long}**; I will not repeat it.\n`, long],
  ['a password in the middle of a sentence of German', `Das Root-Kennwort habe ich auf ${strong} gesetzt.\n`, strong],
  ['a dash without a verb', `# Password - ${madeUp}\n`, madeUp],
  ['the short form without a verb', `- pass ${made} works for the guest laptop\n`, made],
  ['the password of a cache', `CACHE_PASSWORD=${plain}\n`, plain],
  ['the password of a registry', `$ export CI_REGISTRY_PASSWORD=${plain}\n`, plain],
  ['a choice', `const pwd = isProduction ? '${plain}' : '';\n`, plain],
  ['a type of SQL', `DECLARE @pwd NVARCHAR(50) = N'${password}';\n`, password],
  ['a type of PL/SQL', `  v_token VARCHAR2(64) := '${plain}';\n`, plain],
  ['a list of one in a dump of parameters', `form: {client_secret=[${plain}], grant_type=[x]}\n`, plain],
  ['dots that lead to the value', `db.password........................"${password}"\n`, password],
  ['a text shown in quotation marks of its own', `{"password": "'${strong}'", "user": "'ann'"}\n`, strong],
  ['the pre-shared key of a tunnel', `vpn_psk = "${madeUp}"\n`, madeUp],
  ['a user of programs before a colon', `ADMIN_CREDS=admin:${plain}\n`, plain],
  ['a word of Swedish with its article', `L\u00f6senordet \u00e4r ${strong}\n`, strong],
  ['a key of French', `Cl\u00e9 API : ${plain}\n`, plain],
  ['the network key of German', `WLAN-Schl\u00fcssel: ${madeUp}\n`, madeUp],
  ['guillemets behind a word of French', `et le mot de passe \u00ab ${strong} \u00bb\n`, strong],
  ['a scheme without an anchor of its own', `Authorization: NTLM ${base64}\n`, base64],
  ['a call that sets what it names', `os.Setenv("DB_PASSWORD", "${hex}")\n`, hex],
  ['a call that sets a word with a number', `props.setProperty("db.password", "${madeUp}");\n`, madeUp],
  ['a line of csh that sets a variable', `setenv SMTP_PASSWORD ${madeUp}\n`, madeUp],
  ['a line of a Dockerfile without an operator', `FROM a\nENV SMTP_PASSWORD ${plain}\n`, plain],
  ['all of a line in a block of YAML', `data:\n  password: |\n    ${scattered}\n`, scattered],
  ['all of an element beside its name', `<name>db.password</name>\n<value>${scattered}</value>`, scattered],
  ['a key in base64 that begins with a sign', `"api_key": "${signed}"`, signed],
  ['a word that names of commands call short', `val smtpPass = "${phrase}"\n`, phrase],
  ['a secret key that somebody chose', `SECRET_KEY = '${made}!'\n`, `${made}!`],
  ['the key of a path of .NET', `"Jwt:Key": "${plain}"`, plain],
  ['a key in bold', `- **Secret Key**: \`${plain}\`\n`, plain],
  ['an element below its name, with an entity', `<name>db.password</name>\n<value>${strong}</value>`, strong],
  ['a noun in front of what it is of, in a key with dots', `app.senha_banco=${plain}\n`, plain],
  ['a member of another script', `{"Name": "CONTRASE\u00d1A", "Value": "${plain}"}`.toLowerCase(), plain.toLowerCase()],
  ['a string of Nix', `password = ''${plain}'';\n`, plain],
  ['a string of Perl in brackets', `my $password = q(${plain});\n`, plain],
  ['a word of Korean in a map', `'\uc554\ud638' => '${plain}'`, plain],
];

const LISTS: readonly (readonly [string, string])[] = [
  ['a list in brackets', `PASSWORDS = ["${plain}", "${password}"]\n`],
  ['a list over lines', `SECRET_KEY_FALLBACKS = [\n    "${plain}",\n    "${long}",\n]\n`],
];

for (const [name, text] of LISTS) test(`finds each value: ${name}`, () => assert.equal(allFindings(text).length, 2));

for (const [name, text, value] of FORMS) test(`finds a value: ${name}`, () => assert.equal(findings(text), [value]));

const NOTHING: readonly (readonly [string, string])[] = [
  ['a label of Chinese', '"password.label": "密码", "hint": "密码：请输入密码"'],
  ['a sentence of Russian', 'Пароль: введите пароль ещё раз\n'],
  ['a word of French', 'mot de passe : obligatoire\n'],
  ['a sentence that announces a list of words', 'the following tokens are read:\n\n    identifiers\n\nand\n'],
  ['a sentence that announces a command', 'Set the password with:\n\n    passwd-tool\n\n'],
  ['a test that passes', `pass ${plain} to the next step\n`],
  ['a member of code', 'password = settings.database.password\n'],
  ['a dash that explains a word', '* ``passphrase`` — ``gitcli`` cannot answer a prompt\n'],
  ['a list of names', 'host,user,password,database,sha256sum\nhost1,password,database2\n'],
  ['arguments of a call', `connect(user,password,${plain});\n`],
  ['a row with two separators', `password;${plain},x\n`],
  ['a member of another object', `{"name":"password"},{"id":1,"value":"${plain}"}\n`],
  ['deeper lines of YAML', `- name: password\n  nested:\n    value: ${plain}\n`],
  ['a sentence about a file', 'I used letters-and-signs as the password\n'],
  ['a type', 'password: DatabasePasswordConfig\n'],
  ['the key of a cache', `restore-keys: linux-node-${hex}\n`],
  ['the public key of a captcha', `captcha site key: ${plain}\n`],
  ['a label that depends', 'password = shown ? "hide password" : "show password";\n'],
  ['words that are compared', 'if ("string" == token) {\n'],
  ['a default that is a word', 'add_argument("--password", default="prompt")\n'],
  ['the id of a key, in a sentence', `the key with the id ${long} was removed\n`],
  ['the digest of a token', `the token has the sha256 ${long}\n`],
  ['a version in a sentence', 'password login needs Windows10 or later\n'],
  ['what is passed on', 'pass Windows11 to the builder\n'],
  ['what stands behind a reference', 'login --password "${REGISTRY_PASSWORD}" registry9.corp.test:5000\n'],
  ['a path behind a slash', 'password: reset / change-link\n'],
  ['the next setting behind a reference', 'msg="login" token="$DB_PASSWORD" took=3ms\n'],
  ['the id that a line of a log ends in', `an entry is made if the password is changed ${uuid}\n`],
  ['a curve', '* cipher/ecc.c (check_secret_key): Ed448 means EdDS\n'],
  ['what was tested, and how', 'PASS: DWARF5: no files\n'],
  ['whom keys were given to, as a field of a log', `gave the keys to id=${hex} took=3ms\n`],
  ['what a key is, as a field of a log', `the current key is trace_id=${hex} took=3ms\n`],
  ['the next setting behind what stands for a value', 'connect pw=<password> port=5432\n'],
  ['the text of an element beside its name', '<name>password.rules</name>\n<value>8-40 characters</value>'],
  ['a hash in a test', `assertEquals("password", "${hex}")\n`],
  ['a look-up of a word', 'os.Setenv("PASSWORD_STORE", "keychain")\n'],
];

for (const [name, text] of NOTHING) test(`finds nothing: ${name}`, () => assert.equal(findings(text), []));

test('the value of a comparison that stands first in a call is found, and words there are none', () => {
  const forms = [
    "if (hash_equals('§', $api_token)) {",
    'if (strcmp("§", password) == 0)',
    'subtle.ConstantTimeCompare([]byte("§"), []byte(token))',
    "crypto.timingSafeEqual(Buffer.from('§'), Buffer.from(token))",
    'hmac.compare_digest(b"§", token)',
  ];
  for (const form of forms) {
    assert.equal(findings(form.replace('§', plain)), [plain], form);
    assert.equal(findings(form.replace('§', 'user name')), [], form);
  }
});

test.run();
