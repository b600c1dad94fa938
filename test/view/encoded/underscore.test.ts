import { Budget } from '../../../src/view/budget.ts';
import { decodedViews } from '../../../src/view/encoded/encodings.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('underscoreViews');

function decoded(text: string): string[] {
  const bytes = Buffer.from(text);
  const views = decodedViews(
    bytes,
    { start: 0, end: bytes.length },
    { budget: new Budget(0), onSkip: () => undefined },
  );
  return [...views].filter(({ kind }) => kind === 'xml-escape').map((view) => view.bytes.toString());
}

test('characters stand for their numbers, beside each other too', () => {
  assert.equal(decoded('<S>one_x000D__x000A_</S>'), ['<S>one\r\n</S>']);
  assert.equal(decoded('a_x005F_x0041_b_x2019_'), ['a_x0041_b\u2019']);
});

test('a text without a whole one of ASCII is left alone', () => {
  assert.equal(decoded('lib_x0041 = lib_x00zz_ + _x86_64'), []);
});

test('a place in the text is that of the whole escape', () => {
  const bytes = Buffer.from('<S>one_x000A_two</S>');
  const views = decodedViews(
    bytes,
    { start: 0, end: bytes.length },
    { budget: new Budget(0), onSkip: () => undefined },
  );
  const view = [...views].find(({ kind }) => kind === 'xml-escape');
  assert.equal(view?.toOuter({ start: 6, end: 8 }), { start: 6, end: 14 });
});

test.run();
