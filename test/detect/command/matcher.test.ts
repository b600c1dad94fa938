import { matchCommand } from '../../../src/detect/command/matcher.ts';
import { COMMANDS, commandKeywords } from '../../../src/detect/command/table.ts';
import data from '../../../src/detect/data/command-flags.json' with { type: 'json' };
import type { TextMatch } from '../../../src/engine/engine.ts';
import { expand } from '../../../scripts/lib/values.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('matchCommand()');

const VALUE = expand(['{base62:12}', '7a'], 'command');

/** Every value that is found at a program's name, each with whether its place is that of the value. */
function found(template: string): readonly string[] {
  const text = template.replaceAll('{S}', VALUE);
  const matches: TextMatch[] = [];
  for (let at = 0; at < text.length; at++) {
    const match = matchCommand(text, at);
    if (match !== undefined) matches.push(match, ...(match.also ?? []));
  }
  return [...new Set(matches.map((match) => match.secret ?? text.slice(match.secretStart, match.secretEnd)))];
}

const FOUND: readonly string[] = [
  "<Data Name='CommandLine'>net user ann {S} /add</Data>",
  'C:\\>net user ann {S} /add',
  'net use z: \\\\files\\releases /user:corp\\app {S}',
  "mysql -u root -p'{S}' orders",
  'mysql -u root -p"{S}"',
  '{"cmd":"mysql -u root -p{S}"}',
  '{"cmd":"mysql -u root -p\\"{S}\\" orders"}',
  '["mysql", "-u", "root", "-p{S}"]',
  "['/usr/bin/mysql', '-p{S}']",
  '[\\"mysql\\", \\"-p{S}\\"]',
  'mysql\0-u\0root\0-p{S}\0orders\0',
  'command: [mysql, -uroot, -p{S}]',
  'command:\n  - mysql\n  - -p{S}\n',
  'command: ["docker"]\n    args: ["login", "-u", "ci", "-p", "{S}"]',
  'type=EXECVE msg=audit(1.2:3): argc=3 a0="docker" a1="login" a2="-p" a3="{S}"',
  'execve("/usr/bin/sshpass", ["sshpass", "-p", "{S}", "ssh", "h"], 0x7ffe) = 0',
  'docker login \\\n  -u ci \\\n  -p {S} hub.test',
  'docker.exe login -p {S}',
  'composer config http-basic.repo.test ci {S}',
  'dotnet nuget add source https://nuget.test -n corp -u ci -p {S}',
  'bundle config set --global gems.test ann:{S}',
  'etcdctl --user root:{S} get x',
  "ansible-vault encrypt_string '{S}' --name db",
  'db2 connect to x user ann using {S}',
  'net use \\\\files\\share {S} /user:ann',
  'C:\\Program Files\\mysql.exe -p{S}',
  'curl -sSfu ann:{S} https://files.test',
  'curl -u "ann:{S}" https://files.test',
  'curl -u {S}: https://files.test',
  'curl -u "{S}:X" https://files.test',
  'net use X: \\\\files\\share {S} /user:ann',
  'net use Z: \\\\nas01\\share {S} /user:corp\\backup /persistent:no',
  'schtasks /create /tn Nightly /tr C:\\jobs\\night.bat /ru corp\\job /rp {S}',
  '"source":["!wandb login {S}\\n","import wandb"]',
  "smbclient //files/share -U 'ann%{S}'",
  'sqlplus ann/{S}@orders',
  'lftp -u ann,{S} files.test',
  'htpasswd -nb ann {S}',
  'htpasswd -bc /etc/users ann {S}',
  'openssl rsa -passin pass:{S}',
  'aws configure set aws_secret_access_key {S}',
  'poetry config pypi-token.pypi {S}',
  'gh secret set DB_PASSWORD --body {S} --repo a/b',
  'az keyvault secret set --vault-name v --name db --value {S}',
  'aws ssm put-parameter --name /app/db --type SecureString --value {S}',
  'pulumi config set --secret dbPassword {S}',
  'doppler secrets set DB_PASSWORD {S}',
  'bw login ann@corp.test {S}',
  'drone -t {S} info',
  'tccli configure set secretKey {S}',
  'wandb login --relogin {S}',
  'openssl passwd -6 -salt abc {S}',
  'security unlock-keychain -p {S} build.keychain',
  'xcrun altool --upload-app -u ann@corp.test -p {S}',
  'mc config host add store https://s3.test admin {S}',
  'drush upwd ann {S}',
  'command: ["mysql"]\n    args:\n      - -u\n      - root\n      - -p{S}\n',
  'command:\n      - mysql\n    args: ["-u", "root", "-p{S}"]\n',
  '{"command":"mysql","args":["-u","root","-p{S}"]}',
  '<failure>sshpass -p {S}</failure></testcase>',
  'security import a.p12 -k login.keychain -P {S}',
  'npm\0config\0set\0//registry.test/:_authToken\0{S}\0',
  'aws configure set profile.prod.aws_session_token {S}',
  'vault operator unseal {S}',
  'vault login token={S}',
  'az\0acr\0login\0-n\0a\0-p\0{S}\0',
  "\u001b[32;1m$ htpasswd -nb ann '{S}'\u001b[0;m",
  'poetry config http-basic.corp ci {S}',
  'nuget push -Source https://nuget.test a.nupkg {S}',
  'redis-cli\0AUTH\0{S}\0',
  'exp system/{S} file=a.dmp',
  'secretsdump.py corp/ann:{S}@10.0.0.1',
  'nxc smb 10.0.0.1 -u ann -p {S}',
  'samba-tool user create ann {S} --must-change-at-next-login',
  'slappasswd -h {SSHA} -s {S}',
  'choco apikey -k={S} -s https://r.test',
  'check_mysql -H db1 -u nagios -p {S}',
  'check_nt -H h -s {S} -v UPTIME',
  'qpdf --encrypt {S} -- a.pdf b.pdf',
  'add-user.sh -u ann -p {S}',
  'splunk list user -auth admin:{S}',
  'iwconfig wlan0 key s:{S}',
  "Arguments: [ 'curl' | '-s' | '-u' | 'ann:{S}' | 'https://a.test' ]",
  'usermod -p $(openssl passwd -6 {S}) ann',
];
for (const template of FOUND)
  test(`finds the value in ${JSON.stringify(template)}`, () => {
    assert.equal(found(template), [VALUE]);
  });

const NOT_FOUND: readonly string[] = [
  'how to set up Vault with {S} for your login flow',
  'curl -u deployment-account: https://files.test',
  'mysql -u root -p {S}'.replace('{S}', 'orders'),
  'mysql -u root; echo -p{S}',
  'mkdir -p{S}',
  'ssh -p{S} host',
  'docker run -p {S} login',
  'docker login -u ci',
  'htpasswd -c /etc/users {S}',
  'openssl rsa -passin file:{S}',
  'openssl rsa -passin env:{S}',
  'mysqlx -p{S}',
  'notmysql -p{S}',
  'mysql_-p{S}',
  'aws configure set region {S}',
  'aws ssm put-parameter --name /app/db --type String --value {S}',
  'pulumi config set region {S}',
  'gh pr create --body {S}',
  'wandb init {S}',
  'tccli configure set region {S}',
  'npm config set //registry.test/:username {S}',
  'vault operator init {S}',
  'security find-certificate -P {S}',
  'exp a/{S}',
  `'''{0}/bin/sqlplus "/ as sysdba"'''.format(home_{S})`,
  "'{0}/bin/sqlplus -S {1}/{2}'.format(home_{S})",
  'secretsdump.py corp/ann:{S}',
  'psexec.txt -p {S}',
  'iwconfig wlan0 essid s:{S}',
  'samba-tool group create {S}',
];
for (const template of NOT_FOUND)
  test(`leaves ${JSON.stringify(template)} alone`, () => {
    assert.equal(found(template), []);
  });

test('finds the two values of one command line', () => {
  const other = expand(['{base62:12}', '7b'], 'other');
  assert.equal(found(`curl -u ann:{S} --proxy-user bob:${other} https://files.test`), [VALUE, other]);
});

test('gives what the shell makes of a value, where it stands in pieces', () => {
  const [a, b] = [VALUE.slice(0, 5), VALUE.slice(5)];
  assert.equal(found(`mysql -p'${a}'"${b}" orders`), [VALUE]);
  assert.equal(found(`mysql -p$'${a}\\x'`), [`${a}x`]);
});

test('gives what an audit record holds in hexadecimal', () => {
  const hex = Buffer.from(`ann:${VALUE} x`).toString('hex').toUpperCase();
  assert.equal(found(`a0="curl" a1="-u" a2=${hex}`), [`${VALUE} x`]);
});

test('reads no word beyond the longest command line', () => {
  assert.equal(found(`mysql ${'-x '.repeat(800)} -p{S}`), []);
});

test('has a source for every program, and a keyword in every command line', () => {
  for (const { source } of data.commands) assert.match(source, /^https?:\/\//);
  for (const name of COMMANDS.keys()) {
    assert.ok(
      commandKeywords().some((keyword) => ` ${name} x`.slice(keyword.startsWith(' ') ? 0 : 1).startsWith(keyword)),
      name,
    );
  }
});

test('reads a list of command lines a few at a time, and each of them', () => {
  const values = Array.from({ length: 120 }, (_, index) => `x${index}y7`);
  const text = values.map((value) => `curl -u a:${value} `).join('');
  const matches = [...text.matchAll(/curl/g)].map(({ index }) => matchCommand(text, index));
  const told = matches.flatMap((match) => (match === undefined ? [] : [match, ...(match.also ?? [])]));
  const places = new Set(told.map(({ secretStart, secretEnd }) => text.slice(secretStart, secretEnd)));
  assert.equal([...places].sort(), [...values].sort());
  assert.ok(told.length <= 10 * values.length, `${told.length} values of ${values.length}`);
});

test.run();
