import * as fc from 'fast-check';
import { shownPart, shownPath, shownPlace, shownView, uriOf } from '../../src/report/names.ts';
import { assert, suite } from '../helpers/suite.ts';
import { hostile, location, skip } from './helpers.ts';

const test = suite('report/names');

test('a place reads path:line:column and a view reads as a chain', () => {
  assert.is(shownPlace(location()), 'out/index.html:41:18');
  assert.is(shownView(['zip:a.json', 'base64']), 'zip:a.json > base64');
  assert.is(shownPart(skip()), 'out/trace-3.zip > zip:resources/9c');
});

test('a path is written out in full up to the longest that systems allow', () => {
  assert.is(shownPath('a'.repeat(4000)).length, 4000);
  assert.is(shownPath('a'.repeat(5000)).length, 4096);
});

test('a chain without end is cut and says by how much', () => {
  assert.match(shownView(Array.from({ length: 30 }, () => 'base64')), / > … 6 more$/);
});

test('uriOf() encodes each segment and keeps relative paths relative', () => {
  assert.is(uriOf('a b/ü#?.log'), 'a%20b/%C3%BC%23%3F.log');
  assert.is(uriOf('./a'), 'a');
  assert.is(uriOf('a:b'), 'a%3Ab');
  assert.is(uriOf('<stdin>'), '%3Cstdin%3E');
  assert.is(uriOf(''), '.');
  assert.is(uriOf('x\ud800'), 'x%EF%BF%BD');
});

test('uriOf() makes an absolute path a file URI', () => {
  assert.is(uriOf('/var/log/a'), 'file:///var/log/a');
  assert.is(uriOf('C:/x y'), 'file:///C%3A/x%20y');
});

test('uriOf() gives printable ASCII for every name', () => {
  fc.assert(fc.property(hostile, (path) => assert.match(uriOf(path), /^[!-~]+$/)));
});

test.run();
