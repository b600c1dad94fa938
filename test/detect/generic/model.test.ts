import { Model } from '../../../src/detect/generic/model.ts';
import type { Description } from '../../../src/detect/generic/features.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('Model');

// Two trees: length over 8 (and, below it, the word `my` in the value); the name's word `secret`.
const model = new Model({
  bias: 0,
  numbers: ['value length'],
  words: [
    ['name', 'secret'],
    ['value', 'my'],
  ],
  trees: [
    [0, 8, 4, 0.1, 2, 0.5, 3, -0.2, -1, 0, 0, -0.1, -1, 0, 0, -2, -1, 0, 0, 1.5],
    [1, 0.5, 2, 0.2, -1, 0, 0, -0.5, -1, 0, 0, 1],
  ],
});

function described(length: number, name: string, value: string): Description {
  return {
    numbers: { 'value length': length },
    words: { name: [name], value: [value], line: [] },
  };
}

const logistic = (sum: number): number => 1 / (1 + Math.exp(-sum));

test('sums the leaves that a description reaches', () => {
  assert.is(model.score(described(12, 'secret', 'x')), logistic(2.5));
  assert.is(model.score(described(8, 'secret', 'my')), logistic(-1));
  assert.is(model.score(described(3, 'token', 'x')), logistic(-0.6));
});

test('gives the reasons in the order of their weight, in words', () => {
  const reasons = model.reasons(described(8, 'secret', 'my'), 9).map(({ feature }) => feature);
  assert.equal(reasons, ["the value holds 'my'", "the name holds 'secret'", 'value length: 8']);
});

test('gives reasons that add up to the distance from the mean', () => {
  const sum = model.reasons(described(12, 'secret', 'x'), 9).reduce((total, { weight }) => total + weight, 0);
  assert.ok(Math.abs(sum - (2.5 - 0.3)) < 1e-9);
});

test('gives no more reasons than asked for', () => assert.is(model.reasons(described(8, 'secret', 'my'), 1).length, 1));

test.run();
