import { gunzipSync } from 'node:zlib';
import { Budget } from '../../../src/view/budget.ts';
import { containerOf, sniffContainer } from '../../../src/view/containers.ts';
import { batchOf, levelLogOf, levelTableOf, stored } from '../../helpers/leveldb.ts';
import { LEVEL_LOG, LEVEL_MANIFEST, LEVEL_TABLE } from '../../helpers/leveldb-files.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { type Expanded, expand, memoryBlob, streamBlob } from '../expand.ts';

const test = suite('files of LevelDB');

const fileOf = (packed: string): Buffer => gunzipSync(Buffer.from(packed, 'base64'));
const linesOf = ({ blobs }: Expanded): string[] => (blobs[0]?.bytes.toString() ?? '').split('\n').slice(0, -1);
const PAGE = '_https://app.example';
const PROSE = Array.from({ length: 12 }, (_, i) => ({
  [`prose/${String(i).padStart(2, '0')}`]: `${'the meadow lies behind the old mill; '.repeat(2)}${i}`,
}));
const WRITTEN = [
  { VERSION: '1' },
  // A few bytes of data are no member.
  { 'META:https://app.example': 'o' },
  { [PAGE]: { theme: 'dark' } },
  { [PAGE]: { theme: 'light' } },
  { [PAGE]: { größe: 'zwölf ☃' } },
  { [PAGE]: { gone: 'meadow' } },
  { [PAGE]: { gone: null } },
  { 'map-3': { cart: 'blue shoes' } },
  { brook: null },
  ...PROSE,
].map((line) => JSON.stringify(line));

test('a log tells what was written, written over and deleted, in order', async () => {
  const bytes = fileOf(LEVEL_LOG);
  assert.is(sniffContainer(bytes), 'leveldb-log');
  const expanded = await expand(memoryBlob(bytes), 'leveldb-log');
  assert.equal(linesOf(expanded), WRITTEN);
  assert.equal(
    expanded.blobs.map(({ view, loss }) => [view, loss]),
    [
      ['leveldb-log', undefined],
      ['leveldb-log:9', undefined],
    ],
  );
  assert.equal(await expand(streamBlob(bytes, 7), 'leveldb-log'), expanded);
});

test('a table that Snappy packed tells the same', async () => {
  const bytes = fileOf(LEVEL_TABLE);
  const expanded = await expand(memoryBlob(bytes), 'leveldb');
  assert.equal(linesOf(expanded).sort(), [...WRITTEN].sort());
  assert.equal(expanded.skips, []);
  // What V8 wrote begins behind the number in front of it, by which its texts are aligned.
  const data = expanded.blobs.filter(({ view }) => view.startsWith('leveldb:'));
  assert.equal(new Set(data.map(({ bytes: [first] }) => first)), new Set([0xff]));
});

test('a table is told by its end wherever that is at hand, whatever it is called', () => {
  const bytes = fileOf(LEVEL_TABLE);
  const told = { path: 'a.bin', view: [] };
  assert.is(containerOf({ ...told, bytes }, bytes.subarray(0, 100)), 'leveldb');
  assert.is(containerOf({ ...told, size: bytes.length }, bytes), 'leveldb');
  assert.is(containerOf({ ...told, view: ['leveldb:rest'], bytes }, bytes), undefined);
  assert.is(
    containerOf({ ...told, bytes: Buffer.concat([bytes, Buffer.alloc(1)]) }, bytes.subarray(0, 100)),
    undefined,
  );
});

test('a list of files names the keys at the borders of each', async () => {
  const bytes = fileOf(LEVEL_MANIFEST);
  assert.is(sniffContainer(bytes), 'leveldb-log');
  const expanded = await expand(memoryBlob(bytes), 'leveldb-log');
  assert.equal(linesOf(expanded), [
    '"leveldb.BytewiseComparator"',
    '{"brook":null}',
    JSON.stringify({ 'prose/11': null }),
  ]);
  assert.is(expanded.blobs[0]?.loss, undefined);
});

test('a log is told by the checksum of its first record alone', () => {
  const log = levelLogOf([batchOf([stored('a', 'b')])]);
  for (let at = 0; at < log.length; at++) {
    const damaged = Buffer.from(log);
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    assert.is.not(sniffContainer(damaged), 'leveldb-log', `byte ${at}`);
  }
  assert.is(sniffContainer(Buffer.from('no log, but a text\n'.repeat(9))), undefined);
});

test('a value that a block cuts is whole', async () => {
  const value = 'meadow and brook '.repeat(30);
  for (const length of [32_600, 32_730, 32_741, 32_742, 32_743, 70_000]) {
    const log = levelLogOf([batchOf([stored('long', 'x'.repeat(length))]), batchOf([stored('word', value)])]);
    const expanded = await expand(memoryBlob(log), 'leveldb-log');
    assert.is(linesOf(expanded)[1], JSON.stringify({ [PAGE]: { word: value } }), `${length}`);
    assert.is(expanded.blobs[0]?.loss, undefined, `${length}`);
  }
});

test('blocks of a table that are not packed give their keys whole', async () => {
  const table = levelTableOf([[stored('brook', 'a'), stored('brook and mill', 'b')], [stored('brooks', 'c')]]);
  const expanded = await expand(memoryBlob(table), 'leveldb');
  assert.equal(linesOf(expanded), [
    `{"${PAGE}":{"brook":"a"}}`,
    `{"${PAGE}":{"brook and mill":"b"}}`,
    `{"${PAGE}":{"brooks":"c"}}`,
  ]);
});

test('a table of RocksDB is named, and looked at as it stands', async () => {
  const table = levelTableOf([[stored('a', 'b')]]);
  table.write('f7cff485b741e288', table.length - 8, 'hex');
  const { blobs } = await expand(memoryBlob(Buffer.concat([Buffer.alloc(64), table])), 'leveldb');
  assert.equal(
    blobs.map(({ view, loss }) => [view, loss]),
    [
      ['leveldb', 'unsupported-format'],
      ['leveldb:rest', undefined],
    ],
  );
});

for (const [kind, packed] of [
  ['leveldb-log', LEVEL_LOG],
  ['leveldb', LEVEL_TABLE],
] as const) {
  const bytes = fileOf(packed);

  test(`a ${kind} that is cut anywhere gives what stands in front of the cut, and says so`, async () => {
    const whole = new Set(linesOf(await expand(memoryBlob(bytes), kind)));
    const ends = new Set<number>();
    if (kind === 'leveldb-log') for (let at = 0; at < bytes.length; at += 7 + bytes.readUInt16LE(at + 4)) ends.add(at);
    for (let length = 1; length < bytes.length; length++) {
      const cut = await expand(memoryBlob(bytes.subarray(0, length)), kind);
      const lines = linesOf(cut).slice(0, kind === 'leveldb' ? undefined : -1);
      assert.ok(
        lines.every((line) => whole.has(line)),
        `${length}`,
      );
      // A log that ends behind a record is a shorter one.
      const loss = kind === 'leveldb' ? 'corrupt' : 'truncated';
      assert.is(cut.blobs[0]?.loss, ends.has(length) ? undefined : loss, `${length} bytes`);
    }
  });

  test(`a byte of a ${kind} that is another one is told, or nothing is read from it`, async () => {
    const whole = await expand(memoryBlob(bytes), kind);
    let unused = 0;
    for (let at = 0; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0x11;
      const expanded = await expand(memoryBlob(damaged), kind);
      if (expanded.blobs.some(({ loss }) => loss !== undefined)) continue;
      assert.equal(expanded, whole, `byte ${at}`);
      unused++;
    }
    // Of a table the block of what stands beside the data, its place, and what fills the end up.
    assert.ok(kind === 'leveldb' ? unused < 13 + 40 : unused === 0, `${unused}`);
  });
}

test('what stands for more than the budget is told', async () => {
  const table = levelTableOf([[stored('a', 'x'.repeat(5000))]]);
  const { blobs } = await expand(memoryBlob(table), 'leveldb', new Budget(0, { floor: 100, maxBytes: 100 }));
  assert.is(blobs[0]?.loss, 'too-expanded');
});

test('places that lead back to a block before are told, and not read again', async () => {
  const value = 'x'.repeat(300);
  const table = levelTableOf([[stored('a', value)], [stored('b', value)]]);
  // The place of the second block is that of the first: both are of the same length.
  const index = table.lastIndexOf('z1') + 2;
  table[index] = 0;
  table.copyWithin(index + 1, index + 2, index + 4);
  const { blobs } = await expand(memoryBlob(table), 'leveldb');
  assert.is(blobs[0]?.loss, 'corrupt');
  assert.ok((blobs[0]?.bytes.length ?? 0) < 2 * value.length);
});

test.run();
