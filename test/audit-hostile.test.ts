import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expand } from '../scripts/lib/values.ts';
import { auditResult as run } from './helpers/audits.ts';
import { assert, suite } from './helpers/suite.ts';
import { git, looseFile, withFolder, withRepository } from './source/git/helpers.ts';

const test = suite('audit() of repositories that nobody would make by accident');
const value = expand(['gl', 'pat-', '{base62:20}'], 'hostile');

/** Writes an object as it is given, valid or not. */
function put(cwd: string, type: string, body: string | Buffer): string {
  return git(cwd, ['hash-object', '-w', '-t', type, '--literally', '--stdin'], { input: body });
}

function tree(cwd: string, entries: readonly (readonly [mode: string, name: string, id: string])[]): string {
  const rows = entries.flatMap(([mode, name, id]) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')]);
  return put(cwd, 'tree', Buffer.concat(rows));
}

function commit(cwd: string, root: string, message: string): string {
  const id = git(cwd, ['commit-tree', root, '-m', message]);
  git(cwd, ['update-ref', 'refs/heads/main', id]);
  return id;
}

test('comes to an end over trees that name each other many times, with a value at the bottom', async () => {
  await withRepository(async (cwd) => {
    let id = tree(cwd, [['100644', 'a.txt', put(cwd, 'blob', `token = "${value}"\n`)]]);
    for (let depth = 0; depth < 10; depth++) {
      const folder = id;
      id = tree(
        cwd,
        Array.from({ length: 10 }, (_, index) => ['40000', `d${index}`, folder] as const),
      );
    }
    commit(cwd, id, 'Ten thousand million files');
    // The second time git compares the trees.
    for (const remember of [false, true]) {
      const { findings, summary } = await run(cwd, { remember });
      assert.is(findings.length, 1);
      assert.ok((findings[0]?.places?.length ?? 0) <= 10_000);
      assert.is(summary.audit?.read, 13);
    }
  });
});

test('finds a value in a commit that is larger than what is kept in memory, and in the name of a header', async () => {
  await withRepository(async (cwd) => {
    const root = tree(cwd, []);
    const people = ['author', 'committer'].map((who) => `${who} A <a@example.com> 1700000000 +0000\n`).join('');
    const odd = expand(['gl', 'pat-', '{base62:20}'], 'odd');
    const large = put(cwd, 'commit', `tree ${root}\n${people}\n${'word '.repeat(4_000_000)}\n${value}\n`);
    const header = put(cwd, 'commit', `tree ${root}\n${people}${odd} x\n\nNothing\n`);
    const bare = put(cwd, 'commit', `tree ${odd}\n`);
    git(cwd, ['update-ref', 'refs/heads/main', large]);
    const { findings } = await run(cwd, { remember: false });
    const objects = findings.flatMap(({ places = [] }) => places.map(({ location }) => location.object));
    assert.equal(new Set(objects), new Set([large, header, bare]));
  });
});

test('no graft and no commit-graph hides a commit from a range', async () => {
  await withRepository(async (cwd) => {
    const root = tree(cwd, [['100644', 'a.txt', put(cwd, 'blob', `token = "${value}"\n`)]]);
    const first = commit(cwd, root, 'First');
    const clean = tree(cwd, []);
    const id = git(cwd, ['commit-tree', clean, '-p', first, '-m', 'Second']);
    git(cwd, ['update-ref', 'refs/heads/main', id]);
    const found = async (): Promise<number> => (await run(cwd, { remember: false, range: 'main' })).findings.length;
    assert.is(await found(), 1);
    mkdirSync(join(cwd, '.git/info'), { recursive: true });
    writeFileSync(join(cwd, '.git/info/grafts'), `${id}\n`);
    assert.is(await found(), 1);
    rmSync(join(cwd, '.git/info/grafts'));
    git(cwd, ['commit-graph', 'write', '--reachable']);
    withoutParents(join(cwd, '.git/objects/info/commit-graph'));
    assert.is(git(cwd, ['rev-list', '--count', 'main']), '1');
    assert.is(await found(), 1);
  });
});

/** Takes the parents of all commits out of a commit-graph (gitformat-commit-graph, `CDAT`). */
function withoutParents(file: string): void {
  const bytes = readFileSync(file);
  const entry = bytes.indexOf('CDAT');
  const [start, end] = [Number(bytes.readBigUInt64BE(entry + 4)), Number(bytes.readBigUInt64BE(entry + 16))];
  for (let at = start; at < end; at += 36) bytes.writeUInt32BE(0x70000000, at + 20);
  chmodSync(file, 0o600);
  writeFileSync(file, bytes);
}

test('follows no link out of a repository but into another one, and says so', async () => {
  await withFolder(async (folder) => {
    const cwd = join(folder, 'work');
    git(folder, ['init', '-q', '-b', 'main', cwd]);
    git(cwd, ['commit', '-q', '--allow-empty', '-m', 'Begin']);
    writeFileSync(join(folder, 'private.txt'), `${value}\n`);
    symlinkSync('/', join(cwd, '.git/everything'));
    symlinkSync('../../private.txt', join(cwd, '.git/config2'));
    const first = await run(cwd, { remember: false });
    const reasons = first.skipped.map(({ path, reason }) => `${path} ${reason}`);
    assert.equal(reasons, ['.git/config2 symlink-outside-root', '.git/everything symlink-outside-root']);
    assert.equal([first.findings.length, first.summary.exitCode], [0, 3]);
    // As tools that share one repository between work trees make it.
    const shared = join(folder, 'shared.git');
    git(folder, ['init', '-q', '--bare', shared]);
    mkdirSync(join(shared, 'hooks'), { recursive: true });
    writeFileSync(join(shared, 'hooks/own'), `${value}\n`);
    renameSync(join(cwd, '.git/hooks'), join(folder, 'old-hooks'));
    symlinkSync(join(shared, 'hooks'), join(cwd, '.git/hooks'));
    assert.is((await run(cwd, { remember: false })).findings.length, 1);
  });
});

test('tells of objects that git does not read', async () => {
  await withRepository(async (cwd) => {
    git(cwd, ['commit', '-q', '--allow-empty', '-m', 'Begin']);
    const root = git(cwd, ['rev-parse', 'HEAD']);
    for (const expected of [0, 3, 3]) assert.is(await exitCodeWith(cwd, root, expected), expected);
  });
});

/** The exit code of an audit that remembers, with files beside the objects where `expected` is not 0. */
async function exitCodeWith(cwd: string, root: string, expected: number): Promise<number> {
  const objects = join(cwd, '.git/objects');
  if (expected !== 0) {
    writeFileSync(join(objects, 'pack', `pack-${root}.pack`), 'PACK');
    writeFileSync(join(looseFile(cwd, root), '../tmp_obj_x'), '');
    writeFileSync(join(objects, 'info/alternates'), '/nowhere/objects\n');
  }
  const { skipped, summary } = await run(cwd);
  const told = skipped.map(({ path }) => path);
  const unread = [`objects/${root.slice(0, 2)}/tmp_obj_x`, `objects/pack/pack-${root}.pack`, 'objects/info/alternates'];
  assert.equal(told, expected === 0 ? [] : unread);
  return summary.exitCode;
}

test.run();
