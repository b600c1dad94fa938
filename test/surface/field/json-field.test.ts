import { JsonField } from '../../../src/surface/field/json-field.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('JsonField');

test('a string that holds many places is read to its end once', () => {
  const text = Buffer.from(`{"a":"${'x'.repeat(20_000)}"}`);
  let reads = 0;
  const bytes = new Proxy(text, {
    get(target, key) {
      reads++;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  const field = new JsonField(bytes, 0);
  for (let at = 100; at < 20_000; at += 10) assert.is(field.at(at), '$.a');
  assert.ok(reads < 5 * text.length, `${reads} reads of ${text.length} bytes`);
});

test.run();
