import * as fc from 'fast-check';
import { assert, suite } from '../../helpers/suite.ts';
import { textsOf, viewsOf } from '../../helpers/views.ts';

const test = suite('cssEscapeViews');

const KIND = 'css-escape';
const decoded = (text: string): string[] => textsOf(KIND, text);

test('four digits with a blank, and six, stand for their character', () => {
  assert.equal(decoded('a{content:"\\0067 \\0068p"}'), ['a{content:"ghp"}']);
  assert.equal(decoded('a{content:"\\000067h\\000070 _"}'), ['a{content:"ghp_"}']);
});

test('beside these any escape of CSS is undone', () => {
  assert.equal(decoded('"\\0067 \\68 \\p\\.\\201C\\0000E9"'), ['"ghp.\u201cé"']);
  assert.equal(decoded('"\\0067 \\110000\\D83D "'), ['"g\ufffd\ufffd"']);
});

test('a text in escapes is whole, with places that lead to them', () => {
  const text = fc.stringMatching(/^[!-~]{1,60}$/);
  fc.assert(
    fc.property(text, fc.constantFrom(4, 6), (value, width) => {
      const escaped = Array.from(value, (one) => `\\${one.charCodeAt(0).toString(16).padStart(width, '0')} `).join('');
      const [view] = viewsOf(KIND, `content: '${escaped}';\n`);
      assert.is(view?.bytes.toString(), `content: '${value}';`);
      assert.equal(view?.toOuter({ start: 10, end: 10 + value.length }), { start: 10, end: 10 + escaped.length });
    }),
  );
});

test('octal escapes, escapes of icons and short ones alone are left alone', () => {
  assert.equal(decoded('write(1, "\\0\\000\\004\\0041x", 4); a{content:"\\f101"} .\\31 0px{}'), []);
});

test.run();
