import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { Budget } from '../../../src/view/budget.ts';
import { sniffContainer } from '../../../src/view/containers.ts';
import { rarPpmd } from '../../helpers/ppmd.ts';
import { makeRar4, makeRar5, pack3, pack5, type RarMember, textOf, type Token } from '../../helpers/rar.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { drain, expand, memoryBlob } from '../expand.ts';
import { expandContainer } from '../../../src/view/containers.ts';

const test = suite('RAR archives');
const bytesOf = (text: string): Token[] => [...Buffer.from(text)];
/** Words of which later ones repeat earlier ones at all kinds of distances. */
const TOKENS: readonly Token[] = [
  ...bytesOf('a first member '),
  { distance: 7, length: 6 },
  { last: true },
  ...bytesOf(' and more'),
  { again: 0, length: 12 },
  { distance: 1, length: 250 },
  { distance: 270, length: 40 },
  { again: 1, length: 9 },
];
const FORMATS = [
  ['RAR 5', makeRar5, pack5],
  ['RAR 4', makeRar4, pack3],
] as const;

async function membersOf(bytes: Buffer): Promise<[string, string, string | undefined][]> {
  const { blobs } = await expand(memoryBlob(bytes), 'rar');
  return blobs.map(({ view, bytes: data, loss }) => [view, data.toString(), loss]);
}

for (const [name, make, pack] of FORMATS) {
  const text = textOf(TOKENS);
  const packed: RarMember = { name: 'logs/a.log', data: text, packed: pack(TOKENS) };

  test(`${name} is known by its first bytes`, () => {
    assert.is(sniffContainer(make([])), 'rar');
  });

  test(`members of ${name} that are stored and packed are given with their names`, async () => {
    const stored = { name: 'b.txt', data: Buffer.from('as it is') };
    const found = await expand(memoryBlob(make([packed, stored])), 'rar');
    assert.equal(found.skips, []);
    assert.equal(
      found.blobs.map(({ view, bytes, loss }) => [view, bytes.toString(), loss]),
      [
        ['rar:logs/a.log', text.toString(), undefined],
        ['rar:b.txt', 'as it is', undefined],
      ],
    );
  });

  test(`blocks of ${name} with tables of their own and without go on with one another`, async () => {
    const archive = make([{ ...packed, packed: pack(TOKENS, 5) }]);
    assert.equal(await membersOf(archive), [['rar:logs/a.log', text.toString(), undefined]]);
  });

  test(`solid members of ${name} copy from those before them, in whatever order they are read again`, async () => {
    const second: readonly Token[] = [{ distance: text.length - 2, length: 20 }, ...bytesOf('!')];
    const whole = textOf([...text, ...second]).subarray(text.length);
    const archive = make([packed, { name: 'c', data: whole, packed: pack(second), isSolid: true }]);
    assert.equal(
      (await membersOf(archive)).map(([, data, loss]) => [data, loss]),
      [
        [text.toString(), undefined],
        [whole.toString(), undefined],
      ],
    );
    const again: string[] = [];
    for await (const event of expandContainer(memoryBlob(archive), 'rar', new Budget(0), 0)) {
      if (event.kind !== 'blob') continue;
      event.blob.open().close();
      for (let times = 0; times < 2; times++) again.push((await drain(event.blob.open())).bytes.toString());
    }
    assert.equal(again, [text, text, whole, whole].map(String));
  });

  test(`a container among solid members of ${name} is the same at each reading`, async () => {
    const inner = gzipSync('a text in a container');
    const again: Buffer[] = [];
    const archive = make([packed, { name: 'a.gz', data: inner, packed: pack([...inner]), isSolid: true }]);
    for await (const event of expandContainer(memoryBlob(archive), 'rar', new Budget(0), 0))
      if (event.kind === 'blob' && event.blob.view[0] === 'rar:a.gz')
        for (let times = 0; times < 3; times++) again.push((await drain(event.blob.open())).bytes);
    assert.is(again.length, 3);
    assert.ok(again.every((bytes) => bytes.equals(inner)));
  });

  test(`random matches of ${name} are unpacked as the packer meant them`, async () => {
    const token = fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: 0, max: 255 }) },
      fc.record({ distance: fc.integer({ min: 1, max: 60 }), length: fc.integer({ min: 8, max: 250 }) }),
      fc.record({ again: fc.integer({ min: 0, max: 3 }), length: fc.integer({ min: 2, max: 200 }) }),
      fc.constant({ last: true as const }),
    );
    const front: Token[] = [...bytesOf('x'.repeat(30) + 'abcdefghijklmnopqrstuvwxyz0123456789')];
    const olds: Token[] = [1, 5, 30, 44].map((distance) => ({ distance, length: 9 }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(token, { maxLength: 60 }),
        fc.integer({ min: 1, max: 40 }),
        async (tokens, perBlock) => {
          const all = [...front, ...olds, ...tokens];
          const data = textOf(all);
          const { blobs } = await expand(memoryBlob(make([{ name: 'a', data, packed: pack(all, perBlock) }])), 'rar');
          return blobs[0]?.loss === undefined && blobs[0]?.bytes.equals(data) === true;
        },
      ),
      { numRuns: 60 },
    );
  });

  test(`matches of ${name} from far back, and long ones, are unpacked`, async () => {
    const far: Token[] = [...Buffer.alloc(400_000, 'abcdefghijklmnopqrs')];
    for (let at = 0; at < far.length; at += 997) far[at] = at % 251;
    far.push({ distance: 0x2001, length: 20 }, { distance: 0x40001, length: 259 }, { distance: 399_000, length: 16 });
    const data = textOf(far);
    const { blobs } = await expand(memoryBlob(make([{ name: 'a', data, packed: pack(far, 50_000) }])), 'rar');
    assert.is(blobs[0]?.loss, undefined);
    assert.ok(blobs[0]?.bytes.equals(data));
  });

  test(`encrypted members of ${name}, and those that begin in another volume, are skipped by name`, async () => {
    const cut = { name: 'd', data: Buffer.from('x'), packed: pack(bytesOf('x')), cut: 'before' as const };
    const sealed = { name: 'e', data: Buffer.from('x'), isEncrypted: true };
    const { skips, blobs } = await expand(memoryBlob(make([sealed, cut])), 'rar');
    assert.equal(
      skips.map(({ view, reason }) => [view.join(), reason]),
      [
        ['rar:e', 'encrypted'],
        ['rar:d', 'truncated'],
      ],
    );
    assert.is(blobs.length, 0);
    const behind = await membersOf(make([{ ...packed, cut: 'behind' }]));
    assert.equal(behind, [['rar:logs/a.log', text.toString(), 'truncated']]);
  });

  test(`a comment in ${name} is looked at, what services of the packer hold is not`, async () => {
    const comment = { name: 'CMT', data: Buffer.from('as people wrote it'), service: true };
    const recovery = { name: 'RR', data: Buffer.from('x'.repeat(50)), service: true };
    assert.equal(await membersOf(make([comment, recovery])), [['rar:comment', 'as people wrote it', undefined]]);
  });

  test(`${name} that is cut anywhere gives what stands in front, and says so`, async () => {
    const archive = make([packed, { name: 'b', data: Buffer.from('as it is') }]);
    for (let length = 8; length < archive.length; length++) {
      const { skips, blobs } = await expand(memoryBlob(archive.subarray(0, length)), 'rar');
      const isWhole = blobs.length === 2 && blobs.every(({ loss }) => loss === undefined);
      assert.ok(isWhole || skips.length > 0 || blobs.some(({ loss }) => loss !== undefined), `${length}`);
      if (blobs[0] !== undefined)
        assert.ok(text.subarray(0, blobs[0].bytes.length).equals(blobs[0].bytes), `${length}`);
    }
  });

  test(`${name} with any byte changed gives no wrong data without saying so`, async () => {
    const archive = make([packed, { name: 'b', data: Buffer.from('as it is') }]);
    for (let at = 8; at < archive.length; at++) {
      for (const bit of [1, 16, 128]) {
        const changed = Buffer.from(archive);
        changed[at] = (changed[at] ?? 0) ^ bit;
        const { skips, blobs } = await expand(memoryBlob(changed), 'rar');
        const isSame =
          blobs.length === 2 &&
          blobs.every(
            ({ bytes, loss }, index) =>
              loss === undefined && bytes.equals([text, Buffer.from('as it is')][index] as Buffer),
          );
        assert.ok(isSame || skips.length > 0 || blobs.some(({ loss }) => loss !== undefined), `${at}: ${bit}`);
      }
    }
  });

  test(`members of ${name} that give more than the budget allows are stopped`, async () => {
    const bomb: readonly Token[] = [97, ...Array.from({ length: 400 }, () => ({ distance: 1, length: 250 }))];
    const { blobs, skips } = await expand(
      memoryBlob(make([{ name: 'a', data: textOf(bomb), packed: pack(bomb) }, packed])),
      'rar',
      new Budget(0, { maxRatio: 1, floor: 20_000 }),
    );
    assert.equal(
      blobs.map(({ loss }) => loss),
      ['too-expanded'],
    );
    assert.equal(
      skips.map(({ reason }) => reason),
      ['too-expanded'],
    );
  });
}

test('what a filter for rows of records did is undone, and nothing is given in front of it', async () => {
  const records = Buffer.from(Array.from({ length: 60 }, (_, index) => (index * 7 + (index % 3) * 50) & 0xff));
  const packedBytes: number[] = [];
  for (let channel = 0; channel < 3; channel++) {
    let last = 0;
    for (let at = channel; at < records.length; at += 3) {
      packedBytes.push((last - (records[at] ?? 0)) & 0xff);
      last = records[at] ?? 0;
    }
  }
  const tokens: Token[] = [
    ...bytesOf('head'),
    { delta: 3, ahead: 2, length: records.length },
    ...bytesOf(': '),
    ...packedBytes,
    ...bytesOf('tail'),
  ];
  const data = Buffer.concat([Buffer.from('head: '), records, Buffer.from('tail')]);
  const { blobs } = await expand(memoryBlob(makeRar5([{ name: 'a', data, packed: pack5(tokens) }])), 'rar');
  assert.is(blobs[0]?.loss, undefined);
  assert.ok(blobs[0]?.bytes.equals(data));
});

/** Text in RAR 4 that is packed by prediction, in which 2 is the byte in front of commands: the last byte four times, a match, 2 itself, the end. */
const FRONT = 'the text, the text and the texts';
const SAID = [...Buffer.from(FRONT), 2, 5, 0, 2, 4, 0, 0, 5, 1, 2, 1, 2, 2];
const MEANT = Buffer.from(`${FRONT}ssss${'xtsssss'.repeat(5).slice(0, 33)}\x02`);
const predicted = makeRar4([
  { name: 'a', data: MEANT, packed: Buffer.concat([Buffer.from([0xa5, 0]), rarPpmd(Buffer.from(SAID), 6, 1 << 20)]) },
]);

test('text in RAR 4 that is packed by prediction is read, with what is said behind its escapes', async () => {
  assert.equal(await membersOf(predicted), [['rar:a', MEANT.toString(), undefined]]);
});

test('predicted text that is cut or changed anywhere ends, and says so', async () => {
  for (let at = 60; at < predicted.length; at++) {
    const changed = Buffer.from(predicted);
    changed[at] = (changed[at] ?? 0) ^ 16;
    for (const archive of [predicted.subarray(0, at), changed]) {
      const { skips, blobs } = await expand(memoryBlob(archive), 'rar');
      // What the packer writes to fill the last bytes says nothing.
      const isSame = blobs[0]?.loss === undefined && blobs[0]?.bytes.equals(MEANT) === true;
      assert.ok(isSame || skips.length > 0 || blobs.some(({ loss }) => loss !== undefined), `${at}`);
    }
  }
});

test('a link is told with what it leads to', async () => {
  const names: [string, string | undefined][] = [];
  const archive = makeRar5([{ name: 'link', data: Buffer.alloc(0), target: '../secret' }]);
  for await (const event of expandContainer(memoryBlob(archive), 'rar', new Budget(0), 0))
    if (event.kind === 'name') names.push([event.name.view.join(), event.name.target]);
  assert.equal(names, [['rar:link', '../secret']]);
});

test('what stands behind an archive, or behind a broken header, is a member', async () => {
  const text = 'behind the archive '.repeat(8);
  for (const make of [makeRar4, makeRar5]) {
    const archive = make([{ name: 'a', data: Buffer.from('as it is') }]);
    assert.equal(await membersOf(Buffer.concat([archive, Buffer.from(text)])), [
      ['rar:a', 'as it is', undefined],
      ['rar:rest', text, undefined],
    ]);
    const broken = Buffer.concat([make([], false), Buffer.from(text)]);
    const { blobs, skips } = await expand(memoryBlob(broken), 'rar');
    assert.equal([blobs.map(({ view }) => view), skips.map(({ reason }) => reason)], [['rar:rest'], ['corrupt']]);
  }
});

test('an archive without its end is truncated', async () => {
  for (const make of [makeRar5, makeRar4]) {
    const { skips } = await expand(memoryBlob(make([], false)), 'rar');
    assert.equal(
      skips.map(({ reason }) => reason),
      ['truncated'],
    );
  }
});

test.run();
