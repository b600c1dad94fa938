import * as fc from 'fast-check';
import { compileTextGlob, compileTextGlobs } from '../../src/policy/text-glob.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('text globs');

/** The meaning, as plainly as can be. */
function reference(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern[0] === '*') {
    return reference(pattern.slice(1), text) || (text !== '' && reference(pattern, text.slice(1)));
  }
  return pattern[0] === text[0] && reference(pattern.slice(1), text.slice(1));
}

const letters = fc.constantFrom('a', 'b', '*', '/', '\n');
const shortText = fc.array(letters, { maxLength: 10 }).map((parts) => parts.join(''));

test('equals a recursive reference', () => {
  fc.assert(
    fc.property(shortText, shortText, (pattern, text) => {
      assert.is(compileTextGlob(pattern)(text), reference(pattern, text));
    }),
    { numRuns: 2000 },
  );
});

test('lets no prefix and suffix overlap', () => {
  assert.is(compileTextGlob('ab*ba')('aba'), false);
  assert.is(compileTextGlob('ab*ba')('abba'), true);
});

test('is quick on a text made to mislead it', () => {
  const started = performance.now();
  const pattern = `${'*a'.repeat(90)}*b`;
  assert.is(compileTextGlob(pattern)('a'.repeat(100_000)), false);
  assert.ok(performance.now() - started < 1000);
});

test('takes any of several, and none of none', () => {
  const matches = compileTextGlobs(['x', 'a*']);
  assert.equal(['x', 'abc', 'xa', ''].map(matches), [true, true, false, false]);
  assert.is(compileTextGlobs([])(''), false);
});

test.run();
