import { RegExpParser } from '@eslint-community/regexpp';
import { isAmbiguous } from '../../src/detect/ambiguity.ts';
import { analysePattern } from '../../src/detect/pattern-analysis.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('isAmbiguous');

function judged(pattern: string, flags = ''): boolean {
  return isAmbiguous(new RegExpParser({ ecmaVersion: 2024 }).parsePattern(pattern), flags);
}

const AMBIGUOUS: readonly string[] = [
  '(?:[a-z]{1,9}){1,9}x',
  '(?:[a-z]{1,9}_?){1,9}x',
  '(?:a|a){3,20}b',
  '(?:a|aa){3,20}b',
  '(?:[ab]{2,3}c?){1,30}d',
  '(?:(?:x{1,5}y{0,5}){1,5}z?){1,9}',
  String.raw`(?:[ \t]{1,8}[^\r\n]{0,160}\n){0,6}kind`,
];
const CLEAR: readonly string[] = [
  '[a-z]{1,9}[a-z]{1,9}x',
  '(?:[a-z]{1,9}_){1,9}x',
  '(?:[0-9A-Za-z]{4}){1,150}==',
  '(?:a|b){3,20}c',
  '(?:[^=;]{1,40}=[^;]{0,120};){0,6}password',
  '(?:[a-z]{1,3}){1,2}x',
  '(?<secret>(?:x[0-9]{2}){1,40})',
];

for (const pattern of AMBIGUOUS) test(`refuses ${pattern}`, () => assert.ok(judged(pattern)));
for (const pattern of CLEAR) test(`accepts ${pattern}`, () => assert.not.ok(judged(pattern)));

test('reads classes as the flags say', () => {
  assert.not.ok(judged('(?:[a-z]{1,9}[A-Z]){1,9}x'));
  assert.ok(judged('(?:[a-z]{1,9}[A-Z]){1,9}x', 'i'));
});

test('makes a rule invalid', () => {
  assert.throws(() => analysePattern('acme(?:[a-z]{1,9}_?){1,9}', '', ['acme']), /in many ways/);
});

test.run();
