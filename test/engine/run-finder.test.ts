import * as fc from 'fast-check';
import { runFinderFor, type Runs } from '../../src/engine/run-finder.ts';
import { RUN_TABLES } from '../../src/view/encoded/find-runs.ts';
import { STARTS_OF_DATA } from '../../src/view/encoded/worth.ts';
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

test.run();
