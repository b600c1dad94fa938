import { join } from 'node:path';
import { hooksFolder, type HooksFolder } from '../../../src/source/git/hooks-folder.ts';
import { openIndex } from '../../../src/source/git/open-index.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { commit, put } from './events.ts';
import { git, withFolder, withRepository } from './helpers.ts';

const test = suite('source/git/hooks-folder');

async function folderOf(folder: string, home = folder): Promise<HooksFolder> {
  const env = { PATH: process.env['PATH'], HOME: home };
  return hooksFolder(await openIndex({ folder, env }), env);
}

test('hooks are in the repository, of which all worktrees share one', () =>
  withRepository(async (folder) => {
    commit(folder, { 'sub/a': '1' });
    assert.equal(await folderOf(folder), {
      path: join(folder, '.git/hooks'),
      shown: '.git/hooks',
      configured: false,
      off: undefined,
      shared: false,
      usual: join(folder, '.git/hooks'),
      manager: undefined,
    });
    assert.is((await folderOf(join(folder, 'sub'))).shown, '../.git/hooks');
    git(folder, ['worktree', 'add', '-q', 'tree']);
    assert.is((await folderOf(join(folder, 'tree'))).path, join(folder, '.git/hooks'));
  }));

test('core.hooksPath counts from the top of the work tree', () =>
  withRepository(async (folder) => {
    git(folder, ['config', 'core.hooksPath', '.githooks']);
    const { path, configured, shared } = await folderOf(folder);
    assert.equal([path, configured, shared], [join(folder, '.githooks'), true, false]);
    git(folder, ['config', 'core.hooksPath', '.husky/_']);
    assert.is((await folderOf(folder)).manager, 'husky');
  }));

test('core.hooksPath that is empty or names what is no folder turns hooks off', () =>
  withRepository(async (folder) => {
    const off = async (value: string) => {
      git(folder, ['config', 'core.hooksPath', value]);
      return (await folderOf(folder)).off;
    };
    put(folder, { 'hooks/a': '' });
    assert.equal(
      [await off(''), await off('/dev/null'), await off('hooks/a'), await off('hooks'), await off('not-yet')],
      ['is empty', 'names no folder', 'names no folder', undefined, undefined],
    );
  }));

test('core.hooksPath of the user is shared by repositories', () =>
  withFolder((home) =>
    withRepository(async (folder) => {
      put(home, { '.gitconfig': '[core]\nhooksPath = ~/hooks\n' });
      const { path, shared } = await folderOf(folder, home);
      assert.equal([path, shared], [join(home, 'hooks'), true]);
    }),
  ));

test.run();
