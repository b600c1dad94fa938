import { Budget } from '../../../src/view/budget.ts';
import { Effort } from '../../../src/view/rows/effort.ts';
import { type DataCell, JsonLines, nameOf } from '../../../src/view/rows/json-lines.ts';
import { unpackHadoopLz4, unpackLz4Frame } from '../../../src/view/rows/unpack.ts';
import { storedLz4 } from '../../../src/view/compressed/stored.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('rows');
const effort = (bytes = 0): Effort => new Effort(new Budget(bytes));

/** Writes values under one name, a row each. */
function written(lines: JsonLines, ...values: readonly (string | Buffer)[]): string {
  for (const value of values) {
    const bytes = Buffer.from(value as string);
    lines.name(nameOf('a"b'));
    lines.text(bytes, 0, bytes.length);
    lines.endLine();
  }
  return lines.take()?.toString() ?? '';
}

test('texts are written as JSON has them, short and long', () => {
  const values = ['', 'plain', 'a "quote"', 'back\\slash', 'line\nbreak\0', 'é', 'x'.repeat(100), `"${'é'.repeat(99)}`];
  const expected = values.map((value) => `"a\\"b":${JSON.stringify(value)}\n`).join('');
  assert.is(written(new JsonLines(effort()), ...values), expected);
});

test('data that is no text is null, and kept where it may hide something', () => {
  const cells: DataCell[] = [];
  const lines = new JsonLines(effort(), cells);
  const [number, long, worded] = [
    Buffer.from([0xff, 1, 2]),
    Buffer.alloc(65, 0xff),
    Buffer.from('\xff\xffa meadow-lies', 'latin1'),
  ];
  assert.is(written(lines, number, 'x', long, worded), '"a\\"b":null\n"a\\"b":"x"\n\n\n');
  assert.equal(
    cells.map(({ line, name, bytes }) => [line, name, bytes.toString('hex')]),
    [
      [3, 'a"b', long.toString('hex')],
      [4, 'a"b', worded.toString('hex')],
    ],
  );
});

test('a row that comes again leaves its number alone', () => {
  assert.is(written(new JsonLines(effort()), 'one', 'one', 'two', 'one'), '"a\\"b":"one"\n\n"a\\"b":"two"\n\n');
});

test('a row that is longer than a piece may be is cut, and told', () => {
  const lines = new JsonLines(effort(2 ** 20));
  const bytes = Buffer.alloc(40 * 1024 * 1024, 'x');
  for (let i = 0; i < 100; i++) lines.text(bytes, 0, bytes.length);
  assert.ok(lines.isCut, 'and what is behind the cut costs nothing');
  assert.is(lines.take()?.length, bytes.length + 2);
});

test('data that is kept is given before there is too much of it, and a row holds no more than fits', () => {
  const cells: DataCell[] = [];
  const lines = new JsonLines(effort(2 ** 24), cells);
  const data = Buffer.alloc(2 ** 20, 0xff);
  for (let row = 0; row < 8; row++) {
    lines.text(data, 0, data.length);
    lines.endLine();
  }
  assert.ok(lines.isReady);
  lines.take();
  cells.length = 0;
  for (let cell = 0; cell < 100; cell++) lines.text(data, 0, data.length);
  assert.ok(cells.length < 64 && lines.isCut);
});

test('what is looked at is paid for, and each row', () => {
  const budget = new Budget(0, { floor: 1000 });
  const lines = new JsonLines(new Effort(budget));
  const data = Buffer.alloc(400, 0xff);
  lines.text(data, 0, data.length);
  lines.text(data, 0, data.length);
  assert.throws(() => lines.text(data, 0, data.length), 'more than the budget allows');
  assert.throws(() => {
    for (let row = 0; row < 1000; row++) lines.endLine();
  }, 'more than the budget allows');
});

const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
/** A block of LZ4 that holds a literal alone. */
const literal = (text: string): Buffer => Buffer.concat([Buffer.from([text.length << 4]), Buffer.from(text)]);

test('blocks of LZ4 are read as Hadoop writes them, and alone', () => {
  const parts = ['heron', 'otter'].map((text) => {
    const block = literal(text);
    return Buffer.concat([word(text.length), word(block.length), block]);
  });
  assert.is(unpackHadoopLz4(Buffer.concat(parts), 10).bytes.toString(), 'heronotter');
  assert.is(unpackHadoopLz4(literal('finch'), 5).bytes.toString(), 'finch');
  assert.is(unpackHadoopLz4(Buffer.concat(parts).subarray(0, -1), 10).isWhole, false);
});

test('frames of LZ4 give what stands in front of a cut', () => {
  const frame = storedLz4(Buffer.from('the meadow lies behind the old mill'));
  const whole = unpackLz4Frame(frame, 35);
  assert.equal([whole.bytes.toString(), whole.isWhole], ['the meadow lies behind the old mill', true]);
  for (let length = 0; length < frame.length - 4; length++)
    assert.is(unpackLz4Frame(frame.subarray(0, length), 35).isWhole, false, `${length} bytes`);
});

test.run();
