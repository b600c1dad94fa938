import { extendedPacket } from '../../../src/policy/built-in.ts';
import { faultsOf, type HistoryStep } from '../../../src/policy/decision/history.ts';
import type { DecisionRules } from '../../../src/policy/governed.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('decision history');
const rules = (await extendedPacket('watertight:cto-case')).governed.decision as DecisionRules;
const EXTERNAL = 'external_provider_approved';
const LOCAL = 'local_provider_required';

function step(number: number, status: string, changes: Partial<HistoryStep> = {}): HistoryStep {
  const record = { approval_source: {}, ...(changes.supersedes !== undefined && { supersedes: changes.supersedes }) };
  return {
    commit: `c${number}`,
    blob: `b${number}`,
    state: 'valid',
    status,
    revision: number,
    supersedes: undefined,
    record,
    ...changes,
  };
}

const faults = (...steps: HistoryStep[]): Promise<string[]> => faultsIn(steps, false);

/** @param isCut whether the clone lacks what was before the first step */
async function faultsIn(steps: readonly HistoryStep[], isCut: boolean): Promise<string[]> {
  const blobs = new Map(steps.map(({ commit, blob }) => [commit, blob]));
  const found = await faultsOf(steps, rules, {
    blobOf: (commit) => Promise.resolve(blobs.get(commit)),
    isCut,
  });
  return found.map(({ commit, reason }) => `${commit ?? 'work tree'}: ${reason}`);
}

test('takes each legal step', async () => {
  assert.equal(await faults(), []);
  assert.equal(await faults(step(0, 'not_decided'), step(1, EXTERNAL), step(2, 'not_decided'), step(3, LOCAL)), []);
  assert.equal(
    await faults(step(1, EXTERNAL), step(2, LOCAL, { supersedes: 'c1' }), step(3, EXTERNAL, { supersedes: 'c2' })),
    [],
  );
  assert.equal(await faults(step(1, EXTERNAL), step(2, EXTERNAL)), []);
});

test('a change of branch names the record that it supersedes, and the right one', async () => {
  assert.equal(await faults(step(1, EXTERNAL), step(2, LOCAL)), [`c2: ${EXTERNAL}→${LOCAL} without supersedes`]);
  assert.equal(await faults(step(0, 'not_decided'), step(1, EXTERNAL), step(2, LOCAL, { supersedes: 'c0' })), [
    'c2: supersedes is not a commit with the previous version',
  ]);
  assert.equal(await faults(step(1, EXTERNAL, { supersedes: 'c9' })), [
    'c1: supersedes names a commit, but there is no earlier version',
  ]);
});

test('a decision needs its approval', async () => {
  assert.equal(await faults(step(1, EXTERNAL, { record: {} })), [
    `c1: not_decided→${EXTERNAL} without approval_source`,
  ]);
});

test('the revision grows by one with each version', async () => {
  assert.equal(await faults(step(1, EXTERNAL), step(1, EXTERNAL, { commit: 'c2' })), [
    'c2: the record changed, but its revision is still 1',
  ]);
  assert.equal(await faults(step(1, EXTERNAL), step(3, EXTERNAL)), [
    'c3: revision 3 follows 1: it must increase by one',
  ]);
});

test('a broken version decides nothing and is no step for the next one', async () => {
  assert.equal(
    await faults(step(1, EXTERNAL), step(2, 'not_decided', { state: 'broken' }), step(2, EXTERNAL, { commit: 'c3' })),
    [],
  );
});

test('a packet without transitions lets each step be, but for its revision', async () => {
  const source = { blobOf: () => Promise.resolve(undefined), isCut: false };
  const free = { ...rules, transitions: [] };
  assert.equal(await faultsOf([step(1, EXTERNAL), step(2, LOCAL)], free, source), []);
  const [fault] = await faultsOf([step(1, EXTERNAL), step(3, LOCAL)], free, source);
  assert.is(fault?.reason, 'revision 3 follows 1: it must increase by one');
});

test('a version that is broken has no revision that the next one must follow', async () => {
  assert.equal(await faults(step(1, EXTERNAL), step(7, 'not_decided', { state: 'broken' }), step(2, EXTERNAL)), []);
});

test('what a shallow clone does not have is not held against the first version that it has', async () => {
  const later = step(5, LOCAL, { supersedes: 'c4' });
  assert.is((await faultsIn([later], false)).length, 1);
  assert.equal(await faultsIn([later], true), []);
  const next = step(6, EXTERNAL, { supersedes: 'c1' });
  assert.equal(await faultsIn([later, next], true), []);
  assert.equal(await faultsIn([later, step(9, LOCAL)], true), ['c9: revision 9 follows 5: it must increase by one']);
  assert.is((await faultsIn([later, next, step(7, LOCAL, { supersedes: 'c5' })], true)).length, 1);
});

test.run();
