import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../src/make-folder.ts';
import { assert, suite } from './helpers/suite.ts';

const test = suite('making folders');
const root = mkdtempSync(join(tmpdir(), 'watertight-folders-'));

test.after(() => {
  rmSync(root, { recursive: true });
});

test('makes what is missing, with the mode that is asked for, and leaves what is there', () => {
  const folder = join(root, 'a', 'b', 'c');
  makeFolder(folder, 0o700);
  makeFolder(folder, 0o755);
  assert.is(statSync(folder).mode & 0o777, 0o700);
  assert.is(statSync(join(root, 'a')).mode & 0o777, 0o700);
});

test('says so where a file stands in the way', () => {
  writeFileSync(join(root, 'file'), '');
  assert.throws(() => {
    makeFolder(join(root, 'file'));
  }, /EEXIST/);
  assert.throws(() => {
    makeFolder(join(root, 'file', 'below'));
  }, /ENOTDIR|EEXIST/);
});

if (existsSync('/proc/self')) {
  test('comes to an end where the system refuses any folder', () => {
    const program = `import(${JSON.stringify(new URL('../src/make-folder.ts', import.meta.url).href)}).then((m) => m.makeFolder('/proc/none/x'))`;
    const { status, signal, stderr } = spawnSync(process.execPath, ['--import=tsx', '-e', program], {
      timeout: 60_000,
      encoding: 'utf8',
    });
    assert.is(signal, null);
    assert.is(status, 1);
    assert.match(stderr, /ENOENT|EACCES|EPERM/);
  });
}

test.run();
