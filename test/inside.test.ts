import { isInside } from '../src/inside.ts';
import { assert, suite } from './helpers/suite.ts';

const test = suite('isInside()');

const INSIDE: readonly (readonly [string, string, boolean])[] = [
  ['/a', '/a', true],
  ['/a', '/a/b', true],
  ['/a/', '/a/b', true],
  ['/a', '/a/..b/c', true],
  ['/a', '/a/...', true],
  ['/', '/a', true],
  ['/', '/', true],
  ['/a', '/ab', false],
  ['/a', '/', false],
  ['/a/b', '/a', false],
  ['/a/b', '/a/c', false],
  ['/a/..b', '/a/b', false],
];
for (const [folder, path, expected] of INSIDE)
  test(`${path} ${expected ? 'lies in' : 'lies outside of'} ${folder}`, () =>
    assert.is(isInside(folder, path), expected));

test.run();
