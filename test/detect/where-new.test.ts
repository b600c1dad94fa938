import * as fc from 'fast-check';
import { type CodeMatcher, whereNew } from '../../src/detect/where-new.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('whereNew');
const REACH = { before: 3, behind: 4 };

/** Matches where the characters within reach have as many `a` as `b`. */
const balanced: CodeMatcher = (text, at) => {
  const around = text.slice(Math.max(0, at - REACH.before), at + REACH.behind);
  if (around.split('a').length !== around.split('b').length) return undefined;
  return { start: at, end: at + 1, secretStart: at, secretEnd: at + 1, groups: {} };
};

test('gives what the matcher gives, in whatever order it is asked', () => {
  const texts = fc.array(fc.constantFrom('a', 'b', 'ab', 'aab', ' '.repeat(70)), { maxLength: 60 });
  const places = fc.array(fc.nat(200), { maxLength: 40 });
  fc.assert(
    fc.property(fc.array(fc.tuple(texts, places), { maxLength: 4 }), (asked) => {
      const matcher = whereNew(balanced, REACH);
      for (const [parts, some] of asked) {
        const text = parts.join('');
        for (const at of [...some, ...text.split('').keys()]) assert.equal(matcher(text, at), balanced(text, at));
      }
    }),
    { numRuns: 300 },
  );
});

test('asks once where a text repeats what gave nothing', () => {
  let asked = 0;
  const matcher = whereNew(() => (asked++, undefined), REACH);
  const text = 'password="'.repeat(100);
  for (let at = 0; at < text.length - 10; at += 10) matcher(text, at);
  assert.ok(asked <= 3, String(asked));
});

test.run();
