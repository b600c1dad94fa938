import { BECH32 } from '../../../src/detect/validators/bech32.ts';
import { expand } from '../../../scripts/lib/values.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('bech32');
const check = (secret: string): string => BECH32.check({ secret, groups: {}, text: secret });

test('the valid strings of BIP-173 are valid', () => {
  const vectors = [
    ['A1', '2UEL5L'],
    ['a1', '2uel5l'],
    ['an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1', 'tt5tgs'],
    ['abcdef1qpzry9x8gf2tvdw0s3jn54', 'khce6mua7lmqqqxw'],
    ['split1checkupstagehandshakeupstreamerranterredcaperred', '2y9e3w'],
  ];
  for (const parts of vectors) assert.is(check(parts.join('')), 'valid', parts[0]);
});

test('the invalid strings of BIP-173 are invalid', () => {
  const vectors = [
    'pzry9x0s0muk',
    '1pzry9x0s0muk',
    'x1b4n0q5v',
    'li1dgmt3',
    'A1G7SGD8',
    '10a06t8',
    '1qzzfhee',
    'A12UEl5l',
  ];
  for (const text of vectors) assert.is(check(text), 'invalid', text);
});

test('complete() gives the checksum in the case of the text', () => {
  const body = expand(['AGE-SECRET-KEY-1', 'QPZRY9X8', 'GF2TVDW0', 'S3JN54KH'], 'age');
  assert.is(check(body + BECH32.complete?.(body)), 'valid');
  assert.is(check(body.toLowerCase() + BECH32.complete?.(body.toLowerCase())), 'valid');
  assert.is(check(`${body}QQQQQQ`), 'invalid');
});

test.run();
