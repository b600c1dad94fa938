import { readFigures, worseThan } from '../../scripts/lib/figures.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('figures');

test('figures are read from the last line that the scorer prints', () => {
  const output = 'recall 1 %\n\nrecall 61.5 %   false alarms 0.4 %\n';
  assert.equal(readFigures(output, { recall: /recall ([\d.]+)/, alarms: /alarms ([\d.]+)/ }), {
    recall: 61.5,
    alarms: 0.4,
  });
});

test('a figure that the scorer does not print is an error, not a zero', () => {
  assert.throws(() => readFigures('nothing\n', { recall: /recall ([\d.]+)/ }), 'Cannot read recall');
});

test('a figure on its limit holds, one beyond it or absent does not', () => {
  const limits = { recall: 70, falseAlarms: 1.5 };
  assert.equal(worseThan(limits, { recall: 70, falseAlarms: 1.5 }), []);
  assert.is(worseThan(limits, { recall: 69.9, falseAlarms: 1.6 }).length, 2);
  assert.is(worseThan(limits, {}).length, 2);
});

test.run();
