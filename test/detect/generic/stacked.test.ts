import { expand } from '../../../scripts/lib/values.ts';
import { assignmentMatcher } from '../../../src/detect/generic/matcher.ts';
import { assert, suite } from '../../helpers/suite.ts';

const matchAssignment = assignmentMatcher();
const test = suite('values below and beside their names');

const value = expand(['{base62:28}'], 'stacked-value');

/** What is found at the first `passw` or `secret` of a text. */
function found(text: string): string | undefined {
  const at = text.toLowerCase().search(/passw|secret|api-key|requirepass/);
  const match = matchAssignment(text, at);
  return match && text.slice(match.secretStart, match.secretEnd);
}

const FORMS: Readonly<Record<string, string>> = {
  'keys and values a line each': `/app/db/username\nadmin\n/app/db/password\n${value}\n`,
  'a reply in numbered lines': `1) "user"\n2) "ann"\n3) "db_password"\n4) "${value}"\n`,
  'the wire format of Redis': `*2\r\n$8\r\npassword\r\n$28\r\n${value}\r\n`,
  'a rule below the name': `Data\n====\nDB_PASSWORD:\n----\n${value}\nDB_USER:\n----\nadmin\n`,
  'a definition': `**Password**\n: ${value}\n`,
  'a complex key': `? password\n: ${value}\n`,
  'a heredoc': `password = <<EOT\n${value}\nEOT\n`,
  'a heredoc that a command reads': `DB_PASSWORD=$(cat <<EOF\n${value}\nEOF\n)\n`,
  'a text of several lines': `password = """\\\n  ${value}"""\n`,
  'a value in a call on lines of its own': `    password: Some(\n        "${value}",\n    ),\n`,
  'pickle of the first protocol': `(dp0\nVpassword\np1\nV${value}\np2\ns.`,
  'the output of a command': `$ vault kv get -field=password app/db\n${value}\n$ ls\n`,
  'the output below a prompt with a host': `root@3f2a:/srv# cat /run/secrets/db_password\n${value}\n`,
  'the output below a prompt of PowerShell': `PS C:\\app> $env:DB_PASSWORD\r\n${value}\r\n`,
  'the output of a recorded command': `${JSON.stringify({ cmd: 'printenv DB_PASSWORD', stdout: `${value}\n` })}\n`,
  'the output in the next record': `{"input":{"command":"cat /run/secrets/db_password"}}\n{"type":"result","content":"${value}"}\n`,
  'elements beside each other': `<stringProp name="Argument.name">password</stringProp>\n<stringProp name="Argument.value">${value}</stringProp>\n`,
  'elements with a type inside': `<member><name>password</name><value><string>${value}</string></value></member>`,
  'elements, the value first': `<property>\n  <value>${value}</value>\n  <name>db.password</name>\n</property>\n`,
  'members of YAML, the value first': `env:\n- value: ${value}\n  kind: plain\n  name: DB_PASSWORD\n`,
  'lines of members': `"Key" : "/app/db/password"\n"Version" : 1\n"Value" : "${value}"\n`,
  'a list of strings': `{\n  "rawHeaders": [\n    "Host",\n    "x",\n    "X-Api-Key",\n    "${value}"\n  ]\n}\n`,
  'a row with tabs': `arn:aws:x\ttext\t2026-01-01\t/prod/db/password\tSecureString\t${value}\t1\n`,
  'a table of a tool': `Name     Role     Password\nann      admin    ${value}\n`,
  'a table of Jira': `||Host||Password||\n|db1|${value}|\n`,
  'a table of MediaWiki': `! Host !! Password\n|-\n| db1 || ${value}\n|}\n`,
  'a table of Textile': `|_. Host |_<. Password |\n| db1 | ${value} |\n`,
  'a function that gives it': `def get_password(self):\n    # until the vault is there\n    return "${value}"\n`,
  'a function of Java': `String getPassword() { return "${value}"; }\n`,
  'a call with the value first': `Keychain.save("${value}", forKey: "password")\n`,
  'a selector and a value in a record': `{"selector":"input[name=\\"password\\"]","value":"${value}"}\n`,
  'a secret against forgery': `<meta name="csrf-secret" content="${value}">\n`,
  'a debugger': `password = 0x55d0c0de "${value}"\n`,
  Lisp: `((user . "ann") (password . "${value}"))\n`,
  Erlang: `{password,<<"${value}">>}.\n`,
  'a list of R': `$host\n[1] "db1"\n\n$password\n[1] "${value}"\n`,
  'a private member of PHP': `Config Object\n(\n    [password:App\\Config:private] => ${value}\n)\n`,
  'a value that a log calls so': `DEBUG password value=${value} host=db1\n`,
  'a value between angle brackets': `DEBUG password=<${value}>, host=<db1>\n`,
  'a value between brackets': `password = (${value})\n`,
  'a row of dots': `Password..............: ${value}\n`,
  'a long arrow': `password ====> ${value}\n`,
  'a colon of full width': `password\u00ef\u00bc\u009a${value}\n`,
  'a block of code below the name': `**password**\n\`\`\`\n${value}\n\`\`\`\n`,
  'a block of code below a sentence': `Your new password for the store:\n\n\`\`\`text\n${value}\n\`\`\`\n`,
  'a remark in brackets behind the name': `the password (${value}) is new\n`,
  'a remark behind the value': `- ${value} (the admin password)\n`,
  'a comment behind the value': `${value}  # vault secret\n`,
  'corner brackets': Buffer.from(`password: \u300c${value}\u300d\n`).toString('latin1'),
  'angle quotation marks': Buffer.from(`password = \u00ab${value}\u00bb\n`).toString('latin1'),
  'bold and italic text': `password: ***${value}***\n`,
  'a name with a version': `password v2: ${value}\n`,
  'a name with its stage': `password [prod]: ${value}\n`,
  'a name of three words': `DB admin password\n${value}\n`,
  "Jira's text of one width": `* user: ann\n* password: {{${value}}}\n`,
  'a structure of R': ` $ password: chr "${value}"\n`,
};

for (const typed of [['juniper', 'Harbor', '60'].join(''), ['Q-+fBv', 'f7+p*Sqrwi'].join('')])
  test(`found below the sentence that announces it: ${typed}`, () =>
    assert.is(found(`Hello,\n\nyour new admin password:\n\n    ${typed}\n\nPlease change it.\n`), typed));

for (const [name, text] of Object.entries(FORMS)) test(`found: ${name}`, () => assert.is(found(text), value));

const OTHERS: Readonly<Record<string, string>> = {
  'a template': 'password: {{ vault_password_2 }}\nsecret: {{vault_password_2}}\n',
  'a commit and its subject': `${expand(['{hex:40}'], 'commit')} - reset password\n`,
  'a file and a remark': 'app/settings2.py  # the password\nstep2nd - password\n',
  'words between brackets': 'password: <your-password-1>\nsecret (see step2)\ntoken: <base64-encoded>\n',
  'a list of two fields': 'columns: [password, Created2At]\n[password, created_at2]\n',
  'a list of words': 'user\npassword\nparameter1\n',
  'a heading and a sentence': `## Password\n\nChoose one of 12 characters.\n`,
  'the output of a digest': `$ sha256sum password.txt\n${expand(['{hex:64}'], 'stacked-digest')}\n`,
  'a path': '$ which password\n/usr/lib/x86_64/q7Zt/password9x\n',
  'a sentence and a digest below': `the password was changed in commit\n${expand(['{hex:40}'], 'stacked-commit')}\n`,
  'lines of base64': `${['hQEMAw2Bsecret7dkeyTz', '9xPq3mVb8wLr5nKs2jHt'].map((line) => `${line}9aZ4`).join('\n')}\n`,
  'fields and their types': `type A struct {\n\tUser      string\n\tPassword  string\n\tpcsWSKey9qTz  string\n}\n`,
  'columns of words': `Name     Password\nann      required\n`,
  'a function that looks it up': `def get_password(self):\n    return "${value}" + suffix(self)\n`,
  'a token against forgery': `x-csrf-token: ${value}\n`,
  'strings that are names': `["one",\n "password",\n "sha256-password2"]\n`,
};

for (const [name, text] of Object.entries(OTHERS)) test(`none: ${name}`, () => assert.is(found(text), undefined));

test('each cell below a name and what takes the place of a value is found', () => {
  const others = [1, 2].map((number) => expand(['{base62:24}'], `stacked-other-${number}`));
  for (const text of [
    `user    password                      role\nann     ${value}  admin\nbob     ${others[0]}      user\neve     ${others[1]}      user\n`,
    `||user||password||\n|ann|${value}|\n|bob|${others[0]}|\n|eve|${others[1]}|\n`,
  ]) {
    const match = matchAssignment(text, text.indexOf('password'));
    const all = match && [match, ...(match.also ?? [])];
    assert.equal(
      all?.map(({ secretStart, secretEnd }) => text.slice(secretStart, secretEnd)),
      [value, ...others],
    );
  }
  const plan = `      ~ password = "${value}" -> "${others[0]}"\n`;
  assert.is(matchAssignment(plan, plan.indexOf('pass'))?.also?.length, 1);
});

test('a text of one line is not read to its end for each name', () => {
  const text = `$ ${'password '.repeat(100_000)}`;
  for (let at = 2; at < text.length; at += 9) matchAssignment(text, at);
});

test.run();
