/** What stands in the history alone is the audit's to find: of staged content only what it brings in is new. */
import { fillLeaky, PLACES } from '../helpers/leaky-repository.ts';
import { assert, suite } from '../helpers/suite.ts';
import { git, withRepository } from '../source/git/helpers.ts';
import { runIn } from './hook/helpers.ts';

const test = suite('watertight scan --staged, beside a history');

interface Report {
  readonly findings: readonly { readonly location: { readonly path: string; readonly startLine: number } }[];
}

async function staged(folder: string): Promise<{ readonly code: number; readonly places: readonly string[] }> {
  const { code, out } = await runIn(folder, ['scan', '--staged', '--format', 'json']);
  const { findings } = JSON.parse(out) as Report;
  return { code, places: findings.map(({ location }) => `${location.path}:${location.startLine}`) };
}

async function audited(folder: string): Promise<number> {
  return (JSON.parse((await runIn(folder, ['audit', '--format', 'json'])).out) as Report).findings.length;
}

test('values that HEAD no longer holds are found by the audit, and of all places the staged one alone before a commit', () =>
  withRepository(async (folder) => {
    await fillLeaky(folder);
    assert.equal(await staged(folder), { code: 1, places: ['staged.txt:1'] });
    git(folder, ['rm', '-q', '-f', 'staged.txt']);
    assert.equal(await staged(folder), { code: 0, places: [] });
    // The blob that was staged is still in the object store.
    assert.is(await audited(folder), PLACES.length);
  }));

test('taking a value out is no leak, bringing it back is one', () =>
  withRepository(async (folder) => {
    const { commits } = await fillLeaky(folder);
    git(folder, ['rm', '-q', '-f', 'staged.txt']);
    git(folder, ['checkout', '-q', commits.get('blob') ?? '', '--', 'config/app.env', 'notes.txt', 'logs/run.log.gz']);
    assert.equal(await staged(folder), { code: 1, places: ['config/app.env:2', 'logs/run.log.gz:1', 'notes.txt:1'] });
    git(folder, ['commit', '-q', '--no-verify', '-m', 'Bring them back']);
    git(folder, ['rm', '-q', '-r', 'config', 'notes.txt', 'logs']);
    assert.equal(await staged(folder), { code: 0, places: [] });
  }));

test.run();
