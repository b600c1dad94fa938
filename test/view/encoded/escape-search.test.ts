import * as fc from 'fast-check';
import { escapeDecoderFor } from '../../../src/engine/escape-decoder.ts';
import { C_SIMPLE, JSON_SIMPLE } from '../../../src/view/encoded/backslash-codes.ts';
import { C_ESCAPES, JSON_ESCAPES } from '../../../src/view/encoded/backslash.ts';
import type { Span } from '../../../src/types.ts';
import { HEX_VALUES } from '../../../src/view/byte-class.ts';
import { EscapeSearch } from '../../../src/view/encoded/escape-search.ts';
import { PERCENT_ESCAPES } from '../../../src/view/encoded/percent.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('EscapeSearch');
const FAMILIES = [PERCENT_ESCAPES, JSON_ESCAPES, C_ESCAPES] as const;
const DECODER = escapeDecoderFor({ json: JSON_SIMPLE, c: C_SIMPLE, hex: HEX_VALUES });

const PIECE = fc.constantFrom(
  '%',
  '%4',
  '%41',
  '%zz',
  '+',
  '\\',
  '\\\\',
  '\\n',
  '\\q',
  '\\u',
  '\\u00e',
  '\\u00e4',
  '\\ud83d',
  '\\ude00',
  '\\ud83d\\ude00',

  '\\x',
  '\\x4',
  '\\x41',
  '\\u{',
  '\\u{}',
  '\\u{1f600}',
  '\\u{d800}',
  '\\u{1234567}',
  '\\U0001f600',
  '\\Uffffffff',
  '\\U0000d800',

  '\\U8000000',
  '\\0',
  '\\12',
  '\\101',
  '\\777',
  '\\8',
  'a',
  'abcdefghijklmnopqrstuvwxyz',
  '\xff',
  '\0',
  '\n',
  ' '.repeat(300),
  ' '.repeat(700),
);
const TEXT = fc.array(PIECE, { maxLength: 40 }).map((pieces) => Buffer.from(pieces.join(''), 'latin1'));

const clustersOf = (search: EscapeSearch | undefined, range: Span): readonly Span[] =>
  search === undefined ? [] : [...search.clusters(search.rows(range.start), range)];

test('rows and decodings are the same in WebAssembly', () => {
  assert.ok(DECODER !== undefined);
  const property = fc.property(TEXT, fc.nat(2000), fc.nat(2000), (bytes, a, b) => {
    const region = { start: Math.min(a, b, bytes.length), end: Math.min(Math.max(a, b), bytes.length) };
    for (const family of FAMILIES) {
      const [fast, plain] = [DECODER, undefined].map((decoder) => new EscapeSearch(family, bytes, decoder));
      assert.equal(clustersOf(fast, region), clustersOf(plain, region));
      for (const blank of [undefined, 0x2b]) {
        const decoded = [fast, plain].map((search) => search?.decode(region, blank).toString('latin1'));
        assert.is(decoded[0], decoded[1], JSON.stringify([family.kind, bytes.toString('latin1'), region]));
      }
    }
  });
  fc.assert(property, { numRuns: 4000 });
});

test('nothing is lost where what is looked at at once ends', () => {
  for (const family of FAMILIES) {
    const escape = family.coding === 'percent' ? '%41' : family.coding === 'json' ? '\\ud83d\\ude00' : '\\U0001f600';
    for (let before = 65_536 - escape.length - 2; before < 65_540; before++) {
      const bytes = Buffer.from(`${'a'.repeat(before)}${escape}${'b'.repeat(70_000)}${escape}`);
      const whole = { start: 0, end: bytes.length };
      const [fast, plain] = [DECODER, undefined].map((decoder) => new EscapeSearch(family, bytes, decoder));
      assert.equal(clustersOf(fast, whole), [
        { start: before, end: before + escape.length },
        { start: bytes.length - escape.length, end: bytes.length },
      ]);
      assert.ok(fast?.decode(whole, undefined).equals(plain?.decode(whole, undefined) ?? Buffer.alloc(0)));
    }
  }
});

test('escapes near each other are one group, however many, until it is too long', () => {
  const bytes = Buffer.from(`%41${' '.repeat(100)}`.repeat(20_000));
  const whole = { start: 0, end: bytes.length };
  for (const decoder of [DECODER, undefined]) {
    const groups = clustersOf(new EscapeSearch(PERCENT_ESCAPES, bytes, decoder), whole);
    assert.is(groups.length, 2);
    const [first = { start: 0, end: 0 }, second = { start: 0, end: 0 }] = groups;
    assert.ok(first.end - first.start >= 1_048_576 && first.end - first.start < 1_048_576 + 2048);
    assert.ok(second.start < first.end - 14_000 && second.end === bytes.length - 100);
  }
});

test.run();
