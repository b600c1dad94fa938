import { gunzipSync } from 'node:zlib';
import { Budget } from '../../../src/view/budget.ts';
import { sniffContainer } from '../../../src/view/containers.ts';
import { PARQUET_KINDS, PARQUET_WRITTEN } from '../../helpers/tables.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { type Expanded, expand, memoryBlob, streamBlob } from '../expand.ts';

const test = suite('Parquet');

const unpacked = (packed: string): Buffer => gunzipSync(Buffer.from(packed, 'base64'));
const WORDS = ['heron', 'otter', 'finch', 'larch', 'alder', 'aspen', 'birch', 'cedar'] as const;
const KINDS = unpacked(PARQUET_KINDS);
const rowsOf = ({ blobs }: Expanded): string => blobs.find(({ view }) => view === 'parquet')?.bytes.toString() ?? '';
const parse = (bytes: Buffer, budget?: Budget): Promise<Expanded> => expand(memoryBlob(bytes), 'parquet', budget);

/** A row of the table of all kinds: what is null, no whole number, a time or no text is left out. */
function rowOf(i: number): object {
  const word = WORDS[i] as string;
  const before = WORDS.at(i - 1) as string;
  return {
    id: i * 1000,
    name: WORDS[i % 3],
    ...(i === 4 ? {} : { word }),
    note: `said "é\\\n${word}`,
    ...(i === 1 ? {} : { list: Array.from({ length: i % 4 }, (_, j) => (j === 2 ? null : WORDS[j])) }),
    map: i % 2 === 0 ? {} : { [word]: WORDS.at(-1 - i), empty: null },
    ...(i === 3 ? {} : { attributes: [{ key: word, value: { text: before } }] }),
    nested: { ...(i % 3 === 0 ? {} : { inner: { leaf: word } }), n: i },
    data: i === 5 ? 'aspen' : null,
    uuid: `00000000-0000-0000-0000-00${(i + 0x1234567890).toString(16)}`,
  };
}

test('rows stand beside the names of their columns: lists, maps, groups, nulls, several groups of rows', async () => {
  const expanded = await parse(KINDS);
  const rows = rowsOf(expanded).trimEnd().split('\n');
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
    const expanded = await parse(unpacked(packed));
    const expected = Array.from({ length: 60 }, (_, i) => ({
      ...(i % 5 === 0 ? {} : { word: WORDS[i % 8] }),
      n: i === 0 ? 0 : i * i * (-1) ** i,
    }));
    assert.is(rowsOf(expanded), expected.map((row) => `${JSON.stringify(row)}\n`).join(''));
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
  const whole = unpacked(PARQUET_WRITTEN['zstd'] ?? '');
  const rows = rowsOf(await parse(whole)).split('\n').length;
  for (let at = 4; at < whole.length; at++) {
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] as number) ^ 0x11;
    const damaged = await parse(bytes);
    const isShort = rowsOf(damaged).split('\n').length < rows;
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
