import { isComposed, isComposedOfSamples } from '../../src/detect/composed.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('isComposed()');

test('words of samples with all that a rule for passwords asks for are composed, addresses and formats are not', () => {
  for (const parts of [
    ['Pass', 'word12!'],
    ['My_mysql', '_password1!'],
    ['Driver', 'Pass@@123'],
  ])
    assert.ok(isComposed(parts.join('')), parts.join(' '));
  for (const text of ['Ann4you@corp.test', 'Item%d$Name', 'Password12', 'ADMIN123!', 'two Words4!'])
    assert.not.ok(isComposed(text), text);
});

test('a composed password of words of samples is told from others', () => {
  assert.ok(isComposedOfSamples(['New', 'Pass', 'word123!'].join('')));
  assert.not.ok(isComposedOfSamples(['Kestrel', '_hill9!'].join('')));
  assert.not.ok(isComposedOfSamples('password123'));
});

test.run();
