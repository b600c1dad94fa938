import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { token } from './cli/helpers.ts';
import { auditResult } from './helpers/audits.ts';
import { assert, suite } from './helpers/suite.ts';
import { git, looseFile, withFolder, withRepository } from './source/git/helpers.ts';

const test = suite('an audit of a damaged repository');

/** A repository with a value in a packed blob that no commit has any more, and loose objects. */
function fill(cwd: string): void {
  const commit = (name: string, text: string): void => {
    writeFileSync(join(cwd, name), text);
    git(cwd, ['add', '.']);
    git(cwd, ['commit', '-q', '-m', name]);
  };
  commit('leak', `${token('damaged')}\n`);
  git(cwd, ['rm', '-q', 'leak']);
  commit('a', 'a\n');
  git(cwd, ['gc', '-q']);
  commit('b', 'b\n');
}

function append(cwd: string, name: string, text: string): void {
  appendFileSync(join(cwd, '.git', name), text);
}

/** What is done to the repository, and what is told of it. */
const DAMAGES: readonly (readonly [name: string, damage: (cwd: string) => void, path: RegExp, detail: RegExp])[] = [
  ['the index', (cwd) => writeFileSync(join(cwd, '.git/index'), 'garbage'), /^index$/, /cannot read the index/],
  ['packed refs', (cwd) => append(cwd, 'packed-refs', 'garbage\n'), /^refs$/, /packed refs are damaged/],
  ['the configuration', (cwd) => append(cwd, 'config', '[[[\n'), /^refs$/, /configuration is damaged/],
  [
    'a configuration that includes itself',
    (cwd) => append(cwd, 'config', '[include]\n\tpath = config\n'),
    /^refs$/,
    /includes itself/,
  ],
  [
    'an extension that git does not know',
    (cwd) => append(cwd, 'config', '[core]\n\trepositoryformatversion = 1\n[extensions]\n\tfrom-a-later-git = x\n'),
    /^refs$/,
    /an extension that the installed git does not know/,
  ],
  ['no HEAD', (cwd) => rmSync(join(cwd, '.git/HEAD')), /^refs$/, /HEAD or refs are not where/],
  [
    'an object of an unknown type',
    (cwd) => {
      const bytes = Buffer.from('weird 3\0abc');
      const file = looseFile(cwd, createHash('sha1').update(bytes).digest('hex'));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, deflateSync(bytes));
    },
    /^object\/[0-9a-f]{40}$/,
    /git cannot read this object/,
  ],
];

for (const [name, damage, path, detail] of DAMAGES) {
  test(`reads the objects, and tells what it could not read: ${name}`, () =>
    withRepository(async (cwd) => {
      fill(cwd);
      damage(cwd);
      for (let time = 0; time < 2; time++) {
        const { findings, skipped, summary } = await auditResult(cwd);
        assert.equal(
          findings.map(({ ruleId }) => ruleId),
          ['gitlab-pat'],
        );
        assert.ok(
          skipped.some((skip) => path.test(skip.path) && detail.test(skip.detail)),
          JSON.stringify(skipped),
        );
        assert.is(summary.complete, false);
      }
    }));
}

test('tells of each object in a pack that was cut, and reads the others', () =>
  withRepository(async (cwd) => {
    fill(cwd);
    const packs = join(cwd, '.git/objects/pack');
    const pack = readdirSync(packs).find((entry) => entry.endsWith('.pack')) ?? '';
    truncateSync(join(packs, pack), 40);
    const { skipped, summary } = await auditResult(cwd);
    assert.is(summary.audit?.blobs, 1);
    assert.ok(skipped.filter(({ path }) => path.startsWith('object/')).length >= 4);
  }));

test('what is no ref is read as a file, and so are refs that git does not open', () =>
  withRepository(async (cwd) => {
    fill(cwd);
    writeFileSync(join(cwd, '.git/refs/heads/broken'), token('broken-ref'));
    assert.ok((await auditResult(cwd)).findings.some(({ location }) => location.path.endsWith('refs/heads/broken')));
    rmSync(join(cwd, '.git/HEAD'));
    assert.is((await auditResult(cwd)).findings.length, 2);
  }));

test('an object that held a value and was damaged since the last audit is told, though its file is known', () =>
  withRepository(async (cwd) => {
    writeFileSync(join(cwd, 'leak'), `${token('since')}\n`);
    git(cwd, ['add', '.']);
    git(cwd, ['commit', '-q', '-m', 'leak']);
    assert.is((await auditResult(cwd)).findings.length, 1);
    const file = looseFile(cwd, git(cwd, ['rev-parse', 'HEAD:leak']));
    chmodSync(file, 0o600);
    truncateSync(file, statSync(file).size - 5);
    git(cwd, ['commit', '-q', '--allow-empty', '-m', 'later']);
    for (let time = 0; time < 2; time++) {
      const { findings, skipped, summary } = await auditResult(cwd);
      assert.is(findings.length, 0);
      assert.equal(
        skipped.map(({ reason }) => reason),
        ['corrupt'],
      );
      assert.equal([summary.audit?.missing, summary.exitCode], [1, 3]);
    }
  }));

test('what was made to read objects alone is removed, also where another repository cannot be opened', () =>
  withFolder(async (folder) => {
    const temp = process.env['TMPDIR'];
    const made = join(folder, 'tmp');
    for (const name of ['damaged', 'tmp', 'none']) mkdirSync(join(folder, name));
    process.env['TMPDIR'] = made;
    try {
      git(join(folder, 'damaged'), ['init', '-q']);
      rmSync(join(folder, 'damaged/.git/HEAD'));
      const repositories = ['damaged', 'damaged', 'none'];
      assert.match(await auditResult(folder, { repositories }).then(() => '', String), /Cannot audit none/);
      assert.equal(readdirSync(made), []);
      await auditResult(folder, { repositories: ['damaged', 'damaged'] });
      assert.equal(readdirSync(made), []);
    } finally {
      if (temp === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = temp;
    }
  }));

test('a range of what git does not open cannot be audited, nor a folder without objects', async () => {
  await withRepository(async (cwd) => {
    fill(cwd);
    rmSync(join(cwd, '.git/HEAD'));
    assert.match(
      await auditResult(cwd, { range: 'HEAD' }).then(() => '', String),
      /Cannot audit a range of commits: HEAD or refs/,
    );
  });
  await withFolder(async (cwd) => {
    assert.match(await auditResult(cwd).then(() => '', String), /Cannot audit \.: there is no repository here/);
  });
});

test.run();
