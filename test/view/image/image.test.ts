import { deflateSync } from 'node:zlib';
import * as fc from 'fast-check';
import { Budget } from '../../../src/view/budget.ts';
import { sniffContainer } from '../../../src/view/containers.ts';
import { makeZip } from '../../helpers/archives.ts';
import { gifExtension, jpegSegment, makeGif, makeJpeg, makePng, makeWebp, pngChunk } from '../../helpers/images.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { expand, memoryBlob, streamBlob, type Expanded } from '../expand.ts';

const test = suite('images');
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

const SAMPLES = {
  png: makePng(pngChunk('tEXt', latin1('Comment\0plain words'))),
  jpeg: makeJpeg(jpegSegment(0xfe, latin1('plain words'))),
  gif: makeGif(gifExtension(0xfe, 'plain words')),
  webp: makeWebp(['VP8L', Buffer.alloc(7)], ['XMP ', latin1('plain words')]),
} as const;

async function opened(bytes: Buffer, budget?: Budget): Promise<Expanded> {
  const kind = sniffContainer(bytes);
  if (kind === undefined) throw new Error('no image');
  return expand(memoryBlob(bytes), kind, budget);
}

function told({ blobs, skips }: Expanded): string[] {
  return [
    ...blobs.map(({ view, bytes }) => `${view}=${bytes.toString()}`),
    ...skips.map(({ view, reason }) => `${view.join('>')}!${reason}`),
  ];
}

for (const [kind, bytes] of Object.entries(SAMPLES)) {
  test(`${kind}: text beside the pixels is given, the pixels are a skip`, async () => {
    const { blobs, skips } = await opened(bytes);
    assert.equal(
      blobs.map(({ view }) => view),
      [`${kind}:metadata`],
    );
    assert.match(blobs[0]?.bytes.toString() ?? '', 'plain words');
    assert.equal(
      skips.map(({ reason }) => reason),
      ['image-pixels'],
    );
    const streamed = await expand(streamBlob(bytes, 3), kind as 'png');
    assert.equal(told(streamed), told(await opened(bytes)));
  });

  test(`${kind}: what follows the image is another blob, padding is none`, async () => {
    const zip = makeZip([{ name: 'a', data: 'hidden' }]);
    const { blobs } = await opened(Buffer.concat([bytes, zip]));
    assert.is(blobs[1]?.view, `${kind}:rest`);
    assert.ok(blobs[1]?.bytes.equals(zip));
    assert.is((await opened(Buffer.concat([bytes, Buffer.alloc(40)]))).blobs.length, 1);
  });

  test(`${kind}: an image that is cut anywhere or damaged is a skip of its pixels and nothing worse`, async () => {
    for (let length = 14; length < bytes.length; length++) {
      const { skips } = await expand(memoryBlob(bytes.subarray(0, length)), kind as 'png');
      assert.equal(
        skips.map(({ reason }) => reason),
        ['image-pixels'],
        `${length}`,
      );
    }
    const damage = fc.array(fc.tuple(fc.integer({ min: 8, max: bytes.length - 1 }), fc.nat(255)), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(damage, async (changes) => {
        const damaged = Buffer.from(bytes);
        for (const [at, value] of changes) damaged[at] = value;
        const { skips } = await expand(memoryBlob(damaged), kind as 'png');
        assert.ok(skips.some(({ reason }) => reason === 'image-pixels'));
      }),
      { numRuns: 200 },
    );
  });
}

test('every kind of text chunk is read', async () => {
  const bytes = makePng(
    pngChunk('zTXt', Buffer.concat([latin1('Packed\0\0'), deflateSync('deflated words')])),
    pngChunk('iTXt', Buffer.concat([latin1('Words\0\0\0de\0Wörter\0'), Buffer.from('grün')])),
    pngChunk('iTXt', Buffer.concat([latin1('More\0\x01\0\0\0'), deflateSync('packed words')])),
    pngChunk('tEXt', latin1('Latin\0caf\xe9')),
    pngChunk('iCCP', Buffer.concat([latin1('profile\0\0'), deflateSync('profile words')])),
    pngChunk('prVt', latin1('private words')),
  );
  const text = (await opened(bytes)).blobs[0]?.bytes.toString() ?? '';
  for (const words of ['deflated words', 'grün', 'packed words', 'Latin: café', 'profile words', 'private words'])
    assert.match(text, words);
});

test('text that cannot be inflated, or is too large, is said', async () => {
  const broken = makePng(pngChunk('zTXt', latin1('Packed\0\0no zlib data')));
  assert.equal(
    (await opened(broken)).skips.map(({ reason }) => reason),
    ['corrupt', 'image-pixels'],
  );
  const bomb = pngChunk('zTXt', Buffer.concat([latin1('Packed\0\0'), deflateSync(Buffer.alloc(20 * 2 ** 20))]));
  assert.equal(
    (await opened(makePng(bomb))).skips.map(({ reason }) => reason),
    ['too-expanded', 'image-pixels'],
  );
  const many = pngChunk('zTXt', Buffer.concat([latin1('Packed\0\0'), deflateSync(Buffer.alloc(15 * 2 ** 20))]));
  const { skips, blobs } = await opened(
    makePng(...Array.from({ length: 30 }, () => many)),
    new Budget(0, { floor: 2 ** 28 }),
  );
  assert.equal(
    skips.map(({ reason }) => reason),
    ['too-expanded', 'image-pixels'],
  );
  assert.ok((blobs[0]?.bytes.length ?? 0) < 81 * 2 ** 20);
});

test('of metadata that says to be longer than the file, what is there is given', async () => {
  const bytes = Buffer.from(SAMPLES.png);
  bytes.writeUInt32BE(2 ** 31 - 1, bytes.indexOf('tEXt') - 4);
  const { blobs, skips } = await opened(bytes);
  assert.match(blobs[0]?.bytes.toString() ?? '', 'plain words');
  assert.equal(
    skips.map(({ reason }) => reason),
    ['image-pixels'],
  );
});

test('Exif and XMP of JPEG files are given, colour profiles are not', async () => {
  const bytes = makeJpeg(
    jpegSegment(0xe0, latin1('JFIF\0\x01\x01')),
    jpegSegment(0xe1, latin1('Exif\0\0II*\0 camera words')),
    jpegSegment(0xe2, latin1('ICC_PROFILE\0 profile words')),
    jpegSegment(0xe1, latin1('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>')),
  );
  const text = (await opened(bytes)).blobs[0]?.bytes.toString() ?? '';
  assert.match(text, 'camera words');
  assert.match(text, 'xmpmeta');
  assert.not.match(text, 'profile words');
  assert.is((await opened(makeJpeg(jpegSegment(0xe0, latin1('JFIF\0\x01\x01'))))).blobs.length, 0);
});

test('comments and XMP of GIF files are joined from their blocks', async () => {
  const text = (await opened(makeGif(gifExtension(0xfe, 'one wo', 'rd'), gifExtension(0xff, 'XMP DataXMP', '<x/>'))))
    .blobs[0];
  assert.is(text?.bytes.toString(), 'one word\nXMP DataXMP<x/>\n');
});

test('what breaks off in a GIF is looked at as a part of its own', async () => {
  const bytes = Buffer.concat([makeGif(gifExtension(0xfe, 'word')).subarray(0, 35), latin1('other words behind it')]);
  assert.ok((await opened(bytes)).blobs.some((blob) => blob.bytes.toString('latin1').includes('other words behind')));
});

test('metadata that the budget does not allow is a skip', async () => {
  const { blobs, skips } = await opened(SAMPLES.png, new Budget(0, { floor: 3 }));
  assert.is(blobs.length, 0);
  assert.is(skips[0]?.reason, 'too-expanded');
});

test.run();
