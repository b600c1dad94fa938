import * as fc from 'fast-check';
import { builtinRules } from '../../src/detect/builtin.ts';
import type { Prefilter } from '../../src/engine/prefilter.ts';
import { ReferencePrefilter } from '../../src/engine/reference.ts';
import { tablesFor } from '../../src/engine/stored-tables.ts';
import { WasmPrefilter } from '../../src/engine/wasm-prefilter.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('WasmPrefilter');

const BUILTIN = [...new Set(builtinRules().flatMap((rule) => rule.keywords))];

/** All hits in `[from, to)`, taken through a buffer of `room` pairs. */
function hitsOf(
  prefilter: Prefilter,
  bytes: Uint8Array,
  range: { from: number; to: number; room: number },
): number[][] {
  const out = new Uint32Array(2 * range.room);
  const found: number[][] = [];
  prefilter.begin(bytes, range.from, range.to);
  for (let count = prefilter.next(out); count > 0; count = prefilter.next(out)) {
    for (let i = 0; i < count; i++) found.push([out[2 * i] ?? 0, out[2 * i + 1] ?? 0]);
  }
  return found;
}

/** The definition: every keyword at every position. */
function everywhere(keywords: readonly string[], bytes: Buffer, from: number, to: number): number[][] {
  const text = bytes.toString('latin1').replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const found: number[][] = [];
  for (let at = from; at < Math.min(to, text.length); at++) {
    keywords.forEach((keyword, index) => {
      if (text.startsWith(keyword, at)) found.push([at, index]);
    });
  }
  return found;
}

const alphabets = fc.constantFrom('ab', 'aB_-', 'abcXYZ09_-.:/@ \n', 'aA@`[{_\x7f\x1f\x00\xff');
const cases = alphabets.chain((alphabet) => {
  const text = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
    fc.array(fc.constantFrom(...alphabet.split('')), { minLength, maxLength }).map((characters) => characters.join(''));
  return fc.record({
    keywords: fc.uniqueArray(
      text(3, 20).map((word) => word.replace(/[A-Z]/g, (letter) => letter.toLowerCase())),
      { minLength: 1, maxLength: 40 },
    ),
    text: text(0, 400),
    from: fc.nat(100),
    length: fc.nat(500),
    room: fc.integer({ min: 1, max: 9 }),
  });
});

test('gives the hits of the definition, and the reference gives them too', () => {
  fc.assert(
    fc.property(cases, ({ keywords, text, from, length, room }) => {
      const bytes = Buffer.from(text, 'latin1');
      const range = { from, to: from + length, room };
      const expected = everywhere(keywords, bytes, range.from, range.to);
      assert.equal(hitsOf(new WasmPrefilter(tablesFor(keywords)), bytes, range), expected);
      assert.equal(hitsOf(new ReferencePrefilter(keywords), bytes, range), expected);
    }),
    { numRuns: 1000 },
  );
});

const upperAscii = (text: string): string => text.replace(/[a-z]/g, (letter) => letter.toUpperCase());

test('finds every built-in keyword at every offset round the edges of blocks and pieces', () => {
  const prefilter = new WasmPrefilter(tablesFor(BUILTIN));
  const edges = [0, 8, 16, 64, 2048, 65_536, 131_072];
  const bytes = Buffer.alloc(140_000, 0x0a);
  BUILTIN.forEach((keyword, index) => {
    const word = Buffer.from(index % 2 === 0 ? keyword : upperAscii(keyword), 'latin1');
    const starts = edges.flatMap((edge) =>
      [-word.length, -word.length + 1, -3, -2, -1, 0, 1].map((shift) => edge + shift),
    );
    for (const start of starts.filter((place) => place >= 0)) {
      word.copy(bytes, start);
      const range = { from: Math.max(0, start - 70), to: start + 70, room: 64 };
      const found = hitsOf(prefilter, bytes, range).some(([at, id]) => at === start && id === index);
      assert.ok(found, `${keyword} at ${start}`);
      bytes.fill(0x0a, start, start + word.length);
    }
    // The whole buffer at once, so that its pieces end where the edges are.
    const last = starts.at(-1) ?? 0;
    word.copy(bytes, last);
    const whole = hitsOf(prefilter, bytes, { from: 0, to: bytes.length, room: 4096 });
    assert.ok(
      whole.some(([at, id]) => at === last && id === index),
      `${keyword} at ${last} of the whole`,
    );
    bytes.fill(0x0a, last, last + word.length);
  });
});

test('gives what the reference gives on texts full of keywords', () => {
  const wasm = new WasmPrefilter(tablesFor(BUILTIN));
  const reference = new ReferencePrefilter(BUILTIN);
  const words = fc.constantFrom(
    ...BUILTIN,
    ...BUILTIN.map((word) => word.toUpperCase()),
    ' ',
    '=',
    '\n',
    'x',
    'aaaaaaaa',
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 300 }), fc.integer({ min: 1, max: 70 }), (parts, room) => {
      const bytes = Buffer.from(parts.join(''), 'latin1');
      const range = { from: 0, to: bytes.length, room };
      assert.equal(hitsOf(wasm, bytes, range), hitsOf(reference, bytes, range));
    }),
    { numRuns: 300 },
  );
});

test('loses no hit where there are more than its buffers hold', () => {
  const keywords = ['aaa', 'aaaa', 'aaaaa', 'aaaaaa', 'aaaaaaa', 'aaaaaaaa', 'aaaaaaaaa'];
  const bytes = Buffer.alloc(150_000, 'aA');
  const found = hitsOf(new WasmPrefilter(tablesFor(keywords)), bytes, { from: 0, to: bytes.length, room: 1000 });
  const expected = keywords.reduce((sum, keyword) => sum + bytes.length - keyword.length + 1, 0);
  assert.is(found.length, expected);
  assert.equal(found.at(-1), [bytes.length - 3, 0]);
});

test('refuses keywords that its tables cannot tell', () => {
  assert.throws(() => new WasmPrefilter(tablesFor(['ab'])), /shorter than 3/);
  assert.throws(() => new WasmPrefilter(tablesFor(['a'.repeat(65_536)])), /longer than 65,535/);
});

test.run();
