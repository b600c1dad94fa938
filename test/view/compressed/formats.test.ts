import { spawnSync } from 'node:child_process';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { Budget } from '../../../src/view/budget.ts';
import type { CompressedKind } from '../../../src/view/compressed/formats.ts';
import { containerOf, sniffContainer } from '../../../src/view/containers.ts';
import { makeZip } from '../../helpers/archives.ts';
import { noise } from '../../helpers/noise.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { expand, memoryBlob, streamBlob } from '../expand.ts';

const test = suite('compressed formats');
const TEXT = Buffer.from('small sample '.repeat(6));
/** What the formats' own tools make of the text; zstd with and without its checksum, xz with each of its checks. */
const SAMPLES: readonly (readonly [CompressedKind, string])[] = [
  ['bzip2', 'QlpoOTFBWSZTWSi9wMsAACaRgEAAIgZIACAAMQwAio9GkGDg0YDRowfDg0HhdyRThQkCi9wMsA=='],
  ['zstd', 'KLUv/QRopQAAaHNtYWxsIHNhbXBsZSABAAZpfgHUqnSs'],
  ['zstd', 'KLUv/QBYpQAAaHNtYWxsIHNhbXBsZSABAAZpfgE='],
  [
    'xz',
    '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4ABNABNdADmbSEfPp8lSQjX7tnx1tZ+jAAAAAPGDOyFJ7TbMAAEvTtHh/qMftvN9AQAAAAAEWVo=',
  ],
  ['xz', '/Td6WFoAAAFpIt42AgAhARYAAAB0L+Wj4ABNABNdADmbSEfPp8lSQjX7tnx1tZ+jAAAAAL3OhcQAAStO1SSSx5BCmQ0BAAAAAAFZWg=='],
  [
    'xz',
    '/Td6WFoAAArh+wyhAgAhARYAAAB0L+Wj4ABNABNdADmbSEfPp8lSQjX7tnx1tZ+jAAAAAKYW8278mE3EkoubGlD6ccxi+f9CMZTHF42mY59R0XWfAAFHTn4A2g4Ym0uaAQAAAAAKWVo=',
  ],
  ['lz4', 'BCJNGGRApxcAAADfc21hbGwgc2FtcGxlIA0AKVBtcGxlIAAAAAA7JwGH'],
  ['lzip', 'TFpJUAEQADmbSEfPp8lSQjX7tnx1taBLtQ///7CuAAC9zoXETgAAAAAAAAA0AAAAAAAAAA=='],
  ['lzma', 'XQAAgAD//////////wA5m0hHz6fJUkI1+7Z8dbWgS7UP//+wrgAA'],
  ['lzma', 'AAAAEAD//////////wA5nJWzYogMNEljxtlAZ9Kf3lwb//6LOAA='],
  ['lzma', 'QAAAQAD//////////wA5m0iIOsYVCkaM36ckq+FbRgb7///3iEAA'],
  ['lz4', 'AiFMGBcAAADfc21hbGwgc2FtcGxlIA0AKVBtcGxlIA=='],
  ['snappy', '/wYAAHNOYVBwWQAYAACYqJG4TjBzbWFsbCBzYW1wbGUg7g0ABQ0='],
  [
    'lzo',
    'iUxaTwANChoKEEAgoAlAAwkDAAAJAACBpGsN8yQAAAAACXNtYWxsLnR4dG8TB9YAAABOAAAAFYkDHSMec21hbGwgc2FtcGxlICAgMAARAAAAAAAA',
  ],
  [
    'lzo',
    'iUxaTwANChoKEEAgoBABAgEDABEIAACBpGsN8yQAAAAACXNtYWxsLnR4dMzzK7kAAABOAAAAI8SFzr0Kc21hbGwgc2FtcGxlICATMAAKc21hbGwgc2FtcGxlIBEAAAAAAAA=',
  ],
  [
    'lzo',
    'iUxaTwANChoKEEAgoAlAAgEDAAAIAACBpGsN8yQAAAAACXNtYWxsLnR4dG4IB8wAAABOAAAAIwpzbWFsbCBzYW1wbGUgIBMwAApzbWFsbCBzYW1wbGUgEQAAAAAAAA==',
  ],
  ['mozlz4', 'bW96THo0MABOAAAA33NtYWxsIHNhbXBsZSANAClQbXBsZSA='],
  ['zlib', deflateSync(TEXT).toString('base64')],
  ['brotli', brotliCompressSync(TEXT).toString('base64')],
];
/** Bytes of the beginning that are a whole file without data: a cut there shows nowhere. */
const EMPTY: Readonly<Partial<Record<CompressedKind, number>>> = { snappy: 10 };
/** Formats of which several files one after the other are one file. */
const JOINED = new Set<CompressedKind>(['bzip2', 'zstd', 'xz', 'lz4', 'lzip', 'snappy', 'lzo']);

async function unpack(kind: CompressedKind, bytes: Buffer, budget?: Budget): Promise<[Buffer, string | undefined]> {
  const { blobs, skips } = await expand(streamBlob(bytes, 3000), kind, budget);
  // What comes behind the data, or is passed over in it, is a blob of its own.
  assert.ok(blobs.slice(1).every(({ view }) => [`${kind}:rest`, `${kind}:unused`].includes(view)));
  assert.is(skips.length, 0);
  assert.is(blobs[0]?.view, kind);
  return [blobs[0]?.bytes ?? Buffer.alloc(0), blobs[0]?.loss];
}

for (const [index, [kind, sample]] of SAMPLES.entries()) {
  const packed = Buffer.from(sample, 'base64');

  test(`${kind} (sample ${index}) is known by its first bytes or its name, and unpacked`, async () => {
    const known = kind === 'brotli' ? containerOf({ path: 'a.txt.BR', view: [] }, packed) : sniffContainer(packed);
    assert.is(known, kind);
    assert.equal(await unpack(kind, packed), [TEXT, undefined]);
  });

  test(`${kind} (sample ${index}) that is cut anywhere gives the beginning and says so`, async () => {
    for (let length = 1; length < packed.length; length++) {
      const [text, loss] = await unpack(kind, packed.subarray(0, length));
      assert.ok(text.equals(TEXT.subarray(0, text.length)), `${length}`);
      if (length !== EMPTY[kind]) assert.ok(loss === 'truncated' || loss === 'corrupt', `${length}: ${loss}`);
    }
  });

  test(`${kind} (sample ${index}) is read to its end, whatever comes behind`, async () => {
    const [padded, none] = await unpack(kind, Buffer.concat([packed, Buffer.alloc(64)]));
    assert.equal([padded, none], [TEXT, undefined]);
    const [text, loss] = await unpack(kind, Buffer.concat([packed, Buffer.from('something else, longer')]));
    assert.equal([text, loss], [TEXT, 'corrupt']);
    if (!JOINED.has(kind)) return;
    assert.equal(await unpack(kind, Buffer.concat([packed, packed])), [Buffer.concat([TEXT, TEXT]), undefined]);
  });

  test(`${kind} (sample ${index}) never throws on random damage`, async () => {
    const damage = fc.array(fc.tuple(fc.nat(packed.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(damage, async (changes) => {
        const bytes = Buffer.from(packed);
        for (const [at, value] of changes) bytes[at] = value;
        const [text] = await unpack(kind, bytes, new Budget(0, { floor: 2 ** 20 }));
        assert.ok(text.length <= 2 ** 20);
      }),
      { numRuns: 150 },
    );
  });
}

/** Tools that write each format, where the machine has them. */
const TOOLS: readonly (readonly [CompressedKind, string, readonly string[]])[] = [
  ['bzip2', 'bzip2', ['-1']],
  ['zstd', 'zstd', ['-3']],
  ['zstd', 'zstd', ['--long=24', '-1', '--no-content-size']],
  ['xz', 'xz', ['-1']],
  ['xz', 'xz', ['--block-size=500000', '-T1']],
  ['lz4', 'lz4', ['-BD']],
  ['lz4', 'lz4', ['-BX', '-B4']],
  ['lz4', 'lz4', ['-l']],
  ['lzo', 'lzop', ['-1']],
  ['lzo', 'lzop', ['-9', '--crc32']],
  ['lzma', 'xz', ['--format=lzma', '-1']],
  ['lzma', 'xz', ['--format=lzma', '-9']],
];

function made(tool: string, args: readonly string[], data: Buffer): Buffer | undefined {
  const { stdout, status, error } = spawnSync(tool, ['-c', ...args], { input: data, maxBuffer: 2 ** 28 });
  return error === undefined && status === 0 ? stdout : undefined;
}

const lines = Buffer.from(Array.from({ length: 60_000 }, (_, i) => `line ${i} ${(i * 7919) % 10_007}\n`).join(''));
const MIXED = Buffer.concat([lines, noise(400_000), Buffer.alloc(1_500_000, 'x'), lines.subarray(500_000)]);

for (const [kind, tool, args] of TOOLS) {
  test(`what ${tool} ${args.join(' ')} makes of lines, noise and runs is unpacked, cut in the middle too`, async () => {
    const packed = made(tool, args, MIXED);
    if (packed === undefined) return;
    const [whole, loss] = await unpack(kind, packed);
    assert.ok(whole.equals(MIXED));
    assert.is(loss, undefined);
    const [text, cut] = await unpack(kind, packed.subarray(0, Math.floor(packed.length * 0.7)));
    assert.is(cut, 'truncated');
    assert.ok(text.length > 100_000, `only ${text.length}`);
    assert.ok(text.equals(MIXED.subarray(0, text.length)));
  });
}

test('a bomb of every kind stops at the budget', async () => {
  const zeros = Buffer.alloc(30 * 2 ** 20);
  const bombs: [CompressedKind, Buffer | undefined][] = [
    ['zlib', deflateSync(zeros)],
    ['brotli', brotliCompressSync(zeros)],
    ['bzip2', made('bzip2', [], zeros)],
    ['zstd', made('zstd', [], zeros)],
    ['xz', made('xz', ['-1'], zeros)],
    ['lz4', made('lz4', [], zeros)],
  ];
  for (const [kind, bomb] of bombs) {
    if (bomb === undefined) continue;
    const [text, loss] = await unpack(kind, bomb, new Budget(bomb.length, { floor: 2 ** 20, maxRatio: 2 }));
    assert.is(loss, 'too-expanded', kind);
    assert.ok(text.length <= 2 ** 20);
  }
});

test('a header that asks for much memory is not believed', async () => {
  // A zstd window of 2 TiB, and an xz dictionary of 4 GiB in a header whose checksum is right.
  const zstd = Buffer.from('28b52ffd00f801000061', 'hex');
  assert.equal(await unpack('zstd', zstd), [Buffer.alloc(0), 'too-large']);
  const xz = Buffer.from(SAMPLES[3]?.[1] ?? '', 'base64');
  xz[16] = 40;
  const { crc32 } = await import('node:zlib');
  xz.writeUInt32LE(crc32(xz.subarray(12, 20)), 20);
  assert.equal(await unpack('xz', xz), [Buffer.alloc(0), 'too-large']);
});

test('data that needs a dictionary or a filter is said to be unread', async () => {
  const zstd = Buffer.from('28b52ffd2101ff0100006162', 'hex');
  zstd[4] = 0x01;
  assert.is((await unpack('zstd', zstd))[1], 'unsupported-format');
  const lz4 = Buffer.from('04224d1861400100000000', 'hex');
  assert.is((await unpack('lz4', lz4))[1], 'unsupported-format');
  const xz = Buffer.from(SAMPLES[3]?.[1] ?? '', 'base64');
  xz[14] = 0x04;
  const { crc32 } = await import('node:zlib');
  xz.writeUInt32LE(crc32(xz.subarray(12, 20)), 20);
  assert.is((await unpack('xz', xz))[1], 'unsupported-format');
});

test('frames to be skipped are passed over', async () => {
  const skippable = Buffer.from('502a4d180300000061626355', 'hex').subarray(0, 11);
  for (const [kind, sample] of SAMPLES.filter(([name]) => name === 'zstd' || name === 'lz4')) {
    const packed = Buffer.from(sample, 'base64');
    assert.equal(await unpack(kind, Buffer.concat([packed, skippable, packed])), [
      Buffer.concat([TEXT, TEXT]),
      undefined,
    ]);
  }
});

test('a wrong check is said, and the data given', async () => {
  for (const [kind, sample] of SAMPLES.filter(([name]) => ['xz', 'lzip', 'zlib', 'bzip2'].includes(name))) {
    const bytes = Buffer.from(sample, 'base64');
    const at = { xz: bytes.length - 21, lzip: bytes.length - 20, zlib: bytes.length - 1, bzip2: 10 }[kind as 'xz'];
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    const [text, loss] = await unpack(kind, bytes);
    assert.is(loss, 'corrupt', kind);
    assert.is(text.toString('latin1'), TEXT.toString('latin1'), kind);
  }
});

test('a short text is no zlib data, whatever it begins with', () => {
  for (const text of ['x^2 + y^2 = z^2', 'x\u0001\u0002\u0003 control', 'x'])
    assert.is(sniffContainer(Buffer.from(text)), undefined);
  assert.is(sniffContainer(deflateSync(TEXT, { level: 3 })), 'zlib');
  assert.is(containerOf({ path: 'list.br', view: [] }, Buffer.from('a text that is only called so\n')), undefined);
  assert.is(containerOf({ path: 'x', view: ['zip:page.html.br'] }, brotliCompressSync(TEXT)), 'brotli');
});

test('members of a zip are unpacked by every method that is known', async () => {
  const methods: [number, Buffer][] = [
    [12, Buffer.from(SAMPLES[0]?.[1] ?? '', 'base64')],
    [93, Buffer.from(SAMPLES[1]?.[1] ?? '', 'base64')],
    [95, Buffer.from(SAMPLES[3]?.[1] ?? '', 'base64')],
  ];
  for (const [method, data] of methods) {
    const zip = makeZip([{ name: 'a', data, method, badCrc: true }]);
    const { blobs, skips } = await expand(memoryBlob(zip), 'zip');
    assert.equal(skips, []);
    assert.is(blobs[0]?.bytes.toString(), TEXT.toString());
  }
});

test('reading a second time is not charged again', async () => {
  const budget = new Budget(0, { floor: lines.length });
  await unpack('gzip', gzipSync(lines), budget);
  assert.is(budget.spent, lines.length);
});

test.run();
