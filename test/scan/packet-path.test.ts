import { relative, resolve } from 'node:path';
import * as fc from 'fast-check';
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

test('what the folder before gave counts for no other folder, working directory or packet', () => {
  const step = fc.constantFrom('a', 'b', '..', '.', '', '..a', 'w');
  const path = fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => steps.join('/'));
  const folder = fc.constantFrom('/', '/w', '/w/a', '/w/a/b');
  fc.assert(
    fc.property(fc.array(fc.tuple(path, folder, folder), { maxLength: 12 }), (asked) => {
      for (const [name, cwd, root] of asked) {
        const inside = relative(root, resolve(cwd, name));
        const isOutside = inside === '' || inside === '..' || inside.startsWith('../');
        assert.is(pathInPacket(name, cwd, root), isOutside ? name : inside);
      }
    }),
  );
});

test.run();
