import { chmodSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { entriesBelow } from '../../../src/source/git/folder-entries.ts';
import { unfitPacks } from '../../../src/source/git/unfit-packs.ts';
import { auditResult } from '../../helpers/audits.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { git, withRepository } from './helpers.ts';

const test = suite('packs and their indexes');

/** Writes a pack with one blob that nothing leads to; gives its path without the ending. */
function pack(cwd: string, text: string): string {
  const id = git(cwd, ['hash-object', '-w', '--stdin'], { input: text });
  const name = git(cwd, ['pack-objects', '-q', '.git/objects/pack/pack'], { input: `${id}\n` });
  git(cwd, ['prune-packed']);
  const path = join(cwd, `.git/objects/pack/pack-${name}`);
  for (const ending of ['.pack', '.idx']) chmodSync(path + ending, 0o600);
  return path;
}

const DAMAGES: Readonly<Record<string, (mine: string, other: string) => void>> = {
  'an index that is cut': (mine) => truncateSync(`${mine}.idx`, 1050),
  'an empty index': (mine) => truncateSync(`${mine}.idx`, 0),
  'the index of another pack': (mine, other) => writeFileSync(`${mine}.idx`, readFileSync(`${other}.idx`)),
  'an index of no objects': (mine) => {
    const bytes = readFileSync(`${mine}.idx`);
    writeFileSync(`${mine}.idx`, bytes.fill(0, 8, 1032));
  },
  'a pack that is cut': (mine) => truncateSync(`${mine}.pack`, 20),
};

for (const [name, damage] of Object.entries(DAMAGES)) {
  for (const format of ['sha1', 'sha256'] as const) {
    test(`a pack that git passes by is told: ${name}, ${format}`, () =>
      withRepository(
        (cwd) => {
          const [mine, other] = [pack(cwd, 'one\n'), pack(cwd, 'two\n')];
          const commonDir = join(cwd, '.git');
          const unfit = (): string[] =>
            unfitPacks({ commonDir, idLength: format === 'sha1' ? 40 : 64 }, entriesBelow(commonDir, 'objects'));
          assert.equal(unfit(), []);
          damage(mine, other);
          assert.equal(unfit(), [`${mine.slice(mine.indexOf('objects'))}.pack`]);
        },
        [`--object-format=${format}`],
      ));
  }
}

test('an index of the first version is one', () =>
  withRepository((cwd) => {
    const mine = pack(cwd, 'one\n');
    git(cwd, ['index-pack', '--index-version=1', '-o', `${mine}.idx`, `${mine}.pack`]);
    const commonDir = join(cwd, '.git');
    assert.equal(unfitPacks({ commonDir, idLength: 40 }, entriesBelow(commonDir, 'objects')), []);
  }));

test('an audit is incomplete with one, also where it was clean before the pack came', () =>
  withRepository(async (cwd) => {
    git(cwd, ['commit', '-q', '--allow-empty', '-m', 'Begin']);
    for (const expected of [0, 0]) assert.is((await auditResult(cwd)).summary.exitCode, expected);
    truncateSync(`${pack(cwd, 'one\n')}.idx`, 1050);
    const { skipped, summary } = await auditResult(cwd);
    assert.equal([summary.exitCode, skipped.map(({ reason }) => reason)], [3, ['corrupt']]);
  }));

test.run();
