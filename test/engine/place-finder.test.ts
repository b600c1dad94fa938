import * as fc from 'fast-check';
import { placeFinderFor } from '../../src/engine/place-finder.ts';
import type { Span } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('placeFinderFor()');

/** `a` before `b` or `c`, a line break before anything, 0xE2 before 0x80. */
function bits(): Uint32Array {
  const table = new Uint32Array(256);
  const set = (byte: number, bit: number): void => void (table[byte] = ((table[byte] ?? 0) | (1 << bit)) >>> 0);
  set(0x61, 0);
  for (const byte of [0x62, 0x63]) set(byte, 16);
  set(0x0a, 1);
  for (let byte = 0; byte < 256; byte++) set(byte, 17);
  set(0xe2, 2);
  set(0x80, 18);
  return table;
}

function places(bytes: Uint8Array, range: Span, plain: boolean): number[] {
  const found: number[] = [];
  placeFinderFor({ bits: bits() }, plain).find(bytes, range, (at) => found.push(at));
  return found;
}

test('pairs are found by their first byte, at the borders of ranges, pieces and texts', () => {
  const text = Buffer.from('abxacx\nx\u2000 a\n');
  assert.equal(places(text, { start: 0, end: text.length }, false), [0, 3, 6, 8, 13]);
  assert.equal(places(text, { start: 1, end: 4 }, false), [3]);
  const long = Buffer.alloc(200_000, 'x');
  const borders = [65_535, 131_071, 199_998];
  for (const at of borders) long.write('ab', at);
  assert.equal(places(long, { start: 0, end: long.length }, false), borders);
});

test('both finders give the same places', () => {
  const byte = fc.constantFrom(0x61, 0x62, 0x63, 0x0a, 0xe2, 0x80, 0x20, 0x41, 0xff);
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 200 }), fc.nat(200), fc.nat(200), (values, a, b) => {
      const bytes = Uint8Array.from(values);
      const range = { start: Math.min(a, b, bytes.length), end: Math.min(Math.max(a, b), bytes.length) };
      assert.equal(places(bytes, range, false), places(bytes, range, true));
    }),
  );
});

test.run();
