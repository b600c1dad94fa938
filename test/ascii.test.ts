import * as ascii from '../src/ascii.ts';
import { assert, suite } from './helpers/suite.ts';

const test = suite('kinds of ASCII characters');

/** What each kind is, as a pattern says it. */
const KINDS: readonly (readonly [kind: keyof typeof ascii, pattern: RegExp])[] = [
  ['isDecimalDigit', /[0-9]/],
  ['isOctalDigit', /[0-7]/],
  ['isLetterOrDigit', /[0-9A-Za-z]/],
  ['isWordCharacter', /\w/],
  ['isSpaceOrTab', /[ \t]/],
  ['isLineBreak', /[\n\r]/],
  ['isWhiteSpace', /[\t-\r ]/],
  ['isPrintableAscii', /[ -~]/],
];

for (const [kind, pattern] of KINDS) {
  test(`${kind}() is what ${pattern} matches, among all characters of 16 bits`, () => {
    const others = Array.from({ length: 0x10000 }, (_, code) => code).filter(
      (code) => ascii[kind](code) !== pattern.test(String.fromCharCode(code)),
    );
    assert.equal(others, []);
    assert.is(ascii[kind](undefined), false);
    assert.is(ascii[kind](Number.NaN), false);
  });
}

test('each kind is tried', () => {
  assert.equal(KINDS.map(([kind]) => kind).toSorted(), Object.keys(ascii).toSorted() as (keyof typeof ascii)[]);
});

test.run();
