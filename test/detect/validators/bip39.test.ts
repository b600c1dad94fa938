import { BIP39 } from '../../../src/detect/validators/bip39.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('bip39');
const check = (secret: string): string => BIP39.check({ secret, groups: {}, text: secret });
const eleven = 'ribbon orbit glove salad timber quick onion velvet marble cactus hybrid';

test('the last word holds the checksum', () => {
  const last = BIP39.complete?.(`mnemonic: ${eleven} `) ?? '';
  assert.is(check(`${eleven} ${last}`), 'valid');
  assert.is(check(`${eleven} ${last === 'zoo' ? 'able' : 'zoo'}`), 'invalid');
});

test('the vectors of the standard are valid', () => {
  assert.is(check(`${'abandon '.repeat(11)}about`), 'valid');
  assert.is(check(`${'abandon '.repeat(17)}agent`), 'valid');
  assert.is(check(`${'zoo '.repeat(23)}vote`), 'valid');
});

test('sentences and lists of another length are no mnemonics', () => {
  assert.is(check('these are twelve words that were never meant for any wallet'), 'reject');
  assert.is(check(eleven), 'reject');
});

test.run();
