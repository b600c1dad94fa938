import * as fc from 'fast-check';
import { LinearPattern } from '../../../src/engine/linear/linear-pattern.ts';
import { LONGEST } from '../../../src/engine/linear/machine.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('linear patterns');

/** All matches as texts, groups behind `|`. */
function matches(pattern: string, text: string): string[] {
  const bytes = Buffer.from(text);
  return [...new LinearPattern(pattern).findAll(bytes, 0, bytes.length)].map((spans) =>
    Array.from({ length: spans.length / 2 }, (_, index) => {
      const [start = -1, end = -1] = spans.slice(2 * index);
      return start < 0 ? '-' : bytes.toString('utf8', start, end);
    }).join('|'),
  );
}

test('matches are those of Go', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['(a|ab)(c|bcd)(d*)', 'abcd', ['abcd|a|bcd|']],
    ['(?i)key\\s*=\\s*["\']?([a-z0-9]{3,}?)\\b', 'x KEY = "abc123" y', ['KEY = "abc123|abc123']],
    ['x(?i:y)z', 'xYz xYZ', ['xYz']],
    ['a(?i)b', 'aB AB', ['aB']],
    ['a(?i)b|c', 'C', ['C']],
    ['(a(?i)b)c', 'aBc aBC', ['aBc|aB']],
    ['^a.c$', 'aéc', ['aéc']],
    ['^a$', 'a\n', []],
    ['(?m)^a$', 'b\na\nc', ['a']],
    ['a.b', 'a\nb', []],
    ['(?s)a.b', 'a\nb', ['a\nb']],
    ['(?s-i:a.)', 'a\n', ['a\n']],
    ['[^x]{2}', 'éé', ['éé']],
    ['[^x]', '\n', ['\n']],
    ['[é-ü]+', 'aéöü', ['éöü']],
    ['(?i)[é]', 'É', ['É']],
    ['(?i)ſ', 'Ss', ['S', 's']],
    ['(?i)s', '\u017f', ['\u017f']],
    ['\\Qa.b\\E+', 'a.bbb a.b axb', ['a.bbb', 'a.b']],
    ['\\Q', '', []],
    ['\\bfoo\\b', 'xfoo foo', ['foo']],
    ['\\Boo\\B', 'foo food', ['oo']],
    ['(?U)a+', 'aaa', ['a', 'a', 'a']],
    ['(?U)a+?', 'aaa', ['aaa']],
    ['(?P<name>\\p{Greek}+)', 'abc λογ', ['λογ|λογ']],
    ['\\pL+|\\P{L}', 'aé1', ['aé', '1']],
    ['\\p{^L}', 'a1', ['1']],
    ['[[:alnum:]_-]+@[[:^digit:]]', 'foo-b_1@ x@1', ['foo-b_1@ ']],
    ['[\\d\\s]+', 'a1 2\v', ['1 2']],
    ['[]a]+', 'a]', ['a]']],
    ['[a-]+', 'a-b', ['a-']],
    ['\\x41\\x{42}\\103\\a', 'ABC\x07', ['ABC\x07']],
    ['a{,2}', 'a{,2}', ['a{,2}']],
    ['a{2}b{1,}', 'aabb', ['aabb']],
    ['(a)|(b)', 'b', ['b|-|b']],
    ['\\Aa|b\\z', 'aab', ['a', 'b']],
    ['[^\\x00-\\x{10FFFF}]', 'a', []],
    ['[\u{10000}-\u{10ffff}]', '😀', ['😀']],
    ['', 'abc', []],
  ];
  for (const [pattern, text, expected] of cases) assert.equal(matches(pattern, text), expected, pattern);
});

test('what is wrong is told with its place, and nothing of the pattern', () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['a**', /^a repetition of a repetition at character 4$/],
    ['hunter2(?=x)', /^a group of an unknown kind: lookaround is not part of RE2 at character 10$/],
    ['(a)\\1', /^an unknown escape, or one that is not part of RE2, at character/],
    ['\\Z', /unknown escape/],
    ['a{1001}', /^more than 1000 repetitions/],
    ['(?:a{500}){3}', /^more than 1000 repetitions/],
    ['a{2,1}', /ends before it begins/],
    ['[z-a]', /^a malformed range/],
    ['[a-\\d]', /^a malformed range/],
    ['[a', /^']' is missing/],
    ['[[:foo:]]', /^an unknown class of characters/],
    ['\\p{Foo}', /^an unknown class of Unicode/],
    ['\\x{110000}', /^a character beyond Unicode/],
    ['(a', /^'\)' is missing/],
    ['a)', /^unexpected '\)'/],
    ['*a', /nothing before it/],
    ['(?P<a>x)(?P<a>y)', /two groups of one name/],
    ['(?P<a b>x)', /malformed name/],
    ['\\', /ends too early/],
    ['('.repeat(300), /nested too deeply/],
    [`(?:${'\\pL'.repeat(20)}){1000}`, /too large/],
  ];
  for (const [pattern, message] of cases) {
    assert.throws(
      () => new LinearPattern(pattern),
      (error: unknown) => error instanceof SyntaxError && message.test(error.message) && !/hunter2/.test(error.message),
      pattern,
    );
  }
});

const atom = fc.constantFrom('a', 'b', 'c', '[ab]', '[^a]', '.', '\\b', '(?:a|bc)', '(a|b)', '(b*)c', '\\w', '(?:ab)?');
const repetition = fc.constantFrom('', '', '', '*', '+', '?', '{0,2}', '*?', '+?', '{1,3}?', '??');
const pattern = fc
  .array(fc.tuple(atom, repetition, fc.constantFrom('', '', '', '|')), { minLength: 1, maxLength: 4 })
  .map((parts) =>
    parts
      .map(
        ([one, times, bar]) => (one === '\\b' ? one : `${one.startsWith('(?:ab') ? `(?:${one})` : one}${times}`) + bar,
      )
      .join(''),
  );

test('matches and groups are those of a backtracking engine, wherever the search begins', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ' ', '\n'), { maxLength: 12 }).map((chars) => chars.join(''));
  fc.assert(
    fc.property(pattern, text, fc.nat(4), (source, subject, from) => {
      const bytes = Buffer.from(subject);
      const sought = new RegExp(source, 'g');
      sought.lastIndex = from;
      const expected: number[][] = [];
      for (let match = sought.exec(subject); match !== null; match = sought.exec(subject)) {
        if (match[0] === '') sought.lastIndex++;
        else expected.push([match.index, match.index + match[0].length]);
      }
      const found = [...new LinearPattern(source).findAll(bytes, from, bytes.length)];
      assert.equal(
        found.map(([start, end]) => [start, end]),
        expected,
        JSON.stringify([source, subject, from]),
      );
    }),
    { numRuns: 1000 },
  );
});

test('a text that meets many states of the automaton is searched to its end', () => {
  let seed = 1;
  const random = (): string => ((seed = (seed * 48271) % 2147483647) & 64 ? 'a' : 'b');
  const noise = Array.from({ length: 40_000 }, random).join('');
  const wanted = new LinearPattern('a[ab]{14}cd');
  const bytes = Buffer.from(`${noise}cd${noise}`);
  const reference = new RegExp('a[ab]{14}cd').exec(bytes.toString())?.index;
  assert.equal([wanted.find(bytes, 0, bytes.length)?.[0], reference], [reference, reference]);
  assert.is(wanted.test(Buffer.from(noise)), false);
});

test('a match is no longer than its limit, and begins in the range that was given', () => {
  const long = new LinearPattern('(?s)x.*y|x');
  const near = Buffer.from(`x${' '.repeat(LONGEST - 2)}y`);
  assert.is(long.find(near, 0, near.length)?.[1], LONGEST);
  const far = Buffer.from(`x${' '.repeat(LONGEST)}y`);
  assert.is(long.find(far, 0, far.length)?.[1], 1);
  assert.is(new LinearPattern('ab').find(Buffer.from('  abab'), 0, 2), undefined);
  assert.equal([...(new LinearPattern('ab').find(Buffer.from('abab'), 1, 4) ?? [])], [2, 4]);
});

test('patterns that cost a backtracking engine ages are decided', () => {
  const text = Buffer.from('x'.repeat(20_000));
  for (const source of ['(x+x+)+y', '(?:x|x)*y', '(?:x*)*y', '(x{1,9}_?){1,90}y']) {
    assert.is(new LinearPattern(source).test(text), false, source);
  }
});

test.run();
