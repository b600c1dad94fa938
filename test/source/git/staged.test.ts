import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { openIndex } from '../../../src/source/git/open-index.ts';
import { stagedSource, type StagedOptions } from '../../../src/source/git/staged.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { commit, lineOf, put, rejects, textOf } from './events.ts';
import { git, withFolder, withRepository } from './helpers.ts';

const test = suite('source/git/staged');

/** One line for each event: path, text and the texts before it; or path, reason and scope. */
async function staged(folder: string, options: Partial<StagedOptions> & { env?: Record<string, string> } = {}) {
  const { env, ...more } = options;
  const index = await openIndex({ folder, env: { PATH: process.env['PATH'], ...env } });
  const lines: string[] = [];
  const source = stagedSource(index, { exclude: [], rooted: { root: index.top, exclude: [] }, ...more });
  for await (const event of source) lines.push(await lineOf(event));
  return lines;
}

test('the first commit is compared with nothing', () =>
  withRepository(async (folder) => {
    put(folder, { a: '1', 'b/c': '2' });
    git(folder, ['add', '.']);
    assert.equal(await staged(folder), ['a: 1', 'b/c: 2']);
  }));

test('content comes from the index, not from the work tree', () =>
  withRepository(async (folder) => {
    commit(folder, { a: 'old', gone: 'x' });
    put(folder, { a: 'staged', gone: 'y' });
    git(folder, ['add', 'a', 'gone']);
    put(folder, { a: 'not staged', untracked: 'z' });
    unlinkSync(join(folder, 'gone'));
    assert.equal(await staged(folder), ['a: staged < old', 'gone: y < x']);
  }));

test('what is removed is not scanned, and a rename keeps what was before', () =>
  withRepository(async (folder) => {
    commit(folder, { old: 'some lines\nof text\nthat stay\n', removed: 'x' });
    git(folder, ['mv', 'old', 'new']);
    git(folder, ['rm', '-q', 'removed']);
    const text = 'some lines\nof text\nthat stay\n';
    assert.equal(await staged(folder), [`new: ${text} < ${text}`]);
  }));

test('modes, links, submodules and files that are only announced', () =>
  withRepository(async (folder) => {
    commit(folder, { script: 'run' });
    chmodSync(join(folder, 'script'), 0o755);
    symlinkSync('https://example.com/', join(folder, 'link'));
    put(folder, { announced: 'later' });
    mkdirSync(join(folder, 'module'));
    git(join(folder, 'module'), ['init', '-q', '-b', 'main']);
    commit(join(folder, 'module'));
    git(folder, ['add', 'script', 'link', 'module']);
    git(folder, ['add', '-N', 'announced']);
    assert.equal(await staged(folder), ['module not-a-file out', 'link: https://example.com/', 'script: run < run']);
  }));

test('GIT_INDEX_FILE names the index of commit -a and of a commit of named paths', () =>
  withRepository(async (folder) => {
    commit(folder, { a: '1', b: '1' });
    put(folder, { a: '2', b: '2' });
    git(folder, ['add', 'a']);
    const GIT_INDEX_FILE = join(folder, 'other-index');
    git(folder, ['read-tree', 'HEAD'], { env: { GIT_INDEX_FILE } });
    git(folder, ['add', 'b'], { env: { GIT_INDEX_FILE } });
    assert.equal(await staged(folder, { env: { GIT_INDEX_FILE } }), ['b: 2 < 1']);
    assert.equal(await staged(folder), ['a: 2 < 1']);
  }));

test('a merge brings what no parent has, and each parent is a version before', () =>
  withRepository(async (folder) => {
    commit(folder, { both: 'base', side: 'base' });
    git(folder, ['checkout', '-q', '-b', 'topic']);
    commit(folder, { both: 'topic', side: 'topic' });
    git(folder, ['checkout', '-q', 'main']);
    commit(folder, { both: 'main' });
    assert.throws(() => git(folder, ['merge', '-q', 'topic']));
    assert.equal(await staged(folder), ['both unreadable in']);
    put(folder, { both: 'resolved' });
    git(folder, ['add', 'both']);
    assert.equal(await staged(folder), ['both: resolved < main < topic']);
    assert.equal(await staged(folder, { includeCommitted: true }), ['both: resolved', 'side: topic']);
  }));

test('names narrow it, and files that the commit leaves as they are come whole where they are asked for', () =>
  withRepository(async (folder) => {
    commit(folder, { 'd/same': 's', 'd/a': '1', b: '1' });
    put(folder, { 'd/a': '2', b: '2' });
    git(folder, ['add', '.']);
    assert.equal(await staged(folder, { names: ['d'] }), ['d/a: 2 < 1']);
    assert.equal(await staged(folder, { names: ['d/same', 'd/a'] }), ['d/a: 2 < 1']);
    assert.equal(await staged(folder, { names: ['d'], unchanged: true }), ['d/a: 2 < 1', 'd/same: s']);
    assert.equal(await staged(join(folder, 'd'), { names: ['a', '../b'] }), ['b: 2 < 1', 'd/a: 2 < 1']);
    assert.equal(await staged(folder, { names: [join(folder, 'b')], unchanged: true }), ['b: 2 < 1']);
    assert.equal(await staged(folder, { names: ['none'], unchanged: true }), ['none vanished in']);
  }));

test('excluded paths and folders are told, refused ones are missing', () =>
  withRepository(async (folder) => {
    put(folder, { 'out/cache/x': '1', 'out/y': '2', z: '3' });
    git(folder, ['add', '.']);
    const options = { exclude: ['out/cache'], rooted: { root: folder, exclude: ['z'] } };
    assert.equal(await staged(folder, options), ['out/cache/x excluded out', 'z excluded out', 'out/y: 2']);
    const refuse = (path: string): string | undefined => (path === join(folder, 'z') ? 'no' : undefined);
    assert.ok((await staged(folder, { refuse })).includes('z excluded in'));
  }));

const pointer = (content: string): string => {
  const id = createHash('sha256').update(content).digest('hex');
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${id}\nsize ${content.length}\n`;
};

test('behind an LFS pointer comes its content, or that it is not here', () =>
  withRepository(async (folder) => {
    const id = createHash('sha256').update('content').digest('hex');
    put(folder, { here: pointer('content'), elsewhere: pointer('other') });
    put(folder, { [`.git/lfs/objects/${id.slice(0, 2)}/${id.slice(2, 4)}/${id}`]: 'content' });
    git(folder, ['add', '.']);
    assert.equal(await staged(folder), [
      `elsewhere: ${pointer('other')}`,
      'elsewhere missing-object in',
      `here: ${pointer('content')}`,
      'here [lfs]: content',
    ]);
    git(folder, ['commit', '-q', '-m', 'c']);
    git(folder, ['mv', 'elsewhere', 'moved']);
    assert.equal(await staged(folder), [`moved: ${pointer('other')} < ${pointer('other')}`]);
  }));

test('an object that is gone is told', () =>
  withRepository(async (folder) => {
    put(folder, { a: '1', b: '2' });
    git(folder, ['add', '.']);
    const id = git(folder, ['rev-parse', ':a']);
    rmSync(join(folder, '.git/objects', id.slice(0, 2), id.slice(2)));
    assert.equal(await staged(folder), ['a missing-object in', 'b: 2']);
  }));

test('a large file can be opened more than once', () =>
  withRepository(async (folder) => {
    const text = `${'x'.repeat(1023)}\n`.repeat(17 * 1024);
    put(folder, { large: text });
    git(folder, ['add', '.']);
    const index = await openIndex({ folder, env: { PATH: process.env['PATH'] } });
    for await (const event of stagedSource(index, { exclude: [], rooted: { root: folder, exclude: [] } })) {
      assert.ok(event.kind === 'blob');
      assert.is(event.blob.size, text.length);
      assert.is((await textOf(event.blob)).length, text.length);
      assert.is((await textOf(event.blob)).length, text.length);
    }
  }));

test('a repository of SHA-256 and one whose folder has no work tree', async () => {
  await withRepository(
    async (folder) => {
      put(folder, { a: '1' });
      git(folder, ['add', '.']);
      assert.equal(await staged(folder), ['a: 1']);
    },
    ['--object-format=sha256'],
  );
  await withFolder(async (folder) => {
    git(folder, ['init', '-q', '--bare']);
    await rejects(staged(folder), /^Cannot go on: the folder is in no work tree, .*audit looks at a bare repository/);
  });
  await withFolder((folder) => rejects(staged(folder), /^Cannot read the Git repository: there is no repository here/));
});

test('a hostile repository runs nothing', () =>
  withRepository(async (folder) => {
    const marker = join(folder, 'MARKER');
    const evil = join(folder, '.git/evil.sh');
    put(folder, {
      '.git/evil.sh': `#!/bin/sh\ntouch '${marker}'\ncat\n`,
      '.gitattributes': '* filter=evil diff=evil\n',
    });
    chmodSync(evil, 0o755);
    commit(folder, { a: '1' });
    put(folder, { a: '2' });
    git(folder, ['add', '.']);
    const settings = ['core.fsmonitor', 'filter.evil.clean', 'filter.evil.smudge', 'filter.evil.process'];
    settings.push('diff.evil.textconv', 'diff.evil.command', 'diff.external', 'core.pager', 'core.sshCommand');
    for (const setting of settings) git(folder, ['config', setting, evil]);
    git(folder, ['config', 'core.hooksPath', join(folder, '.git')]);
    for (const name of ['post-index-change', 'pre-commit']) put(folder, { [`.git/${name}`]: `#!/bin/sh\n${evil}\n` });
    assert.equal(await staged(folder, { names: ['a', '.gitattributes'], unchanged: true }), [
      'a: 2 < 1',
      '.gitattributes: * filter=evil diff=evil\n',
    ]);
    assert.not(existsSync(marker));
    git(folder, ['status']);
    assert.ok(existsSync(marker), 'the settings of this test run nothing at all');
  }));

test.run();
