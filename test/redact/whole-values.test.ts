import { expand } from '../../scripts/lib/values.ts';
import { Redactor } from '../../src/redact/redactor.ts';
import { assert, suite } from '../helpers/suite.ts';
import { blobOf, contextOf, scanBlobs } from '../scan/helpers.ts';

const test = suite('redaction of whole values');

const [head, tail] = [expand(['Kx', '{alnum:5}', '7'], 'whole-head'), expand(['Zt', '{alnum:5}', '4'], 'whole-tail')];
const SIGNS = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'.split('');
const PIECE = 4;

const inSingle = (value: string): string => `'${value.replaceAll("'", String.raw`'\''`)}'`;
const inTurns = (value: string): string => `'${value.replaceAll("'", `'"'"'`)}'`;
const inDouble = (value: string): string => `"${value.replace(/["\\$`]/g, String.raw`\$&`)}"`;
const doubled = (value: string, mark: string): string => `${mark}${value.replaceAll(mark, mark + mark)}${mark}`;
const entities = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** What it is, file, text around a value, and the signs for which no promise is made. */
const CARRIERS: readonly (readonly [name: string, path: string, text: (value: string) => string, without?: string])[] =
  [
    ['a .env file', 'a.env', (value) => `DB_HOST=h\nDB_PASSWORD=${value}\nDB_PORT=1\n`],
    ['a value of several words', 'a.env', (value) => `DB_PASSWORD=${value} ${tail}\n`],
    ['an INI file', 'a.ini', (value) => `[db]\npassword = ${value}\nport = 1\n`],
    ['properties', 'a.properties', (value) => `spring.datasource.password=${value}\nx=1\n`],
    ['YAML', 'a.yaml', (value) => `db:\n  password: ${value}\n  port: 1\n`],
    ['YAML in single quotes', 'a.yaml', (value) => `password: ${doubled(value, "'")}\n`],
    ['a name and a value', 'a.yaml', (value) => `env:\n- name: DB_PASSWORD\n  value: ${value}\n- name: X\n`],
    ['an environment in JSON', 'a.json', (value) => `{"Env":["A=1",${JSON.stringify(`DB_PASSWORD=${value}`)}]}\n`],
    ['a log', 'a.log', (value) => `2026-01-02 INFO login password=${value} user=bob\n`],
    ['a query', 'a.log', (value) => `GET /login?user=bob&password=${encodeURIComponent(value)}&x=1\n`, "')"],
    ['quotes of an option file', 'my.cnf', (value) => `[client]\npassword="${value}"\n`],
    ['a Dockerfile', 'Dockerfile', (value) => `FROM x\nENV DB_PASSWORD=${value}\n`],
    ['a variable of Docker', 'a.sh', (value) => `docker run -e ${inSingle(`DB_PASSWORD=${value}`)} app\n`],
    ['a list of processes', 'a.txt', (value) => `root  12  0.0 mysqld --password=${value} --host=db\n`],
    ['an option in single quotes', 'a.sh', (value) => `tool --password=${inSingle(value)} status\n`],
    ['an option in turns of quotes', 'a.sh', (value) => `tool --password ${inTurns(value)} status\n`],
    ['an option in double quotes', 'a.sh', (value) => `tool --password ${inDouble(value)} status\n`],
    ['curl in single quotes', 'a.sh', (value) => `curl -s -u ${inSingle(`deploy:${value}`)} https://h.corp.net/x\n`],
    ['curl in double quotes', 'a.sh', (value) => `curl -s -u ${inDouble(`deploy:${value}`)} https://h.corp.net/x\n`],
    ['arguments in JSON', 'a.json', (value) => `${JSON.stringify(['tool', '--password', value, 'status'])}\n`],
    ['SQL', 'a.sql', (value) => `CREATE USER app IDENTIFIED BY ${doubled(value, "'")};\n`],
    ['.netrc', '.netrc', (value) => `machine h.corp.net login bob password ${value}\n`],
    ['.npmrc', '.npmrc', (value) => `//r.corp.net/:username=bob\n//r.corp.net/:_password=${value}\n`],
    ['.pypirc', '.pypirc', (value) => `[pypi]\nusername = bob\npassword = ${value}\n`],
    ['.pgpass', '.pgpass', (value) => `db.corp.net:5432:x:app:${value}\n`, ':\\'],
    ['Redis', 'redis.conf', (value) => `port 6379\nrequirepass ${value}\n`],
    ['an element', 'a.xml', (value) => `<a><password>${entities(value)}</password></a>\n`],
    ['the address of a database', 'a.txt', (value) => `url postgres://app:${value}@db.corp.net/x\n`, '\\`'],
  ];
for (const [name, path, text, without = ''] of CARRIERS) {
  test(`leaves no piece of a password in ${name}, whatever sign it holds`, async () => {
    for (const sign of SIGNS.filter((one) => !without.includes(one))) {
      const { bytes } = await new Redactor(contextOf()).redact(Buffer.from(text(`${head}${sign}${tail}`)), path);
      for (const half of [head, tail]) {
        for (let at = 0; at + PIECE <= half.length; at++)
          assert.not(bytes.includes(half.slice(at, at + PIECE)), `${sign}: ${bytes.toString()}`);
      }
      assert.equal((await scanBlobs([blobOf(path, bytes)])).findings, []);
    }
  });
}

test.run();
