import { joinParts, type Joinable } from '../../src/detect/parts.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('joinParts()');

function found(id: string, start: number, end: number, more: { parts?: string[]; view?: string[] } = {}): Joinable {
  const { parts, view = [] } = more;
  return {
    start,
    end,
    view,
    rule: { id, name: id, class: 'secret', severity: 'high', confidence: 'context', ...(parts && { parts }) },
  };
}
const ids = (detections: readonly Joinable[]): string[] =>
  detections.map(({ rule, parts }) =>
    [rule.id, ...(parts ?? []).map(({ name, start }) => `${name}@${start}`)].join(' '),
  );

test('an identifier beside its secret becomes a part of it', () => {
  assert.equal(ids(joinParts([found('key-id', 0, 20), found('key', 40, 80, { parts: ['key-id'] })])), ['key key-id@0']);
  assert.equal(ids(joinParts([found('key', 0, 40, { parts: ['key-id'] }), found('key-id', 60, 80)])), [
    'key key-id@60',
  ]);
});

test('each secret takes the nearest identifier, and none is taken twice', () => {
  const detections = [
    found('key-id', 0, 20),
    found('key', 30, 70, { parts: ['key-id'] }),
    found('key-id', 80, 100),
    found('key', 110, 150, { parts: ['key-id'] }),
  ];
  assert.equal(ids(joinParts(detections)), ['key key-id@0', 'key key-id@80']);
});

test('what is far away, in another view or of another rule stays a finding of its own', () => {
  const key = found('key', 1000, 1040, { parts: ['key-id'] });
  assert.equal(ids(joinParts([found('key-id', 0, 20), key])), ['key-id', 'key']);
  assert.equal(ids(joinParts([found('key-id', 980, 990, { view: ['base64'] }), key])), ['key-id', 'key']);
  assert.equal(ids(joinParts([found('other-id', 980, 990), key])), ['other-id', 'key']);
});

test('parts of the same match are kept', () => {
  const key = { ...found('key', 40, 80, { parts: ['user', 'key-id'] }), parts: [{ name: 'user', start: 30, end: 36 }] };
  assert.equal(ids(joinParts([found('key-id', 0, 20), key])), ['key user@30 key-id@0']);
});

/** Times that the place of a detection is read. */
function readsOf(count: number): number {
  let reads = 0;
  const all = Array.from({ length: count }, (_, at) => {
    const one = found('key', at * 50, at * 50 + 40, { parts: ['user', 'key-id'] });
    return Object.defineProperty({ ...one }, 'start', { get: () => (reads++, one.start), enumerable: true });
  });
  joinParts(all);
  return reads;
}

test('neighbours alone are looked at, however many detections there are', () => {
  assert.ok(readsOf(2000) < 2.2 * readsOf(1000));
});

test.run();
