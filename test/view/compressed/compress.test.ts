import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { compressOf } from '../../../src/selftest/packed-archives.ts';
import { Budget } from '../../../src/view/budget.ts';
import { containerOf, sniffContainer } from '../../../src/view/containers.ts';
import { makeTar } from '../../helpers/archives.ts';
import { noise } from '../../helpers/noise.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { token } from '../../cli/helpers.ts';
import { blobOf, contextOf, scanBlobs, told } from '../../scan/helpers.ts';
import { expand, leaves, memoryBlob, streamBlob } from '../expand.ts';

const test = suite('what compress writes');
/** Its tests of all widths need it. */
const TOOL: string = 'compress';
const TEXT = Buffer.from('small sample '.repeat(6));
/** Of the text by ncompress, with codes of 16 bits at most and of 12. */
const SAMPLES = [
  'H52Qc9qEYcMGxJwwbeCwKWNQIEGDCBUyDDiw4MGECxtWhIhxokOLETNSfHhRIgg=',
  'H52Mc9qEYcMGxJwwbeCwKWNQIEGDCBUyDDiw4MGECxtWhIhxokOLETNSfHhRIgg=',
];

async function unpack(bytes: Buffer, budget?: Budget): Promise<[Buffer, string | undefined]> {
  const { blobs, skips } = await expand(streamBlob(bytes, 1000), 'compress', budget);
  assert.equal(skips, []);
  assert.is(blobs[0]?.view, 'compress');
  return [blobs[0]?.bytes ?? Buffer.alloc(0), blobs[0]?.loss];
}

function made(data: Buffer, bits: number): Buffer | undefined {
  const { stdout, error } = spawnSync(TOOL, ['-c', '-f', '-b', String(bits)], {
    input: data,
    maxBuffer: 2 ** 28,
  });
  return error === undefined && stdout.length > 0 ? stdout : undefined;
}

for (const [index, sample] of SAMPLES.entries()) {
  const packed = Buffer.from(sample, 'base64');

  test(`sample ${index} is known by its first codes, and unpacked`, async () => {
    assert.is(sniffContainer(packed), 'compress');
    assert.equal(await unpack(packed), [TEXT, undefined]);
  });

  test(`sample ${index} that is cut anywhere gives its beginning`, async () => {
    for (let length = 3; length < packed.length; length++) {
      const [text, loss] = await unpack(packed.subarray(0, length));
      assert.ok(text.equals(TEXT.subarray(0, text.length)), `${length}`);
      assert.ok(loss === undefined || loss === 'truncated', `${length}: ${loss}`);
    }
    assert.equal(await unpack(packed.subarray(0, 2)), [Buffer.alloc(0), 'truncated']);
  });
}

test('all widths, and tables that are cleared or stay full, are unpacked', async () => {
  const lines = Buffer.from(Array.from({ length: 60_000 }, (_, i) => `line ${i} ${(i * 7919) % 10_007}\n`).join(''));
  const mixed = Buffer.concat([lines, noise(300_000), Buffer.alloc(700_000, 'x'), lines]);
  for (const bits of [10, 11, 12, 13, 14, 15, 16]) {
    const packed = made(mixed, bits);
    if (packed === undefined) return;
    const [text, loss] = await unpack(packed);
    assert.ok(text.equals(mixed), `${bits}`);
    assert.is(loss, undefined);
  }
});

test('what the self-test writes is such data', () =>
  fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 900 }), async (bytes) => {
      assert.equal(await unpack(compressOf(Buffer.from(bytes))), [Buffer.from(bytes), undefined]);
    }),
    { numRuns: 100 },
  ));

test('a code that cannot be yet, a wrong flag and nine bits are said', async () => {
  const packed = compressOf(Buffer.from('ab'));
  const broken = Buffer.from(packed);
  broken.set([0xfe, 3], 4);
  assert.is(sniffContainer(broken), undefined);
  assert.equal(await unpack(broken), [Buffer.from('a'), 'corrupt']);
  const flags = Buffer.from(packed);
  flags[2] = 0xf0;
  assert.is(sniffContainer(flags), undefined);
  assert.equal(await unpack(flags), [Buffer.alloc(0), 'corrupt']);
  flags[2] = 0x89;
  assert.equal(await unpack(flags), [Buffer.alloc(0), 'unsupported-format']);
});

test('random damage never throws, and a bomb stops at the budget', async () => {
  const packed = compressOf(Buffer.from(noise(3000)));
  const damage = fc.array(fc.tuple(fc.nat(packed.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(damage, async (changes) => {
      const bytes = Buffer.from(packed);
      for (const [at, value] of changes) bytes[at] = value;
      const [text] = await unpack(bytes, new Budget(0, { floor: 2 ** 20 }));
      assert.ok(text.length <= 2 ** 20);
    }),
    { numRuns: 150 },
  );
  // Each code is the string before and its first byte, so that strings grow.
  const codes = Array.from({ length: 200 }, (_, index) => (index === 0 ? 0x61 : 256 + index));
  const bytes = Buffer.alloc(225);
  codes.forEach((code, index) => {
    const at = (index * 9) >> 3;
    const word = bytes.readUInt16LE(at) | (code << ((index * 9) & 7));
    bytes.writeUInt16LE(word & 0xffff, at);
  });
  const bomb = Buffer.concat([Buffer.from('1f9d90', 'hex'), bytes]);
  assert.equal(await unpack(bomb), [Buffer.alloc(20_100, 'a'), undefined]);
  assert.is((await unpack(bomb, new Budget(0, { floor: 1000 })))[1], 'too-expanded');
});

test('two bytes and a chance are no such data', () => {
  let hits = 0;
  for (let seed = 0; seed < 2000; seed++) {
    const bytes = Buffer.concat([Buffer.from('1f9d90', 'hex'), Buffer.from(noise(40 + seed)).subarray(seed)]);
    if (sniffContainer(bytes) !== undefined) hits++;
  }
  assert.ok(hits < 3, `${hits}`);
});

test('a tar in such data is opened, in base64 too', async () => {
  const secret = token('compress');
  const tar = await makeTar([{ name: 'conf/app.env', data: `words\nkey ${secret}\n` }]);
  const packed = made(tar, 16) ?? compressOf(tar);
  assert.is(containerOf({ path: 'x', view: [] }, packed.subarray(0, 512)), 'compress');
  assert.ok((await leaves(memoryBlob(packed), new Budget(0)))[0]?.startsWith('compress>tar:conf/app.env=words'));
  const text = `backup: ${packed.toString('base64')}\n`;
  const result = await scanBlobs([blobOf('x.tar.Z', packed), blobOf('x.yaml', text)], contextOf());
  assert.equal(result.findings.map(told), [
    'gitlab-pat x.tar.Z > compress > tar:conf/app.env:2:5',
    'gitlab-pat x.yaml > base64 > compress > tar:conf/app.env:2:5',
  ]);
});

test.run();
