import { deflateSync, gunzipSync, gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import type { Blob } from '../../../src/types.ts';
import { Budget } from '../../../src/view/budget.ts';
import { expandCarved } from '../../../src/view/carve/carve.ts';
import { CarveSearch } from '../../../src/view/carve/search.ts';
import { makeTar, makeZip } from '../../helpers/archives.ts';
import { makeRar4, makeRar5 } from '../../helpers/rar.ts';
import { noise } from '../../helpers/noise.ts';
import { SQUASHED } from '../../helpers/squashed.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { token } from '../../cli/helpers.ts';
import { blobOf, scanBlobs, told } from '../../scan/helpers.ts';
import { drain, memoryBlob, streamBlob } from '../expand.ts';

const test = suite('containers inside other data');
const SECRET = token('carved');
const TEXT = `some words in front\nkey ${SECRET} and words behind it\n`;
/** Bytes as a program has them: no text, and no magic number among them. */
const PROGRAM = Buffer.from(Array.from({ length: 5000 }, (_, index) => 0x80 | ((index * 7) % 64)));

const joined = (...parts: readonly (string | Uint8Array)[]): Buffer =>
  Buffer.concat(parts.map((part) => Buffer.from(part)));

/** Members and skips of what stands inside, as `view=text` and `view!reason`. */
async function inside(blob: Blob, bytes: Buffer, size = bytes.length): Promise<string[]> {
  const search = new CarveSearch(blob);
  for (let base = 0; base < bytes.length; base += size) {
    const final = base + size >= bytes.length;
    const window = bytes.subarray(Math.max(0, base - 100), Math.min(bytes.length, base + size + 5000));
    const from = Math.min(100, base);
    search.look({ bytes: window, from, to: final ? window.length : from + size, base: base - from, final });
  }
  const found: string[] = [];
  for await (const event of expandCarved(blob, search, new Budget(bytes.length), 0)) {
    if (event.kind === 'skip') found.push(`${event.skip.view.join('>')}!${event.skip.reason}`);
    else if (event.kind === 'blob') {
      const { bytes: member, loss } = await drain(event.blob.open());
      found.push(`${event.blob.view.join('>')}=${member.toString()}${loss === undefined ? '' : `!${loss.reason}`}`);
    }
  }
  return found;
}

test('compressed data among other bytes is unpacked where it stands, and none of it twice', async () => {
  const bytes = joined(PROGRAM, gzipSync('the first text'), '\xff\x00', deflateSync('the second text'), PROGRAM);
  const second = PROGRAM.length + gzipSync('the first text').length + Buffer.from('\xff\x00').length;
  const expected = [`carved:${PROGRAM.length}>gzip=the first text`, `carved:${second}>zlib=the second text`];
  assert.equal(await inside(memoryBlob(bytes), bytes), expected);
  assert.equal(await inside(streamBlob(bytes), bytes), expected);
});

test('a zip behind a program gives its members, whether its directory counts from the program or the zip', async () => {
  const zip = makeZip([
    { name: 'a.txt', data: 'of the first' },
    { name: 'in.zip', data: makeZip([{ name: 'x', data: 'y', method: 0 }]), method: 0 },
  ]);
  const adjusted = Buffer.from(zip);
  for (let at = adjusted.indexOf('PK\x01\x02'); at >= 0; at = adjusted.indexOf('PK\x01\x02', at + 1))
    if (at >= adjusted.readUInt32LE(adjusted.length - 6))
      adjusted.writeUInt32LE(adjusted.readUInt32LE(at + 42) + PROGRAM.length, at + 42);
  adjusted.writeUInt32LE(adjusted.readUInt32LE(adjusted.length - 6) + PROGRAM.length, adjusted.length - 6);
  for (const archive of [zip, adjusted]) {
    const bytes = joined(PROGRAM, archive, PROGRAM);
    const members = await inside(memoryBlob(bytes), bytes);
    const step = `carved:${PROGRAM.length}`;
    assert.is(members[0], `${step}>zip:a.txt=of the first`);
    assert.ok(members[1]?.startsWith(`${step}>zip:in.zip=PK`), members[1]);
    assert.is(members.length, 2);
  }
});

test('data that is cut gives what is there and says so; what follows it is no loss', async () => {
  const packed = deflateSync(noise(20_000).toString('base64'));
  const cut = joined(PROGRAM, packed.subarray(0, 9000));
  const [member = ''] = await inside(memoryBlob(cut), cut);
  assert.ok(member.startsWith('carved:5000>zlib=') && member.endsWith('!truncated') && member.length > 9000);
});

test('a RAR archive behind a program is opened up to its end', async () => {
  for (const make of [makeRar4, makeRar5]) {
    const archive = make([{ name: 'a.txt', data: Buffer.from('of the member') }]);
    const bytes = joined(PROGRAM, archive, PROGRAM, gzipSync('behind it'));
    const at = 2 * PROGRAM.length + archive.length;
    const expected = [`carved:${PROGRAM.length}>rar:a.txt=of the member`, `carved:${at}>gzip=behind it`];
    assert.equal(await inside(memoryBlob(bytes), bytes), expected);
  }
});

test('magic numbers alone are nothing', async () => {
  const magics = [
    '\x1f\x8b\x08',
    '\x78\x9c',
    '\x28\xb5\x2f\xfd',
    'PK\x03\x04',
    '\xfd7zXZ\0',
    'BZh91AY&SY',
    '%PDF-1.7',
    'GIF89a',
  ];
  const parts = magics.flatMap((magic) => [Buffer.from(magic, 'latin1'), PROGRAM.subarray(0, 300)]);
  const bytes = joined(PROGRAM, ...parts);
  assert.equal(await inside(memoryBlob(bytes), bytes), []);
});

test('a start of zlib data that leads into a stored block at once is chance, unless the stream is whole', async () => {
  // A table of a font: a block of fixed codes with one byte in it, and then a stored one of 64 KiB.
  const chance = joined(PROGRAM, Buffer.from('78016200 00ffff0000'.replace(' ', ''), 'hex'), noise(80_000));
  assert.equal(await inside(memoryBlob(chance), chance), []);
  const stream = deflateSync(joined('the first text, ', 'and more of it, '.repeat(20_000), noise(100_000)));
  const bytes = joined(PROGRAM, stream);
  const [found = ''] = await inside(memoryBlob(bytes), bytes);
  assert.ok(found.startsWith(`carved:${PROGRAM.length}>zlib=the first text`), found.slice(0, 80));
});

test('random bytes hold no containers', async () => {
  const bytes = noise(4 * 1024 * 1024);
  assert.equal(await inside(memoryBlob(bytes), bytes), []);
});

test('a stream is found wherever the windows of a large file begin', () =>
  fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 12_000 }), fc.integer({ min: 3000, max: 9000 }), async (at, size) => {
      const filler = Buffer.concat([PROGRAM, PROGRAM, PROGRAM]);
      const bytes = joined(filler.subarray(0, at), gzipSync('text in a large file'), filler.subarray(at));
      const expected = [`carved:${at}>gzip=text in a large file`];
      assert.equal(await inside(memoryBlob(bytes), bytes, size), expected);
    }),
    { numRuns: 100 },
  ));

test('vain attempts end, and it is said from where on', async () => {
  // A block of fixed codes that runs to the end of the trial, and no checksum behind it.
  const unit = joined(Buffer.from([0x78, 0x9c]), deflateSync('abcdefgh').subarray(2, -4), Buffer.from([1, 2, 3, 4]));
  const bytes = Buffer.alloc(2 * 1024 * 1024);
  for (let at = 1; at + unit.length < bytes.length; at += unit.length) unit.copy(bytes, at);
  assert.equal(await inside(memoryBlob(bytes), bytes), ['!too-expanded']);
});

test('a value is found by a scan inside a program, a message and an image, and told once', async () => {
  const zip = makeZip([{ name: 'conf/app.env', data: TEXT, method: 0 }]);
  const { findings, skipped } = await scanBlobs([
    blobOf('setup.exe', joined(PROGRAM, zip)),
    blobOf('spans.pb', joined(Buffer.from([0x0a, 0xff, 0x01]), gzipSync(TEXT), Buffer.from([0x12, 0x80]))),
    blobOf('core.1', joined(PROGRAM, gzipSync(await makeTar([{ name: 'a.txt', data: TEXT }])), PROGRAM)),
  ]);
  assert.equal(findings.map(told), [
    `gitlab-pat setup.exe > carved:5000 > zip:conf/app.env:2:5`,
    `gitlab-pat spans.pb > carved:3 > gzip:2:5`,
    `gitlab-pat core.1 > carved:5000 > gzip > tar:a.txt:2:5`,
  ]);
  assert.equal(skipped, []);
});

test('containers among the data that a text encodes are opened, through each encoding', async () => {
  const data = joined(PROGRAM.subarray(0, 300), gzipSync(TEXT.repeat(3)), PROGRAM.subarray(0, 300));
  const escaped = Array.from(data, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
  const octal = Array.from(data, (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  const percent = Array.from(data, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const { findings, skipped } = await scanBlobs([
    blobOf('a.txt', `payload: ${data.toString('base64')}\n`),
    blobOf('b.txt', `payload: ${Buffer.from(data.toString('base64')).toString('base64')}\n`),
    blobOf('c.txt', `payload: ${data.toString('hex')}\n`),
    blobOf('d.txt', `write(1, "${escaped}", 900) = 900\n`),
    blobOf('e.txt', `write(1, "${octal}", 900) = 900\n`),
    blobOf('f.txt', `payload=${percent}\n`),
  ]);
  const chains = ['base64', 'base64 > base64', 'hex', 'c-escape', 'c-escape', 'percent'];
  const places = [300, 300, 300, 310, 310, 308];
  assert.equal(
    findings.map(told),
    chains.flatMap((chain, index) =>
      [2, 4, 6].map(
        (line) => `gitlab-pat ${'abcdef'[index]}.txt > ${chain} > carved:${places[index]} > gzip:${line}:5`,
      ),
    ),
  );
  assert.equal(skipped, []);
});

test('a SquashFS image behind a program is walked where it stands, its words alone are none', async () => {
  const image = gunzipSync(Buffer.from(SQUASHED['zstd'] ?? '', 'base64'));
  const bytes = joined(PROGRAM, 'hsqs and more words ', image, PROGRAM);
  const found = await inside(memoryBlob(bytes), bytes);
  assert.match(found[0] ?? '', /^carved:5020>squashfs:a\.txt=the meadow/);
  assert.is(found.length, 3);
});

test.run();
