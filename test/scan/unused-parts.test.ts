import { crc32, gzipSync } from 'node:zlib';
import { token } from '../cli/helpers.ts';
import { makeZip } from '../helpers/archives.ts';
import { makePng, pngChunk } from '../helpers/images.ts';
import { makeDatabase } from '../helpers/sqlite.ts';
import { assert, suite } from '../helpers/suite.ts';
import { zstdCompress } from '../helpers/zstd.ts';
import { blobOf, scanBlobs, told } from './helpers.ts';

const test = suite('what formats pass over');
const SECRET = token('in a part that no reader gives');
/** Nothing of the value stands in the bytes as it is. */
const PACKED = gzipSync(`key ${SECRET}\n`.repeat(3));

/** What a scan of one file finds, without offsets of what is carved; fails where something stays unread that no packet accepts. */
async function found(bytes: Buffer): Promise<readonly string[]> {
  assert.not(bytes.includes(SECRET), 'the value stands in no plain bytes');
  const { findings, skipped } = await scanBlobs([blobOf('run.bin', bytes)]);
  assert.equal(
    skipped.filter(({ reason }) => reason !== 'image-pixels').map(({ reason, detail }) => `${reason} ${detail}`),
    [],
  );
  return [
    ...new Set(
      findings.map((one) =>
        told(one)
          .replace(/carved:\d+/, 'carved')
          .replace(/:\d+:\d+$/, ''),
      ),
    ),
  ];
}

function sized(head: string, data: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(data.length);
  return Buffer.concat([Buffer.from(head, 'latin1'), size, data]);
}

test('a skippable frame of zstd or lz4 is looked into', async () => {
  const frame = sized('\x53\x2a\x4d\x18', PACKED);
  const name = 'gitlab-pat run.bin > zstd:unused > gzip';
  assert.equal(await found(Buffer.concat([zstdCompress('a log'), frame])), [name]);
  const empty = Buffer.from('04224d186440a700000000055dcc02', 'hex');
  assert.equal(await found(Buffer.concat([empty, frame])), [name.replace('zstd', 'lz4')]);
});

test('the extra field of a gzip header is looked into', async () => {
  const body = gzipSync('a log').subarray(10);
  const extra = Buffer.concat([Buffer.from('AB'), Buffer.from([PACKED.length, 0]), PACKED]);
  const bytes = Buffer.concat([
    Buffer.from('1f8b0804000000000003', 'hex'),
    Buffer.from([extra.length, 0]),
    extra,
    body,
  ]);
  assert.equal(await found(bytes), ['gitlab-pat run.bin > gzip:unused > carved > gzip']);
});

test('comments, extra fields and gaps of a zip are looked into', async () => {
  const zip = makeZip([{ name: 'a.txt', data: 'a log' }]);
  const end = zip.length - 22;
  const directory = zip.readUInt32LE(end + 16);
  const name = ['gitlab-pat run.bin > zip:unused > gzip'];
  const commented = Buffer.concat([zip, PACKED]);
  commented.writeUInt16LE(PACKED.length, end + 20);
  assert.equal(await found(commented), name);
  const parted = Buffer.concat([zip.subarray(0, directory), PACKED, zip.subarray(directory)]);
  parted.writeUInt32LE(directory + PACKED.length, end + PACKED.length + 16);
  assert.equal(await found(parted), name);
  const listed = Buffer.concat([zip.subarray(0, end), PACKED, zip.subarray(end)]);
  listed.writeUInt16LE(PACKED.length, directory + 32);
  listed.writeUInt32LE(end - directory + PACKED.length, end + PACKED.length + 12);
  assert.equal(await found(listed), name);
});

test('a zip as archivers write it has no such parts, nor has one whose members are aligned with zeros', async () => {
  const plain = await scanBlobs([blobOf('a.zip', makeZip([{ name: 'a', data: 'b'.repeat(300) }]))]);
  assert.is(plain.summary.files, 2);
  const local = Buffer.alloc(30 + 1 + 200);
  local.write('PK\x03\x04\x14', 'latin1');
  local.writeUInt32LE(crc32('c'), 14);
  local.writeUInt32LE(1, 18);
  local.writeUInt32LE(1, 22);
  local.writeUInt16LE(1, 26);
  local.writeUInt16LE(200, 28);
  local.write('n', 30);
  const head = Buffer.alloc(46);
  head.write('PK\x01\x02\x14\0\x14', 'latin1');
  local.copy(head, 16, 14, 28);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(47, 12);
  end.writeUInt32LE(local.length + 1, 16);
  const aligned = Buffer.concat([local, Buffer.from('c'), head, Buffer.from('n'), end]);
  const { summary, skipped } = await scanBlobs([blobOf('b.zip', aligned)]);
  assert.equal([summary.files, skipped], [2, []]);
});

test('data in the place of the text of a PNG file is not read as characters', async () => {
  const bytes = makePng(
    pngChunk(
      'tEXt',
      Buffer.concat([Buffer.from('Comment\0'), zstdCompress('a log'), sized('\x53\x2a\x4d\x18', PACKED)]),
    ),
  );
  assert.ok((await found(bytes)).length > 0);
});

test('pages of a database that are not in use are looked into', async () => {
  const database = makeDatabase('t', 'a TEXT', [['one']]);
  const size = database.readUInt16BE(16);
  const page = Buffer.alloc(size);
  PACKED.copy(page, 100);
  const bytes = Buffer.concat([database, page]);
  const count = bytes.length / size;
  bytes.writeUInt32BE(count, 28);
  bytes.writeUInt32BE(count, 32);
  bytes.writeUInt32BE(1, 36);
  assert.equal(await found(bytes), ['gitlab-pat run.bin > sqlite:unused > carved > gzip']);
});

test.run();
