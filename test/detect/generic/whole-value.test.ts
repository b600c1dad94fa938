import { expand } from '../../../scripts/lib/values.ts';
import { assignmentMatcher, explainAssignment } from '../../../src/detect/generic/matcher.ts';
import { assert, suite } from '../../helpers/suite.ts';

const matchAssignment = assignmentMatcher();
const test = suite('wholeValue()');

const [head, tail] = [expand(['Kx', '{alnum:6}'], 'whole-head'), expand(['Zt', '{alnum:6}'], 'whole-tail')];
const SIGNS = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'.split('');

function secretIn(text: string): string | undefined {
  const match = matchAssignment(text, text.search(/pass|token|secret/i));
  return match && text.slice(match.secretStart, match.secretEnd);
}

const CARRIERS: readonly (readonly [string, (value: string) => string])[] = [
  ['a .env file', (value) => `DB_HOST=h\nDB_PASSWORD=${value}\nDB_PORT=1\n`],
  ['a variable that is exported', (value) => `export DB_PASSWORD=${value}\n`],
  ['a file with blanks around the operator', (value) => `[db]\npassword = ${value}\n`],
  ['YAML', (value) => `db:\n  password: ${value}\n  port: 1\n`],
  ['a Dockerfile', (value) => `ENV DB_PASSWORD=${value}\n`],
  ['a log of pairs', (value) => `ts=1 level=info password=${value} user=bob\n`],
  ['a line with a comment', (value) => `DB_PASSWORD=${value} # for tests\n`],
  ['a quoted pair', (value) => `docker run -e "DB_PASSWORD=${value}" app\n`],
  ['an environment', (value) => `HOME=/root\0DB_PASSWORD=${value}\0LANG=C\0`],
  ['an option', (value) => `tool --password=${value} --verbose\n`],
];
for (const [name, text] of CARRIERS) {
  test(`a value goes to the end of its word, whatever sign it holds: ${name}`, () => {
    for (const sign of SIGNS) {
      const value = `${head}${sign}${tail}`;
      assert.is(secretIn(text(value)), value, text(`…${sign}…`));
    }
  });
}

const CUT: readonly (readonly [string, string])[] = [
  ['the next pair of a query', `POST password=${head}&user=bob`],
  ['the next pair of a list', `db: password=${head};user=bob`],
  ['the next member', `x: {password: ${head},user: bob}`],
  ['the next name of several words', `Cs: Password=${head};Trust Server Certificate=true`],
  ['the end of an element', `<p>password: ${head}</p>`],
  ['an entity', `password: ${head}&lt;br`],
  ['the end of a text', `log("login password=${head}");`],
  ['the end of a sentence', `the password is ${head}, and`],
  ['the end of a line in a string', `"password: ${head}\\nuser: bob"`],
  ['a second command', `export PASSWORD=${head}&& run`],
];
for (const [name, text] of CUT) {
  test(`a value ends before ${name}`, () => assert.is(secretIn(text), head));
}

test('a value of scattered signs ends where the string of JSON does that it stands in', () => {
  const scattered = ['x+de', '.6E@', 'lkX^', 'VgUZ2'].join('');
  assert.is(secretIn(`[1, "o", "$ export DB_PASSWORD=${scattered}\\r\\n"]`), scattered);
  assert.is(secretIn(`{"log":"DB_PASSWORD=${scattered}\\nDB_PORT=1\\n"}`), scattered);
});

test('what sops leaves unencrypted has the name of a secret', () => {
  assert.is(secretIn(`db_password_unencrypted: ${head}${tail}\n`), head + tail);
});

const CODE: readonly string[] = [
  'password = readPassword(stdin)',
  'password=a1(b2)',
  'token = tokens[i]',
  'token = x7[y9]',
  'password = user<Admin>',
  'password=user=admin',
  'token: Map<K1,V2>',
];
for (const text of CODE) test(`code is no value: ${text}`, () => assert.is(secretIn(text), undefined));

test('what is judged by its first part is taken whole', () => {
  const [first, rest] = [['Walnut', 'harbor', '58'].join(''), 'winter'];
  assert.is(secretIn(`PASSWORD=${first}&${rest}\n`), `${first}&${rest}`);
});

test('an explanation is that of the value that is reported', () => {
  const text = `DB_PASSWORD=${head}(${tail}\n`;
  const why = explainAssignment(text, 3);
  assert.ok(why?.says === undefined && why?.reported);
  assert.is(why?.candidate.end, text.length - 1);
});

test('the work for a line of openers and quotes grows with its length', () => {
  for (const filling of ['(a', '"a', "a'", '&a=', '{a}', '\\a', 'password=a(', 'pass="a']) {
    const small = timeOf(filling.repeat(2_000));
    const large = timeOf(filling.repeat(16_000));
    assert.ok(large < 40 * Math.max(small, 2), `${filling}: ${small} ms, ${large} ms`);
  }
});

/** Processor time that matching at every credential word takes, in milliseconds. */
function timeOf(filling: string): number {
  const text = ['password=Kx7', filling].join('');
  const from = process.cpuUsage();
  for (const { index } of text.matchAll(/pass/g)) matchAssignment(text, index);
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}

test.run();
