import * as fc from 'fast-check';
import { type Ranked, withoutOverlaps } from '../../src/detect/overlaps.ts';
import { CONFIDENCES, RULE_CLASSES, SEVERITIES } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('withoutOverlaps()');

function detection(
  start: number,
  end: number,
  more: Partial<Ranked['rule']> & Partial<Pick<Ranked, 'confidence' | 'view'>> = {},
): Ranked {
  const { confidence = 'provider-shape', view = [], ...rule } = more;
  return {
    start,
    end,
    confidence,
    view,
    rule: { id: 'r', name: 'r', class: 'secret', severity: 'high', confidence: 'context', ...rule },
  };
}

test('prefers the surer detection to the longer one', () => {
  const sure = detection(5, 9, { confidence: 'checksum-valid' });
  assert.equal(withoutOverlaps([detection(0, 20, { confidence: 'entropy' }), sure]), [sure]);
});

test('lets a failed checksum win over a generic rule', () => {
  const failed = detection(5, 9, { confidence: 'checksum-invalid' });
  assert.equal(withoutOverlaps([detection(5, 9, { confidence: 'entropy' }), failed]), [failed]);
});

test('lets a name for a secret win over a failed checksum', () => {
  const failed = detection(5, 9, { confidence: 'checksum-invalid' });
  const named = detection(5, 9, { confidence: 'context' });
  assert.equal(withoutOverlaps([failed, named]), [named]);
  const beside = detection(0, 4, { confidence: 'context' });
  assert.equal(withoutOverlaps([failed, beside]), [beside, failed]);
});

test('never gives a secret up for an identifier', () => {
  const secret = detection(0, 9, { confidence: 'context' });
  assert.equal(withoutOverlaps([detection(0, 9, { class: 'identifier', confidence: 'checksum-valid' }), secret]), [
    secret,
  ]);
});

test('knows an identifier that a generic rule takes for a random text', () => {
  const identifier = detection(0, 9, { class: 'identifier' });
  assert.equal(withoutOverlaps([detection(2, 9, { confidence: 'entropy' }), identifier]), [identifier]);
});

test('prefers a rule that knows the value to a generic rule, however sure that is', () => {
  const generic = detection(0, 9, { confidence: 'context' });
  const sure = {
    ...generic,
    rule: { ...generic.rule, id: 'a', confidence: 'entropy' as const, severity: 'critical' as const },
  };
  const own = detection(0, 9, { id: 'z', confidence: 'context' });
  const identifier = detection(0, 9, { class: 'public-client-key' });
  assert.equal(withoutOverlaps([sure, own]), [own]);
  assert.equal(withoutOverlaps([sure, identifier]), [identifier]);
});

test('prefers the raw place to a decoded one of the same extent', () => {
  const raw = detection(0, 9);
  assert.equal(withoutOverlaps([detection(0, 9, { view: ['percent'] }), raw]), [raw]);
});

test('takes a declared value that is whole for a longer stretch that shows a part of it', () => {
  const whole = { ...detection(3, 12, { confidence: 'known-value' }), known: { name: 'A' } };
  const part = {
    ...detection(0, 14, { confidence: 'known-value' }),
    known: { name: 'A', part: { characters: 8, bits: 40 } },
  };
  const less = {
    ...detection(0, 20, { confidence: 'known-value' }),
    known: { name: 'A', part: { characters: 7, bits: 35 } },
  };
  assert.equal(withoutOverlaps([part, whole]), [whole]);
  assert.equal(withoutOverlaps([less, part]), [part]);
});

test('takes the whole of a value that a syntax joins for its piece, and what only follows a value for none', () => {
  const piece = detection(0, 9, { confidence: 'context' });
  const whole = { ...detection(0, 20, { confidence: 'context', view: ['concat'] }), joined: 'sure' as const };
  assert.equal(withoutOverlaps([piece, whole]), [whole]);
  assert.equal(withoutOverlaps([detection(0, 9, { confidence: 'checksum-valid' }), whole]).length, 1);
  assert.is(withoutOverlaps([detection(0, 9, { confidence: 'checksum-valid' }), whole])[0]?.end, 9);
  const longer = { ...detection(0, 20, { view: ['joined-lines'] }), joined: 'unsure' as const };
  assert.equal(withoutOverlaps([longer, detection(0, 9)]), [detection(0, 9)]);
  const surer = { ...detection(2, 20, { confidence: 'checksum-valid' }), joined: 'unsure' as const };
  assert.equal(withoutOverlaps([surer, detection(0, 30)]), [detection(0, 30)]);
});

test('gives sorted detections without overlaps that touch every one given', () => {
  const spans = fc.record({
    start: fc.nat(60),
    length: fc.integer({ min: 1, max: 15 }),
    confidence: fc.constantFrom(...CONFIDENCES),
    severity: fc.constantFrom(...SEVERITIES),
    class: fc.constantFrom(...RULE_CLASSES),
  });
  fc.assert(
    fc.property(fc.array(spans, { maxLength: 25 }), (list) => {
      const all = list.map(({ start, length, ...more }) => detection(start, start + length, more));
      const kept = withoutOverlaps(all);
      kept.slice(1).forEach((next, index) => assert.ok((kept[index]?.end ?? 0) <= next.start));
      for (const one of all) assert.ok(kept.some((other) => other.start < one.end && one.start < other.end));
    }),
  );
});

/** Times that something of a detection is read, where each overlaps the next and holds others. */
function readsOf(count: number): number {
  let reads = 0;
  const counting = (one: Ranked): Ranked =>
    new Proxy(one, {
      get(target, key): unknown {
        reads++;
        return Reflect.get(target, key);
      },
    });
  const all = Array.from({ length: count }, (_, at) => [
    detection(at * 30, at * 30 + 20, { class: 'identifier' }),
    { ...detection(at * 30 + 2, at * 30 + 18, { confidence: 'entropy' }), joined: 'unsure' as const },
    { ...detection(at * 30 + 10, at * 30 + 45, { confidence: 'context' }), joined: 'sure' as const },
  ]).flat();
  withoutOverlaps(all.map(counting));
  return reads;
}

test('the work grows with the number of detections, whatever lies in what', () => {
  assert.ok(readsOf(2000) < 2.6 * readsOf(1000));
});

test.run();
