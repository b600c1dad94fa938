import { format, inspect } from 'node:util';
import { Secret } from '../src/secret.ts';
import { assert, suite } from './helpers/suite.ts';

const test = suite('Secret');
const value = ['planted', 'value', '0123456789'].join('-');

test('gives nothing of the value in any implicit conversion', () => {
  const secret = new Secret(value);
  const texts = [
    `${secret}`,
    String(secret),
    secret + '',
    JSON.stringify({ secret }),
    inspect(secret, { depth: 9, showHidden: true }),
    format('%s %o %O %j', secret, secret, secret, secret),
    JSON.stringify(structuredClone({ secret })),
    Object.entries(secret).join(),
  ];
  for (const text of texts) assert.not.match(text, /planted|0123/);
});

test('gives the value and its length in code points when asked', () => {
  assert.is(new Secret('pä€𝄞').reveal(), 'pä€𝄞');
  assert.is(new Secret('pä€𝄞').length, 4);
});

test.run();
