import { linePattern, type LinePattern } from '../../src/policy/line-pattern.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('linePattern()');

function compiled(source: string, group: string): LinePattern {
  const pattern = linePattern(source, group);
  if (typeof pattern === 'string') throw new Error(pattern);
  return pattern;
}

test('gives the text of its group, and nothing where the line does not fit', () => {
  const idOf = compiled('^## (?<id>[A-Z]+-\\d+)(?: (?<title>.+))?', 'id');
  assert.is(idOf('## PAY-17 Überweisung'), 'PAY-17');
  assert.is(idOf('# PAY-17'), undefined);
  assert.is(compiled('^## (?<id>[A-Z]+-\\d+) (?<title>.+)$', 'title')('## PAY-17 Überweisung'), 'Überweisung');
});

test('passes over a line that is too long to be a heading', () => {
  const idOf = compiled('(?<id>A-1)', 'id');
  assert.is(idOf(`A-1${' '.repeat(297)}`), 'A-1');
  assert.is(idOf(`A-1${' '.repeat(298)}`), undefined);
});

test('says what a pattern lacks, without the pattern', () => {
  assert.match(linePattern('^(?<other>a)$', 'id') as string, /needs the group \(\?<id>/);
  for (const source of ['(?<id>pass', '(?<id>a)(?=b)', '(a)\\1(?<id>b)']) {
    const reason = linePattern(source, 'id') as string;
    assert.match(reason, /not a valid RE2 regular expression \(.+\)/);
    assert.not.match(reason, /pass/);
  }
});

// Each of these takes a backtracking engine longer than a life on a line of that length.
const SLOW = [
  '^(?<id>(?:a+){5})b$',
  '^(?<id>(?:a+)+)b$',
  '^(?<id>(?:a|aa)+)b$',
  '^(?<id>(?:a*)*)b$',
  '^(?<id>(?:a?){50}a{50})b$',
];
for (const source of SLOW) {
  test(`${source} comes to its end`, () => {
    assert.is(compiled(source, 'id')('a'.repeat(299)), undefined);
    assert.is(compiled(source, 'id')(`${'a'.repeat(120)}b`), source.includes('a{50}') ? undefined : 'a'.repeat(120));
  });
}

test.run();
