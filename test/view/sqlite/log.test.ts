import { Budget } from '../../../src/view/budget.ts';
import { token } from '../../cli/helpers.ts';
import { makeDatabase, makeJournal, makeWal } from '../../helpers/sqlite.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { blobOf, scanBlobs, told } from '../../scan/helpers.ts';
import { expand, memoryBlob } from '../expand.ts';

const test = suite('logs of SQLite databases');
const SECRET = token('in a log');
const ROWS = [
  ['github_token', SECRET, 'n'],
  ['note', 'nothing', 'n'],
] as const;
const DATABASE = makeDatabase('settings', 'name TEXT, value TEXT, note TEXT', ROWS);

async function linesOf(bytes: Buffer, kind: 'sqlite-wal' | 'sqlite-journal'): Promise<unknown[]> {
  const { blobs, skips } = await expand(memoryBlob(bytes), kind);
  assert.equal(skips, []);
  const lines = blobs.find(({ view }) => view === `${kind}:rows`)?.bytes.toString() ?? '';
  return lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

test('rows of logged pages have the names of their columns, each row once', async () => {
  const lines = await linesOf(makeWal(DATABASE, [1, 2, 2, 1]), 'sqlite-wal');
  assert.equal(lines.slice(1), [
    { name: 'github_token', value: SECRET, note: 'n' },
    { name: 'note', value: 'nothing', note: 'n' },
  ]);
});

test('of tables that the log does not name, a text names the one beside it', async () => {
  assert.equal(await linesOf(makeWal(DATABASE, [2]), 'sqlite-wal'), [
    { key: 'github_token', value: SECRET, column3: 'n' },
    { key: 'note', value: 'nothing', column3: 'n' },
  ]);
});

test('journals are read with and without the mark that their pages are safe', async () => {
  const journal = makeJournal(DATABASE, [2, 1]);
  assert.is((await linesOf(journal, 'sqlite-journal')).length, 3);
  for (const bytes of [journal, Buffer.concat([Buffer.alloc(12), journal.subarray(12)])]) {
    const { findings } = await scanBlobs([blobOf('state.db-journal', bytes)]);
    assert.equal(findings.map(told), ['gitlab-pat state.db-journal > sqlite-journal:rows:1:33']);
  }
});

test('a row that flows over is put together from the images nearest to its own', async () => {
  const long = `${'x'.repeat(1500)} ${SECRET} ${'y'.repeat(900)}`;
  const other = makeDatabase('t', 'name TEXT, note TEXT', [['a', long.replaceAll(/[xy]/g, 'z')]]);
  const own = makeDatabase('t', 'name TEXT, note TEXT', [['a', long]]);
  const pages = own.length / 1024;
  const order = Array.from({ length: pages }, (_, index) => index + 1);
  const log = Buffer.concat([
    makeWal(other, order),
    makeWal(own, order).subarray(32),
    makeWal(other, order).subarray(32),
  ]);
  const lines = await linesOf(log, 'sqlite-wal');
  assert.ok(JSON.stringify(lines).includes(long));
});

test('a log that is cut says so, and chains in circles end', async () => {
  const { blobs } = await expand(memoryBlob(makeWal(DATABASE, [1, 2]).subarray(0, -10)), 'sqlite-wal');
  assert.is(blobs[0]?.loss, 'truncated');
  // Rows of which each says that it goes on for megabytes on pages that lead to themselves.
  const looped = makeDatabase(
    't',
    'a TEXT',
    Array.from({ length: 2 }, (_, index) => [`${index}`.repeat(2250)]),
  );
  for (let page = 3; page <= looped.length / 1024; page++) looped.writeUInt32BE(page, (page - 1) * 1024);
  const started = process.cpuUsage();
  const many = makeWal(
    looped,
    Array.from({ length: 3000 }, (_, index) => 1 + (index % (looped.length / 1024))),
  );
  await expand(memoryBlob(many), 'sqlite-wal', new Budget(many.length));
  assert.ok(process.cpuUsage(started).user < 3e6);
});

test('what is no log is a skip', async () => {
  const { skips } = await expand(memoryBlob(Buffer.from('377f0682', 'hex')), 'sqlite-wal');
  assert.equal(
    skips.map(({ reason }) => reason),
    ['corrupt'],
  );
  assert.equal((await expand(memoryBlob(Buffer.from('d9d505f920a163d7', 'hex')), 'sqlite-journal')).skips.length, 1);
});

test.run();
