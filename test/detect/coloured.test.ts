import { expand } from '../../scripts/lib/values.ts';
import { builtinRules } from '../../src/detect/builtin.ts';
import { Detector } from '../../src/detect/detector.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('values in coloured text');
const DETECTOR = new Detector(builtinRules());
const VALUE = expand(['{base62:18}', '7a'], 'coloured');

/** The values in a text. */
function found(text: string): readonly string[] {
  return [...new Set(DETECTOR.detectWhole(Buffer.from(text, 'latin1')).map(({ secret }) => secret))];
}

/** Texts whose rules take a word up to the next blank for the value. */
const LINES: readonly ((value: string) => string)[] = [
  (value) => `curl -u user:${value}`,
  (value) => `machine host.example login me password ${value}`,
  (value) => `db.internal:5432:app:me:${value}`,
  (value) => `Server=tcp:db.internal;User Id=app;Password=${value}`,
];

test('a value ends where a terminal is told something', () => {
  for (const line of LINES) {
    assert.equal(found(`${line(VALUE)}\n`), [VALUE], line('V'));
    for (const end of ['\u001b[0m', '\u001b[m', '\u001b[39;49m more', '\u001b[0m\u001b[K', '\u001b(B\u001b[m'])
      assert.equal(found(`${line(VALUE)}${end}\n`), [VALUE], line(JSON.stringify(end)));
  }
});

test('an escape that tells a terminal nothing is a character of the value', () =>
  assert.ok(found(`curl -u user:${VALUE}\u001b${VALUE}\n`).includes(`${VALUE}\u001b${VALUE}`)));

test.run();
