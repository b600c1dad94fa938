import { Budget } from '../../../src/view/budget.ts';
import { sniffContainer } from '../../../src/view/containers.ts';
import { kindsOf, PARQUET_KINDS, PARQUET_WRITTEN, rowsOf, unpackedTable, WORDS } from '../../helpers/tables.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { type Expanded, expand, memoryBlob, streamBlob } from '../expand.ts';

const test = suite('Parquet');

const KINDS = unpackedTable(PARQUET_KINDS);
const parse = (bytes: Buffer, budget?: Budget): Promise<Expanded> => expand(memoryBlob(bytes), 'parquet', budget);

/** A row of the table of all kinds. */
function rowOf(i: number): object {
  return {
    ...kindsOf(i),
    uuid: `00000000-0000-0000-0000-00${(i + 0x1234567890).toString(16)}`,
  };
}

test('rows stand beside the names of their columns: lists, maps, groups, nulls, several groups of rows', async () => {
  const expanded = await parse(KINDS);
  const rows = rowsOf(expanded, 'parquet').trimEnd().split('\n');
  assert.equal(
    rows.map((row) => JSON.parse(row)),
    WORDS.map((_, i) => rowOf(i)),
  );
  assert.equal(expanded.skips, []);
});

test('data that is no text is a member with the name of its column, unless it hides nothing', async () => {
  const { blobs } = await parse(KINDS);
  assert.equal(blobs.map(({ view, bytes }) => [view, bytes.length]).slice(-4), [
    ['parquet:4.data', 61],
    ['parquet:5.data', 81],
    ['parquet:7.data', 121],
    ['parquet:8.data', 141],
  ]);
});

test('notes in the footer are looked at', async () => {
  const { blobs } = await parse(KINDS);
  assert.is(blobs[0]?.view, 'parquet:notes');
  assert.match(blobs[0]?.bytes.toString() ?? '', '"note":"a willow by the brook"');
});

for (const [name, packed] of Object.entries(PARQUET_WRITTEN))
  test(`every value is read of pages with ${name}`, async () => {
    const expanded = await parse(unpackedTable(packed));
    const expected = Array.from({ length: 60 }, (_, i) => ({
      ...(i % 5 === 0 ? {} : { word: WORDS[i % 8] }),
      n: i === 0 ? 0 : i * i * (-1) ** i,
    }));
    assert.is(rowsOf(expanded, 'parquet'), expected.map((row) => `${JSON.stringify(row)}\n`).join(''));
    assert.equal(expanded.skips, []);
  });

test('a stream that cannot be read at any place gives the same', async () => {
  assert.equal(await expand(streamBlob(KINDS, 7), 'parquet'), await parse(KINDS));
});

test('a file that is cut is told, and is looked at as data', async () => {
  for (let length = 100; length < KINDS.length; length += 97) {
    const { skips, blobs } = await parse(KINDS.subarray(0, length));
    assert.equal(
      skips.map(({ reason }) => reason),
      ['truncated'],
    );
    assert.equal(
      blobs.map(({ view, bytes }) => [view, bytes.length]),
      [['parquet:rest', length]],
    );
  }
});

test('a byte that is wrong is told where values are missing, and others are given', async () => {
  const whole = unpackedTable(PARQUET_WRITTEN['zstd'] ?? '');
  const rows = rowsOf(await parse(whole), 'parquet').split('\n').length;
  for (let at = 4; at < whole.length; at++) {
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] as number) ^ 0x11;
    const damaged = await parse(bytes);
    const isShort = rowsOf(damaged, 'parquet').split('\n').length < rows;
    assert.ok(!isShort || damaged.skips.length > 0, `byte ${at}`);
  }
});

test('a size that is not true takes no memory, and is told', async () => {
  const bytes = Buffer.from(KINDS);
  // The length of the footer.
  bytes.writeUInt32LE(0x7fffffff, bytes.length - 8);
  assert.equal(
    (await parse(bytes)).skips.map(({ reason }) => reason),
    ['truncated'],
  );
});

test('an encrypted footer is told', async () => {
  const bytes = Buffer.from(KINDS);
  bytes.write('PARE', bytes.length - 4, 'latin1');
  bytes.write('PARE', 0, 'latin1');
  assert.is(sniffContainer(bytes), 'parquet');
  const { skips } = await parse(bytes);
  assert.equal(
    skips.map(({ reason }) => reason),
    ['encrypted'],
  );
});

test('pages that stand for more than the budget are told by their columns', async () => {
  const { skips } = await parse(KINDS, new Budget(0, { floor: 3000, maxBytes: 3000 }));
  assert.ok(skips.length > 0);
  assert.ok(skips.every(({ reason, view }) => reason === 'too-expanded' && view[0]?.startsWith('parquet:')));
});

test.run();
