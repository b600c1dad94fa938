import { expand } from '../../scripts/lib/values.ts';
import { ARMOURS } from '../../src/selftest/armours.ts';
import type { Finding } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';
import { blobOf, scanBlobs } from './helpers.ts';

const test = suite('what a view reads better');
const VALUE = expand(['{base62:14}'], 'better reading');

async function findings(text: string, path = 'out/job.log'): Promise<readonly Finding[]> {
  return (await scanBlobs([blobOf(path, Buffer.from(text))])).findings;
}

const logged = (lines: readonly string[]): string =>
  lines.map((line, index) => `2026-11-20T10:11:1${index % 10}Z ${line}\n`).join('');

const MANIFEST = ['kind: Secret', 'stringData:', `  first: ${VALUE}`, 'type: Opaque'];

test('a value that is named lines above it is found behind the times of a log, once', async () => {
  const found = await findings(logged(MANIFEST));
  assert.equal(
    found.map(({ location }) => [location.startLine, location.view]),
    [[3, ['prefix-stripped']]],
  );
  assert.equal(
    found.map(({ secret }) => secret.length),
    [VALUE.length],
  );
});

test('it is found between blanks that do not break, as pages have them', async () => {
  const found = await findings(`${MANIFEST.join('\n').replaceAll(' ', '\u00a0')}\n`, 'notes.md');
  assert.equal(
    found.map(({ location, secret }) => [location.startLine, secret.length]),
    [[3, VALUE.length]],
  );
});

const NUMBERS = ['NORTH_PASS', 'EAST_WALL', 'CROWN_GUARD', 'PLAGUE_WOOD'].map(
  (name, index) => `    GO_TOWER_${name} = ${181_899 + index},`,
);

test('what is no secret among its neighbours is none behind the times of a log', async () => {
  assert.equal(await findings(`enum Towers {\n${NUMBERS.join('\n')}\n}\n`, 'a.h'), []);
  assert.equal(await findings(logged(['enum Towers {', ...NUMBERS, '}'])), []);
});

const record = (line: string): string => `${JSON.stringify({ password: VALUE, log: `${line}\n` })}\n`;

test('what stands beside a line in its record, and below a heading without a number, is found as before', async () => {
  assert.is((await findings(['kind: Mode', 'spec:', '  mode: calm'].map(record).join(''))).length, 3);
  const rows = ['ann', 'bob', 'eve'].map((name, index) => ` ${1 + index} | ${name} | ${VALUE}${index}\n`);
  assert.is((await findings(` id | user | password\n----+------+---------\n${rows.join('')}`)).length, 3);
});

test('rows with a number and a tab in front are those of a table below their titles, wherever it stands', async () => {
  const rows = ['ann', 'bob', 'eve'].map((name, index) => `${1 + index}\t${name}\t${VALUE}${index}\n`);
  assert.is((await findings(`Users of the shop:\n\nid\tuser\tpassword\n${rows.join('')}\n`)).length, 3);
});

test('a value with a quotation mark is told without the stroke that JSON puts in front of it', async () => {
  const value = `${VALUE.slice(0, 7)}"${VALUE.slice(7)}`;
  const found = await findings(`${JSON.stringify({ message: `password = '${value}'` })}\n`);
  assert.equal(
    found.map(({ secret }) => secret.length),
    [value.length],
  );
});

const BASE64 = expand(['{base62:21}', '+', '{base62:19}', '/w', '=='], 'better base64');
const MARKS = `${VALUE.slice(0, 6)}&${VALUE.slice(6, 9)}'${VALUE.slice(9)}`;

/** How values are written, the value, and the text of it. */
const WRITTEN: readonly (readonly [string, string, string])[] = [
  ['a query', BASE64, `GET /cb?client_secret=${encodeURIComponent(BASE64)}&state=1`],
  ['a file of properties', BASE64, `client.secret=${BASE64.replaceAll('=', '\\=')}\nmode=on`],
  ['an attribute', MARKS, `<add key="x" db_password="${MARKS.replace('&', '&amp;').replace("'", '&#x27;')}"/>`],
  ['a string of Python', MARKS, `{'db_password': '${MARKS.replace("'", "\\'")}', 'n': 1}`],
  ['a string of JSON, with a line break', VALUE, JSON.stringify({ db_password: `${VALUE}\n` })],
  [
    'a string of JSON, with a letter beyond ASCII',
    `${VALUE}\u00e9${VALUE}`,
    `{"db_password": "${VALUE}\\u00e9${VALUE}"}`,
  ],
  ['quoted-printable', BASE64, `client_secret=3D${BASE64.replaceAll('=', '=3D')}\nmode=3Don`],
];

for (const [where, value, text] of WRITTEN)
  test(`a value in ${where} is told as it is, once`, async () => {
    const found = await findings(`${text}\n`);
    assert.equal(
      found.map(({ secret }) => secret.length),
      [value.length],
    );
  });

for (const end of ['\\n', '\\r\\n', '  ', '\\\\n'])
  test(`what ends a line behind a value belongs to none: ${JSON.stringify(end)}`, async () => {
    const found = await findings(`{"mode": "on", "db_password": "${VALUE}${end}"}\n`, 'a.json');
    assert.equal(
      found.map(({ secret }) => secret.length),
      [VALUE.length],
    );
  });

test('a placeholder in quoted-printable is none with the digits of its equals sign', async () => {
  assert.equal(
    await findings(['db_password', 'changeme\nsession_secret', 'None\nmode', 'on\n'].join('=3D'), 'a.eml'),
    [],
  );
});

test('all values of a text in uuencode and in base 85 digits are told', async () => {
  const names = ['db_password', 'admin_password', 'api_secret'];
  const plain = names.map((name, index) => `${name}=${VALUE}${index}q\n`).join('');
  for (const kind of ['uuencode', 'ascii85']) {
    const armoured = ARMOURS.find(({ name }) => name === kind)?.write(plain) ?? Buffer.alloc(0);
    assert.is((await findings(armoured.toString('latin1'))).length, names.length, kind);
  }
});

test('signs of an encoding that belong to a value stay where no view reads it otherwise', async () => {
  const found = await findings(`db_password: "${VALUE}%2${VALUE}"\n`, 'a.yaml');
  assert.equal(
    found.map(({ secret }) => secret.length),
    [2 * VALUE.length + 2],
  );
});

test.run();
