import { spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expand } from '../scripts/lib/values.ts';
import { audit, type AuditOptions } from '../src/audit.ts';
import { auditResult as run } from './helpers/audits.ts';
import { fillLeaky, PLACES } from './helpers/leaky-repository.ts';
import { assert, suite } from './helpers/suite.ts';
import { git, looseFile, withFolder, withRepository } from './source/git/helpers.ts';

const test = suite('audit() of all kinds of repositories');
const { env } = process;

test('reads the objects of alternates', async () => {
  await withFolder(async (folder) => {
    const origin = join(folder, 'origin');
    git(folder, ['init', '-q', '-b', 'main', origin]);
    await fillLeaky(origin);
    git(folder, ['clone', '-q', '--bare', '--shared', origin, 'shared']);
    const { findings, summary } = await run(join(folder, 'shared'), { remember: false });
    assert.ok(findings.some(({ location }) => location.path === 'config/app.env'));
    const count = git(join(folder, 'shared'), ['cat-file', '--batch-check', '--batch-all-objects']).split('\n').length;
    assert.is(summary.audit?.read, count);
  });
});

test('tells of every object that git cannot read, first and later', async () => {
  await withRepository(async (cwd) => {
    for (const [name, text] of [
      ['one.txt', 'first\n'],
      ['two.txt', 'second\n'],
      ['dir/three.txt', 'third\n'],
    ] as const) {
      mkdirSync(dirname(join(cwd, name)), { recursive: true });
      writeFileSync(join(cwd, name), text);
      git(cwd, ['add', name]);
    }
    git(cwd, ['commit', '-q', '-m', 'Begin']);
    const ids = ['HEAD:one.txt', 'HEAD:dir', 'HEAD:two.txt'].map((name) => git(cwd, ['rev-parse', name]).trim());
    const [blob = '', tree = '', gone = ''] = ids;
    for (const id of [blob, tree]) {
      chmodSync(looseFile(cwd, id), 0o600);
      writeFileSync(looseFile(cwd, id), 'no object');
    }
    rmSync(looseFile(cwd, gone));
    for (const options of [{}, {}, { remember: false }]) {
      const { skipped, summary } = await run(cwd, options);
      const told = skipped.map(({ path, reason }) => `${path} ${reason}`);
      for (const id of [blob, tree]) assert.ok(told.includes(`object/${id} corrupt`), told.join());
      assert.is(summary.exitCode, 3);
    }
  });
});

test('audits ten thousand refs, and names that are no text', async () => {
  await withRepository(async (cwd) => {
    git(cwd, ['commit', '-q', '--allow-empty', '-m', 'Begin']);
    const head = git(cwd, ['rev-parse', 'HEAD']).trim();
    const value = expand(['gl', 'pat-', '{base62:20}'], 'ref');
    const odd = ['caf\xe9-\xff\xfe', 'a\x27b', 'a$(touch;x)', '\xf0\x9f\x98\x80', `x-${value}`];
    const names = [...Array.from({ length: 10_000 }, (_, index) => `b/${index}`), ...odd];
    const packed = names.map((name) => `${head} refs/heads/${name}\n`).sort();
    writeFileSync(join(cwd, '.git/packed-refs'), Buffer.from(packed.join(''), 'latin1'));
    const { findings, summary } = await run(cwd);
    assert.equal(
      findings.map(({ location }) => location.part),
      ['ref'],
    );
    assert.not(JSON.stringify(findings).includes(value));
    assert.ok(summary.complete);
  });
});

test('audits the whole repository from a linked worktree', async () => {
  await withFolder(async (folder) => {
    const main = join(folder, 'main');
    git(folder, ['init', '-q', '-b', 'main', main]);
    await fillLeaky(main);
    git(main, ['worktree', 'add', '-q', '-b', 'linked', '../side']);
    const { findings } = await run(join(folder, 'side'));
    assert.is(findings.length, PLACES.length);
    // One repository: what the worktree's audit remembered is there for the main one.
    assert.is((await run(main)).summary.audit?.read, 0);
  });
});

test('audits the commits since a day, and what nothing leads to where that is asked for', async () => {
  await withRepository(async (cwd) => {
    await fillLeaky(cwd);
    const parts = async (options: Partial<AuditOptions>): Promise<string[]> =>
      (await run(cwd, { remember: false, ...options })).findings.map(({ location }) => location.part ?? '');
    // Annotated tags have a date of their own, which git does not ask for.
    assert.equal(await parts({ since: 'yesterday' }), ['tag']);
    assert.ok((await parts({ since: '2020-01-01' })).includes('message'));
    const lost = await run(cwd, { remember: false, since: 'yesterday', unreachable: true });
    assert.ok(lost.findings.some(({ location }) => location.part === 'blob'));
    assert.not(lost.findings.some(({ location }) => location.part === 'message'));
  });
});

test('says why git refuses a repository of another user, and what to do', async () => {
  // Only root can give a folder away.
  if (process.getuid?.() !== 0) return;
  await withRepository(async (cwd) => {
    for (const path of [cwd, join(cwd, '.git')]) chownSync(path, 12_345, 12_345);
    const home = { PATH: process.env['PATH'], HOME: cwd };
    try {
      await audit({ cwd, env: home });
      assert.unreachable();
    } catch (error) {
      assert.match((error as Error).message, /belongs to another user.*safe\.directory/);
    }
    writeFileSync(join(cwd, '.gitconfig'), `[safe]\n\tdirectory = ${cwd}\n`);
    assert.is((await audit({ cwd, env: home })).result.summary.complete, true);
  });
});

test('audits a repository that cannot be written to without remembering, and says so', async () => {
  await withRepository(async (cwd) => {
    await fillLeaky(cwd);
    // In place of the folder: not even root makes one there.
    writeFileSync(join(cwd, '.git/watertight'), '');
    const { findings, summary } = await run(cwd);
    assert.is(findings.length, PLACES.length);
    assert.match(summary.notes.join(), /cannot be written to/);
    assert.is(summary.complete, true);
  });
});

const CHILD = `
  const { audit } = await import('./src/audit.ts');
  process.stdout.write('go');
  await audit({ cwd: process.env.AUDITED, env: process.env });
`;

/** Starts an audit and kills it `delay` ms after it began. */
async function killedAudit(cwd: string, delay: number): Promise<void> {
  const child = spawn(process.execPath, ['--import=tsx', '--input-type=module', '-e', CHILD], {
    env: { ...env, AUDITED: cwd },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), delay));
  await new Promise((resolve) => child.once('close', resolve));
}

test('finds everything after an audit that was killed', async () => {
  await withRepository(async (cwd) => {
    await fillLeaky(cwd);
    for (const delay of [0, 60, 200]) {
      await killedAudit(cwd, delay);
      assert.is((await run(cwd)).findings.length, PLACES.length, `killed after ${delay} ms`);
      rmSync(join(cwd, '.git/watertight'), { recursive: true, force: true });
    }
  });
});

test('takes no half of a file for what an audit remembered', async () => {
  await withRepository(async (cwd) => {
    await fillLeaky(cwd);
    const file = join(cwd, '.git/watertight/audit.cache');
    await run(cwd);
    const whole = readFileSync(file);
    for (const length of [0, 1, 40, whole.indexOf(10), whole.length - 1]) {
      truncateSync(file, length);
      const { findings, summary } = await run(cwd);
      assert.is(findings.length, PLACES.length, `${length} bytes`);
      assert.is(summary.audit?.known, 0, `${length} bytes`);
      assert.match(summary.notes.join(), /damaged/, `${length} bytes`);
    }
    // What a killed audit leaves beside it is no harm.
    mkdirSync(join(cwd, '.git/watertight'), { recursive: true });
    writeFileSync(`${file}.01234567.partial`, whole.subarray(0, 100));
    assert.is((await run(cwd)).summary.audit?.read, 0);
  });
});

test('believes nothing that another user keeps under the folder of a repository', () =>
  withFolder((folder) =>
    withRepository(async (cwd) => {
      await fillLeaky(cwd);
      await run(cwd);
      assert.is((await run(cwd)).summary.audit?.read, 0);
      const other = { env: { ...env, XDG_CACHE_HOME: folder } };
      const { findings, summary } = await run(cwd, other);
      assert.is(findings.length, PLACES.length);
      assert.is(summary.audit?.known, 0);
      assert.match(summary.notes.join(), /another user/);
      assert.is((await run(cwd, other)).summary.audit?.read, 0);
      assert.is(statSync(join(folder, 'watertight/audit.key')).mode & 0o777, 0o600);
    }),
  ));

test('remembers nothing where no key can be kept', () =>
  withRepository(async (cwd) => {
    await fillLeaky(cwd);
    writeFileSync(join(cwd, 'file'), '');
    const without = { env: { ...env, XDG_CACHE_HOME: join(cwd, 'file') } };
    await run(cwd, without);
    const { findings, summary } = await run(cwd, without);
    assert.is(findings.length, PLACES.length);
    assert.is(summary.audit?.known, 0);
  }));

test.run();
