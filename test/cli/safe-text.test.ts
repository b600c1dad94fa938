import { safeText } from '../../src/cli/safe-text.ts';
import { assert, suite } from '../helpers/suite.ts';
import { token } from './helpers.ts';

const test = suite('safeText()');

test('a value is replaced, control characters are shown, line breaks stay', () => {
  const text = safeText(`Cannot read ${token('message')}\u001b[2J\nnext`);
  assert.is(text, 'Cannot read <redacted:gitlab-pat>\\x1b[2J\nnext');
});

test.run();
