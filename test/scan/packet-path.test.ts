import { pathInPacket } from '../../src/scan/packet-path.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('pathInPacket()');

test('a path is relative to the folder of the packet, from wherever it was named', () => {
  assert.is(pathInPacket('a.log', '/w/sub', '/w'), 'sub/a.log');
  assert.is(pathInPacket('../a.log', '/w/sub', '/w'), 'a.log');
  assert.is(pathInPacket('/w/sub/a.log', '/elsewhere', '/w'), 'sub/a.log');
});

test('steps that say nothing are left out', () => {
  for (const path of ['./a/b', 'a/./b', 'a//b', 'a/x/../b', '/w/a/b']) assert.is(pathInPacket(path, '/w', '/w'), 'a/b');
  assert.is(pathInPacket('a/b', '/w', '/w'), 'a/b');
});

test('a path outside of the folder stays as named', () => {
  assert.is(pathInPacket('../a.log', '/w', '/w'), '../a.log');
  assert.is(pathInPacket('.', '/w', '/w'), '.');
});

test('a name that begins with two dots lies inside', () => assert.is(pathInPacket('..a/b', '/w', '/w'), '..a/b'));

test.run();
