import { allowanceNotes, Allowances, type AllowedSpot } from '../../src/policy/allowances.ts';
import { Secret } from '../../src/secret.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('Allowances');

const notesOf = (findings: readonly AllowedSpot[], keyed: boolean, today: string): readonly string[] =>
  allowanceNotes({ findings, unread: [] }, keyed, today);

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

const OBJECT = 'a'.repeat(40);
const inObject = { ...place, object: OBJECT, part: 'message' };

test('one for an object covers its part, and of it the value that it names, if it names one', () => {
  const whole = new Allowances([{ objects: [OBJECT], part: 'message' }], '2026-06-01');
  assert.ok(whole.cover({ surface: 'commit', place: inObject }));
  assert.not(whole.cover({ surface: 'commit', place: { ...inObject, part: 'author' } }));
  assert.not(whole.cover({ surface: 'commit', place: { ...inObject, object: 'b'.repeat(40) } }));
  assert.not(whole.cover({ surface: 'commit', place }));
  const one = new Allowances([{ objects: [OBJECT], part: 'message', fingerprints: ['h1:00'] }], '2026-06-01');
  assert.ok(one.cover({ surface: 'commit', place: inObject }));
  assert.not(one.cover({ surface: 'commit', place: { ...inObject, fingerprint: () => 'h1:01' } }));
});

test('a value that somebody acknowledged in an object is kept, and no other', () => {
  const secret = new Secret('a value');
  const allowances = new Allowances([{ objects: [OBJECT] }, { fingerprints: ['h1:00'], path: 'b/**' }], '2026-06-01');
  assert.ok(allowances.cover({ surface: 'commit', place: { ...place, path: 'b/1' }, secret: new Secret('another') }));
  assert.equal(allowances.acknowledged, []);
  assert.ok(allowances.cover({ surface: 'commit', place: inObject, secret }));
  assert.equal(allowances.acknowledged, [secret]);
  assert.equal([...allowances.used], [1, 0]);
});

test('those that a report notes are those that can cover nothing', () => {
  const keyed = { fingerprints: ['k1:00'] };
  const last = { ...entry, expires: '2026-05-01' };
  assert.equal(notesOf([entry, { objects: [OBJECT] }], false, '2026-06-30'), []);
  assert.match(
    notesOf([entry], true, '2026-06-01').join(),
    /^1 allowance of the packet covers nothing: .* before the project's key/,
  );
  assert.equal(notesOf([keyed], true, '2026-06-01'), []);
  const notes = notesOf([entry, last, keyed], false, '2026-07-01');
  assert.match(notes[0] ?? '', /^2 allowances of the packet have expired, the last on 2026-06-30,/);
  assert.match(notes[1] ?? '', /^1 allowance .* of a project key, which is not here/);
  assert.is(notes.length, 2);
  const unread = [{ expires: '2026-05-01' }, { expires: '2026-07-01' }];
  assert.match(allowanceNotes({ findings: [], unread }, false, '2026-07-01').join(), /^1 allowance .* 2026-05-01/);
});

const unasked = (): string => assert.unreachable('asked') as never;

test('asks for no fingerprint where there is no allowance', () => {
  assert.not(new Allowances([], '2026-06-01').cover({ surface: 'trace', place: { path: 'a', fingerprint: unasked } }));
});

test.run();
