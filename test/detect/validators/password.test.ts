import { isLocalHost, isPlaceholderPassword, isTrivialPassword } from '../../../src/detect/validators/password.ts';
import { expand } from '../../../scripts/lib/values.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('password');

test('words, templates, variables, redactions and code stand for a password', () => {
  const texts =
    `password pass pwd Secret changeme CHANGE_ME <password> [password] {password} \${DB_PASS} $DB_PASS $password \${{x}}
    {{pw}} %s %(pw)s %PASSWORD% *** xxxx **** ..... REPLACE_ME your-password YOUR_TOKEN redacted example db_password DB_PASS
    my-secret-pw apiKey user_password #{pw} [^@]+ .* getenv( pw x %24%7BX%7D`.split(/\s+/);
  for (const text of texts) assert.ok(isPlaceholderPassword(text), text);
});

test('what a quotation mark begins is code, also as a page writes the mark', () => {
  for (const text of ["'+V['PW']", '&#x27;+V[', '&amp;#x27;+V[&amp;#x27;PW', '&quot;$PASS&quot;'])
    assert.ok(isPlaceholderPassword(text), text);
});

test('a value in the braces of a template is one, a name in them is none', () => {
  assert.not.ok(isPlaceholderPassword(`{${expand(['{base62:14}'], 'in-braces')}7}`));
  for (const text of ['{db_password}', '{combo.mysql_passwd}', '{token1}'])
    assert.ok(isPlaceholderPassword(text), text);
});

test('words in brackets that a reader is to replace are none, with words beside them too', () => {
  for (const text of ['[instance-name]-shop-demo', '<app-name>-store', 'db-<your team>'])
    assert.ok(isPlaceholderPassword(text), text);
  for (const text of [`[ab-cd]${expand(['{base62:14}'], 'behind-brackets')}7`, '[ab]-Harbor58!'])
    assert.not.ok(isPlaceholderPassword(text), text);
});

test("what a reader is to put his own for, a key's name and an answer that was wrong stand for a password", () => {
  for (const text of [
    'myAWSSecretID',
    'myAWSS3Bucket',
    'authKey',
    'a-secure-password',
    'my-secret-data',
    'corp-pw-fake',
    'wrong',
  ])
    assert.ok(isPlaceholderPassword(text), text);
  for (const text of ['neo4j/[corp-password]', 'app:[your-password]']) assert.ok(isPlaceholderPassword(text), text);
  for (const text of ['myDog', 'myH0rseRuns9', 'wrongTurn82!']) assert.not.ok(isPlaceholderPassword(text), text);
});

test('weak passwords are real ones', () => {
  for (const text of ['s3cr3t!', 'Tr0ub4dor', 'hunter7', 'P@ss1!', '$ecr3t', 'aB3(kd9', 'pa%40ss9', 'winter2024']) {
    assert.not.ok(isPlaceholderPassword(text), text);
  }
});

test('isTrivialPassword() knows short words, counts and the usual spellings', () => {
  for (const text of ['admin', 'Welcome1', '12345678', 'passw0rd', 'p@ssword1', 'secret!']) {
    assert.ok(isTrivialPassword(text), text);
  }
  for (const text of ['kR7x!pQ', 'correct-horse-battery']) assert.not.ok(isTrivialPassword(text), text);
});

test("isLocalHost() knows one's own machine and documentation", () => {
  for (const host of [
    'localhost',
    'localhost:5432',
    '127.0.0.1',
    '[::1]:80',
    'db.example.com',
    'x.test',
    'your-host',
  ]) {
    assert.ok(isLocalHost(host), host);
  }
  for (const host of ['db.corp.io', '10.0.0.1', 'db']) assert.not.ok(isLocalHost(host), host);
});

test.run();
