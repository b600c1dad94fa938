import { appendFileSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ScanError } from '../../src/errors.ts';
import { fileState, inPlaceTarget } from '../../src/redact/target.ts';
import { assert, suite } from '../helpers/suite.ts';
import { withFolder } from '../source/git/helpers.ts';

const test = suite('inPlaceTarget()');

const CHANGES: Readonly<Record<string, (file: string) => void>> = {
  'was appended to': (file) => appendFileSync(file, 'last line\n'),
  'was written anew with the same length': (file) => writeFileSync(file, 'other\n'),
  'was replaced': (file) => {
    writeFileSync(`${file}.new`, 'first\n');
    renameSync(`${file}.new`, file);
  },
};

for (const [what, change] of Object.entries(CHANGES)) {
  test(`leaves a file as it is that ${what} since it was read`, () =>
    withFolder(async (folder) => {
      const file = join(folder, 'in/a.log');
      mkdirSync(join(folder, 'in'));
      writeFileSync(file, 'first\n');
      const target = inPlaceTarget(file, join(folder, 'kept'), 'kept');
      const state = fileState(file);
      await new Promise((resolve) => setTimeout(resolve, 20));
      change(file);
      const changed = readFileSync(file);
      const error = await target.write('a.log', Buffer.from('clean\n'), state).then(
        () => undefined,
        (cause: unknown) => cause,
      );
      assert.ok(error instanceof ScanError && error.code === 'changed', String(error));
      assert.equal(readFileSync(file), changed);
    }));
}

test('replaces a file that nobody wrote to, and keeps what it was', () =>
  withFolder(async (folder) => {
    const file = join(folder, 'in/a.log');
    mkdirSync(join(folder, 'in'));
    writeFileSync(file, 'first\n');
    await inPlaceTarget(file, join(folder, 'kept'), 'kept').write('a.log', Buffer.from('clean\n'), fileState(file));
    assert.is(readFileSync(file, 'utf8'), 'clean\n');
    assert.is(readFileSync(join(folder, 'kept/a.log'), 'utf8'), 'first\n');
    assert.equal(readdirSync(join(folder, 'in')), ['a.log']);
  }));

test.run();
