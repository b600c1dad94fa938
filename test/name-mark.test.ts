import { isMarked, lastMark, nameMark, VALUE_MARK, withMarks } from '../src/name-mark.ts';
import { assert, suite } from './helpers/suite.ts';

const test = suite('marks in names');

test('a mark names its rule and stands where the value was', () => {
  const name = `logs/${nameMark('acme-token')}/${VALUE_MARK}.txt`;
  assert.ok(isMarked(name));
  assert.is(lastMark(name), name.indexOf(VALUE_MARK));
  assert.is(
    withMarks(name, (rule) => `[${rule}]`),
    'logs/[acme-token]/[value].txt',
  );
});

test('a name without a mark stays, also one with something like it', () => {
  for (const name of ['logs/a.txt', '<redacted>', '<redacted:a b>', '<redacted:']) {
    assert.not(isMarked(name), name);
    assert.is(lastMark(name), -1);
    assert.is(
      withMarks(name, () => '*'),
      name,
    );
  }
});

test.run();
