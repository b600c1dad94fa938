import { isComposed } from '../../src/detect/composed.ts';
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

test.run();
