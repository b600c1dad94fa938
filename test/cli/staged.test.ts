import { unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { assert, suite } from '../helpers/suite.ts';
import { commit, put } from '../source/git/events.ts';
import { git, withRepository } from '../source/git/helpers.ts';
import { packet, token } from './helpers.ts';
import { runIn } from './hook/helpers.ts';

const test = suite('watertight scan --staged');
const SECRET = token('staged');

test('the index is scanned from any folder of the work tree, and the report says what was not', () =>
  withRepository(async (folder) => {
    put(folder, { 'a/b': `token ${SECRET}\n`, 'c/d': 'ok\n' });
    git(folder, ['add', '.']);
    const { code, out } = await runIn(join(folder, 'c'), ['scan', '--staged']);
    assert.is(code, 1);
    assert.match(out, /scanned the staged changes\n/);
    assert.match(out, /a\/b:1:7/);
    assert.match(out.replace(/\s+/g, ' '), /note: only staged content was scanned: not the work tree/);
    assert.is((await runIn(join(folder, 'c'), ['scan', '--staged', '.'])).code, 0);
    assert.is((await runIn(folder, ['scan', '--staged', 'a'])).code, 1);
    assert.is((await runIn(folder, ['scan', '--staged', '--files-from', '-'], { stdin: 'c/d\n' })).code, 0);
    assert.is((await runIn(folder, ['scan', '--staged', '--exclude', 'a'])).code, 0);
  }));

test('surfaces follow from the packet, seen from its own folder', () =>
  withRepository(async (folder) => {
    const more = "surfaces: { trace: { include: ['deep/runs/**'], required: true } }";
    put(folder, { '.watertight/packet.yaml': packet(more), 'deep/runs/x': `token ${SECRET}\n` });
    git(folder, ['add', '.']);
    const { code, out } = await runIn(join(folder, 'deep'), ['scan', '--staged', '--format', 'json']);
    const { findings } = JSON.parse(out) as { findings: { surface: string; location: { path: string } }[] };
    assert.equal([code, findings.length, findings[0]?.surface], [1, 1, 'trace']);
    assert.is(findings[0]?.location.path, 'deep/runs/x');
  }));

test('the ledger has what was scanned, not reported and left out', () =>
  withRepository(async (folder) => {
    commit(folder, { a: `token ${SECRET}\n` });
    put(folder, { a: `token ${SECRET}\nmore\n`, b: 'x', out: 'y' });
    git(folder, ['add', '.']);
    const { code, out } = await runIn(folder, [
      'scan',
      '--staged',
      '--exclude',
      'out',
      '--format',
      'json',
      '--ledger',
      'l',
    ]);
    assert.is(code, 0);
    const { summary } = JSON.parse(out) as { summary: { files: number; excluded: number; allowed: object } };
    assert.equal(summary.allowed, { 'already-committed': 1 });
    assert.equal([summary.files, summary.excluded], [2, 1]);
  }));

test('a committed value that a comment allowed is new where the comment is taken away', () =>
  withRepository(async (folder) => {
    const line = `token = '${SECRET}'`;
    commit(folder, { 'a.py': `${line}  # pragma: allowlist secret\n` });
    put(folder, { 'a.py': `${line}  # pragma: allowlist secret\nmore\n` });
    git(folder, ['add', '.']);
    assert.is((await runIn(folder, ['scan', '--staged'])).code, 0);
    put(folder, { 'a.py': `${line}\n` });
    git(folder, ['add', '.']);
    assert.is((await runIn(folder, ['scan', '--staged'])).code, 1);
  }));

test('a value in the name of a file is new where a rename or a new file brings it, and not where HEAD has it', () =>
  withRepository(async (folder) => {
    const text = 'a text that is long enough to be told again\n';
    commit(folder, { a: text, [`dir-${SECRET}/b`]: 'one\n' });
    git(folder, ['mv', 'a', `a-${SECRET}.txt`]);
    const renamed = await runIn(folder, ['scan', '--staged']);
    assert.equal([renamed.code, renamed.out.includes(SECRET)], [1, false]);
    assert.match(renamed.out, /a-<redacted:gitlab-pat>\.txt:1:3\n +in its name/);
    git(folder, ['reset', '-q', '--hard']);
    put(folder, { [`dir-${SECRET}/b`]: 'two\n' });
    git(folder, ['add', '.']);
    assert.is((await runIn(folder, ['scan', '--staged'])).code, 0);
    put(folder, { [`dir-${SECRET}/c`]: 'new\n' });
    git(folder, ['add', '.']);
    assert.is((await runIn(folder, ['scan', '--staged'])).code, 1);
  }));

test('a name that is nowhere is a gap, one that has nothing staged is not', () =>
  withRepository(async (folder) => {
    commit(folder, { 'a/b': 'ok\n', gone: 'ok\n' });
    put(folder, { untracked: 'x' });
    unlinkSync(join(folder, 'gone'));
    const { code, out } = await runIn(folder, ['scan', '--staged', 'a/bb']);
    assert.is(code, 3);
    assert.match(out.replace(/\s+/g, ' '), /a\/bb.*not in the index/);
    for (const name of ['a', 'a/b', '.', 'untracked', 'gone'])
      assert.is((await runIn(folder, ['scan', '--staged', name])).code, 0, name);
    assert.is((await runIn(folder, ['scan', '--staged', 'a/b/c'])).code, 3);
  }));

test('flags that do not go together are an error', () =>
  withRepository(async (folder) => {
    assert.match((await runIn(folder, ['scan', '--staged', '-'])).err, /Cannot use --staged with -/);
    assert.match((await runIn(folder, ['scan', '--include-committed'])).err, /Cannot use --include-committed without/);
  }));

test.run();
