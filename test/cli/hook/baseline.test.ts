import { readFileSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { assert, suite } from '../../helpers/suite.ts';
import { commit, put } from '../../source/git/events.ts';
import { git, withRepository } from '../../source/git/helpers.ts';
import { packet, token } from '../helpers.ts';
import { runIn } from './helpers.ts';

const test = suite('the baseline of what is committed or pushed');
const [OLD, NEW] = [token('adopted'), token('brought later')];
const BASELINE = '.watertight/baseline.json';
const PACKET = { '.watertight/packet.yaml': packet(`baseline: ${BASELINE}`) };
const ZERO = '0'.repeat(40);

/** A repository that has findings, and a baseline of them that nothing names yet. */
async function adopted(folder: string, more: Readonly<Record<string, string>> = {}): Promise<void> {
  commit(folder, { 'app.py': `t = "${OLD}"\n`, ...more });
  const { code } = await runIn(folder, ['baseline', 'create', '.', '--by-context', '--out', BASELINE, '-q']);
  assert.is(code, 0);
}

const push = (folder: string) =>
  runIn(folder, ['hook', 'pre-push', 'origin', 'https://example.com/r.git'], {
    stdin: `refs/heads/x ${git(folder, ['rev-parse', 'HEAD'])} refs/heads/x ${ZERO}\n`,
  });

test('hooks take --baseline as a scan does', () =>
  withRepository(async (folder) => {
    await adopted(folder);
    put(folder, { 'copy.py': `t = "${OLD}"\n` });
    git(folder, ['add', 'copy.py']);
    assert.is((await runIn(folder, ['hook', 'pre-commit'])).code, 1);
    const passed = await runIn(folder, ['hook', 'pre-commit', '--baseline', BASELINE]);
    assert.equal([passed.code, /1 match not reported \(baseline\)/.test(passed.out)], [0, true]);
    put(folder, { 'new.py': `t = "${NEW}"\n` });
    git(folder, ['add', 'new.py']);
    const found = await runIn(folder, ['hook', 'pre-commit', '--baseline', BASELINE]);
    assert.equal([found.code, /1 secret in 2 staged files/.test(found.out)], [1, true]);
  }));

test('the baseline that the packet names counts for scan, audit, check and the hooks, and no new value passes', () =>
  withRepository(async (folder) => {
    await adopted(folder);
    commit(folder, { ...PACKET, [BASELINE]: readFileSync(join(folder, BASELINE), 'utf8') });
    const commands = [
      ['scan', '.', '-q'],
      ['audit', '-q'],
      ['hook', 'pre-commit', 'app.py'],
      ['check', '-q'],
    ];
    const codes = async (): Promise<number[]> => {
      const ended = [];
      for (const command of commands) ended.push((await runIn(folder, command)).code);
      return [...ended, (await push(folder)).code];
    };
    assert.equal(await codes(), [0, 0, 0, 0, 0]);
    const compared = await runIn(folder, ['baseline', 'compare', '.', '-q']);
    assert.match(compared.out, /^0 new findings, 1 known, 0 stale entries$/m);
    commit(folder, { 'app.py': `t = "${OLD}"\nu = "${NEW}"\n` });
    assert.equal(await codes(), [1, 1, 1, 1, 1]);
  }));

test('the baseline counts as it is staged, and what differs in the work tree is told', () =>
  withRepository(async (folder) => {
    await adopted(folder);
    put(folder, { ...PACKET, 'copy.py': `t = "${OLD}"\n` });
    git(folder, ['add', 'copy.py', '.watertight/packet.yaml']);
    const absent = await runIn(folder, ['hook', 'pre-commit']);
    assert.is(absent.code, 2);
    assert.match(absent.err, /Cannot read baseline \.watertight\/baseline\.json: it is not staged: git add it/);
    git(folder, ['add', BASELINE]);
    assert.is((await runIn(folder, ['hook', 'pre-commit'])).code, 0);
    put(folder, { [BASELINE]: readFileSync(join(folder, BASELINE), 'utf8').replaceAll('\n', '\r\n') });
    assert.not.match((await runIn(folder, ['hook', 'pre-commit'])).out, /note:/);
    put(folder, { [BASELINE]: '{}' });
    const differs = await runIn(folder, ['hook', 'pre-commit']);
    assert.is(differs.code, 0);
    assert.match(
      differs.out,
      /baseline\.json differs from its staged version and does not count; the one staged does: git add it/,
    );
    unlinkSync(join(folder, BASELINE));
    assert.is((await runIn(folder, ['hook', 'pre-commit'])).code, 0);
  }));

test('a baseline outside of the repository is none that a commit could hold', () =>
  withRepository(async (folder) => {
    commit(folder, { '.watertight/packet.yaml': packet('baseline: ../b.json') });
    put(folder, { 'new.py': 'x\n' });
    git(folder, ['add', 'new.py']);
    const { code, err } = await runIn(folder, ['hook', 'pre-commit']);
    assert.is(code, 2);
    assert.match(err, /Cannot (?:read baseline \.\.\/b\.json: it is outside the repository|use packet)/);
  }));

test('a renamed file has its values still, though the baseline knows a weak one by its place', () =>
  withRepository(async (folder) => {
    const weak = ['horse9', 'hunter2'].join('');
    await adopted(folder, { 'config/app.yaml': `password: ${weak}\n` });
    git(folder, ['mv', 'config', 'conf']);
    const { code, out } = await runIn(folder, ['hook', 'pre-commit', '--baseline', BASELINE]);
    assert.equal([code, /already-committed/.test(out)], [0, true]);
  }));

test.run();
