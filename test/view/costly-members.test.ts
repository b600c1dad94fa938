/** Compressed data of many small parts, or of parts that ask for much: what each costs is counted, and there is an end to it. */
import { gzipSync } from 'node:zlib';
import { Budget } from '../../src/view/budget.ts';
import { ByteFeed } from '../../src/view/byte-feed.ts';
import { copyMatch } from '../../src/view/compressed/copy-match.ts';
import { Inflate64 } from '../../src/view/compressed/inflate64.ts';
import { makeZip } from '../helpers/archives.ts';
import { countedCalls } from '../helpers/counted-calls.ts';
import { assert, suite } from '../helpers/suite.ts';
import { drain, expand, memoryBlob, readerOf } from './expand.ts';

const test = suite('members that cost more than they give');
const MIB = 2 ** 20;
const WORD = ['fin', 'ch'].join('');
const PASSWORD_LINE = `password = "${WORD}"\n`;

/** An account that says what was taken from it. */
class Counted extends Budget {
  worked = 0;

  override work(bytes: number): boolean {
    const isPaid = super.work(bytes);
    if (isPaid) this.worked += bytes;
    return isPaid;
  }
}

const times = (count: number, ...parts: readonly (Buffer | string)[]): Buffer => {
  const part = Buffer.concat(parts.map((one) => (typeof one === 'string' ? Buffer.from(one, 'hex') : one)));
  return Buffer.alloc(count * part.length, part);
};

/** Bytes of memory that are taken while something is done. */
const taken = (run: () => Promise<unknown>): Promise<number> =>
  countedCalls([Buffer, 'allocUnsafeSlow'], (_, [size]) => Number(size), run);

test('a match that reaches into itself is what a copy byte by byte makes', () => {
  for (const distance of [1, 2, 3, 7, 24, 25, 100])
    for (const length of [0, 1, 4, 23, 24, 25, 99, 100, 101, 1000]) {
      const [fast, slow] = [0, 1].map(() => Buffer.from(Array.from({ length: 1200 }, (_, at) => (at * 7) & 0xff)));
      assert.is(copyMatch(fast as Buffer, 120, distance, length), 120 + length);
      for (let at = 120; at < 120 + length; at++) (slow as Buffer)[at] = (slow as Buffer)[at - distance] as number;
      assert.equal(fast, slow, `${distance}, ${length}`);
    }
});

test('a long match is copied in few parts', async () => {
  const bytes = new Uint8Array(MIB);
  const copies = await countedCalls(
    [bytes, 'copyWithin'],
    () => 1,
    () => copyMatch(bytes, 1, 1, MIB - 1),
  );
  assert.ok(copies > 0 && copies <= 21, `${copies} copies`);
});

test('a feed moves what is left no more often than as much was skipped', async () => {
  const feed = new ByteFeed(readerOf(Buffer.alloc(100_000)), 4000);
  const moved = await countedCalls(
    [Buffer.prototype, 'copyWithin'],
    (_, [, start, end]) => Number(end) - Number(start),
    async () => {
      for (let left = 90_000; left > 0; left -= 10) {
        assert.ok((await feed.fill(2000)) >= 2000);
        feed.skip(10);
      }
    },
  );
  assert.ok(moved > 0 && moved < 2 * 90_000, `${moved} bytes moved`);
});

const LZ4_FRAME = '04224d18407000';

test('frames of LZ4 that are empty, or ask for large blocks, share one memory', async () => {
  const empty = times(1000, LZ4_FRAME, '00000000');
  const old = times(1000, '02214c18', '0200000010', '41', '00000000').subarray(0, -4);
  for (const bytes of [empty, old]) {
    const bytesTaken = await taken(() => expand(memoryBlob(bytes), 'lz4'));
    assert.ok(bytesTaken < 40 * MIB, `${bytesTaken} bytes`);
  }
});

test('small blocks of LZ4 reach as far back as before', async () => {
  const words = Buffer.from('heron ');
  const plain = Buffer.concat([Buffer.from('06000080', 'hex'), words]);
  // A match of the six bytes that stand 60,000 in front of it.
  const match = Buffer.concat([Buffer.from('09000000', 'hex'), Buffer.from([0x02, 0x60, 0xea, 0x50, 1, 2, 3, 4, 5])]);
  const bytes = Buffer.concat([
    Buffer.from('04224d18404000', 'hex'),
    Buffer.alloc(40_000 * plain.length, plain),
    match,
    Buffer.alloc(4),
  ]);
  const { blobs } = await expand(memoryBlob(bytes), 'lz4');
  assert.is(blobs[0]?.loss, undefined);
  assert.is(blobs[0]?.bytes.subarray(-17).toString('latin1'), 'heron heron \u0001\u0002\u0003\u0004\u0005');
});

test('members of gzip and lzip are paid for, each as much as what is done for it', async () => {
  const samples = [
    ['gzip', gzipSync('')],
    ['lzip', Buffer.from('4c5a4950010c0083fffbffffc00000000000000000000000000000002400000000000000', 'hex')],
  ] as const;
  for (const [kind, member] of samples) {
    const budget = new Counted(0);
    const { blobs } = await expand(memoryBlob(times(500, member)), kind, budget);
    assert.equal([blobs[0]?.loss, budget.worked >= 500 * 1024], [undefined, true], kind);
    const small = await expand(memoryBlob(times(500, member)), kind, new Budget(0, { maxRatio: 1, floor: 100_000 }));
    assert.is(small.blobs[0]?.loss, 'too-expanded', kind);
  }
});

test('a frame of zstd pays for the memory that it asks for', async () => {
  const frames = times(300, '28b52ffd0088', '010000');
  const { blobs } = await expand(memoryBlob(frames), 'zstd', new Budget(0, { maxRatio: 1, floor: 50 * 262_144 }));
  assert.is(blobs[0]?.loss, 'too-expanded');
  const small = await expand(memoryBlob(times(300, '28b52ffd0010', '010000')), 'zstd');
  assert.is(small.blobs[0]?.loss, undefined);
});

test('blocks of bzip2 are paid for with their symbols', async () => {
  const one = Buffer.from('QlpoOTFBWSZTWRmTm2sAAAABACAAIAAhGEaC7kinChIDMnNtYA==', 'base64');
  const budget = new Counted(0);
  const { blobs } = await expand(memoryBlob(times(200, one)), 'bzip2', budget);
  assert.equal([blobs[0]?.loss, blobs[0]?.bytes.length], [undefined, 200]);
  assert.ok(budget.worked >= 200 * 1024);
});

test('blocks of Deflate64 without bytes end where they are not paid for', async () => {
  // Four blocks of ten bits each, the lowest first: not the last one, codes that are fixed, the mark of its end.
  const bytes = times(2000, '0208208000');
  assert.is((await drainOf(new Inflate64(readerOf(bytes), new Budget(0)))).loss?.reason, 'truncated');
  const small = new Budget(0, { maxRatio: 1, floor: 100_000 });
  assert.is((await drainOf(new Inflate64(readerOf(bytes), small))).loss?.reason, 'too-expanded');
});

function drainOf(source: Inflate64): ReturnType<typeof drain> {
  return drain({
    read: async (into) => {
      const chunk = await source.next();
      if (chunk !== undefined) into.set(chunk);
      return chunk?.length ?? 0;
    },
    close: () => source.close(),
  });
}

/** A workbook of one sheet. */
function workbook(sheet: string, strings: string): Buffer {
  return makeZip([
    { name: 'xl/sharedStrings.xml', data: `<sst>${strings}</sst>` },
    { name: 'xl/worksheets/sheet1.xml', data: `<worksheet>${sheet}</worksheet>` },
  ]);
}

const columnsOf = async (bytes: Buffer, budget?: Budget): Promise<{ text: string; loss: string | undefined }[]> => {
  const { blobs } = await expand(memoryBlob(bytes), 'zip', budget);
  return blobs
    .filter(({ view }) => view.endsWith('columns'))
    .map((blob) => ({ text: blob.bytes.toString(), loss: blob.loss }));
};

const cell = (place: string, index: number): string => `<c r="${place}" t="s"><v>${index}</v></c>`;

test('a long string that many cells of a workbook have is looked at once', async () => {
  const strings = `<si><t>password</t></si><si><t>${'heron '.repeat(200_000)}</t></si><si><t>${WORD}</t></si>`;
  const row = `<row>${cell('A2', 1)}${cell('B2', 2)}</row>`;
  const sheet = `<row>${cell('B1', 0)}</row>${row.repeat(2000)}`;
  const length = await countedCalls(
    [String.prototype, 'replace'],
    (text) => String(text).length,
    async () => {
      const [columns] = await columnsOf(workbook(sheet, strings));
      assert.is(columns?.text, PASSWORD_LINE.repeat(2000));
    },
  );
  assert.ok(length > 0 && length < 4_000_000, `${length} characters`);
});

test('rows of a workbook cost what they hold, however many headings stand above', async () => {
  const many = Array.from({ length: 700 }, (_, at) => cell(`${letters(at)}1`, 0)).join('');
  const sheet = `<row>${many}</row>${'<row></row>'.repeat(3000)}<row>${cell('B9', 1)}</row>`;
  const asked = await countedCalls(
    [Map.prototype, 'get'],
    () => 1,
    async () => {
      const [columns] = await columnsOf(workbook(sheet, `<si><t>password</t></si><si><t>${WORD}</t></si>`));
      assert.is(columns?.text, PASSWORD_LINE);
    },
  );
  assert.ok(asked < 10_000, `${asked} cells`);
});

/** The name of a column. */
function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}

test('sheets and strings that are not paid for are told', async () => {
  const long = '<row></row>'.repeat(20_000);
  const bytes = workbook(`<row>${cell('A1', 0)}</row>${long}`, '<si><t>password</t></si>');
  const budget = new Budget(0, { maxRatio: 1, floor: 250_000 });
  assert.equal(
    (await columnsOf(bytes, budget)).map(({ loss }) => loss),
    ['too-expanded'],
  );
  const many = workbook(`<row>${cell('A1', 0)}</row>`, '<si/>'.repeat(5000));
  const { skips } = await expand(memoryBlob(many), 'zip', new Budget(0, { maxRatio: 1, floor: 100_000 }));
  assert.equal(
    skips.map(({ reason, view }) => [reason, view.at(-1)]),
    [['too-expanded', 'columns']],
  );
});

test.run();
