import { Canaries } from '../../src/policy/canaries.ts';
import { builtInPacket } from '../../src/policy/built-in.ts';
import { compilePolicy } from '../../src/policy/evaluate.ts';
import type { AllowedCanary } from '../../src/policy/packet.ts';
import { Secret } from '../../src/secret.ts';
import type { Confidence } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('Canaries');
const M = 'my-canary';
const entry: AllowedCanary = {
  path: 'test/*',
  marker: M,
  surface: 'report',
  expires: '2026-06-30',
  owner: 'qa',
  reason: 'x',
};

function covers(
  value: string,
  line: string,
  changes: { path?: string; surface?: 'report' | 'trace'; today?: string } = {},
): boolean {
  const { path = 'test/a.json', surface = 'report', today = '2026-06-30' } = changes;
  const place = { path, text: () => new Secret(line), fingerprint: () => assert.unreachable('asked') as never };
  return new Canaries([entry], today).cover({ surface, secret: new Secret(value), place });
}

test('covers a value that holds the marker or stands between two', () => {
  assert.ok(covers(`a1-${M}-b2`, 'encoded'));
  assert.ok(covers('v4lue', `x ${M} v4lue ${M} y`));
  assert.ok(covers('v4lue', `${M}a v4lue${M} y ${M}v4lue${M}`));
});

test('covers no value that the marker stands beside, or that stands outside as well', () => {
  for (const line of [
    `v4lue ${M}`,
    `${M} v4lue`,
    `${M} a ${M} v4lue ${M} b ${M}`,
    `${M} v4lue ${M} v4lue`,
    `${M} v4lue ${M} b ${M} c v4lue`,
    'v4lue',
    '',
  ])
    assert.not(covers('v4lue', line), line);
});

test('covers nothing on another path or surface, or after its last day', () => {
  const line = `${M} v4lue ${M}`;
  assert.ok(covers('v4lue', line));
  assert.not(covers('v4lue', line, { path: 'src/a.json' }));
  assert.not(covers('v4lue', line, { surface: 'trace' }));
  assert.not(covers('v4lue', line, { today: '2026-07-01' }));
});

test('is counted as canary, says which entries were used, and never covers a known value', () => {
  const packet = builtInPacket();
  const canaries = [{ ...entry, path: 'other/*' }, entry];
  const policy = compilePolicy({ ...packet, allow: { ...packet.allow, canaries } }, '2026-06-01');
  const judge = (confidence: Confidence): string => {
    const rule = { id: 'a', name: 'A', class: 'secret', severity: 'high', confidence } as const;
    const place = { path: 'test/a.json', fingerprint: () => 'h1:00' };
    const { kind, by } = policy.verdict({ rule, confidence, surface: 'report', secret: new Secret(`a-${M}-b`), place });
    return `${kind} ${by}`;
  };
  assert.equal([...policy.used.canaries], []);
  assert.is(judge('known-value'), 'forbidden no-secret-value');
  assert.equal([...policy.used.canaries], []);
  assert.is(judge('provider-shape'), 'allowed canary');
  assert.equal([...policy.used.canaries], [1]);
});

test.run();
