import { excludeProblem } from '../../src/policy/exclude-glob.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('globs of what to leave out');

for (const glob of [
  'node_modules',
  '*.min.js',
  'a/**/b',
  '{a,b}/*.log',
  '[ab].txt',
  '[]a].txt',
  'x(1).txt',
  'a\\[1',
  '?(a|b)',
  '!keep',
  'Foo$1.class',
  '.*',
  'a\\[1\\].txt',
]) {
  test(`${glob} is a glob`, () => assert.is(excludeProblem(glob), undefined));
}

const REFUSED: readonly (readonly [string, RegExp])[] = [
  ['', /it is empty/],
  [' ', /it is empty/],
  ['*', /it leaves nothing to scan/],
  ['**', /it leaves nothing to scan/],
  ['./**/*', /it leaves nothing to scan/],
  ['.', /it leaves nothing to scan/],
  ['[', /its \[ is not closed/],
  ['[]', /its \[ is not closed/],
  ['a/[bc/*.txt', /its \[ is not closed/],
  ['{a,b', /its \{ is not closed/],
  ['{a,{b}', /its \{ is not closed/],
  ['@(a|b', /its \( is not closed/],
  ['a\\', /backslash/],
  ['/tests', /it is absolute.*write \.\/name/],
  ['C:\\src', /it is absolute/],
  ['src\\tests', /a backslash between names: write \//],
  ['(^|/)tests/', /looks like a regular expression: write a glob/],
  ['.*\\.(xml|log)$', /looks like a regular expression/],
];
for (const [glob, reason] of REFUSED) {
  test(`'${glob}' is none`, () => assert.match(excludeProblem(glob) ?? '', reason));
}

test.run();
