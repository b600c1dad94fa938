import * as fc from 'fast-check';
import { LineLocator, lineAround } from '../src/location.ts';
import { assert, suite } from './helpers/suite.ts';

const test = suite('LineLocator');

test('counts lines and code points as splitting the text would, over any windows', () => {
  const texts = fc
    .array(fc.constantFrom('a', 'é', '𝄞', '\n', '\r\n', 'xyz'), { maxLength: 60 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 30 }), (text, step) => {
      const bytes = Buffer.from(text);
      const lines = new LineLocator();
      for (let base = 0; base < bytes.length; base += step) {
        const window = bytes.subarray(base, base + step);
        for (let at = 0; at < window.length; at++) {
          if (((window[at] ?? 0) & 0xc0) === 0x80) continue;
          const before = bytes.toString('utf8', 0, base + at);
          const rows = before.split('\n');
          assert.equal(lines.locate(window, base, base + at), {
            line: rows.length,
            column: Array.from(rows.at(-1) ?? '').length + 1,
          });
        }
        lines.advance(window, base, base + window.length);
      }
    }),
  );
});

test('gives the line around a place and the one before', () => {
  const bytes = Buffer.from('first\nsecond value here\nthird');
  assert.equal(lineAround(bytes, { start: 13, end: 18 }), {
    line: 'second value here',
    previous: 'first',
    span: { start: 7, end: 12 },
  });
});

test('cuts a very long line on both sides', () => {
  const { line, span } = lineAround(Buffer.alloc(100_000, 'x'), { start: 50_000, end: 50_010 });
  assert.is(line.length, 4096 * 2 + 10);
  assert.equal(span, { start: 4096, end: 4106 });
});

test.run();
