import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFolder } from '../../src/attest/listing.ts';
import { assert, suite } from '../helpers/suite.ts';
import { withFolder } from '../cli/helpers.ts';

const test = suite('listFolder()');
const open = (): undefined => undefined;

test('lists everything that is no folder, hidden files and .git too, and follows no link', () =>
  withFolder({ 'a/b': '', 'a/.hidden': '', '.git/HEAD': '', 'a/c/d': '' }, async (cwd) => {
    symlinkSync('..', join(cwd, 'a/up'));
    mkdirSync(join(cwd, 'empty'));
    writeFileSync(Buffer.concat([Buffer.from(`${cwd}/`), Buffer.of(0xfe)]), '');
    assert.equal(listFolder(cwd, '.', open), {
      names: ['.git/HEAD', '\\xFE', 'a/.hidden', 'a/b', 'a/c/d', 'a/up'],
      unreadable: [],
    });
  }));

const refuse = (path: string): string | undefined => (path.endsWith('/no') ? 'forbidden' : undefined);

test('a folder that must not be opened is a name, one that is not there is unreadable', () =>
  withFolder({ 'a/b': '', 'no/c': '' }, async (cwd) => {
    assert.equal(listFolder(cwd, 'x', refuse), { names: ['x/a/b', 'x/no'], unreadable: [] });
    assert.equal(listFolder(join(cwd, 'gone'), 'gone', open), { names: [], unreadable: ['gone'] });
  }));

test.run();
