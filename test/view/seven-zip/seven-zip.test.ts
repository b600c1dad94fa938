import { crc32, gzipSync } from 'node:zlib';
import { Budget } from '../../../src/view/budget.ts';
import { sniffContainer } from '../../../src/view/containers.ts';
import { makeZip } from '../../helpers/archives.ts';
import { noise } from '../../helpers/noise.ts';
import {
  makeSevenZip,
  oneFolder,
  sevenZipCoder,
  sevenZipFile,
  sevenZipNames,
  sevenZipNumber,
} from '../../helpers/packed-archives.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { token } from '../../cli/helpers.ts';
import { blobOf, contextOf, scanBlobs, told } from '../../scan/helpers.ts';
import { drain, expand, leaves, memoryBlob, streamBlob } from '../expand.ts';
import { expandContainer } from '../../../src/view/containers.ts';
import samples from './samples.json' with { type: 'json' };

const test = suite('7z archives');
const FILES: Readonly<Record<string, string>> = {
  '7z:a.txt': 'small sample '.repeat(6),
  '7z:dir/b.txt': 'more of it, and another line',
};
const UNREAD: Readonly<Record<string, string>> = { encrypted: 'encrypted' };

/** Members as `step=text`, with the reason of a loss behind it, and skips as `step!reason`. */
async function inside(bytes: Buffer, budget?: Budget): Promise<string[]> {
  const { blobs, skips } = await expand(memoryBlob(bytes), '7z', budget);
  return [
    ...blobs.map(({ view, bytes: data, loss }) => `${view}=${data.toString()}${loss === undefined ? '' : `!${loss}`}`),
    ...skips.map(({ view, reason }) => `${view.join('>')}!${reason}`),
  ];
}

/** An archive, which is kept without its magic number: this repository is scanned as well, and some are encrypted. */
function sampleOf(base64: string): Buffer {
  return Buffer.concat([Buffer.from('7z\xbc\xaf\x27\x1c', 'latin1'), Buffer.from(base64, 'base64')]);
}

for (const [name, base64] of Object.entries(samples)) {
  const archive = sampleOf(base64);
  const isRead = name !== 'sealed' && !(name in UNREAD);

  test(`what 7-Zip and py7zr write (${name}) gives its members, or says for each why not`, async () => {
    assert.is(sniffContainer(archive), '7z');
    const expected = isRead
      ? Object.entries(FILES).map(([step, text]) => `${step}=${text}`)
      : Object.keys(FILES).map((step) => `${step}!${UNREAD[name]}`);
    const found = await inside(archive);
    assert.equal(found.sort(), name === 'sealed' ? ['!encrypted'] : expected.sort());
    const names: string[] = [];
    for await (const event of expandContainer(streamBlob(archive), '7z', new Budget(0), 0))
      if (event.kind === 'name') names.push(event.name.view.join('>'));
    assert.equal(names.sort(), name === 'sealed' ? [] : ['7z:dir', '7z:empty.txt', '7z:hollow']);
  });

  test(`an archive (${name}) that is cut anywhere or has a byte turned over says so`, async () => {
    for (let length = 1; length < archive.length; length++) {
      const found = await inside(archive.subarray(0, length));
      assert.ok(
        found.some((one) => /!(?:truncated|corrupt)$/.test(one)),
        `${length}: ${found.join()}`,
      );
    }
    for (let at = 8; at < archive.length; at++) {
      const damaged = Buffer.from(archive);
      damaged[at] = (damaged[at] ?? 0) ^ 0x55;
      const found = await inside(damaged, new Budget(0, { floor: 2 ** 20 }));
      // One writer has no checksum for names.
      const isWhole = Object.values(FILES).every((text) => found.some((one) => one.endsWith(`=${text}`)));
      assert.ok(isWhole || found.some((one) => one.includes('!')), `${at}: ${found.join()}`);
    }
  });
}

test('members of a solid block are read in any way: twice, in part, or not at all', async () => {
  const zip = makeZip([{ name: 'in.txt', data: 'of the zip' }]);
  const members = ['first', zip, 'third', noise(300_000).toString('base64'), 'last'];
  const archive = makeSevenZip(
    members.map((data, index) => ({ name: `m${index}`, data })),
    '040108',
  );
  const texts: string[] = [];
  let index = 0;
  for await (const event of expandContainer(memoryBlob(archive), '7z', new Budget(2 ** 30), 0)) {
    if (event.kind !== 'blob') assert.unreachable();
    else if (index === 2) texts.push('passed over');
    else if (index === 3) {
      const reader = event.blob.open();
      await reader.read(Buffer.alloc(10));
      assert.is(reader.close(), undefined);
      texts.push((await drain(event.blob.open())).bytes.toString());
    } else {
      const once = await drain(event.blob.open());
      assert.equal(await drain(event.blob.open()), once);
      texts.push(once.bytes.toString());
    }
    index++;
  }
  assert.equal(texts, ['first', zip.toString(), 'passed over', members[3], 'last']);
  assert.ok((await leaves(memoryBlob(archive), new Budget(2 ** 30))).includes('7z:m1>zip:in.txt=of the zip'));
});

test('a value is found by the step of its member, in a nest of archives too, and told once', async () => {
  const secret = token('seven');
  const text = `words\nkey ${secret}\n`;
  const inner = makeSevenZip([{ name: 'conf/app.env', data: text }], '040108');
  const archive = makeSevenZip(
    [
      { name: 'a', data: 'nothing' },
      { name: 'in.7z', data: inner },
      { name: 'b.gz', data: gzipSync(text) },
    ],
    '040108',
  );
  const result = await scanBlobs([blobOf('out/x.7z', archive)], contextOf());
  assert.equal(result.findings.map(told).sort(), [
    'gitlab-pat out/x.7z > 7z:b.gz > gzip:2:5',
    'gitlab-pat out/x.7z > 7z:in.7z > 7z:conf/app.env:2:5',
  ]);
  const stub = Buffer.from(Array.from({ length: 3000 }, (_, at) => 0x80 | ((at * 7) % 64)));
  const extracting = await scanBlobs([blobOf('setup.bin', Buffer.concat([stub, inner, stub]))], contextOf());
  assert.equal(extracting.findings.map(told), ['gitlab-pat setup.bin > carved:3000 > 7z:conf/app.env:2:5']);
});

test('a wrong checksum is said of its member alone', async () => {
  const members = ['one', 'two', 'three'].map((data) => ({ name: data, data }));
  const crcs = members.map(({ data }, index) => crc32(data) ^ (index === 1 ? 1 : 0));
  assert.equal(await inside(makeSevenZip(members, '00', crcs)), ['7z:one=one', '7z:two=two!corrupt', '7z:three=three']);
});

test('what stands between and behind what is listed is a member', async () => {
  const archive = makeSevenZip([{ name: 'a', data: 'text' }]);
  const behind = 'x'.repeat(50);
  assert.equal(await inside(Buffer.concat([archive, Buffer.from(behind)])), ['7z:a=text', `7z:unused=${behind}`]);
  // A block that holds more than its members, one without members, and a file without a name.
  const coder = sevenZipCoder('00');
  const packs = [1, 4, 6, 0, 2, 9, 60, 4, 0, 7, 11, 2, 0, 1, coder, 1, coder, 12];
  const packed = Buffer.from(`text${'y'.repeat(56)}more`);
  const longer = sevenZipFile(packed, ...packs, 4, 4, 0, 8, 13, 1, 0, 0, 0, 5, 1, 0, 0);
  assert.equal(await inside(longer), ['7z:#1=text', `7z:unused=${'y'.repeat(56)}`, '7z:unused=more']);
});

const COPY = sevenZipCoder('00');
const THREE_CODERS = [1, 4, 6, 0, 1, 9, 4, 0, 7, 11, 1, 0, 3, COPY, COPY, COPY];
const HEADS: Readonly<Record<string, readonly (number | Buffer)[]>> = {
  'more files than can be': [1, 5, 2 ** 40, 0, 0],
  'more folders than can be': [1, 4, 7, 11, 2 ** 40, 0],
  'more packed streams than can be': [1, 4, 6, 0, 2 ** 40, 9],
  'more members than the header has sizes of': [...oneFolder(4, 4), 8, 13, 900_000, 0, 0, 0],
  'members larger than their folder': [...oneFolder(4, 4), 8, 13, 2, 9, 5, 0, 0, 0],
  'too many coders': [1, 4, 7, 11, 1, 0, 200, sevenZipCoder('00')],
  'a number of more than 53 bits': [1, 5, Buffer.alloc(9, 0xff)],
  'a property longer than the header': [1, 5, 1, 17, 2 ** 33],
  'an id that is none': [1, 99],
  'coders that feed each other': [...THREE_CODERS, 1, 2, 1, 1, 12, 4, 4, 4, 0, 0, 0],
  'a packed header without a folder': [23, 0],
};

for (const [what, header] of Object.entries(HEADS)) {
  test(`a header with ${what} is broken or too large, and takes no time`, async () => {
    const before = process.cpuUsage().user;
    const [first = '', ...rest] = await inside(sevenZipFile(Buffer.from('text'), ...header));
    assert.match(first, /^!(?:corrupt|too-large)$/);
    assert.equal(rest, []);
    assert.ok(process.cpuUsage().user - before < 1e6);
  });
}

test('a cycle of coders that nothing leads to is not run, and an input that is packed nowhere is broken', async () => {
  const sizes = [12, 4, 4, 4, 0, 0, 5, 1, sevenZipNames(['a']), 0, 0];
  assert.equal(await inside(sevenZipFile(Buffer.from('text'), ...THREE_CODERS, 1, 2, 2, 1, ...sizes)), ['7z:a=text']);
});

function storedHeader(packed: Buffer): Buffer {
  const parts = [23, 6, 0, 1, 9, packed.length, 0, 7, 11, 1, 0, 1, COPY, 12, packed.length, 0, 0];
  return Buffer.concat(parts.map((part) => (typeof part === 'number' ? sevenZipNumber(part) : part)));
}

test('headers packed in headers end', async () => {
  // A header that says of itself where it is packed.
  const self = storedHeader(Buffer.alloc(20));
  assert.equal(await inside(sevenZipFile(self.subarray(0, 20), self)), ['!corrupt']);
  const endless = storedHeader(Buffer.alloc(storedHeader(Buffer.alloc(17)).length));
  assert.equal(await inside(sevenZipFile(endless, endless)), ['!corrupt']);
});

test('a bomb stops at the budget, also where what one coder gives is only there for the next', async () => {
  const bomb = makeSevenZip(
    [
      { name: 'zeros', data: Buffer.alloc(20_000_000) },
      { name: 'b', data: 'x' },
    ],
    '040108',
  );
  const small = new Budget(bomb.length, { floor: 2 ** 20, maxRatio: 2 });
  const { blobs, skips } = await expand(memoryBlob(bomb), '7z', small);
  assert.equal(
    blobs.map(({ loss }) => loss),
    ['too-expanded'],
  );
  assert.equal(
    skips.map(({ reason }) => reason),
    ['too-expanded'],
  );
  assert.ok(small.spent <= 2 ** 20);
  // Empty stored blocks, of which deflate makes nothing.
  const { deflateRawSync } = await import('node:zlib');
  const packed = deflateRawSync(Buffer.from('000000ffff'.repeat(4_000_000), 'hex'));
  const deflate = sevenZipCoder('040108');
  const header = [
    1,
    4,
    6,
    0,
    1,
    9,
    packed.length,
    0,
    7,
    11,
    1,
    0,
    2,
    deflate,
    deflate,
    0,
    1,
    12,
    100,
    20_000_000,
    0,
    0,
  ];
  const twice = sevenZipFile(packed, ...header, 5, 1, sevenZipNames(['a']), 0, 0);
  const budget = new Budget(twice.length, { floor: 2 ** 20, maxRatio: 2 });
  assert.equal(await inside(twice, budget), ['7z:a=!too-expanded']);
});

test('archives a hundred deep end at the depth of the budget', async () => {
  let archive = makeSevenZip([{ name: 'core', data: 'core' }]);
  for (let depth = 0; depth < 100; depth++) archive = makeSevenZip([{ name: 'n', data: archive }]);
  assert.equal(await leaves(memoryBlob(archive), new Budget(0, { maxDepth: 8 })), [
    `${Array(8).fill('7z:n').join('>')}!too-deep`,
  ]);
});

test('a dictionary that a header asks for is no memory until something is unpacked into it', async () => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  const huge = sevenZipFile(
    Buffer.alloc(100),
    ...oneFolder(100, 2 ** 45, sevenZipCoder('030101', '5dffffffff')),
    0,
    5,
    1,
    sevenZipNames(['a']),
    0,
    0,
  );
  const [member = ''] = await inside(huge);
  assert.match(member, /^7z:a=.*!(?:truncated|corrupt|too-large)$/s);
  const after = process.memoryUsage();
  assert.ok(after.heapUsed + after.arrayBuffers - heapUsed - arrayBuffers < 2 ** 27);
});

test('the first part of an archive in several volumes is cut', async () => {
  const archive = makeSevenZip([{ name: 'a', data: noise(2000) }]);
  const found = await inside(archive.subarray(0, 1000));
  assert.is(found.at(-1), '!truncated');
});

test.run();
