import { gzipSync } from 'node:zlib';
import packed from '../../helpers/fuzz/packed.json' with { type: 'json' };
import { Budget } from '../../../src/view/budget.ts';
import { sniffContainer } from '../../../src/view/containers.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { type Expanded, expand, memoryBlob, streamBlob } from '../expand.ts';

const test = suite('pickles');

const bytesOf = (...parts: (string | Buffer)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
const parse = (bytes: Buffer, budget?: Budget): Promise<Expanded> => expand(memoryBlob(bytes), 'pickle', budget);
const short = (text: string): string => `\x8c${String.fromCharCode(text.length)}${text}`;
const counted = (value: string): string => `X${String.fromCharCode(value.length)}\0\0\0${value}`;
const reasonsOf = ({ skips }: Expanded): string[] => skips.map(({ reason }) => reason);

/** The values that a pickle gives. */
async function valueOf(...parts: (string | Buffer)[]): Promise<unknown> {
  const { blobs, skips } = await parse(bytesOf(...parts));
  assert.equal(skips, []);
  return JSON.parse(blobs[0]?.bytes.toString() ?? '');
}

test('values stand beside their names, whatever the protocol', async () => {
  const expected = { bird: 'heron', n: 3 };
  assert.equal(await valueOf('(dp0\nVbird\np1\nVh\\u0065ron\np2\nsVn\np3\nI3\ns.'), expected);
  assert.equal(await valueOf("(dp0\nS'bird'\np1\nS'h\\x65ron'\np2\nsS'n'\np3\nL3L\ns."), expected);
  assert.equal(await valueOf('}q\0(X\x04\0\0\0birdq\x01X\x05\0\0\0heronq\x02X\x01\0\0\0nq\x03K\x03u.'), expected);
  assert.equal(await valueOf('\x80\x02}q\0(U\x04birdU\x05heronU\x01nM\x03\0u.'), expected);
  assert.equal(await valueOf('\x80\x03}q\0(C\x04birdC\x05heronC\x01nJ\x03\0\0\0u.'), expected);
  const framed = `}\x94(${short('bird')}\x94${short('heron')}\x94${short('n')}\x8a\x01\x03u.`;
  assert.equal(await valueOf(`\x80\x04\x95${String.fromCharCode(framed.length)}\0\0\0\0\0\0\0${framed}`), expected);
});

test('an object is what it holds, and an error what it says', async () => {
  const made = `${short('argparse')}${short('Namespace')}\x93)\x81`;
  assert.equal(await valueOf(`\x80\x04${made}}(${short('bird')}${short('heron')}ub.`), { bird: 'heron' });
  assert.equal(
    await valueOf(`\x80\x04${short('builtins')}${short('ValueError')}\x93${short('no heron')}\x85R.`),
    'no heron',
  );
  assert.equal(await valueOf(`\x80\x02c_codecs\nencode\n(X\x06\0\0\0h\xc3\xa9ronX\x06\0\0\0latin1tR.`), null);
});

test('nothing is called, whatever the pickle asks for', async () => {
  assert.equal(await valueOf("cos\nsystem\np0\n(S'touch heron'\np1\ntp2\nRp3\n."), 'touch heron');
});

test('what is set in a value and let go is shown too', async () => {
  const call = `${short('birds')}${short('name')}\x93${short('heron')}\x85R0`;
  assert.equal(await valueOf(`\x80\x04${call}${short('finch')}.`), ['finch', 'heron']);
});

test('a list that holds itself is written once', async () => {
  assert.equal(await valueOf('\x80\x02]q\0(h\0X\x05\0\0\0herone.'), [null, 'heron']);
});

test('pickles one behind the other are all read, up to what is none', async () => {
  const one = `\x80\x04${short('heron')}.`;
  const { blobs, skips } = await parse(bytesOf(one, one.replace('heron', 'finch'), '\x80\x04 and more'));
  assert.equal([blobs[0]?.bytes.toString(), skips], ['"heron"\n"finch"\n', []]);
});

test('data that is no text is a member of its own', async () => {
  const data = gzipSync('a heron');
  const { blobs } = await parse(bytesOf('\x80\x03}q\0X\x04\0\0\0birdC', String.fromCharCode(data.length), data, 's.'));
  assert.equal(
    blobs.map(({ view, bytes }) => [view, bytes.toString('latin1')]),
    [
      ['pickle:values', '{"bird":null}\n'],
      ['pickle:values:1.bird', data.toString('latin1')],
    ],
  );
});

test('texts of arrays and rows of records are read', async () => {
  const expanded = await expand(memoryBlob(Buffer.from(packed.joblib, 'base64')), 'pickle');
  const text = expanded.blobs[0]?.bytes.toString() ?? '';
  assert.match(text, /planted-frontmost-marker/);
  assert.match(text, /planted-hindmost-marker/);
  assert.match(text, /\["ab",\s*"c"\]/);
  assert.equal(expanded.skips, []);
});

test('a frame of pandas gives rows with the names of its columns', async () => {
  const list = (...texts: string[]): string => `](${texts.map(short).join('')}e`;
  const block = `${short('pandas._libs.internals')}${short('_unpickle_block')}\x93(${list('heron', 'finch', 'grey', 'red')}${short('builtins')}${short('slice')}\x93K\0K\x02K\x01\x87RK\x02tR`;
  const manager = `${short('pandas.core.internals.managers')}${short('BlockManager')}\x93${block}\x85](${list('bird', 'colour')}e\x86R`;
  const frame = `\x80\x04${short('pandas')}${short('DataFrame')}\x93)\x81}${short('_mgr')}${manager}sb.`;
  const written = JSON.stringify(await valueOf(frame));
  assert.match(written, '[{"bird":"heron","colour":"grey"},{"bird":"finch","colour":"red"}]');
});

test('a cut shows wherever it is, and what stands in front of it is given', async () => {
  for (const name of ['pkl', 'early.pkl'] as const) {
    const whole = Buffer.from(packed[name], 'base64');
    for (let length = 24; length < whole.length; length += 7) {
      const expanded = await parse(whole.subarray(0, length));
      assert.equal(reasonsOf(expanded), ['truncated'], `${name} cut at ${length}`);
      if (length > 520) assert.match(expanded.blobs[0]?.bytes.toString() ?? '', /planted-frontmost/);
    }
    assert.equal(await expand(streamBlob(whole, 11), 'pickle'), await parse(whole));
  }
});

test('what is no instruction ends the reading; a few bytes of chance are no pickle', async () => {
  const texts = Array.from({ length: 9 }, () => short('heron')).join('');
  assert.equal(reasonsOf(await parse(bytesOf('\x80\x04', texts, '\xff'))), ['corrupt']);
  assert.equal(reasonsOf(await parse(bytesOf('\x80\x02}\xff and nothing else'))), []);
  assert.equal(reasonsOf(await parse(bytesOf('\x80\x02(((((((((((tttttttttttt'))), ['corrupt']);
});

test('values that stand for far more than their bytes stop at the budget', async () => {
  const lists = Array.from(
    { length: 400 },
    (_, index) => `](${`h${String.fromCharCode(0)}`.repeat(200)}eq${String.fromCharCode(1 + (index % 9))}`,
  );
  const many = bytesOf('\x80\x02(X\xff\0\0\0', 'x'.repeat(255), 'q\0', ...lists, 't.');
  const small = new Budget(0, { maxRatio: 1, floor: 100_000 });
  const told = await parse(many, small);
  assert.ok([told.blobs[0]?.loss, ...reasonsOf(told)].includes('too-expanded'));
});

test('is told by its first bytes', () => {
  for (const head of [
    '\x80\x04\x95\x10\0\0\0\0\0\0\0}',
    '\x80\x02}q\0',
    '(dp0\nV',
    '(lp1\n',
    '}q\0(',
    'ccopy_reg\n_reconstructor\np0\n',
  ])
    assert.is(sniffContainer(Buffer.from(head, 'latin1')), 'pickle', head);
  for (const head of [
    '\x80\x04 text',
    '\x80\x2e\x01\0',
    '(dp of a',
    'class\nname\nother',
    '}q and',
    '\x80\x04\x95\x10\0\0\0\0\0\0\x01}',
  ])
    assert.is(sniffContainer(Buffer.from(head, 'latin1')), undefined, head);
});

/** An array of joblib with 2 ** 21 cells, as far as it is there. */
function cellsOf(type: string, cells: Buffer): Buffer {
  const state = `${counted('dtype')}cnumpy\ndtype\n${counted(type)}\x85R${counted('shape')}J\0\0\x20\0\x85`;
  return bytesOf(`\x80\x02cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}(${state}ub`, cells, '.');
}

test('an array of texts that is too large to be read is told, one of numbers is passed over', async () => {
  assert.equal(reasonsOf(await parse(cellsOf('U40', Buffer.alloc(0)))), ['too-large']);
  assert.equal(reasonsOf(await parse(cellsOf('f8', Buffer.alloc(8 * 2 ** 21)))), []);
});

test.run();
