import { deflateSync } from 'node:zlib';
import { makePdf } from '../../helpers/pdf.ts';
import { noise } from '../../helpers/noise.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { expand, memoryBlob } from '../expand.ts';

const test = suite('PDF streams that are one');

async function parts(bytes: Buffer): Promise<Record<string, string>> {
  const { blobs, skips } = await expand(memoryBlob(bytes), 'pdf');
  assert.equal(skips, []);
  return Object.fromEntries(blobs.map(({ view, bytes: data }) => [view, data.toString('latin1').trim()]));
}

const FONT = { dictionary: '/Type /Font /Subtype /Type1 /BaseFont /Helvetica' };

test('the text of a page goes on from one stream to the next', async () => {
  const page = '/Type /Page /Resources << /Font << /F1 4 0 R >> >> /Contents [3 0 R 5 0 R]';
  const bytes = makePdf([
    { dictionary: '/Type /Catalog /Pages 2 0 R' },
    { dictionary: page },
    { dictionary: '/Filter /FlateDecode', data: deflateSync(Buffer.from('BT /F1 12 Tf [(of two)')) },
    FONT,
    { dictionary: '', data: '-10 ( pieces)] TJ ET' },
  ]);
  assert.is((await parts(bytes))['pdf:3'], 'of two pieces');
  assert.is((await parts(bytes))['pdf:5'], undefined);
});

test('a file in pieces is put together by their numbers, and what an update took out of it is still given', async () => {
  const packed = deflateSync(noise(900).toString('hex'));
  const names = Array.from({ length: 11 }, (_, index) => `/AIPrivateData${index + 1} ${index + 2} 0 R`).toReversed();
  const piece = (index: number): Buffer => packed.subarray(index * 100, index < 10 ? index * 100 + 100 : undefined);
  const bytes = makePdf([
    { dictionary: names.join(' ') },
    ...Array.from({ length: 11 }, (_, index) => ({ dictionary: '', data: piece(index) })),
  ]);
  assert.is((await parts(bytes))['pdf:2'], packed.toString('latin1').trim());
  const updated = Buffer.concat([
    bytes,
    Buffer.from('3 0 obj\n<</Length 3>>\nstream\nnew\nendstream\nendobj\n%%EOF\n'),
  ]);
  const { 'pdf:3': older } = await parts(updated);
  assert.is(older, piece(1).toString('latin1').trim());
});

test('streams that many pages have in common are read once', async () => {
  const pages = Array.from({ length: 400 }, () => ({ dictionary: '/Type /Page /Contents [1 0 R 2 0 R]' }));
  const text = { dictionary: '', data: `BT (${'x'.repeat(5000)}) Tj ET` };
  const given = await parts(makePdf([text, text, ...pages]));
  assert.equal(Object.keys(given), ['pdf:1']);
});

test('a name that is written in digits is a text', async () => {
  const given = await parts(makePdf([{ dictionary: '/Kind /Plain /Key /a#62c#2d1' }]));
  assert.is(given['pdf:strings'], 'Key: abc-1');
});

test.run();
