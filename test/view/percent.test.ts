import { Budget } from '../../src/view/budget.ts';
import { decodedViews } from '../../src/view/encodings.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('percentViews');

function decoded(text: string): string[] {
  const bytes = Buffer.from(text, 'latin1');
  const budget = new Budget(bytes.length, { maxDepth: 20, maxRatio: 1000 });
  const views = decodedViews(bytes, { start: 0, end: bytes.length }, { budget, onSkip: () => undefined });
  return [...views].filter(({ kind }) => kind === 'percent').map((view) => view.bytes.toString('latin1'));
}

test('a plus sign on either side of an escape in one row is a blank as well', () => {
  assert.equal(decoded('x a=p+q%3D'), ['x a=p+q=', 'x a=p q=']);
  assert.equal(decoded('x a=%3Dp+q'), ['x a==p+q', 'x a==p q']);
});

test.run();
