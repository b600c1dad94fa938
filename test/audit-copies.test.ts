import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { token } from './cli/helpers.ts';
import { acknowledging, auditResult as run } from './helpers/audits.ts';
import { assert, suite } from './helpers/suite.ts';
import { git, withRepository } from './source/git/helpers.ts';

const test = suite("audit() and Git's copies of texts");

test("what is acknowledged passes in Git's own copies of it too, each time, and nowhere else", async () => {
  await withRepository(async (cwd) => {
    const value = token('copied');
    writeFileSync(join(cwd, 'a'), 'a\n');
    git(cwd, ['add', 'a']);
    git(cwd, ['commit', '-q', '-m', `use ${value}`]);
    const packet = await acknowledging(git(cwd, ['rev-parse', 'HEAD']), 'message', '2099-01-01');
    const parts = async () => (await run(cwd, { packet })).findings.map(({ location }) => location.part);
    const files = (await run(cwd)).findings.flatMap(({ places = [] }) => places.map(({ location }) => location.path));
    assert.ok(files.some((path) => path.endsWith('COMMIT_EDITMSG')) && files.some((path) => path.includes('logs/')));
    assert.equal([await parts(), await parts()], [[], []]);
    writeFileSync(join(cwd, '.git/copied.txt'), `${value}\n`);
    writeFileSync(join(cwd, '.git/MERGE_MSG'), `${token('another')}\n`);
    assert.equal(
      [await parts(), await parts()],
      [
        ['file', 'file'],
        ['file', 'file'],
      ],
    );
  });
});

test.run();
