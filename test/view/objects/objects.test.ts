import { inflateSync } from 'node:zlib';
import packed from '../../helpers/fuzz/packed.json' with { type: 'json' };
import { arrayOf } from '../../../src/selftest/objects.ts';
import { Budget } from '../../../src/view/budget.ts';
import { type ContainerKind, sniffContainer } from '../../../src/view/containers.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { type Expanded, expand, memoryBlob, streamBlob } from '../expand.ts';

const test = suite('arrays, models and HDF5');

const parse = (bytes: Buffer, kind: ContainerKind, budget?: Budget): Promise<Expanded> =>
  expand(memoryBlob(bytes), kind, budget);
const textOf = ({ blobs }: Expanded): string => blobs[0]?.bytes.toString() ?? '';
const reasonsOf = ({ skips }: Expanded): string[] => skips.map(({ reason }) => reason);
const unpacked = (name: 'h5' | 'latest.h5'): Buffer => inflateSync(Buffer.from(packed[name], 'base64'));

/** A file of NumPy's arrays. */
function arrayFile(description: string, cells: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16LE(description.length);
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\0', 'latin1'), length, Buffer.from(description), cells]);
}

test('texts of an array are read, whatever the order of their bytes', async () => {
  const little = arrayOf('heron');
  assert.is(sniffContainer(little), 'npy');
  assert.equal(JSON.parse(textOf(await parse(little, 'npy'))), { evidence: ['', 'heron'] });
  const wide = Buffer.from('finch', 'utf16le').swap16();
  const big = Buffer.concat(
    [...Array(5).keys()].map((at) => Buffer.from([0, 0, wide[2 * at] ?? 0, wide[2 * at + 1] ?? 0])),
  );
  const one = await parse(arrayFile("{'descr': '>U5', 'fortran_order': False, 'shape': (), }", big), 'npy');
  assert.equal(JSON.parse(textOf(one)), { evidence: 'finch' });
});

test('records have the names of their fields, and objects are a pickle', async () => {
  const cells = Buffer.from('heron\0\0\x01\0\0\0grey');
  const records = arrayFile("{'descr': [('bird', '|S7'), ('n', '<i4'), ('colour', 'S4')], 'shape': (1,), }", cells);
  const [record] = [JSON.parse(textOf(await parse(records, 'npy'))) as { evidence: unknown }];
  assert.equal(record.evidence, { bird: 'heron', n: null, colour: 'grey' });
  const objects = arrayFile(
    "{'descr': '|O', 'shape': (1,), }",
    Buffer.from('\x80\x02]q\0X\x05\0\0\0herona.', 'latin1'),
  );
  assert.is(textOf(await parse(objects, 'npy')), '["heron"]\n');
  const numbers = await parse(arrayFile("{'descr': '<f8', 'shape': (2,), }", Buffer.alloc(16)), 'npy');
  assert.equal([textOf(numbers), numbers.skips], ['', []]);
});

test('notes of a model stand beside their names', async () => {
  const whole = Buffer.from(packed.gguf, 'base64');
  assert.is(sniffContainer(whole), 'gguf');
  const expanded = await parse(whole, 'gguf');
  const notes = textOf(expanded)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line.endsWith(',') ? '""' : line.startsWith('"') ? '""' : line) as unknown);
  assert.equal(expanded.skips, []);
  assert.equal(notes[0], { 'general.architecture': 'llama' });
  assert.match(textOf(expanded), /\{"general\.note":"first: planted-frontmost-marker\\n/);
  assert.match(textOf(expanded), /\{"words":\["a",\s*"b"\]\}/);
  assert.match(textOf(expanded), /\{"n":null\}/);
  assert.equal(await expand(streamBlob(whole, 11), 'gguf'), expanded);
  for (let length = 32; length < whole.length - 32; length += 13)
    assert.equal(reasonsOf(await parse(whole.subarray(0, length), 'gguf')), ['truncated'], `cut at ${length}`);
});

test('attributes and texts of HDF5 stand beside their names, in headers of both forms', async () => {
  for (const name of ['h5', 'latest.h5'] as const) {
    const whole = unpacked(name);
    assert.is(sniffContainer(whole), 'hdf5');
    const expanded = await parse(whole, 'hdf5');
    assert.match(textOf(expanded), /\{"first":"first: planted-frontmost-marker\\n/);
    // Packed in pieces in the one, a record in the other.
    assert.match(textOf(expanded), name === 'h5' ? /\{"t":\["a",\s*"line 0/ : /\{"t":\{"u":"a",\s*"v":"line 0/);
    assert.match(textOf(expanded), /planted-hindmost-marker/);
    assert.equal(expanded.skips, []);
    assert.equal(await expand(streamBlob(whole, 11), 'hdf5'), expanded);
  }
});

test('broken and hostile files of HDF5 are told, and end', async () => {
  const whole = unpacked('h5');
  for (let length = 100; length < 1000; length += 50)
    assert.ok(reasonsOf(await parse(whole.subarray(0, length), 'hdf5')).length > 0, `cut at ${length}`);
  const odd = Buffer.from(whole);
  odd[13] = 3;
  assert.equal(reasonsOf(await parse(odd, 'hdf5')), ['corrupt']);
  const later = Buffer.from(whole);
  later[8] = 9;
  assert.equal(reasonsOf(await parse(later, 'hdf5')), ['unsupported-format']);
  const told = await parse(whole, 'hdf5', new Budget(0, { maxRatio: 1, floor: 500 }));
  assert.equal(reasonsOf(told), ['too-expanded']);
});

test.run();
