import { sinceMoment } from '../../../src/source/git/since.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('moments of --since');
const NOW = new Date('2026-03-31T12:30:45.678Z');

const MOMENTS: readonly (readonly [string, string])[] = [
  ['2026-01-31T08:00Z', '2026-01-31T08:00:00Z'],
  ['2026-01-31 08:00:09.5 +02:00', '2026-01-31T06:00:09Z'],
  ['2026-01-31T08:00:00-0330', '2026-01-31T11:30:00Z'],
  ['2024-02-29T00:00Z', '2024-02-29T00:00:00Z'],
  ['yesterday', '2026-03-30T12:30:45Z'],
  ['Yesterday', '2026-03-30T12:30:45Z'],
  ['1 day ago', '2026-03-30T12:30:45Z'],
  ['2 weeks ago', '2026-03-17T12:30:45Z'],
  ['2.weeks.ago', '2026-03-17T12:30:45Z'],
  ['2.weeks', '2026-03-17T12:30:45Z'],
  ['an hour ago', '2026-03-31T11:30:45Z'],
  ['90 seconds ago', '2026-03-31T12:29:15Z'],
  ['last week', '2026-03-24T12:30:45Z'],
];
for (const [text, moment] of MOMENTS) {
  test(`"${text}" is ${moment} on ${NOW.toISOString()}`, () => assert.is(sinceMoment(text, NOW), moment));
}

test('a month ago is the same day, or the last of a shorter month', () => {
  const days = ['1 month ago', '2 months ago', '1 year ago', 'last month'].map((text) => sinceMoment(text, NOW));
  assert.equal(
    days.map((day) => day.slice(0, 10)),
    ['2026-02-28', '2026-01-31', '2025-03-31', '2026-02-28'],
  );
});

test('a date alone is the beginning of that day, local time', () => {
  const start = new Date(2026, 0, 31).toISOString().replace('.000', '');
  assert.is(sinceMoment('2026-01-31', NOW), start);
  assert.ok(new Date(sinceMoment('today', NOW)) <= NOW);
});

const REFUSED = [
  '',
  'yesterdya',
  'garbage',
  'now',
  '2026',
  '2026-13-01',
  '2026-02-30',
  '2026-01-31T25:00',
  '2026-01-31T24:00',
  '2026-01-31T10:60Z',
  '2026-00-10',
  '2026-01-00',
  '31.01.2026',
  '0 days ago',
  '9999 years ago',
  'two weeks ago',
  '2 fortnights ago',
  '-1 day ago',
  '--all',
];
for (const text of REFUSED) {
  test(`"${text}" is refused, and the message has the forms and not the text`, () => {
    assert.throws(() => sinceMoment(text, NOW), /^Cannot use --since: it is a date \(2026-01-31/);
  });
}

test('a moment to come is refused: no commit is after it', () => {
  assert.throws(() => sinceMoment('2026-04-02', NOW), /that moment is still to come/);
});

test.run();
