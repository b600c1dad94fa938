import { expand } from '../../scripts/lib/values.ts';
import { declaredFinder } from '../../src/cli/known/declared-finder.ts';
import { hideDeclared } from '../../src/cli/declared.ts';
import { safeText } from '../../src/cli/safe-text.ts';
import { Secret } from '../../src/secret.ts';
import { assert, suite } from '../helpers/suite.ts';
import { token } from './helpers.ts';

const test = suite('safeText()');

test('a value is replaced, control characters are shown, line breaks stay', () => {
  const text = safeText(`Cannot read ${token('message')}\u001b[2J\nnext`);
  assert.is(text, 'Cannot read <redacted:gitlab-pat>\\x1b[2J\nnext');
});

test('a declared value is replaced, and what finds it is made once', () => {
  const value = expand(['{base62:24}'], 'a declared value');
  let made = 0;
  hideDeclared(() => {
    made++;
    return declaredFinder({ values: [{ name: 'DECLARED', secret: new Secret(value) }] });
  });
  assert.is(made, 0);
  for (const message of [`Cannot read a/${value}/b`, 'nothing here', value])
    assert.not(safeText(message).includes(value));
  assert.is(made, 1);
});

test.run();
