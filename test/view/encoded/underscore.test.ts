import { assert, suite } from '../../helpers/suite.ts';
import { textsOf, viewsOf } from '../../helpers/views.ts';

const test = suite('underscoreViews');

const KIND = 'xml-escape';

const decoded = (text: string): string[] => textsOf(KIND, text);

test('characters stand for their numbers, beside each other too', () => {
  assert.equal(decoded('<S>one_x000D__x000A_</S>'), ['<S>one\r\n</S>']);
  assert.equal(decoded('a_x005F_x0041_b_x2019_'), ['a_x0041_b\u2019']);
});

test('those of other than ASCII characters are undone where no other one stands', () => {
  assert.equal(decoded('<t>one_x200B_two</t>'), ['<t>one\u200btwo</t>']);
  assert.equal(decoded('_xD83D__xDE00_ _xD83D_ _xDE00_'), ['\u{1F600} \ufffd \ufffd']);
});

test('a text without a whole one is left alone', () => {
  assert.equal(decoded('lib_x0041 = lib_x00zz_ + _x86_64'), []);
});

test('a place in the text is that of the whole escape', () => {
  const [view] = viewsOf(KIND, '<S>one_x000A_two</S>');
  assert.equal(view?.toOuter({ start: 6, end: 8 }), { start: 6, end: 14 });
});

test.run();
