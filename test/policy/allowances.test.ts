import { Allowances } from '../../src/policy/allowances.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('Allowances');

const entry = { fingerprints: ['h1:00'], surface: 'trace', path: 'runs/*/a.json', expires: '2026-06-30' } as const;
const place = { path: 'runs/7/a.json', fingerprint: () => 'h1:00' };

test('covers the finding of an entry on its surface and path', () => {
  assert.ok(new Allowances([entry], '2026-06-01').cover({ surface: 'trace', place }));
});

test('covers no other surface, path or fingerprint', () => {
  const allowances = new Allowances([entry], '2026-06-01');
  assert.not(allowances.cover({ surface: 'report', place }));
  assert.not(allowances.cover({ surface: 'trace', place: { ...place, path: 'runs/7/b.json' } }));
  assert.not(allowances.cover({ surface: 'trace', place: { ...place, fingerprint: () => 'h1:01' } }));
});

test('counts to the day of its expiry and not after', () => {
  assert.ok(new Allowances([entry], '2026-06-30').cover({ surface: 'trace', place }));
  assert.not(new Allowances([entry], '2026-07-01').cover({ surface: 'trace', place }));
});

const unasked = (): string => assert.unreachable('asked') as never;

test('asks for no fingerprint where there is no allowance', () => {
  assert.not(new Allowances([], '2026-06-01').cover({ surface: 'trace', place: { path: 'a', fingerprint: unasked } }));
});

test.run();
