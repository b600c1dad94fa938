import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runGit } from '../../../src/source/git/command.ts';
import { openRepository } from '../../../src/source/git/repository.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { failureOf } from '../helpers.ts';
import { git, withFolder, withRepository } from './helpers.ts';

const test = suite('runGit()');
const { env } = process;

test('runs nothing that a repository configures', async () => {
  await withRepository(async (cwd) => {
    const mark = join(cwd, 'was-run');
    const trap = join(cwd, 'trap.sh');
    writeFileSync(trap, `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
    for (const key of ['core.fsmonitor', 'core.pager', 'diff.external', 'core.sshCommand', 'gpg.program', 'alias.log'])
      git(cwd, ['config', key, key.startsWith('alias') ? `!${trap}` : trap]);
    git(cwd, ['config', 'log.showSignature', 'true']);
    git(cwd, ['config', 'remote.origin.promisor', 'true']);
    git(cwd, ['config', 'remote.origin.url', `ext::${trap}`]);
    git(cwd, ['config', 'protocol.ext.allow', 'always']);
    git(cwd, ['config', 'extensions.partialClone', 'origin']);
    git(cwd, ['config', 'core.repositoryFormatVersion', '1']);
    mkdirSync(join(cwd, '.git/hooks'), { recursive: true });
    writeFileSync(join(cwd, '.git/hooks/post-index-change'), `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
    const lost = '1'.repeat(40);
    await failureOf(() => runGit(['cat-file', '-p', lost], { cwd, env }));
    await runGit(['rev-list', '--objects', '--all', '--missing=print'], { cwd, env });
    await runGit(['status', '--porcelain'], { cwd, env });
    assert.not(existsSync(mark));
  });
});

test('opens a repository that sets paths in a home folder, and reads none of them', async () => {
  await withRepository(async (cwd) => {
    git(cwd, ['config', 'core.excludesFile', '~/ignored']);
    git(cwd, ['config', 'include.path', '~/included']);
    writeFileSync(join(cwd, 'included'), '[core]\n\tbare = true\n');
    const { top } = await openRepository({ folder: cwd, env: { ...env, HOME: cwd } });
    assert.is(top, cwd);
  });
});

test('says in words of its own what git complains of', async () => {
  await withFolder(async (cwd) => {
    const failure = await failureOf(() => openRepository({ folder: cwd, env }));
    assert.is(
      failure,
      'usage: Cannot read the Git repository: there is no repository here (go to its folder, or name it to audit; scan reads plain folders)',
    );
  });
  await withRepository(async (cwd) => {
    const name = ['very', 'private', 'name'].join('-');
    const failure = await failureOf(() => runGit(['rev-parse', '--verify', name], { cwd, env }));
    assert.is(failure, 'unreadable: Cannot read the Git repository: git rev-parse failed with exit code 128');
  });
});

test('needs a git in an absolute folder of PATH', async () => {
  await withRepository(async (cwd) => {
    writeFileSync(join(cwd, 'git'), '#!/bin/sh\necho trapped\n', { mode: 0o755 });
    const failure = await failureOf(() => runGit(['version'], { cwd, env: { PATH: '.:' } }));
    assert.match(failure, /^usage: .*no git in the absolute folders of PATH/);
  });
});

test('opens work trees, bare repositories, worktrees and folders inside', async () => {
  await withRepository(async (cwd) => {
    git(cwd, ['commit', '-q', '--allow-empty', '-m', 'one']);
    mkdirSync(join(cwd, 'a/b'), { recursive: true });
    const inside = await openRepository({ folder: join(cwd, 'a/b'), env });
    assert.is(inside.gitDir, join(cwd, '.git'));
    assert.is(inside.commonDir, join(cwd, '.git'));
    assert.equal([inside.bare, inside.shallow, inside.idLength], [false, false, 40]);
    git(cwd, ['clone', '-q', '--bare', '.', 'bare.git']);
    assert.is((await openRepository({ folder: join(cwd, 'bare.git'), env })).bare, true);
    git(cwd, ['worktree', 'add', '-q', 'other']);
    const other = await openRepository({ folder: join(cwd, 'other'), env });
    assert.is(other.gitDir, join(cwd, '.git/worktrees/other'));
    assert.is(other.commonDir, join(cwd, '.git'));
  });
});

test.run();
