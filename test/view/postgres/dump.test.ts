import { deflateSync } from 'node:zlib';
import {
  dumpFile,
  dumpHead,
  dumpInt,
  dumpObjects,
  dumpRows,
  dumpText,
  type DumpEntry,
} from '../../../src/selftest/postgres.ts';
import type { Budget } from '../../../src/view/budget.ts';
import { sniffContainer } from '../../../src/view/containers.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { type Expanded, expand, memoryBlob, streamBlob } from '../expand.ts';

const test = suite('archives of pg_dump');

const parse = (bytes: Buffer, budget?: Budget): Promise<Expanded> => expand(memoryBlob(bytes), 'pgdump', budget);
const textsOf = ({ blobs }: Expanded): [string, string][] => blobs.map(({ view, bytes }) => [view, bytes.toString()]);
const reasonsOf = ({ skips }: Expanded): string[] => skips.map(({ reason }) => reason);

const COPY = 'COPY public.trees (id, name) FROM stdin;\n';
const TREES: DumpEntry = { id: 7, name: 'trees', copy: COPY };
const BIRDS: DumpEntry = { id: 8, name: 'birds', copy: 'COPY public.birds (id) FROM stdin;\n' };
const TABLE: DumpEntry = { id: 3, name: 'trees' };
const rows = (id: number, text: string, piece?: number): Buffer => dumpRows(id, deflateSync(text), piece);

test('rows stand behind the statement that loads them, whatever pieces they are cut into', async () => {
  for (const piece of [1, 7, 4096]) {
    const bytes = dumpFile(
      dumpHead(14, -1),
      [TABLE, TREES, BIRDS],
      rows(7, '1\talder\n', piece),
      rows(8, '2\n', piece),
    );
    assert.is(sniffContainer(bytes), 'pgdump');
    const expanded = await parse(bytes);
    assert.equal(textsOf(expanded), [
      ['pgdump:trees', `${COPY}1\talder\n`],
      ['pgdump:birds', `${BIRDS.copy}2\n`],
    ]);
    assert.equal(reasonsOf(expanded), []);
    assert.equal(await expand(streamBlob(bytes, 11), 'pgdump'), expanded);
  }
});

test('large objects are members of their own', async () => {
  const objects = dumpObjects(5, [
    [16400, deflateSync('heron')],
    [16401, deflateSync('finch')],
  ]);
  assert.equal(textsOf(await parse(dumpFile(dumpHead(14, -1), [TREES], objects))), [
    ['pgdump:object-16400', 'heron'],
    ['pgdump:object-16401', 'finch'],
  ]);
});

test('archives of earlier and later versions are read', async () => {
  for (const [version, packing] of [
    [13, 6],
    [15, 1],
    [16, 1],
  ] as const) {
    const entries = [TABLE, TREES].map((entry) => ({ ...entry, version }));
    const expanded = await parse(dumpFile(dumpHead(version, packing), entries, rows(7, '1\talder\n')));
    assert.equal(textsOf(expanded), [['pgdump:trees', `${COPY}1\talder\n`]]);
  }
  assert.equal(reasonsOf(await parse(dumpFile(dumpHead(10, 6), []))), ['unsupported-format']);
});

test('rows that are not compressed stand in the raw bytes alone', async () => {
  for (const [version, packing] of [
    [14, 0],
    [16, 0],
  ] as const)
    assert.equal(
      await parse(
        dumpFile(dumpHead(version, packing), [{ ...TREES, version }], dumpRows(7, Buffer.from('1\talder\n'))),
      ),
      {
        blobs: [],
        skips: [],
      },
    );
});

test('rows that are packed in a way that is not known are told', async () => {
  for (const packing of [4, 7, 255]) {
    const expanded = await parse(dumpFile(dumpHead(16, packing), [{ ...TREES, version: 16 }], rows(7, '1\talder\n')));
    assert.equal([expanded.blobs, reasonsOf(expanded)], [[], ['unsupported-format']]);
  }
});

test('rows that are packed though the head says that they are not are unpacked, and large objects are put together', async () => {
  const packed = deflateSync('1\talder\n'.repeat(9));
  const archive = dumpFile(dumpHead(14, 0), [TREES], dumpRows(7, packed, 5));
  assert.equal(await parse(archive), {
    blobs: [{ view: 'pgdump:trees', bytes: packed, loss: undefined }],
    skips: [],
  });
  const objects = dumpObjects(5, [
    [16400, packed],
    [16401, Buffer.from('heron')],
  ]);
  assert.equal(
    (await parse(dumpFile(dumpHead(16, 0), [{ ...TREES, version: 16 }], objects))).blobs.map(({ view }) => view),
    ['pgdump:object-16400'],
  );
});

test('a cut shows wherever it is, and what stands in front of it is given', async () => {
  const first = dumpFile(dumpHead(14, -1), [TREES, BIRDS], rows(7, '1\talder\n'));
  const whole = Buffer.concat([first, rows(8, '2\n')]);
  for (let length = 20; length < whole.length; length++) {
    const expanded = await parse(whole.subarray(0, length));
    assert.equal(reasonsOf(expanded), ['truncated'], `cut at ${length}`);
    if (length >= first.length) assert.equal(textsOf(expanded)[0], ['pgdump:trees', `${COPY}1\talder\n`]);
  }
});

test('what is no block, and numbers that no archive has, end the reading', async () => {
  const head = dumpHead(14, -1);
  const broken = Buffer.concat([dumpFile(head, [TREES], rows(7, '1\talder\n')), Buffer.from('no block')]);
  const expanded = await parse(broken);
  assert.equal(reasonsOf(expanded), ['corrupt']);
  assert.is(expanded.blobs.length, 1);
  const negative = Buffer.concat([Buffer.from([1]), dumpInt(7), dumpInt(-9)]);
  assert.equal(reasonsOf(await parse(dumpFile(head, [TREES], negative))), ['corrupt']);
  const endless = Buffer.concat([head, dumpInt(2 ** 31), dumpInt(1), dumpInt(1), dumpText('x')]);
  assert.equal(reasonsOf(await parse(endless)), ['truncated']);
});

test('data that no entry has is told, and not read', async () => {
  const more = Array.from({ length: 50 }, () => rows(7, '1\talder\n'));
  const expanded = await parse(dumpFile(dumpHead(14, -1), [TREES], ...more));
  assert.equal([expanded.blobs.length, reasonsOf(expanded)], [1, ['corrupt']]);
});

test('archives with their rows beside them are no containers', () => {
  for (const format of [3, 5]) {
    const bytes = dumpFile(dumpHead(14, -1), [TREES]);
    bytes[10] = format;
    assert.is(sniffContainer(bytes), undefined);
  }
});

test.run();
