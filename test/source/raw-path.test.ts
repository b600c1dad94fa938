import { assert as holds, property, string, uint8Array } from 'fast-check';
import {
  displayPath,
  isWithin,
  joinPath,
  nativePath,
  parentPath,
  rawFromBytes,
  rawFromText,
  stepsBelow,
  textFromBytes,
  textPath,
} from '../../src/source/raw-path.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('RawPath');
const raw = (...bytes: number[]): ReturnType<typeof rawFromBytes> => rawFromBytes(Buffer.from(bytes));

test('comes back from text as the same bytes', () => {
  holds(
    property(uint8Array(), (bytes) => {
      assert.is(rawFromText(textFromBytes(bytes)), rawFromBytes(bytes));
    }),
  );
});

test('is its own text where that is UTF-8', () => {
  holds(
    property(string({ unit: 'binary' }), (text) => {
      const path = rawFromText(text);
      assert.is(displayPath(path), text);
      assert.is(textPath(path), text);
      assert.is(Buffer.from(nativePath(path)).toString(), text);
    }),
  );
});

test('shows bytes that are not UTF-8 by their number', () => {
  assert.is(displayPath(raw(0x61, 0xff, 0xc3, 0xa4, 0xc3)), 'a\\xFFä\\xC3');
  assert.is(displayPath(raw(0xf0, 0x9f, 0x98, 0x80, 0x80)), '\u{1F600}\\x80');
  assert.is(textPath(raw(0xff)), undefined);
  assert.equal(nativePath(raw(0xff)), Buffer.from([0xff]));
});

test('is joined, cut and compared by steps', () => {
  assert.is(joinPath('a', 'b'), 'a/b');
  assert.is(joinPath('', 'b'), 'b');
  assert.is(joinPath('/', 'b'), '/b');
  assert.ok(isWithin('/a', '/a'));
  assert.ok(isWithin('/a', '/a/b'));
  assert.ok(isWithin('/', '/a'));
  assert.not(isWithin('/a', '/ab'));
  assert.equal(stepsBelow(rawFromText('/a'), rawFromText('/a/b/c')), ['b', 'c']);
  assert.equal(stepsBelow(rawFromText('/'), rawFromText('/a')), ['a']);
  assert.equal(stepsBelow(rawFromText('/a'), rawFromText('/a')), []);
  assert.is(parentPath(rawFromText('/a/b')), '/a');
  assert.is(parentPath(rawFromText('/a')), '/');
});

test.run();
