import * as fc from 'fast-check';
import { Budget } from '../../../src/view/budget.ts';
import { decodedViews, type DecodedView } from '../../../src/view/encoded/encodings.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('escapes in braces');

function views(text: string): DecodedView[] {
  const bytes = Buffer.from(text);
  const range = { start: 0, end: bytes.length };
  const all = [...decodedViews(bytes, range, { budget: new Budget(0), onSkip: () => undefined })];
  return all.filter(({ kind }) => kind === 'c-escape');
}

const braced = (text: string): string =>
  Array.from(text, (one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`).join('');

test('every character is undone and mapped to its escape', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }), (text) => {
      const [view] = views(`"${braced(text)}"`);
      assert.is(view?.bytes.toString(), `"${text}"`);
      const outer = view?.toOuter({ start: 1, end: 1 + Buffer.byteLength(text) });
      assert.equal(outer, { start: 1, end: 1 + braced(text).length });
    }),
  );
});

test('one to six digits are an escape, and impossible ones are replaced', () => {
  assert.equal(
    views(String.raw`\u{1F600} \u{ffffff} \u{} \u{1234567} \u{4`).map(({ bytes }) => bytes.toString()),
    ['😀 \uFFFD \\u{} \\u{1234567} \\u{4'],
  );
});

test('hexadecimal escapes have braces too', () => {
  assert.equal(
    views(String.raw`\x{61}\x{1F600} \x{} \x62`).map(({ bytes }) => bytes.toString()),
    [String.raw`a😀 \x{} b`],
  );
});

test.run();
