import {
  isCapitalLetter,
  isDecimalDigit,
  isLetterOrDigit,
  isLineBreak,
  isOctalDigit,
  isPrintableAscii,
  isSmallLetter,
  isSpaceOrTab,
  isWhiteSpace,
  isWordCharacter,
} from '../src/ascii.ts';
import { assert, suite } from './helpers/suite.ts';

const test = suite('kinds of ASCII characters');

/** What each kind is, as a pattern says it. */
const KINDS: readonly (readonly [isOfKind: (code: number | undefined) => boolean, pattern: RegExp])[] = [
  [isDecimalDigit, /[0-9]/],
  [isOctalDigit, /[0-7]/],
  [isCapitalLetter, /[A-Z]/],
  [isSmallLetter, /[a-z]/],
  [isLetterOrDigit, /[0-9A-Za-z]/],
  [isWordCharacter, /\w/],
  [isSpaceOrTab, /[ \t]/],
  [isLineBreak, /[\n\r]/],
  [isWhiteSpace, /[\t-\r ]/],
  [isPrintableAscii, /[ -~]/],
];

for (const [isOfKind, pattern] of KINDS) {
  test(`${isOfKind.name}() is what ${pattern} matches, among all characters of 16 bits`, () => {
    const others = Array.from({ length: 0x10000 }, (_, code) => code).filter(
      (code) => isOfKind(code) !== pattern.test(String.fromCharCode(code)),
    );
    assert.equal(others, []);
    assert.is(isOfKind(undefined), false);
    assert.is(isOfKind(Number.NaN), false);
  });
}

test.run();
