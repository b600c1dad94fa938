import { Budget } from '../../src/view/budget.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('budget');
const options = { maxRatio: 10, maxBytes: 1000, floor: 50 };

test('a small root may give the floor', () => {
  const budget = new Budget(1, options);
  assert.ok(budget.spend(50));
  assert.not(budget.spend(1));
});

test('a root may give its size times the ratio', () => {
  assert.is(new Budget(20, options).limit, 200);
});

test('a large root may give the maximum at most', () => {
  assert.is(new Budget(5000, options).limit, 1000);
});

test('a refused spend takes nothing', () => {
  const budget = new Budget(1, options);
  assert.not(budget.spend(51));
  assert.is(budget.spent, 0);
  assert.ok(budget.spend(50));
});

test('bytes of a stream are added as they are read', () => {
  const budget = new Budget(0, options);
  budget.addRoot(30);
  assert.is(budget.limit, 300);
});

test('the defaults are 8 levels, 200 times, 4 GiB and 64 MiB', () => {
  assert.is(new Budget(0).maxDepth, 8);
  assert.is(new Budget(0).limit, 64 * 2 ** 20);
  assert.is(new Budget(2 ** 20).limit, 200 * 2 ** 20);
  assert.is(new Budget(2 ** 40).limit, 4 * 2 ** 30);
});

test('work has an account of its own, which no largest number of bytes bounds', () => {
  const budget = new Budget(5000, options);
  assert.ok(budget.work(50_000) && budget.spend(1000));
  assert.not(budget.work(1));
});

test('members cost work where there are very many', () => {
  const budget = new Budget(0);
  let count = 0;
  while (budget.countMember()) count++;
  assert.is(count, 65_536 + (64 * 2 ** 20) / (16 * 1024));
  const large = new Budget(100 * 2 ** 20);
  for (count = 0; large.countMember();) count++;
  assert.is(count, 1_000_000);
});

test.run();
