import * as fc from 'fast-check';
import { Needle } from '../../src/view/needle.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('Needle');

function letters(maxLength: number): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom('a', 'b', '\xe9'), { minLength: 1, maxLength }).map((all) => all.join(''));
}

test('is found where indexOf finds it, whatever its length', () => {
  const property = fc.property(letters(12), letters(200), fc.nat(60), (text, around, from) => {
    const bytes = Buffer.from(around + text + around.slice(1), 'latin1');
    assert.is(new Needle(text).indexIn(bytes, from), bytes.indexOf(text, from, 'latin1'));
  });
  fc.assert(property, { numRuns: 2000 });
});

test('is not found where only its first seven bytes stand', () => {
  const needle = new Needle('<diagram');
  assert.is(needle.indexIn(Buffer.from('<diagra <diagrap')), -1);
  assert.is(needle.indexIn(Buffer.from('<diagra <diagram>')), 8);
});

test.run();
