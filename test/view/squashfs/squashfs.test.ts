import { gunzipSync } from 'node:zlib';
import type { SourceEvent } from '../../../src/types.ts';
import { Budget } from '../../../src/view/budget.ts';
import { expandContainer, sniffContainer } from '../../../src/view/containers.ts';
import { SQUASHED } from '../../helpers/squashed.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { drain, memoryBlob, streamBlob } from '../expand.ts';

const test = suite('SquashFS images');

const imageOf = (packed: string): Buffer => gunzipSync(Buffer.from(packed, 'base64'));
const LONG = Array.from(
  { length: 260 },
  (_, i) => `line ${i} says ${(i * 7919) % 1013} and ${(i * 104_729) % 9973} more\n`,
).join('');
const FILES: Readonly<Record<string, string>> = {
  'a.txt': 'the meadow lies behind the old mill\n',
  empty: '<name>',
  folder: '<name>',
  'folder/deep': '<name>',
  'folder/deep/long.txt': LONG,
  'folder/hard': '<link> a.txt',
  'folder/soft': '<link> ../a.txt',
  sparse: `${'\0'.repeat(20_000)}end\n`,
};

interface Walked {
  readonly files: Record<string, string>;
  readonly losses: string[];
}

async function walk(events: AsyncIterable<SourceEvent>): Promise<Walked> {
  const [files, losses]: [Record<string, string>, string[]] = [{}, []];
  for await (const event of events) {
    if (event.kind === 'skip') losses.push(event.skip.reason);
    else if (event.kind === 'name') {
      const { view, target } = event.name;
      files[view[0]?.slice('squashfs:'.length) ?? ''] = target === undefined ? '<name>' : `<link> ${target}`;
    } else {
      const { bytes, loss } = await drain(event.blob.open());
      files[event.blob.view[0]?.slice('squashfs:'.length) ?? ''] = bytes.toString('latin1');
      if (loss !== undefined) losses.push(loss.reason);
    }
  }
  return { files, losses };
}

const walked = (bytes: Buffer, budget: Budget = new Budget(0)): Promise<Walked> =>
  walk(expandContainer(memoryBlob(bytes), 'squashfs', budget, 0));

for (const [packer, packed] of Object.entries(SQUASHED)) {
  const image = imageOf(packed);

  test(`an image with ${packer} gives its files, folders and links`, async () => {
    assert.is(sniffContainer(image), 'squashfs');
    assert.equal(await walked(image), { files: FILES, losses: [] });
    const streamed = expandContainer(streamBlob(image, 999), 'squashfs', new Budget(0), 0);
    assert.equal(await walk(streamed), { files: FILES, losses: [] });
  });

  test(`an image with ${packer} that is cut anywhere says so`, async () => {
    for (let length = 96; length < image.length; length += 1 + Math.floor(image.length / 400)) {
      const { files, losses } = await walked(image.subarray(0, length));
      assert.ok(losses.length > 0, `${length}`);
      for (const name of Object.keys(files)) assert.ok(name in FILES, name);
    }
  });

  test(`an image with ${packer} never throws on damage, and gives no more than is there`, async () => {
    for (let at = 0; at < image.length; at += 1 + Math.floor(image.length / 400)) {
      const damaged = Buffer.from(image);
      damaged[at] = (damaged[at] ?? 0) ^ 0x42;
      const budget = new Budget(0, { floor: 2 ** 20 });
      const { files } = await walked(damaged, budget);
      const total = Object.values(files).reduce((sum, { length }) => sum + length, 0);
      assert.ok(total <= 2 ** 21, `byte ${at}: ${total}`);
    }
  });
}

const PLAIN = imageOf(SQUASHED['none'] ?? '');
/** Where inodes and folders begin, as the superblock says. */
const [INODES, FOLDERS] = [Number(PLAIN.readBigUInt64LE(64)), Number(PLAIN.readBigUInt64LE(72))];

test('a folder that stands in itself is told as a link', async () => {
  const image = Buffer.from(PLAIN);
  const root = Number(image.readBigUInt64LE(32));
  const name = image.indexOf('deep', FOLDERS) - 8;
  const head = image.lastIndexOf(Buffer.from([0, 0, 0, 0]), name);
  assert.ok(head > FOLDERS);
  image.writeUInt16LE(root % 65_536, name);
  const { files, losses } = await walked(image);
  assert.is(files['folder/deep'], '<name>');
  assert.equal([files['folder/deep/long.txt'], losses], [undefined, []]);
});

test('a file that claims more than its blocks hold is told, and takes no memory', async () => {
  const image = Buffer.from(PLAIN);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(LONG.length);
  const at = image.indexOf(size, INODES);
  image.writeUInt32LE(0xfffff000, at);
  const { losses } = await walked(image, new Budget(0, { floor: 2 ** 20 }));
  assert.ok(losses.length > 0);
});

test('an image of another version is named', async () => {
  const image = Buffer.from(PLAIN);
  image.writeUInt16LE(3, 28);
  assert.equal((await walked(image)).losses, ['unsupported-format']);
});

test('what stands behind an image is looked at, what fills it up is not', async () => {
  const padded = Buffer.concat([PLAIN, Buffer.alloc(4096 - (PLAIN.length % 4096))]);
  assert.equal((await walked(padded)).files, FILES);
  const { files } = await walked(Buffer.concat([padded, Buffer.from('meadow '.repeat(20))]));
  assert.is(files['rest'], 'meadow '.repeat(20));
});

test.run();
