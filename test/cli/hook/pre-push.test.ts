import { assert, suite } from '../../helpers/suite.ts';
import { commit } from '../../source/git/events.ts';
import { git, withRepository } from '../../source/git/helpers.ts';
import { token } from '../helpers.ts';
import { runIn } from './helpers.ts';

const test = suite('watertight hook pre-push');
const [OLD, NEW] = [token('push-old'), token('push-new')];
const ZERO = '0'.repeat(40);
const ARGS = ['hook', 'pre-push', 'origin', 'https://example.com/r.git'];

test('values that the remote does not have block the push, each where it came in', () =>
  withRepository(async (folder) => {
    commit(folder, { a: `token ${OLD}\n` });
    const there = git(folder, ['rev-parse', 'HEAD']);
    git(folder, ['update-ref', 'refs/remotes/origin/main', there]);
    commit(folder, { a: `token ${OLD}\nmore\n` });
    const push = async () => {
      const stdin = `refs/heads/main ${git(folder, ['rev-parse', 'HEAD'])} refs/heads/main ${there}\n`;
      return runIn(folder, ARGS, { stdin });
    };
    assert.is((await push()).code, 0);
    commit(folder, { b: `token ${NEW}\n` });
    commit(folder, { b: 'removed\n' });
    const { code, out } = await push();
    assert.is(code, 1);
    assert.match(out, /BLOCKED {2}1 secret in \d+ new objects and members .*\n.*b:1:7 in commit [0-9a-f]{12} {2}other/);
    assert.match(out, /in unpushed commits/);
    git(folder, ['commit', '-q', '--allow-empty', '-m', `say ${NEW}`]);
    const more = await push();
    assert.match(more.out, /BLOCKED {2}2 secrets[^]*<commit [0-9a-f]{12}>:\d+:\d+ {2}commit {2}gitlab-pat/);
    assert.not(more.out.includes(NEW));
  }));

test('a file that is renamed to a value blocks the push', () =>
  withRepository(async (folder) => {
    commit(folder, { a: 'a text that is long enough to be told again\n' });
    const there = git(folder, ['rev-parse', 'HEAD']);
    git(folder, ['mv', 'a', `a-${NEW}.txt`]);
    git(folder, ['commit', '-q', '-m', 'Rename it']);
    const stdin = `refs/heads/main ${git(folder, ['rev-parse', 'HEAD'])} refs/heads/main ${there}\n`;
    const { code, out } = await runIn(folder, ARGS, { stdin });
    assert.equal([code, out.includes(NEW)], [1, false]);
    assert.match(out, /a-<redacted:gitlab-pat>\.txt:1:3 in commit [0-9a-f]{12} \(in its name\)/);
  }));

test('a ref named after a value is found, a deleted one brings nothing', () =>
  withRepository(async (folder) => {
    commit(folder, { a: '1\n' });
    const id = git(folder, ['rev-parse', 'HEAD']);
    const named = await runIn(folder, ARGS, { stdin: `refs/heads/main ${id} refs/heads/${NEW} ${ZERO}\n` });
    assert.equal([named.code, /<refs>:1:/.test(named.out)], [1, true]);
    const gone = await runIn(folder, ARGS, { stdin: `(delete) ${ZERO} refs/heads/x ${id}\n` });
    assert.equal([gone.code, /EMPTY {2}no new commit or file to push/.test(gone.out)], [0, true]);
  }));

const ALLOW = ['gitleaks', 'allow'].join(':');

test('a note does not excuse itself, is called by what it is on, and has advice of its own', () =>
  withRepository(async (folder) => {
    commit(folder, { a: '1\n' });
    const on = git(folder, ['rev-parse', 'HEAD']);
    git(folder, ['notes', 'add', '-m', `seen ${NEW} # ${ALLOW}`]);
    const id = git(folder, ['rev-parse', 'refs/notes/commits']);
    const stdin = `refs/notes/commits ${id} refs/notes/commits ${ZERO}\n`;
    const { code, out } = await runIn(folder, ARGS, { stdin });
    assert.is(code, 1);
    assert.match(out, new RegExp(`<note on commit ${on.slice(0, 12)}>:1:6 in commit ${id.slice(0, 12)} {2}commit {2}`));
    assert.match(out, /fix: the notes ref keeps every version/);
    assert.not.match(out, /amend or rebase|pragma/);
    const both = await runIn(folder, ARGS, { stdin: `${stdin}refs/heads/main ${on} refs/heads/main ${ZERO}\n` });
    assert.match(both.out, /BLOCKED {2}1 secret in .*\n.*<note on commit /);
    const asBranch = await runIn(folder, ARGS, { stdin: `refs/notes/commits ${id} refs/heads/notes ${ZERO}\n` });
    assert.is(asBranch.code, 1);
  }));

test('tags and names of refs do not excuse themselves, and their advice is how to change them', () =>
  withRepository(async (folder) => {
    commit(folder, { a: '1\n' });
    git(folder, ['tag', '-a', 'v1', '-m', `made with ${NEW} # ${ALLOW}`]);
    const [head, tag] = [git(folder, ['rev-parse', 'main']), git(folder, ['rev-parse', 'v1'])];
    const tagged = await runIn(folder, ARGS, { stdin: `refs/tags/v1 ${tag} refs/tags/v1 ${ZERO}\n` });
    assert.equal([tagged.code, /<tag [0-9a-f]{12}>:.*\n {4}fix: recreate the tag/.test(tagged.out)], [1, true]);
    const named = await runIn(folder, ARGS, { stdin: `refs/heads/main ${head} refs/heads/${NEW}#${ALLOW} ${ZERO}\n` });
    assert.equal([named.code, /<refs>:1:.*\n {4}fix: rename the branch/.test(named.out)], [1, true]);
  }));

test('pre-commit names the ref in its variables', () =>
  withRepository(async (folder) => {
    commit(folder, { a: `token ${NEW}\n` });
    const env = { PRE_COMMIT: '1', PRE_COMMIT_REMOTE_NAME: 'origin', PRE_COMMIT_LOCAL_BRANCH: 'refs/heads/main' };
    assert.is((await runIn(folder, ['hook', 'pre-push'], { env })).code, 1);
    const ends = { PRE_COMMIT_FROM_REF: 'HEAD', PRE_COMMIT_TO_REF: 'HEAD' };
    assert.is((await runIn(folder, ['hook', 'pre-push'], { env: { ...env, ...ends } })).code, 0);
    const none = await runIn(folder, ['hook', 'pre-push'], { env: { ...env, PRE_COMMIT_TO_REF: 'nowhere' } });
    assert.match(none.err, /Cannot read the ref to push/);
  }));

test('pre-commit without a push has new what its second ref holds and its first one does not', () =>
  withRepository(async (folder) => {
    commit(folder, { a: `token ${OLD}\n` });
    commit(folder, { b: `token ${NEW}\n` });
    const between = async (from: string) => {
      const env = { PRE_COMMIT: '1', PRE_COMMIT_FROM_REF: from, PRE_COMMIT_TO_REF: 'HEAD' };
      return runIn(folder, ['hook', 'pre-push'], { env });
    };
    const { code, out } = await between('HEAD~1');
    assert.equal([code, /\bb:1:/.test(out), /\ba:1:/.test(out)], [1, true, false]);
    assert.is((await between('HEAD')).code, 0);
  }));

test('without a remote or with other input it cannot run', () =>
  withRepository(async (folder) => {
    assert.match((await runIn(folder, ['hook', 'pre-push'])).err, /git push passes the remote .* audit --range A\.\.B/);
    assert.match((await runIn(folder, ARGS, { stdin: 'noise\n' })).err, /standard input is not what git gives/);
  }));

test.run();
