import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { expand as valueOf } from '../../../scripts/lib/values.ts';
import { columnsOf } from '../../../src/view/sqlite/columns.ts';
import { Budget } from '../../../src/view/budget.ts';
import { token } from '../../cli/helpers.ts';
import { makeDatabase } from '../../helpers/sqlite.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { blobOf, scanBlobs, told } from '../../scan/helpers.ts';
import { expand, memoryBlob } from '../expand.ts';

const test = suite('SQLite databases');
const SECRET = token('in a database');

test('rows are lines of JSON with the names of their columns, put together from their pages', async () => {
  const long = `${'x'.repeat(3000)} ${SECRET} ${'y'.repeat(3000)}`;
  const bytes = makeDatabase('users', 'id INTEGER PRIMARY KEY, name TEXT, note TEXT', [
    [null, 'anna', 'short'],
    [null, 'bert', long],
  ]);
  const { blobs, skips } = await expand(memoryBlob(bytes), 'sqlite');
  assert.equal(
    blobs.map(({ view }) => view),
    ['sqlite:sqlite_schema', 'sqlite:users'],
  );
  const rows = (blobs[1]?.bytes.toString().trim().split('\n') ?? []).map((line) => JSON.parse(line) as unknown);
  assert.equal(rows, [
    { id: 1, name: 'anna', note: 'short' },
    { id: 2, name: 'bert', note: long },
  ]);
  assert.equal(skips, []);
});

test('a value across pages is found, and told by table, row and column', async () => {
  const written = (behind: number): Buffer =>
    makeDatabase('logins', 'name TEXT, note TEXT', [
      ['anna', 'short'],
      ['bert', `${'x'.repeat(460)} ${SECRET} ${'y'.repeat(behind)}`],
    ]);
  // How much of a row stands on its own page goes by its length.
  const lengths = Array.from({ length: 110 }, (_, index) => 2000 + 10 * index);
  const bytes = written(lengths.find((length) => !written(length).includes(SECRET)) ?? 0);
  assert.not(bytes.includes(SECRET), 'no page ends within the value');
  const { findings, skipped } = await scanBlobs([blobOf('state.db', bytes)]);
  assert.equal(findings.map(told), ['gitlab-pat state.db > sqlite:logins:2:485']);
  assert.is(findings[0]?.location.field, '$.note');
  assert.equal(skipped, []);
});

test('data in cells is looked at as files are', async () => {
  const bytes = makeDatabase('blobs', 'name TEXT, body BLOB', [['a', gzipSync(`key ${SECRET}\n`)]]);
  const { findings } = await scanBlobs([blobOf('state.db', bytes)]);
  assert.equal(findings.map(told), ['gitlab-pat state.db > sqlite:blobs:1.body > gzip:1:5']);
});

test('columns are read as they are written', () => {
  assert.equal(
    columnsOf(
      'CREATE TABLE "a b" ("x,y" TEXT DEFAULT \'),(\', [z w] INT, -- (no\n`q` TEXT CHECK(q IN (1,2)), PRIMARY KEY(q))',
    ),
    {
      names: ['x,y', 'z w', 'q'],
      rowId: -1,
    },
  );
  assert.equal(columnsOf('CREATE TABLE t(a TEXT, id INTEGER PRIMARY KEY AUTOINCREMENT)'), {
    names: ['a', 'id'],
    rowId: 1,
  });
  assert.equal(columnsOf('CREATE VIRTUAL TABLE t USING fts5(a, b)').names, []);
  assert.equal(columnsOf('nonsense').names, []);
});

test('what sqlite3 writes is read whole', () => {
  const folder = mkdtempSync(join(tmpdir(), 'watertight-sqlite-'));
  try {
    const file = join(folder, 'a.db');
    const sql = [
      'PRAGMA page_size=1024',
      'CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b)',
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<500) INSERT INTO t SELECT i, 'name' || i, hex(zeroblob((i * 37) % 2000)) || i FROM n",
      'CREATE TABLE w(k TEXT PRIMARY KEY, v) WITHOUT ROWID',
      "INSERT INTO w SELECT a, b || 'w' FROM t",
    ];
    try {
      execFileSync('sqlite3', [file, sql.join(';')], { stdio: 'pipe' });
    } catch {
      // It is not on every machine.
      return;
    }
    const bytes = readFileSync(file);
    return expand(memoryBlob(bytes), 'sqlite').then(({ blobs, skips }) => {
      const [, table, without] = blobs.map(({ bytes: text }) =>
        text
          .toString()
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as { readonly id: number; readonly a: string; readonly b: string }),
      );
      assert.is(table?.length, 500);
      assert.is(without?.length, 500);
      for (const [index, row] of (table ?? []).entries()) {
        const i = index + 1;
        assert.equal(row, { id: i, a: `name${i}`, b: `${'00'.repeat((i * 37) % 2000)}${i}` });
      }
      assert.equal(skips, []);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('broken databases give what can be read, and end', () =>
  fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 100, max: 12_000 }), async (seed, length) => {
      const bytes = makeDatabase('t', 'a TEXT, b TEXT', [['one', 'x'.repeat(4000)]]);
      const broken = Buffer.from(bytes.subarray(0, Math.min(length, bytes.length)));
      for (let index = 0; index < 12; index++)
        broken[(seed * (index + 3)) % broken.length] = (seed >> (index % 9)) & 0xff;
      broken.write('SQLite format 3\0', 'latin1');
      const { blobs, skips } = await expand(memoryBlob(broken), 'sqlite', new Budget(broken.length));
      assert.ok(blobs.length + skips.length > 0);
    }),
    { numRuns: 300 },
  ));

test('fields of a row that stand side by side are read as the row says', async () => {
  const id = valueOf(['{hex:32}'], 'run id');
  const bytes = makeDatabase('params', 'key TEXT, value TEXT, run_uuid TEXT', [
    ['openai_api_key', '${OPENAI_API_KEY}', id],
    ['prompt', `use ${SECRET}`, id],
  ]);
  const { findings } = await scanBlobs([blobOf('a.db', bytes)]);
  assert.equal(
    findings.map(({ location }) => location.view),
    [['sqlite:params']],
  );
});

test('a row that was deleted is looked at as it stands', async () => {
  const lost = Buffer.from(` ${SECRET} `);
  const bytes = makeDatabase('notes', 'note TEXT', [['one'], ['two']]);
  lost.copy(bytes, 1500);
  const { findings } = await scanBlobs([blobOf('a.db', bytes)]);
  assert.equal(
    findings.map(({ location }) => location.view),
    [[]],
  );
});

test.run();
