import * as fc from 'fast-check';
import { differences } from '../../../src/scan/audit/differences.ts';
import type { Span } from '../../../src/types.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('differences()');

const pieces = fc.array(fc.string({ minLength: 1, maxLength: 400, unit: fc.constantFrom('a', 'b', '\n') }), {
  maxLength: 12,
});
/** Two texts that share some of their pieces. */
const versions = fc
  .tuple(
    pieces,
    pieces,
    fc.array(fc.nat({ max: 23 }), { maxLength: 16 }),
    fc.array(fc.nat({ max: 23 }), { maxLength: 16 }),
  )
  .map(([own, other, first, second]) => {
    const all = [...own, ...other];
    const build = (order: readonly number[]): Buffer =>
      Buffer.from(order.map((at) => all[at % Math.max(1, all.length)] ?? '').join(''));
    return [build(first), build(second)] as const;
  });

/** What lies between the spans, in order. */
function kept(text: Buffer, spans: readonly Span[]): Buffer[] {
  const starts = [0, ...spans.map(({ end }) => end)];
  const ends = [...spans.map(({ start }) => start), text.length];
  return starts.map((start, index) => text.subarray(start, ends[index]));
}

test('leaves between its spans only what the other text has in one piece, in the same order', () => {
  fc.assert(
    fc.property(versions, ([text, other]) => {
      const spans = differences(text, other);
      let last = -1;
      for (const { start, end } of spans) {
        assert.ok(start > last && end >= start && end <= text.length, 'in order and apart');
        last = end;
      }
      if (spans.length === 0) return assert.ok(text.equals(other));
      const others = spans.map(({ otherStart, otherEnd }) => ({ start: otherStart, end: otherEnd }));
      assert.equal(kept(text, spans), kept(other, others));
    }),
    { numRuns: 2000 },
  );
});

test('tells of one changed line no more than this line and what is near it', () => {
  const lines = Array.from({ length: 500 }, (_, index) => `line ${index} of a file\n`);
  const before = Buffer.from(lines.join(''));
  lines[100] = 'another one\n';
  lines.splice(400, 1);
  const after = Buffer.from(lines.join(''));
  const spans = differences(after, before);
  assert.is(spans.length, 2);
  assert.ok(spans.reduce((sum, { start, end }) => sum + end - start, 0) < 64);
});

test.run();
