import { wordsOf } from '../../../src/detect/generic/name.ts';
import { addValueNumbers, type Numbers } from '../../../src/detect/generic/value-features.ts';
import { expand } from '../../../scripts/lib/values.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('numbers of a value');
const random = expand(['{base62:24}'], 'value-features');

function numbersOf(text: string): Readonly<Numbers> {
  const numbers: Numbers = {};
  addValueNumbers(numbers, text, wordsOf(text));
  return numbers;
}

test('a value that is put together of the words of samples is told by their share', () => {
  assert.is(numbersOf('mytestpassword')['value sample words'], 1);
  assert.ok((numbersOf('badpass77')['value sample words'] ?? 0) > 0.7);
  assert.is(numbersOf('kX92vLqWz')['value sample words'], 0);
});

test('letters that are written as digits and signs count as letters', () => {
  const name = 'value reads as words, digits as letters';
  assert.ok((numbersOf('m0nst3rs')[name] ?? 0) > (numbersOf('m0nst3rs')['value reads as words'] ?? 0));
});

test('fingers that stay on a row of keys are told from a random value', () => {
  for (const name of ['value home row', 'value neighbours on keys']) {
    assert.ok((numbersOf('asdfjkldsafjhgasd')[name] ?? 0) > (numbersOf(random)[name] ?? 0), name);
  }
});

test('a value that is another one again and again repeats itself', () => {
  assert.is(numbersOf(random + random)['value repeats itself'], 1);
  assert.is(numbersOf(random)['value repeats itself'], 0);
});

test.run();
