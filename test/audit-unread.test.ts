import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expand } from '../scripts/lib/values.ts';
import { objectLines } from '../src/report/history.ts';
import type { AuditSummary } from '../src/types.ts';
import { auditResult as run } from './helpers/audits.ts';
import { fillLeaky, PLACES } from './helpers/leaky-repository.ts';
import { assert, suite } from './helpers/suite.ts';
import { git, looseFile, withFolder, withRepository } from './source/git/helpers.ts';

const test = suite('what an audit did not read');

function linesOf(audit: AuditSummary | undefined): string {
  return audit === undefined ? '' : objectLines(audit).join('\n');
}

test('what an interruption left is neither read nor known, until the next audit has read it', async () => {
  await withRepository(async (cwd) => {
    await fillLeaky(cwd);
    const { audit: stopped, complete } = (await run(cwd, { signal: AbortSignal.abort() })).summary;
    assert.is(complete, false);
    assert.equal([stopped?.read, stopped?.known, stopped?.missing], [0, 0, 0]);
    assert.ok((stopped?.left ?? 0) > PLACES.length);
    assert.match(linesOf(stopped), /, 0 %[^]*objects not read: the audit was interrupted/);
    const { audit: whole } = (await run(cwd)).summary;
    assert.equal([whole?.read, whole?.known, whole?.left], [stopped?.left, 0, 0]);
    assert.not.match(linesOf(whole), /interrupted/);
  });
});

test('where history goes on elsewhere no share of it is given, and a range says so if it reaches as far', async () => {
  await withFolder(async (folder) => {
    const origin = join(folder, 'origin');
    git(folder, ['init', '-q', '-b', 'main', origin]);
    for (const name of ['a', 'b', 'c', 'd']) {
      writeFileSync(join(origin, name), `${name}\n`);
      git(origin, ['add', name]);
      git(origin, ['commit', '-q', '-m', name]);
    }
    git(folder, ['clone', '-q', '--bare', '--depth=3', `file://${origin}`, 'shallow']);
    const shallow = join(folder, 'shallow');
    for (const options of [{}, {}, { range: 'HEAD' }, { since: '1 year ago' }]) {
      const { skipped, summary } = await run(shallow, options);
      assert.equal(
        skipped.map(({ path }) => path),
        ['shallow'],
      );
      assert.match(linesOf(summary.audit), /100 % of the objects here/);
    }
    const { summary } = await run(shallow, { range: 'HEAD~1..HEAD' });
    assert.is(summary.complete, true);
    assert.match(linesOf(summary.audit), /^1 blob, 2 B, 100 %$/m);
  });
});

test('an empty range is a mistake', async () => {
  await withRepository(async (cwd) => {
    git(cwd, ['commit', '-q', '--allow-empty', '-m', 'Begin']);
    for (const range of ['', '  '])
      assert.match(await run(cwd, { range }).then(() => '', String), /Cannot use --range: it is empty/);
    for (const range of ['..HEAD', '...HEAD', 'HEAD ..HEAD'])
      assert.match(await run(cwd, { range }).then(() => '', String), /Cannot use --range: nothing stands in front/);
  });
});

test('a ref whose object is not there does not keep the rest from being read, and is told each time', async () => {
  await withRepository(async (cwd) => {
    await fillLeaky(cwd);
    const head = git(cwd, ['rev-parse', 'HEAD']).trim();
    git(cwd, ['branch', 'other', 'HEAD~1']);
    rmSync(looseFile(cwd, head));
    for (const options of [{}, {}, { ledger: true }]) {
      const { skipped, summary, findings } = await run(cwd, options);
      assert.ok(findings.length > PLACES.length / 2, String(findings.length));
      assert.match(
        skipped.map(({ path, detail }) => `${path} ${detail}`).join(),
        /refs the walk .* more may be missing/,
      );
      assert.equal([summary.complete, summary.audit?.openEnded], [false, true]);
    }
  });
});

test('what stands in place of the cache and is no file of its own is not waited for, nor written through', async () => {
  await withRepository(async (cwd) => {
    git(cwd, ['commit', '-q', '--allow-empty', '-m', 'Begin']);
    const folder = join(cwd, '.git', 'watertight');
    mkdirSync(folder);
    for (const name of ['audit.cache', 'audit.report']) execFileSync('mkfifo', [join(folder, name)]);
    assert.is((await run(cwd)).summary.audit?.known, 0);
    assert.is((await run(cwd)).summary.audit?.known, 2);
    rmSync(folder, { recursive: true });
    const other = join(cwd, 'other');
    mkdirSync(other);
    symlinkSync(other, folder);
    for (let time = 0; time < 2; time++) assert.is((await run(cwd)).summary.audit?.known, 0);
    assert.equal(readdirSync(other), []);
  });
});

/** Places in a repository's folder where objects, refs, submodules and caches are, of files that are none of them. */
const STRAY = [
  'objects/info/notes.txt',
  'objects/ab.txt',
  'objects/ab/readme',
  'objects/pack/pack-1.keep',
  'refs/notes.txt',
  'refs/heads/main.bak',
  'modules/notes.txt',
  'watertight/dump.log',
];

test('files that lie among objects, refs, submodules and caches are scanned, whatever was found there before', async () => {
  await withRepository(async (cwd) => {
    git(cwd, ['commit', '-q', '--allow-empty', '-m', 'Begin']);
    for (const options of [{}, {}]) assert.is((await run(cwd, options)).summary.exitCode, 0);
    for (const [index, path] of STRAY.entries()) {
      const file = join(cwd, '.git', path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `token = ${expand(['glp', 'at-', '{base62:20}'], path)}\n`);
      const found = (await run(cwd)).findings.map(({ location }) => location.path);
      assert.equal(
        found.sort(),
        STRAY.slice(0, index + 1)
          .map((name) => `.git/${name}`)
          .sort(),
      );
    }
  });
});

test('a value in the heading of the packed refs is found', async () => {
  await withRepository(async (cwd) => {
    git(cwd, ['commit', '-q', '--allow-empty', '-m', 'Begin']);
    git(cwd, ['tag', '-a', '-m', 'One', 'one']);
    git(cwd, ['pack-refs', '--all']);
    const plain = (await run(cwd)).summary;
    const packed = join(cwd, '.git/packed-refs');
    const token = expand(['glp', 'at-', '{base62:20}'], 'packed');
    writeFileSync(packed, readFileSync(packed, 'utf8').replace('\n', ` token=${token}\n`));
    const { findings, summary } = await run(cwd);
    assert.equal(
      [plain.exitCode, summary.exitCode, findings.map(({ location }) => location.path)],
      [0, 1, ['.git/packed-refs']],
    );
  });
});

test.run();
