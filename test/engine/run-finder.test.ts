import * as fc from 'fast-check';
import { runFinderFor, type Runs } from '../../src/engine/run-finder.ts';
import { Budget } from '../../src/view/budget.ts';
import { ViewContext } from '../../src/view/decoded-view.ts';
import { base64Views } from '../../src/view/encoded/base64.ts';
import { RUN_TABLES } from '../../src/view/encoded/find-runs.ts';
import { STARTS_OF_DATA } from '../../src/view/encoded/worth.ts';
import { layoutOf } from '../../src/view/layout.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('RunFinder');

const FAST = runFinderFor(RUN_TABLES);
const PLAIN = runFinderFor(RUN_TABLES, true);

function pairsOf(list: readonly number[]): Set<string> {
  const found = new Set<string>();
  for (let i = 0; i < list.length; i += 2) found.add(`${list[i]}-${list[i + 1]}`);
  return found;
}

function pairs(text: string): Runs['pairs'] {
  return FAST.find(Buffer.from(text, 'latin1')).pairs;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** The run of the fast finder that holds the given bytes. */
function runAt(list: readonly number[], start: number, end: number): boolean {
  return pairsOf(list).has(`${start}-${end}`);
}

const digits = fc.constantFrom(...'abcXYZ019+/-_'.split(''));
const parts = fc.oneof(
  fc.array(digits, { maxLength: 90 }).map((characters) => characters.join('')),
  fc.constantFrom(' ', '"', '\\', '\\n', '=', '==', '\n', '{', 'é', '\0'),
  fc.string({ maxLength: 40 }).map(base64),
  fc.string({ maxLength: 40 }).map((text) => Buffer.from(text).toString('hex')),
);
const capitals = fc.array(fc.constantFrom(...'ABXYZ2347'.split('')), { minLength: 10, maxLength: 40 });
const texts = fc
  .array(
    fc.oneof(
      parts,
      capitals.map((characters) => characters.join('')),
    ),
    { maxLength: 30 },
  )
  .map((all) => all.join(''));

test('gives runs that the plain finder gives too, in order', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const bytes = Buffer.from(text, 'latin1');
      const fast = FAST.find(bytes);
      const plain = PLAIN.find(bytes);
      for (const kind of ['base64', 'hex'] as const) {
        const all = pairsOf(plain[kind]);
        for (const run of pairsOf(fast[kind])) assert.ok(all.has(run), `${kind} ${run}`);
        assert.equal(
          fast[kind],
          [...fast[kind]].sort((a, b) => a - b),
        );
      }
    }),
    { numRuns: 1000 },
  );
});

/** The digits of base32 (RFC 4648, section 6) for bytes, without padding. */
function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups
    .map((group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(Number.parseInt(group.padEnd(5, '0'), 2)))
    .join('');
}

test('gives runs of 20 and more base32 digits that the plain finder gives too, in order, those at the ends of a text among them', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const bytes = Buffer.from(text, 'latin1');
      const runs = [...text.matchAll(/[A-Za-z2-7]{20,}/g)].flatMap(({ 0: run, index }) => [index, index + run.length]);
      assert.equal(PLAIN.find(bytes).base32, runs);
      const found = FAST.find(bytes).base32;
      const given = pairsOf(found);
      const all = [...pairsOf(runs)];
      assert.equal(
        [...given],
        all.filter((run) => given.has(run)),
      );
      for (const run of all)
        if (run.startsWith('0-') || run.endsWith(`-${text.length}`)) assert.ok(given.has(run), run);
    }),
    { numRuns: 1000 },
  );
});

test('leaves out base32 that decodes to no text alone', () => {
  const printable = fc.string({ unit: 'grapheme-ascii', minLength: 13, maxLength: 60 });
  fc.assert(
    fc.property(printable, fc.boolean(), (text, isLower) => {
      const encoded = base32(Buffer.from(text));
      const bytes = Buffer.from(`x: ${isLower ? encoded.toLowerCase() : encoded} y`);
      assert.ok(runAt(FAST.find(bytes).base32, 3, 3 + encoded.length), JSON.stringify(text));
    }),
    { numRuns: 500 },
  );
  const word = ' internationalization ';
  assert.equal(FAST.find(Buffer.from(word)).base32, []);
  assert.equal(PLAIN.find(Buffer.from(word)).base32, [1, word.length - 1]);
});

test('leaves out no short run that begins as compressed data, or as another container', () => {
  for (const pair of STARTS_OF_DATA) {
    const data = Buffer.concat([Buffer.from([pair >> 8, pair & 0xff]), Buffer.alloc(28, 0xb7)]);
    const forms = [data.toString('base64'), data.toString('hex'), base32(data)] as const;
    const found = FAST.find(Buffer.from(`x: ${forms.join(' ')} y`));
    const end = 5 + forms.join('').length;
    assert.ok(runAt(found.base32, end - forms[2].length, end), `base32 of ${pair.toString(16)}`);
    assert.ok(runAt(found.base64, 3, 3 + forms[0].length), `base64 of ${pair.toString(16)}`);
    assert.ok(
      runAt(found.hex, 4 + forms[0].length, 4 + forms[0].length + forms[1].length),
      `hex of ${pair.toString(16)}`,
    );
  }
});

test('leaves out no run that decodes to text', () => {
  const printable = fc.string({ unit: 'grapheme-ascii', minLength: 18, maxLength: 60 });
  fc.assert(
    fc.property(printable, fc.nat(70), fc.constantFrom('', 'data/', 'x-', '\\n'), (text, gap, glued) => {
      const front = ' '.repeat(gap) + glued;
      const encoded = base64(text).replace(/=+$/, '');
      const bytes = Buffer.from(`${front}${encoded}=" ${Buffer.from(text).toString('hex')}"`, 'latin1');
      const runs = FAST.find(bytes);
      const start = gap + (glued === '\\n' ? 1 : 0);
      assert.ok(runAt(runs.base64, start, front.length + encoded.length), `base64 of ${JSON.stringify(text)}`);
      if (text.length < 64) assert.is(runs.hex.length >= 2, true);
    }),
    { numRuns: 500 },
  );
});

/** What is decoded from the base64 runs that a finder gives. */
function viewsBy(finder: typeof FAST, bytes: Buffer): readonly string[] {
  const budget = new Budget(bytes.length, { maxDepth: 8, maxRatio: 100 });
  const context = new ViewContext(budget, { onSkip: () => undefined }, finder.find(bytes), layoutOf(bytes));
  const views = base64Views(bytes, { start: 0, end: bytes.length }, context);
  return [...views].map(({ kind, bytes: decoded, container }) => `${kind} ${container} ${decoded.toString('hex')}`);
}

/** How data of several formats begins, and data of none. */
const HEADS = [
  '\x1f\x8b\x08',
  'PK\x03\x04',
  '\x84\x01',
  '0\x82\x04\x01\x02\x01\x03\x30',
  'xx-lh5-',
  '0123456**ACE**',
  'hsqs',
  'BM',
  ']\0\0\x80\0\xff\xff\xff\xff\xff\xff\xff\xff\0',
  'openssh-key-v1\0',
  '\0\0\0\x18ftypmif1',
  '',
];

test('leaves out no long run of which a view is made, whatever the data begins as and holds', () => {
  const data = fc.uint8Array({ minLength: 48, maxLength: 500 }).map((bytes) => Buffer.from(bytes));
  const heads = fc.constantFrom(...HEADS);
  const insides = fc.constantFrom(
    'PK\x03\x04',
    '\x1f\x8b\x08',
    'twenty characters of text',
    'nineteen characters',
    '%PDF-',
    '',
  );
  let made = 0;
  fc.assert(
    fc.property(
      data,
      heads,
      insides,
      fc.nat(40),
      fc.constantFrom('', '/', '\n', '\r\n', '"'),
      (bytes, head, inside, at, end) => {
        bytes.write(head, 0, 'latin1');
        bytes.write(inside, at, 'latin1');
        const text = Buffer.from(`x: "${bytes.toString('base64')}${end}${'.'.repeat(1200)}`);
        const views = viewsBy(FAST, text);
        assert.equal(views, viewsBy(PLAIN, text));
        made += views.length;
      },
    ),
    { numRuns: 2000 },
  );
  assert.ok(made > 100, `${made} views`);
});

test('leaves out long runs that hold nothing: paths, names of types', () => {
  const path = '/user/root/rand/_temporary/_task_100588808012_0008_m_000079_0/part';
  assert.equal(FAST.find(Buffer.from(`at ${path} of${' '.repeat(1200)}`)).base64, []);
  assert.equal(PLAIN.find(Buffer.from(`at ${path} of${' '.repeat(1200)}`)).base64, [3, 3 + path.length]);
});

test('finds runs wherever its pieces end, and whole where they are longer than a piece', () => {
  const piece = 64 * 1024;
  const encoded = base64('a text that is long enough for a run');
  for (let start = piece - encoded.length - 2; start <= piece + 2; start++) {
    const bytes = Buffer.alloc(2 * piece + 100, ' ');
    bytes.write(encoded, start);
    assert.equal(FAST.find(bytes).base64, [start, start + encoded.length], `run at ${start}`);
  }
  for (const length of [piece, piece + 1, 2 * piece, 3 * piece + 7]) {
    const bytes = Buffer.alloc(length + 20, 'A');
    bytes.fill(' ', 0, 5);
    bytes.fill(' ', length + 5);
    const found = FAST.find(bytes);
    for (const kind of ['base64', 'hex', 'base32'] as const)
      assert.equal(found[kind], [5, 5 + length], `${kind} run of ${length}`);
  }
});

test('tells the blocks that rows of separated pairs lie in, and no dates', () => {
  const row = Buffer.from('a password')
    .toString('hex')
    .replaceAll(/..(?!$)/g, '$& ');
  const long = `${row} ${row}`;
  for (let gap = 0; gap < 140; gap++) {
    const near = pairs(`${'.'.repeat(gap)}${long}${'.'.repeat(100)}`);
    assert.ok(
      near.some((at) => at + 64 > gap && at < gap + long.length),
      `row at ${gap}`,
    );
  }
  assert.equal(pairs('2015-07-29 17:41:44,747 - INFO 10.0.0.1 2015-07-29 17:41:44'.repeat(20)), []);
});

test('tells the same blocks in plain code, so that no view depends on what was scanned before', () => {
  const piece = fc.oneof(
    fc.nat({ max: 255 }).map((byte) => byte.toString(16).padStart(2, '0')),
    fc.constantFrom(
      ' ',
      '\n',
      ':',
      ',',
      '-',
      'Z',
      '\0',
      '61 62 63 64 65 66 67 68 ',
      'c3 1f 9a 04 7e ',
      'words and words ',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 200 }), (pieces) => {
      const bytes = Buffer.from(pieces.join(''), 'latin1');
      assert.equal(PLAIN.find(bytes).pairs, FAST.find(bytes).pairs);
    }),
    { numRuns: 500 },
  );
});

test.run();
