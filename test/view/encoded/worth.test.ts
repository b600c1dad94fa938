import { isWorth } from '../../../src/view/encoded/worth.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('isWorth()');

test('arguments between single NULs are text', () => {
  assert.ok(isWorth(Buffer.from('db\0-u\0root\0-h\0files\0-x\0one\0')));
  assert.ok(isWorth(Buffer.from('x\0-a\0-b\0-c\0-d\0-e\0-f\0-g\0')));
});

test('letters between pairs of NULs, and more NULs than words have, are none', () => {
  assert.not.ok(isWorth(Buffer.from('a\0\0b\0\0c\0\0d\0\0e\0\0f\0\0')));
  assert.not.ok(isWorth(Buffer.from('a\0b\0\0c\0d\0\0e\0f\0g\0\0')));
});

test.run();
