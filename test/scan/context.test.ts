import { Breather } from '../../src/scan/context.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('Breather');

test('timers have their turn now and then, not every time', async () => {
  const breather = new Breather();
  let turns = 0;
  const count = (): void => {
    turns++;
    handle = setImmediate(count);
  };
  let handle = setImmediate(count);
  await breather.breathe();
  const first = turns;
  for (let i = 0; i < 100; i++) await breather.breathe();
  assert.ok(first >= 1);
  assert.ok(turns - first < 50, 'a turn for each call would be slow');
  clearImmediate(handle);
});

test.run();
