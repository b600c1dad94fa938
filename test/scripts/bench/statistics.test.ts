import { short, spread, spreadText } from '../../../scripts/bench/statistics.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('bench statistics');

test('the median of an even number of figures lies between the two in the middle', () => {
  assert.equal(spread([4, 1, 3, 2]), { median: 2.5, least: 1, most: 4 });
  assert.equal(spread([9, 1, 5]), { median: 5, least: 1, most: 9 });
});

test('figures have three digits and no exponent', () => {
  assert.is(short(1234.4), '1234');
  assert.is(short(0.012_345), '0.0123');
  assert.is(spreadText({ median: 1.234, least: 1, most: 2 }), '1.23 (1–2)');
});

test('no figure is a dash, not a number', () => assert.is(short(spread([]).median), '–'));

test.run();
