import { cutName } from '../src/cut-name.ts';
import { assert, suite } from './helpers/suite.ts';

const test = suite('cutName()');

test('a name that fits stays', () => {
  assert.is(cutName('folder/name', 11), 'folder/name');
  assert.is(cutName('', 0), '');
});

test('a longer one loses the row of characters that the cut falls into', () => {
  assert.is(cutName('folder/name', 9), 'folder/…');
  assert.is(cutName('two words', 6), 'two …');
  assert.is(cutName('n'.repeat(20), 10), '…');
});

test('one that was cut before loses its end as well', () => {
  assert.is(cutName('folder/na', 20, true), 'folder/…');
  assert.is(cutName('folder/', 20, true), 'folder/…');
});

test.run();
