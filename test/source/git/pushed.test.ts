import { openIndex } from '../../../src/source/git/open-index.ts';
import { parsePushedRefs, pushedSource, type PushedOptions } from '../../../src/source/git/pushed.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { commit, lineOf, put } from './events.ts';
import { git, withRepository } from './helpers.ts';

const test = suite('source/git/pushed');
const ZERO = '0'.repeat(40);

/** What a push of one ref brings, heads of commits and tags left out. */
async function pushed(folder: string, options: Partial<PushedOptions> & { local?: string; from?: string } = {}) {
  const { local = 'main', from = ZERO, remote = 'origin', ...more } = options;
  const localId = git(folder, ['rev-parse', local]);
  const refs = [{ localRef: `refs/heads/${local}`, localId, remoteRef: `refs/heads/${local}`, remoteId: from }];
  const index = await openIndex({ folder, env: { PATH: process.env['PATH'] } });
  const lines: string[] = [];
  const filter = { exclude: [], rooted: { root: folder, exclude: [] } };
  for await (const event of pushedSource(index, { refs, remote, ...filter, ...more })) {
    lines.push((await lineOf(event)).replace(/(?:tree|parent|author|committer|object|type|tagger) .*\n/g, '').trim());
  }
  return lines.map((line) => line.replace(/^<(commit|tag|blob) [0-9a-f]{12}>/, '<$1>'));
}

test('a first push brings refs, commits and files, the oldest first', () =>
  withRepository(async (folder) => {
    commit(folder, { a: '1' });
    commit(folder, { a: '2', b: 'x' });
    assert.equal(await pushed(folder), [
      '<refs>: refs/heads/main refs/heads/main',
      '<commit>: \nc',
      'a: 1',
      '<commit>: \nc',
      'a: 2 < 1',
      'b: x',
    ]);
  }));

test('what the remote has is not new: by its branches, and by the id that it told', () =>
  withRepository(async (folder) => {
    commit(folder, { a: '1' });
    const first = git(folder, ['rev-parse', 'HEAD']);
    commit(folder, { a: '2' });
    const news = ['<refs>: refs/heads/main refs/heads/main', '<commit>: \nc', 'a: 2 < 1'];
    assert.equal(await pushed(folder, { from: first, remote: 'https://example.com/x.git' }), news);
    assert.equal(await pushed(folder, { from: 'e'.repeat(40), remote: 'https://example.com/x.git' }), [
      '<refs>: refs/heads/main refs/heads/main',
      '<commit>: \nc',
      'a: 1',
      '<commit>: \nc',
      'a: 2 < 1',
    ]);
    git(folder, ['update-ref', 'refs/remotes/origin/other', first]);
    assert.equal(await pushed(folder), news);
    assert.is((await pushed(folder, { remote: 'elsewhere' })).length, 5);
  }));

test('what the remote says of a branch counts more than what this clone remembers of it', () =>
  withRepository(async (folder) => {
    commit(folder, { a: '1' });
    const first = git(folder, ['rev-parse', 'HEAD']);
    commit(folder, { a: '2' });
    for (const name of ['main', 'HEAD']) git(folder, ['update-ref', `refs/remotes/origin/${name}`, 'main']);
    git(folder, ['symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main']);
    // As after another address was given to the name: there is no such branch, or one that is behind.
    assert.is((await pushed(folder)).length, 5);
    assert.equal((await pushed(folder, { from: first })).slice(1), ['<commit>: \nc', 'a: 2 < 1']);
    // Nothing is known of a commit that somebody else pushed.
    assert.equal((await pushed(folder, { from: 'e'.repeat(40) })).slice(1), []);
    // What another branch of it has is there.
    git(folder, ['update-ref', 'refs/remotes/origin/other', first]);
    assert.equal((await pushed(folder)).slice(1), ['<commit>: \nc', 'a: 2 < 1']);
  }));

test('the branches of a remote whose name goes on behind that of another are its own', () =>
  withRepository(async (folder) => {
    commit(folder, { a: '1' });
    git(folder, ['update-ref', 'refs/remotes/team/inner/topic', 'main']);
    assert.is((await pushed(folder, { remote: 'team' })).length, 1);
    git(folder, ['config', 'remote.team/inner.url', 'https://example.com/x.git']);
    assert.equal((await pushed(folder, { remote: 'team' })).slice(1), ['<commit>: \nc', 'a: 1']);
    assert.is((await pushed(folder, { remote: 'team/inner' })).length, 1);
  }));

test('a merge brings its resolution and not what its parents have', () =>
  withRepository(async (folder) => {
    commit(folder, { both: 'base', side: 'base' });
    git(folder, ['checkout', '-q', '-b', 'topic']);
    commit(folder, { both: 'topic', side: 'topic' });
    git(folder, ['checkout', '-q', 'main']);
    commit(folder, { both: 'main' });
    git(folder, ['update-ref', 'refs/remotes/origin/main', 'main']);
    git(folder, ['update-ref', 'refs/remotes/origin/topic', 'topic']);
    assert.throws(() => git(folder, ['merge', '-q', 'topic']));
    put(folder, { both: 'resolved' });
    git(folder, ['add', '.']);
    git(folder, ['commit', '-q', '-m', 'merged']);
    const from = git(folder, ['rev-parse', 'origin/main']);
    assert.equal((await pushed(folder, { from })).slice(1), ['<commit>: \nmerged', 'both: resolved < main < topic']);
  }));

test('annotated tags are looked at, also those of tags, trees and blobs', () =>
  withRepository(async (folder) => {
    commit(folder, { a: '1' });
    git(folder, ['update-ref', 'refs/remotes/origin/main', 'main']);
    git(folder, ['tag', '-a', 'inner', '-m', 'first']);
    git(folder, ['tag', '-a', 'outer', '-m', 'second', 'inner']);
    assert.equal((await pushed(folder, { local: 'outer' })).slice(1), [
      '<tag>: tag outer\n\nsecond',
      '<tag>: tag inner\n\nfirst',
    ]);
    git(folder, ['tag', 'tree', 'main^{tree}']);
    assert.equal((await pushed(folder, { local: 'tree' })).slice(1), ['a: 1']);
    git(folder, ['tag', 'blob', 'main:a']);
    assert.equal((await pushed(folder, { local: 'blob' })).slice(1), ['<blob>: 1']);
  }));

test('a deleted ref and one that stays bring nothing', () =>
  withRepository(async (folder) => {
    commit(folder, { a: '1' });
    const id = git(folder, ['rev-parse', 'main']);
    assert.equal(await pushed(folder, { from: id }), []);
    const refs = parsePushedRefs(`(delete) ${ZERO} refs/heads/x ${id}\n`);
    assert.equal(await pushed(folder, { refs }), []);
  }));

test('input of another form is an error', () => {
  assert.equal(parsePushedRefs(''), []);
  for (const text of ['a b c d\n', `a ${ZERO} b\n`, `a ${ZERO} b ${ZERO} c\n`]) {
    assert.throws(() => parsePushedRefs(text), /^Cannot read the refs to push/);
  }
});

test.run();
