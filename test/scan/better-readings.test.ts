import { expand } from '../../scripts/lib/values.ts';
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

test('a value with a quotation mark is told without the stroke that JSON puts in front of it', async () => {
  const value = `${VALUE.slice(0, 7)}"${VALUE.slice(7)}`;
  const found = await findings(`${JSON.stringify({ message: `password = '${value}'` })}\n`);
  assert.equal(
    found.map(({ secret }) => secret.length),
    [value.length],
  );
});

test.run();
