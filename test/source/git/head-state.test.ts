import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { headState } from '../../../src/source/git/head-state.ts';
import { withFolder } from '../../cli/helpers.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('headState()');
const env = { PATH: process.env['PATH'] ?? '' };

function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd, encoding: 'utf8' }).trim();
}

test('tells the commit, and whether index and tracked files are as in it', () =>
  withFolder({ 'deep/a': '1\n' }, async (cwd) => {
    assert.is(await headState(cwd, env), undefined);
    git(cwd, 'init', '-q');
    assert.is(await headState(cwd, env), undefined);
    git(cwd, 'add', '-A');
    git(cwd, 'commit', '-q', '-m', 'first');
    const head = git(cwd, 'rev-parse', 'HEAD');
    writeFileSync(join(cwd, 'untracked'), '');
    assert.equal(await headState(join(cwd, 'deep'), env), { head, clean: true });
    appendFileSync(join(cwd, 'deep/a'), '2\n');
    assert.equal(await headState(cwd, env), { head, clean: false });
    git(cwd, 'add', 'deep/a');
    assert.equal(await headState(cwd, env), { head, clean: false });
  }));

test('starts no filter of the repository', () =>
  withFolder(
    { a: '1\n', '.gitattributes': '* filter=mine\n', 'run.sh': '#!/bin/sh\ntouch started\ncat\n' },
    async (cwd) => {
      chmodSync(join(cwd, 'run.sh'), 0o755);
      git(cwd, 'init', '-q');
      git(cwd, 'add', '-A');
      git(cwd, 'commit', '-q', '-m', 'first');
      git(cwd, 'config', 'filter.mine.clean', join(cwd, 'run.sh'));
      writeFileSync(join(cwd, 'a'), '2\n');
      assert.is((await headState(cwd, env))?.clean, false);
      assert.not(existsSync(join(cwd, 'started')));
    },
  ));

test.run();
