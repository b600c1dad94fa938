import { Budget } from '../../../src/view/budget.ts';
import { containerOf, sniffContainer } from '../../../src/view/containers.ts';
import { ARROW_KINDS, ARROW_STREAM, ARROW_ZSTD, kindsOf, rowsOf, unpackedTable, WORDS } from '../../helpers/tables.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { type Expanded, expand, memoryBlob, streamBlob } from '../expand.ts';

const test = suite('Arrow');

const KINDS = unpackedTable(ARROW_KINDS);
const STREAM = unpackedTable(ARROW_STREAM);
const parse = (bytes: Buffer, budget?: Budget): Promise<Expanded> => expand(memoryBlob(bytes), 'arrow', budget);
const reasonsOf = ({ skips }: Expanded): string[] => [...new Set(skips.map(({ reason }) => reason))];

/** A row of the table of all kinds. */
function rowOf(i: number): object {
  const word = WORDS[i] as string;
  const before = WORDS.at(i - 1) as string;
  return {
    ...kindsOf(i),
    code: WORDS[i % 3],
    large: Array.from({ length: i % 3 }, () => word),
    pair: [word, before],
    ...(i === 0 ? {} : { view: word.repeat(1 + i) }),
  };
}

const EXPECTED = WORDS.map((_, i) => rowOf(i));

for (const [name, bytes] of [
  ['a file with LZ4', KINDS],
  ['a file with zstd', unpackedTable(ARROW_ZSTD)],
  ['a stream', STREAM],
] as const)
  test(`rows of ${name} stand beside the names of their columns`, async () => {
    const expanded = await parse(bytes);
    const rows = rowsOf(expanded, 'arrow').trimEnd().split('\n');
    assert.equal(
      rows.map((row) => withoutUuid(JSON.parse(row))),
      EXPECTED,
    );
    assert.equal(expanded.skips, []);
    assert.equal(
      expanded.blobs.map(({ view }) => view),
      ['arrow:notes', 'arrow', 'arrow:4.data', 'arrow:5.data', 'arrow:7.data', 'arrow:8.data'],
    );
    assert.match(expanded.blobs[0]?.bytes.toString() ?? '', '"note":"a willow by the brook"');
  });

/** The column of 16 bytes is no text but of some values. */
function withoutUuid(row: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'uuid'));
}

test('a stream is told by its name, and read when it cannot be read at any place', async () => {
  assert.is(sniffContainer(KINDS), 'arrow');
  assert.is(containerOf({ path: 'data-00000-of-00001.arrow', view: [] }, STREAM), 'arrow');
  assert.is(containerOf({ path: 'notes.arrow', view: [] }, Buffer.from('a text\n')), undefined);
  assert.equal(await expand(streamBlob(STREAM, 7), 'arrow'), await parse(STREAM));
});

test('a file that is cut anywhere gives what stands in front of the cut, and says so', async () => {
  const whole = rowsOf(await parse(KINDS), 'arrow');
  const first = whole.split('\n', 5).join('\n').length;
  let longest = 0;
  for (let length = 16; length < KINDS.length; length += 53) {
    const cut = await parse(KINDS.subarray(0, length));
    assert.equal(reasonsOf(cut), ['truncated'], `${length} bytes`);
    const text = rowsOf(cut, 'arrow');
    if (whole.startsWith(text)) longest = Math.max(longest, text.length);
  }
  assert.ok(longest > first);
});

test('a byte that is wrong ends no scan', async () => {
  for (let at = 8; at < STREAM.length; at += 3) {
    const bytes = Buffer.from(STREAM);
    bytes[at] = (bytes[at] as number) ^ 0x51;
    await parse(bytes, new Budget(0, { floor: 200_000, maxBytes: 200_000 }));
  }
});

test('what stands for more than the budget is told', async () => {
  const small = await parse(KINDS, new Budget(0, { floor: 9000, maxBytes: 9000 }));
  assert.ok(reasonsOf(small).includes('too-expanded'));
});

test('a file without a schema is told, and looked at as data', async () => {
  const bytes = Buffer.concat([Buffer.from('ARROW1\0\0'), Buffer.alloc(100, 0x81)]);
  const expanded = await parse(bytes);
  assert.is(expanded.skips.length, 1);
  assert.equal(
    expanded.blobs.map(({ view, bytes: { length } }) => [view, length]),
    [['arrow:rest', bytes.length]],
  );
});

test.run();
