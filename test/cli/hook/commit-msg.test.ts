import { join } from 'node:path';
import { assert, suite } from '../../helpers/suite.ts';
import { put } from '../../source/git/events.ts';
import { withRepository } from '../../source/git/helpers.ts';
import { token } from '../helpers.ts';
import { runIn } from './helpers.ts';

const test = suite('watertight hook commit-msg');
const SECRET = token('message');
const WHO = { GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'C', GIT_COMMITTER_EMAIL: 'c@d' };

test('a value in subject, body or trailer blocks the commit, on the surface commit', () =>
  withRepository(async (folder) => {
    for (const text of [`Use ${SECRET}\n`, `S\n\n${SECRET}\n`, `S\n\nB\n\nToken: ${SECRET}\n`]) {
      put(folder, { '.git/COMMIT_EDITMSG': text });
      const { code, out } = await runIn(folder, ['hook', 'commit-msg', '.git/COMMIT_EDITMSG'], { env: WHO });
      assert.is(code, 1);
      assert.match(
        out,
        /BLOCKED {2}1 secret in the commit message .*\n.*COMMIT_EDITMSG:\d:\d+ {2}commit {2}gitlab-pat/,
      );
      assert.not(out.includes(SECRET));
    }
  }));

test('a value in the name or address of who commits blocks it as well', () =>
  withRepository(async (folder) => {
    put(folder, { msg: 'fine\n' });
    for (const name of ['GIT_AUTHOR_NAME', 'GIT_COMMITTER_EMAIL']) {
      const env = { ...WHO, [name]: `x${SECRET.replace(/^/, ' ')}` };
      const { code, out } = await runIn(folder, ['hook', 'commit-msg', 'msg'], { env });
      assert.is(code, 1, name);
      assert.match(out, /<(?:author|committer)>:1:/);
    }
    assert.is((await runIn(folder, ['hook', 'commit-msg', join(folder, 'msg')], { env: WHO })).code, 0);
  }));

test('it takes one file that is there', () =>
  withRepository(async (folder) => {
    assert.match((await runIn(folder, ['hook', 'commit-msg'])).err, /takes one argument/);
    assert.match((await runIn(folder, ['hook', 'commit-msg', 'a', 'b'])).err, /takes one argument/);
    assert.match((await runIn(folder, ['hook', 'commit-msg', 'gone'])).err, /Cannot read the commit message gone/);
  }));

test.run();
