import * as fc from 'fast-check';
import { PairTable } from '../../../src/source/git/pair-table.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('PairTable');
const OBJECTS = 6;

test('gives back every pair that was added, also of objects that are not known and under many names', () => {
  const pair = fc.tuple(fc.integer({ min: -2, max: OBJECTS - 1 }), fc.nat({ max: 40 }));
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 3000 }), (pairs) => {
      const table = new PairTable(OBJECTS);
      const numbers = pairs.map(([child, name]) => table.add(child, name));
      assert.equal(
        numbers.map((number) => [table.child(number), table.name(number)]),
        pairs,
      );
    }),
  );
});

test('keeps a pair once', () => {
  const table = new PairTable(OBJECTS);
  const numbers = Array.from({ length: 5000 }, (_, index) => table.add(index % OBJECTS, index % 3));
  assert.is(new Set(numbers).size, OBJECTS);
});

test.run();
