import { Budget } from '../../../src/view/budget.ts';
import { expandContainer, sniffContainer } from '../../../src/view/containers.ts';
import { noise } from '../../helpers/noise.ts';
import { type CabinetOptions, makeCabinet } from '../../helpers/packed-archives.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { token } from '../../cli/helpers.ts';
import { blobOf, contextOf, scanBlobs, told } from '../../scan/helpers.ts';
import { expand, memoryBlob } from '../expand.ts';

const test = suite('cabinets');
const TEXTS: Readonly<Record<string, string>> = {
  'cab:a.txt': 'small sample '.repeat(6),
  'cab:dir/b.txt': 'more of it, and another line',
};
/** What gcab writes, packed and stored. */
const SAMPLES: readonly string[] = [
  'TVNDRgAAAACSAAAAAAAAACwAAAAAAAAAAwEBAAIAAAAAAAAAXAAAAAEAAQBOAAAAAAAAAAAAIVwAACAAYS50eHQAHAAAAE4AAAAAACFcAAAgAGRpclxiLnR4dAC8DtyVLgBqAENLK85NzMlRKE7MLchJVSimlJObX5SqkJ+mkFmio5CYlwLE+SUZqUUKOZl5qQA=',
  'TVNDRgAAAADOAAAAAAAAACwAAAAAAAAAAwEBAAIAAAAAAAAAXAAAAAEAAABOAAAAAAAAAAAAIVwAACAAYS50eHQAHAAAAE4AAAAAACFcAAAgAGRpclxiLnR4dAANaXAXagBqAHNtYWxsIHNhbXBsZSBzbWFsbCBzYW1wbGUgc21hbGwgc2FtcGxlIHNtYWxsIHNhbXBsZSBzbWFsbCBzYW1wbGUgc21hbGwgc2FtcGxlIG1vcmUgb2YgaXQsIGFuZCBhbm90aGVyIGxpbmU=',
];

async function inside(bytes: Buffer, budget?: Budget): Promise<string[]> {
  const { blobs, skips } = await expand(memoryBlob(bytes), 'cab', budget);
  return [
    ...blobs.map(({ view, bytes: data, loss }) => `${view}=${data.toString()}${loss === undefined ? '' : `!${loss}`}`),
    ...skips.map(({ view, reason }) => `${view.join('>')}!${reason}`),
  ];
}

const MEMBERS = Object.entries(TEXTS).map(([step, data]) => ({ name: step.slice(4).replace('/', '\\'), data }));
const ALL = Object.entries(TEXTS).map(([step, text]) => `${step}=${text}`);
const ARCHIVES: Readonly<Record<string, Buffer>> = {
  ...Object.fromEntries(SAMPLES.map((sample, index) => [`sample ${index}`, Buffer.from(sample, 'base64')])),
  stored: makeCabinet(MEMBERS, { packing: 0 }),
  packed: makeCabinet(MEMBERS),
  'with bytes of other use': makeCabinet(MEMBERS, { reserved: Buffer.alloc(20) }),
};

for (const [name, archive] of Object.entries(ARCHIVES)) {
  test(`a cabinet (${name}) gives its members, and says so where it is cut or damaged`, async () => {
    assert.is(sniffContainer(archive), 'cab');
    assert.equal(await inside(archive), ALL);
    for (let length = 1; length < archive.length; length++) {
      const found = await inside(archive.subarray(0, length));
      assert.ok(
        found.some((one) => one.includes('!truncated')),
        `${length}: ${found.join()}`,
      );
    }
    for (let at = 8; at < archive.length; at++) {
      const damaged = Buffer.from(archive);
      damaged[at] = (damaged[at] ?? 0) ^ 0x55;
      const found = await inside(damaged, new Budget(0, { floor: 2 ** 20 }));
      const isTold = found.some((one) => one.includes('!'));
      const given = found.map((one) => one.slice(one.indexOf('=') + 1)).join('');
      assert.ok(isTold || Object.values(TEXTS).join('') === given, `${at}: ${found.join()}`);
    }
  });
}

test('blocks refer to the block before, and members go on in the next one', async () => {
  const long = noise(70_000).toString('hex').replaceAll('0', 'zero ');
  const members = [
    { name: 'a', data: 'first' },
    { name: 'b', data: long },
    { name: 'c', data: `${long.slice(-20_000)}last` },
  ];
  const archive = makeCabinet(members);
  assert.equal(
    await inside(archive),
    members.map(({ name, data }) => `cab:${name}=${data}`),
  );
  const cut = await inside(archive.subarray(0, archive.length - 100));
  assert.equal(cut.map((one) => /![a-z]+$/.exec(one)?.[0]).filter(Boolean), ['!truncated', '!truncated']);
});

test('what a name or a folder in another cabinet says is kept, what is packed otherwise is said', async () => {
  const one = (options: CabinetOptions): Promise<string[]> =>
    inside(makeCabinet([{ name: 'a', data: 'text' }], options));
  assert.equal(await one({ packing: 2 }), ['cab:a!unsupported-format']);
  assert.equal(await one({ packing: 7 }), ['cab:a!unsupported-format']);
  assert.equal(await one({ folders: [0xfffd] }), ['cab:a!truncated']);
  assert.equal(await one({ folders: [0xfffe] }), ['cab:a=text']);
  assert.equal(await one({ folders: [7] }), ['cab:unused=text', 'cab:a!corrupt']);
  assert.equal(await one({ blocks: [{ packed: Buffer.from('te'), size: 0 }], packing: 0 }), ['cab:a=!truncated']);
  const utf8 = makeCabinet([{ name: 'über\\x', data: 'text' }]);
  assert.equal(await inside(utf8), ['cab:über/x=text']);
});

test('what stands in the header, behind members and behind the cabinet is looked at', async () => {
  const reserved = Buffer.from('r'.repeat(60));
  const archive = makeCabinet([{ name: 'a', data: 'text' }], { reserved });
  const behind = 'b'.repeat(70);
  assert.equal(await inside(Buffer.concat([archive, Buffer.from(behind)])), [
    'cab:a=text',
    `cab:unused=${reserved.toString()}`,
    `cab:rest=${behind}`,
  ]);
});

test('data behind the last member is told: its size may be damaged, and cut a value', async () => {
  const archive = makeCabinet(MEMBERS);
  const size = archive.indexOf('dir\\b.txt') - 16;
  archive.writeUInt32LE(archive.readUInt32LE(size) - 9, size);
  const text = TEXTS['cab:dir/b.txt'] ?? '';
  assert.equal(await inside(archive), [
    ALL[0],
    `cab:dir/b.txt=${text.slice(0, -9)}`,
    `cab:unused=${text.slice(-9)}`,
    '!corrupt',
  ]);
});

test('a folder without a file is told where it cannot be unpacked', async () => {
  assert.equal(await inside(makeCabinet([], { packing: 3, blocks: [{ packed: Buffer.from('x'), size: 9 }] })), [
    '!unsupported-format',
  ]);
});

test('members that share data more than once, and blocks that are not there, end it', async () => {
  const archive = makeCabinet(
    Array.from({ length: 40 }, (_, index) => ({ name: `m${index}`, data: 'x'.repeat(20_000) })),
  );
  const shared = Buffer.from(archive);
  for (let at = shared.indexOf('m0\0') - 16, left = 40; left > 0; left--) {
    shared.writeUInt32LE(0, at + 4);
    shared.writeUInt32LE(800_000, at);
    at += 16 + shared.toString('latin1', at + 16).indexOf('\0') + 1;
  }
  assert.is((await inside(shared)).at(-1), '!corrupt');
  const endless = Buffer.from(archive);
  endless.writeUInt16LE(0xffff, 36 + 4);
  assert.ok((await inside(endless)).some((one) => one.includes('!truncated')));
});

test('a bomb stops at the budget', async () => {
  const bomb = makeCabinet([
    { name: 'zeros', data: Buffer.alloc(5_000_000) },
    { name: 'b', data: 'x' },
  ]);
  const budget = new Budget(bomb.length, { floor: 2 ** 20, maxRatio: 2 });
  assert.equal(
    (await inside(bomb, budget)).map((one) => one.replace(/=\0+/, '=')),
    ['cab:zeros=!too-expanded', '!too-expanded'],
  );
});

test('a value in a cabinet is found by its step, inside a program too', async () => {
  const secret = token('cabinet');
  const archive = makeCabinet([{ name: 'conf\\app.env', data: `words\nkey ${secret}\n` }]);
  const stub = Buffer.from(Array.from({ length: 3000 }, (_, at) => 0x80 | ((at * 7) % 64)));
  const result = await scanBlobs(
    [blobOf('x.cab', archive), blobOf('setup.bin', Buffer.concat([stub, archive, stub]))],
    contextOf(),
  );
  assert.equal(result.findings.map(told), [
    'gitlab-pat x.cab > cab:conf/app.env:2:5',
    'gitlab-pat setup.bin > carved:3000 > cab:conf/app.env:2:5',
  ]);
});

test('folders and empty files are names', async () => {
  const names: string[] = [];
  const archive = makeCabinet([
    { name: 'empty', data: '' },
    { name: 'a', data: 'x' },
  ]);
  for await (const event of expandContainer(memoryBlob(archive), 'cab', new Budget(0), 0))
    if (event.kind === 'name') names.push(event.name.view.join('>'));
  assert.equal(names, ['cab:empty']);
});

test.run();
