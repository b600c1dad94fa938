import { expand } from '../../../../scripts/lib/values.ts';
import { assert, suite } from '../../../helpers/suite.ts';
import { findings, holdPairs, type NoisePair } from './pairs.ts';

const test = suite('noise of lists, templates and clusters');

const made = expand(['{base62:11}', 'q7'], 'noise-lists');
const uuid = expand(['{uuid}'], 'noise-lists');

const PAIRS: readonly NoisePair[] = [
  ['a template action', '  password: {{ .Values.db.password | b64enc | quote }}', `  password: ${made} # {{ note }}`],
  [
    'an argument behind a list',
    '"values" (list "auth.password") "skipEncoding" true',
    `"values" (list "auth.password" "${made}") true`,
  ],
  [
    'names of members in a list',
    'Ignore: []string{"root_password", "deletion_protection"},',
    `Args: []string{"--root-password", "${made}"},`,
  ],
  ['rules of a field, joined', `'password' => 'required|string|min:8|confirmed',`, `'password' => 'requiem|${made}',`],
  ['a validation rule', `'password' => ['confirmed', 'secure_password']`, `'password' => ['${made}', 'second']`],
  ['the least length of a field', `['required', 'secure_password', 'min:16']`, `['db_password', '${made}']`],
  ['a collection', `'passwords' => 'users',`, `'password' => '${made}',`],
  ['the store of many in two words', `passwords: "user_passwords",`, `password: "${made}",`],
  ['a range of versions of a package', 'fs-minipass: "npm:^7.0.4"', `fs-minipass: "${made}"`],
  [
    'a pattern that a value is taken apart by',
    '%{names: ["DB_PASSWORD"]} = notebook',
    `names["DB_PASSWORD"] = ${made}`,
  ],
  ['a member of a collection', 'tag_key = "tagKeys/281480326968824"', `api_key = "${made}/2814"`],
  [
    'an argument behind a variable',
    `[$user, $password, 'ntlm']`,
    `login('$user', '$password:${made}'); $password = '${made}'`,
  ],
  ['the name of a Secret', 'tlsSecret: mail-front-tls', `clientSecret: ${made}`],
  ['the id of a lookup', `client.get_auth_key("${uuid}")`, `client.set_auth_key("${made}")`],
  ['a word of code in front of a type', 'pwd = uninitialized LibC::Passwd', `pwd = ${made}`],
  ['a text with a part that is filled in', 'password = "alloy%{suffix}"', `password = "${made}"`],
  ['a text that ends in a part to be filled in', 'root_password = "rand-pwd-%d"', `root_password = "${made}"`],
  ['a key that its service keeps', `kms_key = "${made}4n423"`, `api_key = "${made}4n423"`],
  ['a hash behind a user', `htpasswd: harbor:${['', '2y', '10', ''].join('$')}${'a'.repeat(53)}`, `htpasswd: ${made}`],
  [
    'a file of a package behind a method',
    `assert.containsKeys("${'ab12'.repeat(8)}/layer.tar", 3)`,
    `secret_key = "${made}9d"`,
  ],
  ['a route', `get "admin/passwords" => "queen9bee#passwords"`, `"admin/passwords" => "queen#${made}"`],
  ['paths to a file', '0x2e0x2e0x2f/etc/passwd\n0x2e0x2e0x2f0x2e0x2e0x2f/etc/passwd\n', `/app/db/password\n${made}Q\n`],
  ['lines with tags', `R:passwd\na:0:0:640\nR:shadow-passwd\nZ:Q1${made}=\n`, `/a/password\n${made}Q\n`],
  ['a list of names', `API_TOKEN=\n${made}${made}=\nOTHER_TOKEN=\n`, `API_TOKEN=${made}${made}\nOTHER_TOKEN=\n`],
  ['a variable with a number', ['{\n    password', 'buffer1;\n}'].join(' = '), `{\n    password = "${made}";\n}`],
  ['the name of an attribute', ['  has_secure_password', ':recovery\n'].join(' '), `  has_secure_password: ${made}\n`],
  ['a description', '#   CERT_PASSWORD: Certificate password\n', `#   CERT_PASSWORD: ${made} password\n`],
  ['a title of a word', `<abbr title="one-time password">TOTP</abbr>`, `<input name="password">${made}</input>`],
  ['a member in Go', 'x{\n\tToken:   strategy,\n}', `x{\n\tPassword:   ${made},\n}`],
  ['a named argument', ['(\n    passwordInput', 'passcode,\n)'].join(' = '), `(\n    passwordInput = "${made}",\n)`],
  ['a constraint', `rename('oauth2_access_tokens', 'UNIQ_368A42095F37A13B')`, `rename('access_token', '${made}Q')`],
  ['the key of a repository', `apt_repo_keys: 'F9EA4996747310AE79474F44977C43A8BA684223'`, `api_key: '${made}Q'`],
  ['an option without a value', 'adduser --group --disabled-password freerad', `adduser --password ${made}`],
  ['a message about a setting', `file: password: sha2crypt: option 'variant' must`, `file: password: ${made}`],
  ['a word of a test', `masterPassword = "mockValue"`, `masterPassword = "${made}"`],
  ['a test in base64', `  password: ${Buffer.from('testkey').toString('base64')}`, `  password: ${made}`],
  ['the mark of a fuzzer', `-d "user=a&password=FUZZ2"`, `-d "user=a&password=${made}"`],
  ['an advisory', '- key: RHSA-2024:6989-2', `api_key: ${made}-2`],
  ['an id of an object at GitHub', `"Secret":"LA_kwDO${made}Q"`, `"Secret":"${made}Q"`],
  [
    'the key of who makes releases',
    `<releaseManagerKey>86fdc7e2a11262cb</releaseManagerKey>`,
    `<apiKey>${made}</apiKey>`,
  ],
  ['a word that ends in key by chance', `VALKEY = "${made}Lm9PzX"`, `VALKEY_KEY = "${made}Lm9PzX"`],
  ['a team of hockey', `hockey: "${made}Lm9PzX"`, `hockey_password: "${made}Lm9PzX"`],
  ['the city of a country', '"PT"=>"Lisbon", "PW"=>"Melekeok",', `"PT"=>"Lisbon",\n "PWD"=>"${made}",`],
  ['what is encrypted', `{"API_KEY": "EV[1:${made}:${made}]"}`, `{"API_KEY": "${made}4n423"}`],
  ['the id that a key is made for', `create_service_key("${uuid}")`, `set_service_key("${uuid}${made}")`],
  ['the id of a key at Apple', 'altool --apiKey "U362LJ87AA"', `altool --apiKey "${made}"`],
  ['the heading of a comment', '<!--PASSWORD OPTIONS-->', `<!-- PASSWORD=${made} -->`],
  ['a sentence about an option', 'supply --passphrase to download those', `supply --passphrase ${made}`],
  [
    'migrations',
    'return {\n  "000_base_auth",\n  "002_130_to_140",\n  "003_200_to_210",\n}',
    `{\n  "--password",\n  "${made}",\n}`,
  ],
  [
    'the key of a map in a property list',
    '<key>WCIdentifierKey</key>\n<string>D67321A19EF879CA55BF889202BA8C23AC9AA2B5</string>',
    `<key>ApiKey</key>\n<string>${made}4n423</string>`,
  ],
  ['a key that tells rows apart', `"unique_key": "${'a6c7b0a8'.repeat(5)}"`, `"api_key": "${made}4n423"`],
  [
    'a pattern of names of resources',
    "'^arn:(aws[a-z]*):secretsmanager:.+:(\\d{12}):secret:[0-9a-zA-Z/_+=.@-]+$'",
    `'^user:secret:${made}$'`,
  ],
  ['a path to a member', "'output_token' => 'Jobs[-1].JobId'", `'output_token' => '${made}4n423'`],
  [
    'a port in front of another host',
    '"reverse:https://mail.example.com:8085@localhost:8080": {',
    `"https://mail.example.com:${made}@db.corp.io:8080": {`,
  ],
  [
    'a word in a row of them',
    '| paquete | nombre | usuario | password          | comandoqx | puerto |',
    `| paquete | nombre | usuario | password | ${made} | puerto |`,
  ],
  ['a mark of another fuzzer', 'ssh_login user=FILE0 password=FILE1', `ssh_login user=ann password=${made}`],
  [
    'the command that makes it',
    '- Generate a password of 20 characters:\n\n`pwgen 20`\n',
    `- The password is:\n\n\`${made}\`\n`,
  ],
  ['a message of a gateway', `"uplink_token": "${made}4n423"`, `"token": "${made}4n423"`],
  [
    'a hash in LDIF',
    `userPassword:: ${Buffer.from(`{SSHA}${made}${made}`).toString('base64')}`,
    `userPassword: ${made}`,
  ],
  ['an end that is left out', '{"password": "2.z..."}', `{"password": "2.${made}"}`],
  ['a member behind a pointer', 'QString pw = m_ui->passwordEdit->text();', `QString pw = "${made}";`],
  [
    'an entry of a catalogue',
    '"API key":"API \xe5\xaf\x86","Path not found":"x"',
    `"API key":"${made}4n423","Path not found":"x"`,
  ],
  [
    'a quoted text of Android',
    '<string msgid="8397015543330865059" name="x.TYPE_PASSWORD">"Giltzahitza"</string>',
    `<string name="db_password">"${made}"</string>`,
  ],
  ['the first argument of a program', '["wpa_passphrase", "HomeNet7", "x"]', `["db_passphrase", "${made}", "x"]`],
  ['a variable in a literal', '\tPassword: b64Pwd,\n', `\tPassword: "${made}",\n`],
];

holdPairs(test, PAIRS, made);

test('what is passed, in a sentence, is no password, and that of somebody is one', () => {
  assert.equal(findings('* Pass admindir to it, closes: Bug#54039'), []);
  assert.equal(findings('where we pass FcChar8* pointers in'), []);
  const value = expand(['{base62:8}', '#4', '{base62:6}'], 'noise-lists-pass');
  assert.equal(findings(`my pass for the server you asked about is ${value}`), [value]);
});

test.run();
