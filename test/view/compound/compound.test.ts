import * as fc from 'fast-check';
import { Budget } from '../../../src/view/budget.ts';
import { token } from '../../cli/helpers.ts';
import { makeCompound, makeRtf, makeVbaModule } from '../../helpers/compound.ts';
import { noise } from '../../helpers/noise.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { blobOf, scanBlobs, told } from '../../scan/helpers.ts';
import { expand, memoryBlob } from '../expand.ts';

const test = suite('compound files');
const SECRET = token('in a document');

async function streamsOf(bytes: Buffer): Promise<string[]> {
  const { blobs, skips } = await expand(memoryBlob(bytes), 'ole2');
  return [
    ...blobs.map(
      ({ view, bytes: data, loss }) => `${view}=${data.toString('latin1')}${loss === undefined ? '' : `!${loss}`}`,
    ),
    ...skips.map(({ view, reason }) => `${view.join('>')}!${reason}`),
  ].sort();
}

test('streams are put together from their sectors, small ones too, under the names of their storages', async () => {
  const large = 'a large stream '.repeat(700);
  const bytes = makeCompound([
    { path: 'WordDocument', data: Buffer.from(large) },
    { path: 'ObjectPool/_1/Ole10Native', data: Buffer.from('a small one '.repeat(30)) },
    { path: '\u0005SummaryInformation', data: Buffer.from('a title') },
  ]);
  assert.equal(await streamsOf(bytes), [
    `ole:ObjectPool/_1/Ole10Native=${'a small one '.repeat(30)}`,
    'ole:SummaryInformation=a title',
    `ole:WordDocument=${large}`,
  ]);
});

test('a file without streams is whole', async () => {
  assert.equal(await streamsOf(makeCompound([])), []);
  assert.equal(await streamsOf(makeCompound([]).subarray(0, -512)), ['!corrupt']);
});

test('a value that lies across sectors is found in its stream, and one of UTF-16 too', async () => {
  const text = `${'x'.repeat(505)} ${SECRET} and more. ${'y'.repeat(5000)}`;
  const body = Buffer.from(`Dear all, the key is ${SECRET}.`, 'utf16le');
  const bytes = makeCompound([
    { path: 'WordDocument', data: Buffer.from(text) },
    { path: '__substg1.0_1000001F', data: body },
  ]);
  const { findings, skipped } = await scanBlobs([blobOf('old.doc', bytes)]);
  assert.equal(findings.map(told).sort(), [
    'gitlab-pat old.doc > ole:WordDocument:1:507',
    'gitlab-pat old.doc > ole:__substg1.0_1000001F > utf-16le:1:22',
  ]);
  assert.equal(skipped, []);
});

test('the source of macros is unpacked', async () => {
  const source = `Attribute VB_Name = "Module1"\r\nConst Key = "${SECRET}"\r\n`;
  const bytes = makeCompound([{ path: 'Macros/VBA/Module1', data: makeVbaModule(source) }]);
  const { findings } = await scanBlobs([blobOf('a.doc', bytes)]);
  assert.equal(findings.map(told), ['gitlab-pat a.doc > ole:Macros/VBA/Module1 > vba:2:14']);
});

test('tokens of macros are undone as the specification shows it', async () => {
  const { vbaSource } = await import('../../../src/view/compound/vba.ts');
  // "Attribut" and a copy of its first three characters: distance 8, length 3, offsets of four bits.
  const chunk = Buffer.from([0, ...Buffer.from('Attribut'), 1, 0x00, 0x70]);
  const header = Buffer.alloc(2);
  header.writeUInt16LE(0xb000 | (chunk.length - 1));
  assert.is(vbaSource(Buffer.concat([Buffer.from([1]), header, chunk]))?.toString(), 'AttributAtt');
  assert.is(vbaSource(Buffer.from('no module')), undefined);
});

test('the body of a message in compressed RTF is unpacked', async () => {
  const bytes = makeCompound([{ path: '__substg1.0_10090102', data: makeRtf(String.raw`{\rtf1 key ${SECRET} \par}`) }]);
  const { findings } = await scanBlobs([blobOf('a.msg', bytes)]);
  assert.equal(findings.map(told), ['gitlab-pat a.msg > ole:__substg1.0_10090102 > rtf:1:12']);
});

test('references of compressed RTF are undone, also into the text that every body begins with', async () => {
  const { unpackRtf } = await import('../../../src/view/compound/rtf.ts');
  // The specification's first example (3.2.1): a reference to "{\rtf1\ansi\" and so on.
  const example = Buffer.from(
    '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0',
    'hex',
  );
  assert.is(unpackRtf(example)?.toString('latin1'), '{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n');
});

test('documents with a password are said to be encrypted', async () => {
  const word = Buffer.alloc(5000);
  word.writeUInt16LE(0xa5ec, 0);
  word.writeUInt16LE(0x100, 10);
  const book = Buffer.from('0908080000060500bb0dcc072f0002000000', 'hex');
  const bytes = makeCompound([
    { path: 'WordDocument', data: word },
    { path: 'Workbook', data: book },
    { path: 'Text', data: Buffer.from('plain') },
  ]);
  const { skips } = await expand(memoryBlob(bytes), 'ole2');
  assert.equal(skips.map(({ view, reason }) => `${view.join()}!${reason}`).sort(), [
    'ole:WordDocument!encrypted',
    'ole:Workbook!encrypted',
  ]);
});

test('cut and broken files give what is there, end, and say what is lost', () =>
  fc.assert(
    fc.asyncProperty(fc.integer({ min: 600, max: 20_000 }), fc.nat(), async (length, seed) => {
      const data = noise(9000);
      const bytes = makeCompound([
        { path: 'a', data },
        { path: 'b/c', data: Buffer.from('small '.repeat(100)) },
      ]);
      const cut = Buffer.from(bytes.subarray(0, Math.min(bytes.length, length)));
      for (let index = 0; index < 20; index++) cut[(seed * (index + 7)) % cut.length] = (seed >> (index % 8)) & 0xff;
      const { blobs, skips } = await expand(memoryBlob(cut), 'ole2', new Budget(cut.length));
      assert.ok(blobs.length + skips.length > 0);
      assert.ok(blobs.every(({ bytes: part }) => part.length <= 4 * bytes.length));
    }),
    { numRuns: 200 },
  ));

test.run();
