import { gzipSync } from 'node:zlib';
import { token } from '../cli/helpers.ts';
import { makeZip } from '../helpers/archives.ts';
import { assert, suite } from '../helpers/suite.ts';
import { blobOf, scanBlobs } from './helpers.ts';

const test = suite('data that only its digits show');
const SECRET = token('blob');

/** What is told as lost of the bytes as digits in a text, and of a file of them. */
async function lossesOf(bytes: Buffer): Promise<readonly string[]> {
  const texts = [bytes.toString('hex'), bytes.toString('base64')].map((digits) => `body = "${digits}"\n`);
  const { skipped } = await scanBlobs([...texts.map((text) => blobOf('a.js', text)), blobOf('a.gz', bytes)]);
  return skipped.map(({ path, reason }) => `${path} ${reason}`);
}

test('digits that look like compressed data make a scan incomplete only where some of it stays unread', async () => {
  const packed = gzipSync(Array.from({ length: 400 }, (_, index) => `line ${index * index} of ${index}\n`).join(''));
  const half = packed.length >> 1;
  const broken = Buffer.from(packed).fill(0xff, half, half + 40);
  const wrong = Buffer.from(packed).fill(0, packed.length - 8);
  const nothing = Buffer.concat([packed.subarray(0, 10), Buffer.alloc(30, 0xff)]);
  assert.equal(await lossesOf(packed), []);
  assert.equal(await lossesOf(packed.subarray(0, -3)), ['a.gz truncated']);
  assert.equal(await lossesOf(wrong), ['a.gz corrupt']);
  assert.equal(await lossesOf(nothing), ['a.gz corrupt']);
  assert.equal(await lossesOf(broken), ['a.js corrupt', 'a.js corrupt', 'a.gz corrupt']);
  assert.equal(await lossesOf(packed.subarray(0, half)), ['a.gz truncated']);
});

test('a value in compressed data whose checksum is cut off is found', async () => {
  const digits = gzipSync(`token ${SECRET}\n`).subarray(0, -5).toString('base64');
  const { findings, skipped } = await scanBlobs([blobOf('a.js', `body = "${digits}"\n`)]);
  assert.equal([findings.length, skipped.length], [1, 0]);
});

test('a document in digits that a group of RTF holds is whole, though its last line is longer', async () => {
  const zip = makeZip([{ name: 'theme.xml', data: Buffer.from(`<a>${SECRET}</a>`.padStart(400, '<!-- -->')) }]);
  const digits = zip.toString('hex');
  const width = 128;
  const cut = Math.floor(digits.length / width - 1) * width;
  const lines = [...(digits.slice(0, cut).match(/.{128}/g) ?? []), digits.slice(cut)];
  assert.ok((lines.at(-1)?.length ?? 0) > width);
  const text = String.raw`{\rtf1{\*\themedata ${lines.join('\r\n')}}}`;
  const { findings, skipped } = await scanBlobs([blobOf('a.rtf', text)]);
  assert.equal([findings.map(({ location }) => location.view.join(' > ')), skipped], [['hex > zip:theme.xml'], []]);
});

test.run();
