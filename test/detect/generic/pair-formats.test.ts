import { candidateAt } from '../../../src/detect/generic/candidate.ts';
import { PAIR_FORMATS } from '../../../src/detect/generic/pair-formats.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('formats of pairs');

/** Made up, and random enough to be believed. */
const VALUE = ['Zq7', 'vLw2', 'Rt9x', 'Kd4'].join('');

/** Texts of each format, with `…` for the value. */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  ["OpenTelemetry's `AnyValue` (opentelemetry/proto/common/v1)"]: [
    '{"key":"db.password","value":{"stringValue":"…"}}',
    '{"key":"db.password","value":{"arrayValue":{"values":[{"stringValue":"…"}]}}}',
  ],
  ["the same, and values of `Struct`, in protobuf's text format"]: [
    'key: "db.password"\n  value {\n    string_value: "…"\n  }',
    'key: "db.password" value: { string_value: "…" }',
  ],
  ['name and value beside each other']: [
    '{"name": "password", "value": "…"}',
    '<add key="password" value="…"/>',
    'name: PASSWORD\nvalue: …\n',
    '+ name  = "adminPassword"\n          + value = "…"',
  ],
  ['name and value with other members between: variables of Postman, cookies, parameters']: [
    '{"name": "PASSWORD", "enabled": true, "value": "…"}',
  ],
  ['outputs of Terraform']: ['"db_password": { "sensitive": true, "type": "string", "value": "…" }'],
  ['name and value in YAML with other lines between']: ['- name: PASSWORD\n  description: of the store\n  value: …\n'],
  ['a field that a test fills in']: ['fill_in :password, with: "…"', 'When I fill in "Password" with "…"'],
  ['elements of XML']: [
    '<key>password</key><string>…</string>',
    '<key>passwords</key>\n<array>\n\t<string>…</string>\n</array>',
    '<setting name="password" serializeAs="String"><value>…</value>',
  ],
  ['an element whose attribute names it, with other attributes: resources of Android']: [
    '<string name="parse_password" translatable="false">…</string>',
  ],
  ['an element that is named, and its value in one of the elements in it: arguments of JMeter']: [
    '<elementProp name="password" elementType="HTTPArgument"><boolProp name="HTTPArgument.always_encode">false</boolProp><stringProp name="Argument.value">…</stringProp>',
  ],
  ['the next of a list of values of OpenTelemetry, behind an option']: [
    '{"stringValue":"--broker-password"},{"stringValue":"…"}',
  ],
  ['a field of a form in HTML']: ['<input type="password" name="p" value="…">'],
  ["a member with the value in an object: parameters of Azure, Spring's actuator, attributes of DynamoDB"]: [
    '"adminPassword": { "value": "…" }',
  ],
  ['a row of names and values in a dump of SQL']: [
    "VALUES (311,'mail_host','mx','yes'),(312,'mail_password','…','yes');",
  ],
  ['a row of a table in HTML']: [
    '<td>Password</td><td>…</td>',
    '<td class="e">DB_PASSWORD </td><td class="v">… </td>',
    '<th>Password (live)</th><td><code>…</code></td>',
    "<td>$_SERVER['DB_PASSWORD']</td><td>…</td>",
    '<dt>Password:</dt><dd>…</dd>',
  ],
  ['variables of Terraform']: ['variable "password" {\n  type = string\n  default = "…"\n}'],
  ['a table of TOML or a section of settings that has the name, with the value in it']: [
    '[secrets.password]\nrequired = true\nvalue = "…"\n',
  ],
  ['parameters of CloudFormation, inputs of workflows']: ['DBPassword:\n  Type: String\n  Default: …\n'],
  ["Postman's `auth` (collection format 2.1): a list of members, one of which is the value"]: [
    '"password":[{"key":"value","value":"…","type":"string"},{"key":"key","value":"X-API-Key"}]',
    '"password": [{"key": "key", "value": "X-Key"}, {"key": "value", "value": "…"}]',
  ],
  ['the same with the value in front of its key, as Newman and the exports of its collections write it']: [
    '"password": [{"type":"any","value":"a","key":"key"}, {"type": "any", "value": "…", "key": "value"}]',
  ],
  ['the next argument of a keyword, as Robot Framework logs them']: ["Arguments: [ 'DB_PASSWORD' | '…' ]"],
  ['a selector, and what is typed into it']: [
    `fill('input[name="password"]', '…')`,
    "type(getByLabelText(/password/i), '…')",
  ],
  ['an event of a field']: ["change(getByLabelText('Password'), { target: { value: '…' } })"],
  ['traces and recordings of a browser']: [
    '"selector":"internal:label=\\"Password\\"i","strict":true,"value":"…"',
    '"selector":"internal:role=textbox[name=\\"Password\\"i]","strict":true,"value":"…"',
    '"target": "id=password", "targets": [], "value": "…"',
    '"element":"Password field","ref":"e12","text":"…"',
  ],
  ['snapshots of pages']: ['- textbox "Password" [ref=e12]: …\n'],
  ['an entry as .NET prints it, `[name, value]`']: ['[Host, db1] [Password, …] [Port, 5432]'],
  ['a part of a form that is sent (RFC 7578)']: ['name="password"\r\n\r\n…\r\n'],
  ['an option that says what something is, and one with its value: `--name x --value y`, `/v x /t REG_SZ /d y`, `"--name", "x", "--value", "y"`']:
    [
      'vaultctl put --name db-password --type text --value …\n',
      'vaultctl put --name=/a/db-password --overwrite --value="…"\n',
      'Set-Secret -Name DbPassword -Value …\n',
      'Set-ItemProperty -Path $path -Name DefaultPassword -Value "…" -Type String',
      'settings set --key db.password --value …',
      'reg add HKLM\\Software\\A /v DbPassword /t REG_SZ /d … /f',
      '["vaultctl", "--name", "db-password", "--value", "…"]',
      'vaultctl\0--name\0db-password\0--value\0…\0',
      'curl --form key=DB_PASSWORD --form value=… https://a.test\n',
    ],
  ['a column with a default in SQL']: [
    "CREATE TABLE a (password varchar(64) DEFAULT '…', b int);",
    "  `password` VARCHAR(64) NOT NULL DEFAULT '…',",
    "ALTER TABLE a ALTER COLUMN password SET DEFAULT '…';",
  ],
  ['a flag with its letter, and its default']: ['flags.StringVarP(&p, "password", "p", "…", "of the database")'],
  ['a flag with its description, and its default: `"-p, --password <p>", "…", "…"`']: [
    ".option('-p, --password <p>', 'of the database', '…')",
    "option('--password <p>', 'of it', { default: '…' })",
  ],
  ['a flag that is built, up to its default']: [
    'Arg::new("x").long("password").required(false).default_value("…")',
    'app.Flag("password", "of it").Default("…")',
    "new Option('-p, --password <p>', 'of it').default('…')",
  ],
  ['names of an option in braces, and its default']: [
    '@Option(names = {"-p", "--password"}, description = "of it", defaultValue = "…")',
    '@Parameter(names = {"--password", "-p"}, defaultValue = "…")',
  ],
  ['a text that is made a string, and the next argument (Rust)']: [
    'm.insert("password".to_string(), "…".to_string());',
    'm.insert(String::from("password"), String::from("…"));',
  ],
  ['what is put under two keys']: ['store.put("password", "db", "…")'],
  ['a value of the registry in a file of setup (`AddReg` of INF)']: ['HKLM,Software\\A,DbPassword,,"…"'],
};

test('each format has an example', () => {
  assert.equal(
    PAIR_FORMATS.map(({ name }) => name),
    Object.keys(EXAMPLES),
  );
});

for (const { name, between } of PAIR_FORMATS) {
  for (const example of EXAMPLES[name] ?? []) {
    test(`${name}: ${JSON.stringify(example)}`, () => {
      const text = Buffer.from(example.replace('…', VALUE)).toString('latin1');
      const start = text.indexOf(VALUE);
      const at = text.slice(0, start).toLowerCase().lastIndexOf('pass');
      const candidate = candidateAt(text, at);
      assert.equal([candidate?.syntax, candidate?.start, candidate?.end], ['pair', start, start + VALUE.length]);
      const pattern = new RegExp(between, 'y');
      pattern.lastIndex = candidate?.nameEnd ?? 0;
      assert.ok(pattern.test(text), 'the format itself reads its example, and not another one');
      assert.ok(start - pattern.lastIndex <= 1, 'up to the value or its quote');
    });
  }
}

test.run();
