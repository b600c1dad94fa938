import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import type { Budget } from '../../../src/view/budget.ts';
import { sniffContainer } from '../../../src/view/containers.ts';
import { makePcap, makePcapng, type PacketSpec, segmentsOf } from '../../helpers/capture.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { expand, type Expanded, memoryBlob } from '../expand.ts';

const test = suite('captures');
const FLOW = 'pcap:10.0.0.1:40000-10.0.0.2:80';
const TEXT = Buffer.from('GET / HTTP/1.1\r\nX-Note: the quick brown fox jumps over the lazy dog\r\n\r\n');

const read = (bytes: Buffer, budget?: Budget): Promise<Expanded> =>
  expand(memoryBlob(bytes), bytes[0] === 10 ? 'pcapng' : 'pcap', budget);

async function streamIn(bytes: Buffer): Promise<string | undefined> {
  const { blobs } = await read(bytes);
  return blobs.find(({ view }) => view === FLOW)?.bytes.toString('latin1');
}

const datagrams = ['one', 'two'].map((text): PacketSpec => ({ data: Buffer.from(text) }));

for (const [name, make] of [
  ['pcap', makePcap],
  ['pcapng', makePcapng],
] as const) {
  test(`${name} is told by its first bytes`, () => {
    assert.is(sniffContainer(make(segmentsOf(TEXT, 20))), name);
  });

  test(`a stream in ${name} is whole, however it was cut, sent again or overtaken`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 80 }),
        fc.array(fc.tuple(fc.nat(200), fc.nat(200)), { maxLength: 6 }),
        fc.constantFrom(1000, 0xffff_ffe0),
        async (size, moves, first) => {
          const packets = segmentsOf(TEXT, size, first);
          for (const [from, to] of moves) {
            const packet = packets[1 + (from % packets.length)];
            if (packet !== undefined) packets.splice(1 + (to % packets.length), 0, packet);
          }
          assert.is(await streamIn(make(packets)), TEXT.toString('latin1'));
        },
      ),
    );
  });

  test(`datagrams in ${name} stand apart`, async () => {
    const { blobs } = await read(make(datagrams));
    assert.equal(
      blobs.map(({ view, bytes }) => [view, bytes.toString()]),
      [['pcap:udp-10.0.0.1:40000-10.0.0.2:80', 'one\n\ntwo']],
    );
  });
}

test('bytes that were not recorded are an empty line', async () => {
  const packets = segmentsOf(Buffer.from('abcdefghi'), 3).filter(({ data }) => data.toString() !== 'def');
  assert.is(await streamIn(makePcap(packets)), 'abc\n\nghi');
});

test('a port that is used again begins another stream', async () => {
  const again: PacketSpec = { data: Buffer.alloc(0), sequence: 9, isFirst: true };
  const { blobs } = await read(
    makePcap([...segmentsOf(Buffer.from('first'), 5), again, ...segmentsOf(Buffer.from('second'), 6, 10)]),
  );
  assert.equal(
    blobs.map(({ bytes }) => bytes.toString()),
    ['first', 'second'],
  );
});

test('the body of a message that was sent in chunks is put together', async () => {
  const body = gzipSync('a text '.repeat(40) + 'and its end');
  const chunks = [body.subarray(0, 20), body.subarray(20)].map((part) =>
    Buffer.concat([Buffer.from(`${part.length.toString(16)};x=1\r\n`), part, Buffer.from('\r\n')]),
  );
  const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
  const message = Buffer.concat([Buffer.from(head), ...chunks, Buffer.from('0\r\n\r\n')]);
  const { blobs } = await read(makePcap(segmentsOf(Buffer.concat([message, message]), 40)));
  const bodies = blobs.filter(({ view }) => view.startsWith(`${FLOW}>http-chunked:`));
  assert.equal(
    bodies.map(({ bytes }) => bytes.equals(body)),
    [true, true],
  );
});

test('streams of TLS, packets that were cut and a capture that ends in a packet are told', async () => {
  const tls = Buffer.from('1603010005010000010000', 'hex');
  const sealed = await read(makePcap(segmentsOf(tls, 5)));
  assert.equal([sealed.blobs.length, sealed.skips.map(({ reason }) => reason)], [0, ['encrypted']]);
  const cut = await read(makePcap([{ data: TEXT, sequence: 1, missing: 10 }]));
  assert.equal([cut.blobs.length, cut.skips.map(({ reason }) => reason)], [1, ['truncated']]);
  for (const bytes of [makePcap(segmentsOf(TEXT, 90)), makePcapng(segmentsOf(TEXT, 90))]) {
    const short = await read(bytes.subarray(0, bytes.length - 7));
    assert.ok(short.blobs.some(({ view }) => view === FLOW));
    assert.ok(short.skips.some(({ reason }) => reason === 'truncated'));
  }
});

test('no bytes make it throw, and what comes out is not more than came in', async () => {
  const base = makePcapng([...segmentsOf(TEXT, 10), ...datagrams]);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat(base.length - 1), fc.nat(255)), { maxLength: 8 }), async (damage) => {
      const bytes = Buffer.from(base);
      for (const [at, value] of damage) bytes[at] = value;
      const { blobs } = await expand(memoryBlob(bytes), 'pcapng');
      assert.ok(blobs.reduce((sum, { bytes: { length } }) => sum + length, 0) <= 2 * base.length);
    }),
  );
});

test('a million packets in the wrong order are sorted in a time that grows with their number', async () => {
  const data = Buffer.from('x');
  const many = Array.from({ length: 100_000 }, (_, index): PacketSpec => ({ data, sequence: 200_000 - index }));
  const before = process.cpuUsage();
  const { blobs } = await read(makePcap(many));
  const { user } = process.cpuUsage(before);
  assert.is(blobs[0]?.bytes.length, 100_000);
  assert.ok(user < 10_000_000, `${user} us`);
});

test.run();
