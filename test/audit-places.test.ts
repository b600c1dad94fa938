import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { token } from './cli/helpers.ts';
import { makeZip } from './helpers/archives.ts';
import { auditResult as run } from './helpers/audits.ts';
import { assert, suite } from './helpers/suite.ts';
import { git, withRepository } from './source/git/helpers.ts';

const test = suite('where an audit says that a value stands');

function commit(cwd: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [path, content] of Object.entries(files)) writeFileSync(join(cwd, path), content);
  git(cwd, ['add', '-A']);
  git(cwd, ['commit', '-q', '-m', 'c']);
}

/** Each place as its path and the refs that hold it. */
async function placesOf(cwd: string): Promise<string[]> {
  const { findings } = await run(cwd, { remember: false });
  return findings
    .flatMap(({ places = [] }) => places.map(({ location, refs }) => `${location.path}: ${refs.join(' ')}`))
    .sort();
}

test('refs lead through tags of tags, and to blobs and trees without a commit', () =>
  withRepository(async (cwd) => {
    commit(cwd, { 'a.txt': `${token('file')}\n` });
    git(cwd, ['tag', '-a', 'inner', '-m', `as ${token('inner')}`]);
    const inner = git(cwd, ['rev-parse', 'inner']);
    git(cwd, ['tag', '-a', 'outer', 'inner', '-m', 'tag of a tag']);
    git(cwd, ['tag', '-d', 'inner']);
    git(cwd, ['checkout', '-q', '--orphan', 'other']);
    git(cwd, ['rm', '-q', '-r', '-f', '.']);
    commit(cwd, { 'b.txt': 'clean\n' });
    git(cwd, ['branch', '-q', '-D', 'main']);
    const blob = git(cwd, ['hash-object', '-w', '--stdin'], { input: `${token('blob')}\n` });
    const tree = git(cwd, ['mktree'], { input: `100644 blob ${blob}\tkey.txt\n` });
    git(cwd, ['tag', '-a', 'of-blob', blob, '-m', 'a key']);
    git(cwd, ['tag', 'of-tree', tree]);
    assert.equal(await placesOf(cwd), [
      'a.txt: refs/tags/outer',
      `blob/${blob}: refs/tags/of-blob`,
      'key.txt: refs/tags/of-tree',
      `tag/${inner}/tag: refs/tags/outer`,
    ]);
  }));

test('a file of which two branches hold a version each is held by both', () =>
  withRepository(async (cwd) => {
    commit(cwd, { f: 'base\n' });
    for (const name of ['one', 'two']) {
      git(cwd, ['checkout', '-q', '-b', name, 'main']);
      commit(cwd, { f: `${name} ${token('both')}\n` });
    }
    git(cwd, ['checkout', '-q', 'main']);
    const { findings } = await run(cwd);
    const [place] = findings.flatMap(({ places = [] }) => places);
    assert.equal([place?.refs.toSorted(), place?.refCount], [['refs/heads/one', 'refs/heads/two'], 2]);
  }));

test('what another work tree has staged or committed without a branch has its path, and is held by its HEAD', () =>
  withRepository(async (cwd) => {
    commit(cwd, { f: 'x\n' });
    const other = join(cwd, 'other-tree');
    git(cwd, ['worktree', 'add', '-q', '--detach', other]);
    writeFileSync(join(other, 'staged.txt'), `${token('staged')}\n`);
    git(other, ['add', 'staged.txt']);
    const { findings } = await run(cwd, { remember: false });
    const paths = findings.flatMap(({ places = [] }) => places.map(({ location }) => location.path));
    assert.ok(paths.includes('staged.txt'), paths.join());
    git(other, ['commit', '-q', '-m', 'Without a branch']);
    assert.equal(await placesOf(cwd), ['staged.txt: worktrees/other-tree/HEAD']);
    assert.equal(await placesOf(other), ['staged.txt: ']);
  }));

test('a name is still in HEAD as long as a file or folder there has it', () =>
  withRepository(async (cwd) => {
    const name = `of-${token('name')}`;
    mkdirSync(join(cwd, name));
    commit(cwd, { [`${name}/f`]: 'x\n' });
    const inHead = async (): Promise<(boolean | undefined)[]> =>
      (await run(cwd)).findings.map(({ places }) => places?.find(({ location }) => location.part === 'path')?.inHead);
    assert.equal(await inHead(), [true]);
    git(cwd, ['mv', name, 'other']);
    git(cwd, ['commit', '-q', '-m', 'Rename']);
    assert.equal(await inHead(), [false]);
  }));

test('the name of a member is found in the object of its archive, with the commit that brought it', () =>
  withRepository(async (cwd) => {
    commit(cwd, { 'a.zip': makeZip([{ name: `d/of-${token('member')}`, data: Buffer.from('x') }]) });
    const object = git(cwd, ['rev-parse', 'HEAD:a.zip']);
    const head = git(cwd, ['rev-parse', 'HEAD']);
    const { findings } = await run(cwd);
    const [place] = findings.flatMap(({ places = [] }) => places);
    const location = place?.location;
    assert.equal(
      [findings.length, location?.object, location?.part, location?.commit, place?.inHead],
      [1, object, 'blob', head, true],
    );
  }));

test('names of files in the folder of the repository, and refs that git does not list, are looked at', () =>
  withRepository(async (cwd) => {
    commit(cwd, { f: 'x\n' });
    const put = (path: string, text: string): void => writeFileSync(join(cwd, '.git', path), text);
    put(`of-${token('folder')}`, 'x\n');
    put(`refs/heads/of-${token('unborn')}`, `${'0'.repeat(40)}\n`);
    mkdirSync(join(cwd, '.git/refs/remotes/origin'), { recursive: true });
    put('refs/remotes/origin/HEAD', `ref: refs/remotes/origin/of-${token('gone')}\n`);
    const { findings, summary } = await run(cwd);
    const paths = findings.map(({ location }) => location.path);
    assert.equal(paths.sort(), [
      '.git/of-<redacted:gitlab-pat>',
      '.git/refs/heads/of-<redacted:gitlab-pat>',
      '.git/refs/remotes/origin/HEAD',
    ]);
    assert.is(summary.exitCode, 1);
  }));

test.run();
