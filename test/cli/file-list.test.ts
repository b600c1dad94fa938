import { readFileList } from '../../src/cli/file-list.ts';
import { assert, suite } from '../helpers/suite.ts';
import { chunks, fakeIo, run, token, withFolder } from './helpers.ts';

const test = suite('--files-from');

test('names come from a file or from standard input', () =>
  withFolder({ list: 'a\nb c\n' }, async (cwd) => {
    assert.equal(await readFileList('list', [], fakeIo({ cwd }).io), ['a', 'b c']);
    assert.equal(await readFileList('-', [], fakeIo({ cwd, stdin: chunks('x\0', 'y\nz\0') }).io), ['x', 'y\nz']);
  }));

test('files of the list are scanned, and one that is missing makes the run incomplete', () =>
  withFolder({ 'a.log': 'x\n', 'odd\nname.log': 'x\n', list: 'a.log\0odd\nname.log\0gone.log\0' }, async (cwd) => {
    const { code, out } = await run(['--files-from', 'list'], { cwd });
    assert.is(code, 3);
    assert.match(out, /gone\.log\n\s+no such file/);
    assert.match(out, /in 2 files/);
  }));

test('a list that cannot be read is a usage error', () =>
  withFolder({}, async (cwd) => {
    const { code, err } = await run(['--files-from', 'nowhere'], { cwd });
    assert.is(code, 2);
    assert.is(err, 'watertight: Cannot read the file list nowhere: no such file\n');
  }));

test('standard input cannot be both list and evidence', () =>
  withFolder({}, async (cwd) => {
    const { code, err } = await run(['-', '--files-from', '-'], { cwd });
    assert.is(code, 2);
    assert.match(err, /Cannot read standard input twice/);
  }));

test('an empty list leaves nothing in scope, and the report says so instead of "clean"', () =>
  withFolder({ list: '', 'a.log': token('not listed') }, async (cwd) => {
    const { code, out } = await run(['--files-from', 'list'], { cwd });
    assert.is(code, 3);
    assert.match(out, /EMPTY no file in scope: nothing was scanned \(exit 3\)/);
  }));

test.run();
