import { Budget } from '../../../src/view/budget.ts';
import type { DecodedView } from '../../../src/view/decoded-view.ts';
import { decodedViews } from '../../../src/view/encoded/encodings.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('lines that end in a carriage return');

function views(text: string): readonly DecodedView[] {
  const bytes = Buffer.from(text);
  const options = { budget: new Budget(0), onSkip: (): void => undefined };
  return [...decodedViews(bytes, { start: 0, end: bytes.length }, options)].filter(
    ({ kind }) => kind === 'line-breaks',
  );
}

test('a text without other line breaks is read with line breaks in their place', () => {
  const text = 'kind: Token\rspec:\r  name: deploy\r';
  const [view] = views(text);
  assert.is(view?.bytes.toString(), text.replaceAll('\r', '\n'));
  const at = text.indexOf('deploy');
  assert.equal(view?.toOuter({ start: at, end: at + 6 }), { start: at, end: at + 6 });
  assert.is(view?.joints?.trustOf({ start: at, end: at + 6 }), 'sure');
});

test('a text with line breaks, or without any, is read as it stands', () => {
  for (const text of ['a: 1\r\nb: 2\r\n', '10%\r20%\rdone\n', 'one line', '']) assert.equal(views(text), [], text);
});

test.run();
