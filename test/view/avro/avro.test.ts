import { deflateRawSync, gzipSync } from 'node:zlib';
import { avroBlock, avroFile, avroLong, avroText } from '../../../src/selftest/avro.ts';
import { Budget } from '../../../src/view/budget.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { rowsOf } from '../../helpers/tables.ts';
import { type Expanded, expand, memoryBlob, streamBlob } from '../expand.ts';

const test = suite('Avro');

const parse = (bytes: Buffer, budget?: Budget): Promise<Expanded> => expand(memoryBlob(bytes), 'avro', budget);
const record = (...fields: readonly (readonly [name: string, type: unknown])[]): object => ({
  type: 'record',
  name: 'wood.Row',
  fields: fields.map(([name, type]) => ({ name, type })),
});
const reasonsOf = ({ skips }: Expanded): string[] => skips.map(({ reason }) => reason);

const LEAF = { type: 'record', name: 'Leaf', fields: [{ name: 'on', type: ['null', 'Leaf', 'string'] }] };
const KINDS = record(
  ['id', 'long'],
  ['word', ['null', 'string']],
  ['ratio', 'double'],
  ['at', { type: 'long', logicalType: 'timestamp-millis' }],
  ['price', { type: 'bytes', logicalType: 'decimal', precision: 4 }],
  ['kind', { type: 'enum', name: 'Kind', symbols: ['TREE', 'BIRD'] }],
  ['code', { type: 'fixed', name: 'Code', size: 5 }],
  ['list', { type: 'array', items: ['null', 'string'] }],
  ['map', { type: 'map', values: 'string' }],
  ['leaf', LEAF],
  ['again', 'wood.Leaf'],
  ['data', 'bytes'],
);
const DATA = gzipSync('the meadow lies behind the old mill');
const ROW = Buffer.concat([
  avroLong(-4_000_111_222_333_444),
  avroLong(1),
  avroText('heron'),
  Buffer.alloc(8, 0x77),
  avroLong(77),
  avroText('\x77'),
  avroLong(1),
  Buffer.from('larch'),
  // A block of two elements with its size in front, then the end.
  Buffer.concat([-2, 8, 0, 1].map((number) => avroLong(number))),
  avroText('finch'),
  avroLong(0),
  avroLong(1),
  avroText('a "key"'),
  avroText('alder'),
  avroLong(0),
  // A leaf in a leaf, then a text.
  avroLong(1),
  avroLong(2),
  avroText('birch'),
  avroLong(0),
  avroText(DATA),
]);
const LINE = String.raw`{"id":-4000111222333444,"word":"heron","kind":"BIRD","code":"larch","list":[null,"finch"],"map":{"a \"key\"":"alder"},"leaf":{"on":{"on":"birch"}},"again":{},"data":null}`;

test('values stand beside the names of their fields, whatever their types are', async () => {
  const expanded = await parse(avroFile(KINDS, 'null', avroBlock(1, ROW)));
  assert.is(rowsOf(expanded, 'avro'), `${LINE}\n`);
  assert.equal(
    expanded.blobs.map(({ view }) => view),
    ['avro:notes', 'avro', 'avro:1.data'],
  );
  assert.is(expanded.blobs[2]?.bytes.toString('hex'), DATA.toString('hex'));
  assert.match(expanded.blobs[0]?.bytes.toString() ?? '', 'timestamp-millis');
  assert.equal(expanded.skips, []);
});

const WORD = record(['word', 'string']);
const wordBlock = (...words: readonly string[]): Buffer =>
  avroBlock(words.length, deflateRawSync(Buffer.concat(words.map((word) => avroText(word)))));

test('blocks are unpacked one by one, and a broken one does not hide the next', async () => {
  const broken = Buffer.from(wordBlock('otter'));
  broken.fill(0xff, 2, 8);
  const bytes = avroFile(WORD, 'deflate', wordBlock('heron', 'finch'), broken, wordBlock('cedar'));
  const expanded = await parse(bytes);
  assert.match(rowsOf(expanded, 'avro'), /^{"word":"heron"}\n{"word":"finch"}\n[^]*{"word":"cedar"}\n$/);
  assert.equal(reasonsOf(expanded), ['corrupt']);
  assert.equal(await expand(streamBlob(bytes, 7), 'avro'), expanded);
});

test('a block without its mark is told, and the next mark is searched for', async () => {
  const [one, two, three, four] = ['heron', 'finch', 'cedar', 'otter'].map((word) => wordBlock(word));
  const lost = Buffer.from(two as Buffer);
  lost.fill(0, lost.length - 16);
  const expanded = await parse(avroFile(WORD, 'deflate', one as Buffer, lost, three as Buffer, four as Buffer));
  assert.is(rowsOf(expanded, 'avro'), '{"word":"heron"}\n{"word":"finch"}\n{"word":"otter"}\n');
  assert.equal(reasonsOf(expanded), ['corrupt']);
});

test('a note that is no text is a member', async () => {
  const note = Buffer.concat([avroText('own'), avroText(Buffer.concat([DATA, DATA]))]);
  const bytes = avroFile(WORD, 'deflate', wordBlock('heron'));
  // A third note behind the two of a file without any.
  const at = bytes.indexOf(avroText('avro.schema')) - 1;
  const end = bytes.indexOf(avroText('deflate')) + avroText('deflate').length;
  const noted = Buffer.concat([
    bytes.subarray(0, at),
    avroLong(3),
    bytes.subarray(at + 1, end),
    note,
    bytes.subarray(end),
  ]);
  const expanded = await parse(noted);
  assert.equal(
    expanded.blobs.map(({ view, bytes: { length } }) => (view === 'avro:notes' ? 0 : length)),
    [0, 2 * DATA.length, '{"word":"heron"}\n'.length],
  );
  assert.equal(expanded.skips, []);
});

test('a codec that is not known is told once', async () => {
  const expanded = await parse(avroFile(WORD, 'lzo', wordBlock('heron'), wordBlock('finch')));
  assert.equal(reasonsOf(expanded), ['unsupported-format']);
  assert.match(expanded.skips[0]?.detail ?? '', 'lzo');
});

test('a schema that goes round, and values that take no byte, end', async () => {
  const round = { type: 'record', name: 'Round', fields: [{ name: 'on', type: 'Round' }] };
  assert.equal(reasonsOf(await parse(avroFile(round, 'null', avroBlock(1, Buffer.alloc(9))))), ['too-deep']);
  const empty = { type: 'record', name: 'Empty', fields: [] };
  for (const schema of [empty, 'null', { type: 'array', items: 'null' }]) {
    const bytes = avroFile(schema, 'null', avroBlock(2 ** 50, Buffer.concat([avroLong(2 ** 50), avroLong(0)])));
    const { blobs, skips } = await parse(bytes, new Budget(0, { floor: 100_000, maxBytes: 100_000 }));
    assert.ok([...blobs.map(({ loss }) => loss), ...skips.map(({ reason }) => reason)].includes('too-expanded'));
  }
});

test('a header that is broken is told, and the file looked at as data', async () => {
  const bytes = avroFile({ type: 'no such type' }, 'null', wordBlock('heron'));
  const expanded = await parse(bytes);
  assert.equal(reasonsOf(expanded), ['corrupt']);
  assert.equal(
    expanded.blobs.map(({ view, bytes: { length } }) => [view, length]),
    [['avro:rest', bytes.length]],
  );
});

test('a file that is cut anywhere gives what stands in front of the cut, and says so', async () => {
  const bytes = avroFile(WORD, 'null', avroBlock(1, avroText('heron')), avroBlock(1, avroText('finch')));
  const second = bytes.lastIndexOf(avroBlock(1, avroText('finch')));
  const first = second - avroBlock(1, avroText('heron')).length;
  for (let length = 5; length < bytes.length; length++) {
    const expanded = await parse(bytes.subarray(0, length));
    assert.equal(reasonsOf(expanded), length === first || length === second ? [] : ['truncated'], `${length} bytes`);
    assert.is(rowsOf(expanded, 'avro'), length < second ? '' : '{"word":"heron"}\n');
  }
});

test('a byte that is wrong ends no scan', async () => {
  const whole = avroFile(KINDS, 'null', avroBlock(1, ROW));
  for (let at = 4; at < whole.length; at++)
    for (const flip of [1, 0x80, 0xff]) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] as number) ^ flip;
      await parse(bytes, new Budget(0, { floor: 1_000_000, maxBytes: 1_000_000 }));
    }
});

test.run();
