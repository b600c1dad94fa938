import { chmodSync, existsSync, lstatSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, suite } from '../../helpers/suite.ts';
import { commit, put } from '../../source/git/events.ts';
import { git, type GitExtras, withFolder, withRepository } from '../../source/git/helpers.ts';
import { token } from '../helpers.ts';
import { hook, program, runIn } from './helpers.ts';

const test = suite('watertight hook install');

const calls = (log: string): unknown[] =>
  readFileSync(log, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

test('git runs the hooks, and the program they were installed with', () =>
  withFolder((outside) =>
    withRepository(async (folder) => {
      const world = program(outside);
      const { code, out } = await runIn(folder, ['hook', 'install'], world);
      assert.equal([code, out.split('\n').length], [0, 4]);
      assert.is(statSync(join(folder, '.git/hooks/pre-push')).mode & 0o111, 0o111);
      commit(folder, { a: '1' });
      git(folder, ['init', '-q', '--bare', 'remote.git']);
      git(folder, ['push', '-q', './remote.git', 'main']);
      const id = git(folder, ['rev-parse', 'main']);
      assert.equal(calls(world.log), [
        [['hook', 'pre-commit'], ''],
        [['hook', 'commit-msg', '.git/COMMIT_EDITMSG'], ''],
        [
          ['hook', 'pre-push', './remote.git', './remote.git'],
          `refs/heads/main ${id} refs/heads/main ${'0'.repeat(40)}\n`,
        ],
      ]);
    }),
  ));

test('a program that ends with another code than 0 stops the commit', () =>
  withFolder((outside) =>
    withRepository(async (folder) => {
      await runIn(folder, ['hook', 'install', 'pre-commit'], program(outside, 3));
      assert.throws(() => commit(folder, { a: '1' }));
      assert.not(existsSync(join(folder, '.git/hooks/pre-push')));
    }),
  ));

test('a hook that is there runs first, with the same arguments and input, and comes back', () =>
  withFolder((outside) =>
    withRepository(async (folder) => {
      const world = program(outside);
      const old = join(outside, 'old');
      hook(folder, 'pre-push', `echo "$@" >> '${old}'; cat >> '${old}'`);
      hook(folder, 'pre-commit', 'test ! -e stop');
      for (let time = 0; time < 2; time++) {
        const { code, out } = await runIn(folder, ['hook', 'install'], world);
        assert.is(code, 0);
        assert.match(out, /pre-push {4}installed in \.git\/hooks; the existing hook is kept/);
      }
      commit(folder, { a: '1' });
      git(folder, ['init', '-q', '--bare', '.git/remote.git']);
      git(folder, ['push', '-q', '.git/remote.git', 'main']);
      const id = git(folder, ['rev-parse', 'main']);
      const refs = `refs/heads/main ${id} refs/heads/main ${'0'.repeat(40)}\n`;
      assert.is(readFileSync(old, 'utf8'), `.git/remote.git .git/remote.git\n${refs}`);
      assert.is(calls(world.log).length, 3);
      put(folder, { stop: '' });
      assert.throws(() => commit(folder));
      assert.is(calls(world.log).length, 3, 'runs only after the existing hook');
      const { out } = await runIn(folder, ['hook', 'uninstall']);
      assert.match(out, /pre-commit {2}removed from \.git\/hooks; the previous hook is restored\n/);
      assert.is(readFileSync(join(folder, '.git/hooks/pre-commit'), 'utf8'), '#!/bin/sh\ntest ! -e stop\n');
      assert.not(existsSync(join(folder, '.git/hooks/commit-msg')));
      assert.match((await runIn(folder, ['hook', 'uninstall'])).out, /pre-commit {2}not installed: nothing to remove/);
      assert.ok(existsSync(join(folder, '.git/hooks/pre-commit')));
    }),
  ));

test('without its program a hook finds another one, or stops the commit and says so', () =>
  withFolder((outside) =>
    withRepository(async (folder) => {
      const world = program(outside);
      await runIn(folder, ['hook', 'install', 'pre-commit'], world);
      rmSync(world.program.script);
      put(folder, { a: '1' });
      git(folder, ['add', 'a']);
      const commitWith = (extras: GitExtras = {}): string => git(folder, ['commit', '-q', '-m', 'c'], extras);
      try {
        commitWith();
        assert.unreachable();
      } catch (error) {
        assert.match(
          (error as { stderr: string }).stderr,
          /watertight: BLOCKED {2}nothing was scanned: [^]*it's a program/,
        );
      }
      put(folder, { 'node_modules/.bin/watertight': `#!/bin/sh\necho local "$@" >> '${world.log}'\n` });
      chmodSync(join(folder, 'node_modules/.bin/watertight'), 0o755);
      commitWith();
      assert.is(readFileSync(world.log, 'utf8'), 'local hook pre-commit\n');
      rmSync(join(folder, 'node_modules'), { recursive: true });
      put(outside, { 'bin/watertight': `#!/bin/sh\necho path "$@" >> '${world.log}'\n` });
      chmodSync(join(outside, 'bin/watertight'), 0o755);
      git(folder, ['commit', '-q', '--allow-empty', '-m', 'c'], {
        env: { PATH: `${join(outside, 'bin')}:${process.env['PATH']}` },
      });
      assert.match(readFileSync(world.log, 'utf8'), /path hook pre-commit\n$/);
    }),
  ));

test('nothing is lost where both a hook and one that was kept are there', () =>
  withRepository(async (folder) => {
    hook(folder, 'pre-commit', 'exit 0');
    hook(folder, 'pre-commit.before-watertight', 'exit 0');
    const { code, err } = await runIn(folder, ['hook', 'install'], program(folder));
    assert.is(code, 2);
    assert.match(err, /both pre-commit and pre-commit\.before-watertight exist, and one would be lost/);
  }));

test('core.hooksPath counts, and a folder that others share needs --shared', () =>
  withFolder((outside) =>
    withRepository(async (folder) => {
      const world = program(outside);
      git(folder, ['config', 'core.hooksPath', 'hooks']);
      await runIn(folder, ['hook', 'install', 'commit-msg'], world);
      assert.ok(existsSync(join(folder, 'hooks/commit-msg')));
      git(folder, ['config', 'core.hooksPath', join(outside, 'shared')]);
      assert.match(
        (await runIn(folder, ['hook', 'install'], world)).err,
        /which other repositories may use too \(allow it with --shared/,
      );
      assert.is((await runIn(folder, ['hook', 'install', '--shared'], world)).code, 0);
      assert.ok(existsSync(join(outside, 'shared/pre-commit')));
      git(folder, ['config', 'core.hooksPath', '.husky/_']);
      assert.match((await runIn(folder, ['hook', 'install'], world)).err, /husky manages .* --print husky/);
    }),
  ));

test('a link that the work tree brings along beside a hook is not followed', () =>
  withRepository(async (folder) => {
    put(folder, { 'notes.txt': 'mine', 'hooks/README': '' });
    symlinkSync('../notes.txt', join(folder, 'hooks/pre-commit.watertight-new'));
    git(folder, ['config', 'core.hooksPath', 'hooks']);
    assert.is((await runIn(folder, ['hook', 'install', 'pre-commit'], program(folder))).code, 0);
    assert.is(readFileSync(join(folder, 'notes.txt'), 'utf8'), 'mine');
    assert.ok(lstatSync(join(folder, 'hooks/pre-commit')).isFile());
    assert.not.ok(existsSync(join(folder, 'hooks/pre-commit.watertight-new')));
  }));

test('status tells what is in force', () =>
  withFolder((outside) =>
    withRepository(async (folder) => {
      const world = program(outside);
      assert.is((await runIn(folder, ['hook', 'status'])).code, 3);
      hook(folder, 'commit-msg', 'exit 0');
      await runIn(folder, ['hook', 'install', 'pre-commit', 'pre-push'], world);
      const some = await runIn(folder, ['hook', 'status']);
      assert.is(some.code, 3);
      assert.match(
        some.out,
        /pre-commit {2}installed, runs .*program\.cjs\ncommit-msg {2}not installed: another hook exists/,
      );
      await runIn(folder, ['hook', 'install'], world);
      const all = await runIn(folder, ['hook', 'status']);
      assert.equal([all.code, /commit-msg\.before-watertight/.test(all.out)], [0, true]);
      rmSync(world.program.script);
      assert.match((await runIn(folder, ['hook', 'status'])).out, /its program .* is gone/);
    }),
  ));

test('status takes no hook for installed that git passes by, and none that was changed', () =>
  withFolder((outside) =>
    withRepository(async (folder) => {
      await runIn(folder, ['hook', 'install'], program(outside));
      const status = () => runIn(folder, ['hook', 'status', 'pre-commit']);
      const file = join(folder, '.git/hooks/pre-commit');
      assert.is((await status()).code, 0);
      chmodSync(file, 0o644);
      const still = await status();
      assert.equal([still.code, /not executable, so git ignores it/.test(still.out)], [3, true]);
      chmodSync(file, 0o755);
      writeFileSync(file, readFileSync(file, 'utf8').replace('\nscan hook', '\nexit 0\nscan hook'));
      const changed = await status();
      assert.equal([changed.code, /differs from what this watertight writes/.test(changed.out)], [3, true]);
      git(folder, ['config', 'core.hooksPath', 'elsewhere']);
      const moved = await status();
      assert.is(moved.code, 3);
      assert.match(moved.out, /elsewhere \(core\.hooksPath\)\npre-commit {2}not installed; the one in .* is ignored/);
    }),
  ));

test('a value in the name of the hooks folder is shown by no command', () =>
  withFolder((outside) =>
    withRepository(async (folder) => {
      const secret = token('hooks');
      git(folder, ['config', 'core.hooksPath', `hooks-${secret}`]);
      for (const command of ['install', 'status', 'uninstall']) {
        const { code, out, err } = await runIn(folder, ['hook', command], program(outside));
        assert.equal(
          [code, out.includes('hooks-<redacted:gitlab-pat>'), (out + err).includes(secret)],
          [0, true, false],
        );
      }
    }),
  ));

test('hooks that core.hooksPath turns off are not said to be in force, and not installed', () =>
  withRepository(async (folder) => {
    const world = program(folder);
    await runIn(folder, ['hook', 'install'], world);
    for (const value of ['', '/dev/null']) {
      git(folder, ['config', 'core.hooksPath', value]);
      const { code, out } = await runIn(folder, ['hook', 'status'], world);
      assert.is(code, 3);
      assert.match(out, /pre-commit +not active: core\.hooksPath .*git runs no hooks\n/);
      assert.match(out, /to activate: unset core\.hooksPath/);
      const install = await runIn(folder, ['hook', 'install', '--shared'], world);
      assert.equal([install.code, /git runs no hooks\. .* unset/.test(install.err)], [2, true]);
    }
    git(folder, ['config', 'core.hooksPath', '']);
    assert.match((await runIn(folder, ['hook', 'uninstall'], world)).out, /pre-commit +removed from \.git\/hooks\n/);
  }));

test('a hook that git passed by is kept, and not said to run', () =>
  withRepository(async (folder) => {
    put(folder, { '.git/hooks/pre-commit': 'exit 1\n' });
    const { out } = await runIn(folder, ['hook', 'install', 'pre-commit'], program(folder));
    assert.match(out, /kept as pre-commit\.before-watertight; git never ran it/);
  }));

test('names are checked, and a snippet is printed without a repository', () =>
  withFolder(async (folder) => {
    assert.match((await runIn(folder, ['hook', 'install', '--print', 'lefthook'])).out, /lefthook\.yml/);
    assert.match((await runIn(folder, ['hook', 'install', '--print', 'lefthok'])).err, /did you mean lefthook/);
    assert.match((await runIn(folder, ['hook', 'install'])).err, /the path of watertight is unknown/);
    assert.match((await runIn(folder, ['hook', 'status', 'precommit'])).err, /did you mean pre-commit/);
    assert.match((await runIn(folder, ['hook'])).err, /hook requires a subcommand/);
    assert.match((await runIn(folder, ['hook', 'instal'])).err, /did you mean hook install/);
  }));

test.run();
