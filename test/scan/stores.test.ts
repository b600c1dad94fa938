/** What a browser stores is told once, by the line that says it: its raw bytes are cut by heads of blocks, or packed. */
import { token } from '../cli/helpers.ts';
import { makeZip } from '../helpers/archives.ts';
import { batchOf, levelLogOf, levelTableOf, stored } from '../helpers/leveldb.ts';
import { assert, suite } from '../helpers/suite.ts';
import { blobOf, scanBlobs } from './helpers.ts';

const test = suite('stores of browsers');
const SECRET = token('in a store');
const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');
const [ORIGIN] = stored('token', '');
/** Ways in which a browser keeps a text, each under a key. */
const KEPT: Readonly<Record<string, readonly [Buffer, Buffer]>> = {
  'Local Storage in Latin-1': stored('token', SECRET),
  'Local Storage in UTF-16': [ORIGIN, Buffer.concat([Buffer.from([0]), wide(`${SECRET} ☃`)])],
  'Local Storage as JSON': stored('user', JSON.stringify({ name: 'bob', token: SECRET })),
  'Session Storage': [Buffer.from('map-3-token'), wide(SECRET)],
  'a key of IndexedDB': [Buffer.concat([Buffer.from([0, 1, 1, 1]), wide(SECRET).swap16()]), Buffer.alloc(20, 0xfe)],
};

for (const [name, entry] of Object.entries(KEPT)) {
  const files = {
    'a log': ['a/000003.log', levelLogOf([batchOf([stored('theme', 'dark'), entry])])],
    'a table': ['a/000005.ldb', levelTableOf([[stored('theme', 'dark')], [entry]])],
    'a table in a zip': ['a.zip', makeZip([{ name: 'b', data: levelTableOf([[entry]]) }])],
  } as const;
  for (const [kind, [path, bytes]] of Object.entries(files))
    test(`${name} in ${kind} is told once`, async () => {
      const { findings, skipped } = await scanBlobs([blobOf(path, bytes)]);
      assert.equal([findings.map(({ ruleId }) => ruleId), skipped], [['gitlab-pat'], []]);
      assert.match(findings[0]?.location.view.join(' ') ?? '', /leveldb/);
    });
}

test('a value that the head of a block cuts is told whole, and no part of it', async () => {
  for (let length = 32_680; length < 32_740; length += 4) {
    const log = levelLogOf([batchOf([stored('a', 'x'.repeat(length))]), batchOf([stored('client_secret', SECRET)])]);
    const { findings } = await scanBlobs([blobOf('000003.log', log)]);
    assert.equal(
      findings.map(({ ruleId, secret }) => [ruleId, secret.length]),
      [['gitlab-pat', SECRET.length]],
      `${length}`,
    );
  }
});

test('what stands in the damaged part of a log is told as well', async () => {
  const log = levelLogOf([batchOf([stored('a', 'b')]), batchOf([stored('token', SECRET)])]);
  log[log.indexOf(SECRET) - 30] = 0xff;
  const { findings, skipped } = await scanBlobs([blobOf('000003.log', log)]);
  assert.ok(findings.length > 0);
  assert.equal(
    skipped.map(({ reason }) => reason),
    ['corrupt'],
  );
});

test.run();
